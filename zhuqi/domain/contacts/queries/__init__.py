"""Reads of the contact budget: who sees a contact, what an enterprise's book holds, what would become of another one."""
