"""What one enterprise reads names no other: they never see each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LEGAL = re.compile(r"(?:股份|集团|有限|责任|公司|合伙企业|个人独资企业|普通合伙|特殊普通合伙|分公司|厂|店)+$")
"""What stands behind the name proper."""
LEAST = 3
"""A name proper shorter than this says too little to look for it."""


def plain(text: str) -> str:
    """The letters and digits of a text, all of them: full and half width are one, and punctuation says nothing."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())


def short(name: str) -> str:
    """An enterprise's name without what its form of law adds."""
    whole = plain(name)
    proper = LEGAL.sub("", whole)
    return proper if len(proper) >= LEAST else whole


def named(text: str, names: Iterable[str]) -> str:
    """The first of some enterprises that a text names anywhere, wholly or by its name proper; empty for none."""
    said = plain(text)
    return next((name for name in names if short(name) and short(name) in said), "")
