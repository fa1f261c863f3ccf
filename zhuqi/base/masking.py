"""How much of a name or a number is shown to those who haven't asked to see it (脱敏)."""

from __future__ import annotations

import re

WRITTEN = re.compile(r"\+?[0-9][0-9 ()\-]{3,28}[0-9]")
"""How a telephone number may be written."""
LONGEST = 30


def phone(number: str) -> str:
    """138****5678: a mobile number keeps three digits and four; a shorter one its last two."""
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return "*" * max(len(digits) - 2, 0) + digits[-2:] if len(digits) > 3 else "*" * len(digits)


def name(whole: str) -> str:
    """张＊＊: the first sign, and that there is more."""
    return whole[:1] + "＊" * min(max(len(whole) - 1, 1), 3) if whole else ""


def firm(whole: str) -> str:
    """演练＊＊＊＊公司: an enterprise's name, of which whoever belongs to it knows the rest."""
    shown = 2 if len(whole) > 5 else 1
    return whole[:shown] + "＊" * max(len(whole) - 2 * shown, 1) + (whole[-shown:] if len(whole) > 2 else "")
