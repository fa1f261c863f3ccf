"""Reads of what enterprises say without an account: by those who look after it, and by whoever holds its receipt."""
