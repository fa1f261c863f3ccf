"""Everybody whom the tables of the doors tell apart: those of the cast, one for each role, and whoever has none.

A table of routes has a row for each address or operation and the columns of ``COLUMNS``: that of the pages stands in
``tests/interfaces/test_sight_of_pages.py``, that of the API in ``tests/api/roles.py``. Whom which cases and enterprises are shown
to is one for all doors.
"""

from __future__ import annotations

from tests.cast import PEOPLE
from tests.interfaces.conftest import NOW, Town
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.actions import open_many

ANONYMOUS, NOBODY = "anonymous", "roleless"
COLUMNS = {
    "anon": ANONYMOUS, "offi": "official", "keep": "keeper", "disp": "dispatcher", "util": "utilities", "plan": "planner",
    "fina": "finance", "town": "town_dispatcher", "city": "city_dispatcher", "supe": "supervisor", "lead": "leader",
    "sysa": "administrator", "seca": "security", "audi": "auditor", "none": NOBODY,
}  # fmt: skip
SAME = ("finance", "town_dispatcher", "city_dispatcher")
"""The same roles at other units."""
EVERYBODY = tuple(part for part in COLUMNS.values() if part not in {ANONYMOUS, *SAME})
"""One for each role."""
OTHERS = tuple(part for part, *_ in PEOPLE if part not in EVERYBODY)
"""The rest of the cast."""

SEEN = """
part             handled returned replied ended assigned waiting found
official         x       x        x       x     x        x       x
keeper           x       x        x       x     x        x       x
dispatcher       x       x        x       x     x        x       x
utilities        x       .        .       .     .        .       .
construction     x       .        .       .     .        .       .
planner          x       x        .       .     .        .       .
finance          .       .        x       .     x        .       .
city_dispatcher  x       x        x       x     x        x       x
supervisor       x       x        x       x     x        x       x
leader           x       x        x       x     x        x       x
town_dispatcher  .       .        .       .     .        .       .
town_handler     .       .        .       .     .        .       .
power            .       .        .       .     .        .       .
administrator    .       .        .       .     .        .       .
"""
"""Which of the town's cases somebody sees: finder's group, desk, holder, co-handlers, areas above; a sibling unit, another
town, a unit of the city and the administrators see none."""
FIRMS = """
part             1 2 3
official         x x .
keeper           x x .
dispatcher       x x x
city_dispatcher  x x x
town_dispatcher  . . x
supervisor       x x x
leader           x x x
"""
"""Which enterprises somebody sees: those they answer for, and those of their area; two lie in Xingfu, one in Mingzhu. Who isn't
named sees none."""


def table(text: str) -> dict[str, dict[str, str]]:
    """{row: {column: cell}}."""
    head, *rows = (line.split() for line in text.strip().splitlines())
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def account_of(town: Town, part: str) -> int:
    """The account of one of the cast; ``roleless`` has no role and no place."""
    if part == NOBODY:
        return open_many(CLOCK, [NOBODY], now=NOW)[0].pk
    return town.account(part).pk
