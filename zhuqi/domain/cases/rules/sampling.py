"""Which cases fall into a sample: drawn by a digest of what is known of a case, so that nobody chooses."""

from __future__ import annotations

import hashlib
from fractions import Fraction

WHOLE = 1 << 64


def drawn(share: Fraction, *facts: object) -> bool:
    """Whether something falls into a sample of a share, 0 to 1. The same facts are always drawn alike, today and when the
    journal is read again; a larger share holds all that a smaller one holds."""
    said = "|".join(map(str, facts)).encode("utf-8", "surrogatepass")
    lot = int.from_bytes(hashlib.sha256(said).digest()[:8], "big")
    return Fraction(lot, WHOLE) < share
