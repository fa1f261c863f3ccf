"""Pure rules of liaison: the duties of the responsibility chain, kinds of enterprises, who has nobody, what doesn't fit."""

from zhuqi.domain.liaison.rules.duties import (
    BINDERS,
    CHAIN,
    HELD_AT,
    ROLES,
    USUAL,
    Duty,
    may_appoint,
    may_bind,
    misplaced,
    unusual,
)
from zhuqi.domain.liaison.rules.words import Fate, Knows, Term

__all__ = [
    "BINDERS",
    "CHAIN",
    "HELD_AT",
    "ROLES",
    "USUAL",
    "Duty",
    "Fate",
    "Knows",
    "Term",
    "may_appoint",
    "may_bind",
    "misplaced",
    "unusual",
]
