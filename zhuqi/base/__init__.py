"""The ground floor: words, errors, time and codes in pure Python. Imports nothing from the floors above, and no Django."""
