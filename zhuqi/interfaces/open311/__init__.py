"""Open311 GeoReport v2: the standard by which a hotline (12345) hands in what it was told, and reads what became of it.

Discovery, services and their definitions are open. Requests are handed in and read with a key: a token with the scope ``hotline``,
which opens nothing but this. JSON and XML out; forms in. Each view ends at one query or action of ``domain/voice``.
"""
