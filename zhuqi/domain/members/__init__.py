"""Accounts of enterprises (企业账户): who of an enterprise comes in by an account, in place of a link for each case.

Nobody gives one to oneself: it is asked for, a dispatch room that didn't ask for it finds that the person speaks for the
enterprise, and a letter to the mailbox opens it. It is no account of the city's staff: no seat, no password, no token hangs on it.
"""
