"""What those who oversee read: what enterprises say of the service, what the system administrator must see to, and the journal
as the audit administrator searches it.
"""
