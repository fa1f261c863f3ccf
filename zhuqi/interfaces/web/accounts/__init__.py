"""Coming in, and one's own account: the doors one comes in by (``login`` and its neighbours), what watches a session at every
request (``guard``), and the pages of one's own password, sessions, second factor, passkeys and tokens. What opens doors is
changed only after one has shown again who one is (``proof``).
"""
