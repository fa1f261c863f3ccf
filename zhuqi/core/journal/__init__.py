"""The journal (台账): what happened, append-only, hash-chained, sealed; and what follows from it.

Owns entries, chains, seals, receipts and reactions. A change and its entry are one transaction: a row written without
its entry is found by ``zhuqi verify``, and so is an entry without its row.
"""
