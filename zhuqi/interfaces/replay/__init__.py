"""Replaying a preset (演练): its rows go through the same actions as anybody's, at their own times; then its published
figures stand beside those that are counted over the ledger.

``read`` rows, ``references`` between them, ``run`` the loop, ``whereabouts`` and ``figures`` the counting, ``table`` the
print, ``scratch`` a database for trying out what one missing row changes.
"""
