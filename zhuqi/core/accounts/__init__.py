"""Accounts: a name and a password to come in with. Who the person is and what they may do is said elsewhere."""
