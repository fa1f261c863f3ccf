"""Everybody who may hold a token: those of the town, the three administrators, and somebody without any role."""

from __future__ import annotations

from tests.interfaces.conftest import NOW, Town
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.actions import open_many

EVERYBODY = (
    "official", "keeper", "dispatcher", "utilities", "planner", "supervisor", "leader",
    "administrator", "security", "auditor", "roleless",
)  # fmt: skip
"""One for each role."""
OTHERS = ("construction", "finance", "town_dispatcher", "town_handler", "city_dispatcher", "power")
"""The same roles at other units."""
NOBODY = "roleless"


def account_of(town: Town, part: str) -> int:
    """The account of one of the cast; ``roleless`` has no role and no place."""
    if part == NOBODY:
        return open_many(CLOCK, [NOBODY], now=NOW)[0].pk
    return town.account(part).pk
