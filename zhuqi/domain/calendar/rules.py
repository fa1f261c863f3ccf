"""What a notice may say, and what several notices come to."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from zhuqi.base.errors import Invalid
from zhuqi.base.paths import is_root
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.access.actor import Actor, Role

EARLIEST, LATEST = 2000, 2100
LONGEST_NAME, LONGEST_SOURCE = 20, 200
FIXED = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
"""(month, day) of the holidays that fall on the same date every year (全国年节及纪念日放假办法)."""


class Mark(Named):
    """What a notice makes of a day."""

    OFF = "off", term("day off")
    WORKED = "worked", term("make-up working day")


def may_import(actor: Actor) -> bool:
    """Whether the actor publishes a year for everybody: the system administrator of the whole place, or the set-up."""
    return actor.clock or any(seat.role is Role.SYSTEM_ADMIN and is_root(seat.path) for seat in actor.seats)


class Day(NamedTuple):
    """What a notice says of one day: worked or off, and under which festival's name."""

    day: dt.date
    working: bool
    name: str


def check(year: int, days: Sequence[Day], source: str) -> None:
    """Hold a notice against what a notice can say. Raises Invalid with the first sentence that applies."""
    wrong = _head(year, days, source) or next(filter(None, (wrong_day(year, day) for day in sorted(days))), None)
    wrong = wrong or _together(year, days)
    if wrong:
        raise Invalid({"days": wrong})


def _head(year: int, days: Sequence[Day], source: str) -> Sentence | None:
    if not EARLIEST <= year <= LATEST:
        return say("A year lies between {earliest} and {latest}.", earliest=EARLIEST, latest=LATEST)
    if not days:
        return say("There is no day in the notice for {year}: it isn't published yet.", year=year)
    if not 0 < len(source.strip()) <= LONGEST_SOURCE:
        return say("Name the notice that this comes from, in at most {most} characters.", most=LONGEST_SOURCE)
    return None


def wrong_day(year: int, day: Day) -> Sentence | None:
    """Why a notice for a year can't say this of one day, if it can't."""
    if day.day.year != year and (day.day.year, day.day.month) != (year - 1, 12):
        return say(
            "{day} doesn't belong in the notice for {year}, which speaks of that year and the December before.",
            day=day.day,
            year=year,
        )
    if not 0 < len(day.name.strip()) <= LONGEST_NAME:
        return say("{day} needs its festival's name, in at most {most} characters.", day=day.day, most=LONGEST_NAME)
    if day.working and day.day.weekday() < 5:
        return say("{day} lies between Monday and Friday; only a weekend day is made a working day.", day=day.day)
    return None


def _together(year: int, days: Sequence[Day]) -> Sentence | None:
    told = {day.day: day for day in days}
    if len(told) < len(days):
        twice = next(day for day, count in Counter(day.day for day in days).items() if count > 1)
        return say("{day} is named twice.", day=twice)
    for month, number in FIXED:
        fixed = dt.date(year, month, number)
        if told[fixed].working if fixed in told else fixed.weekday() < 5:
            return say("{day} is a holiday every year, and this notice has it worked.", day=fixed)
    return None


def fingerprint(days: Iterable[Day]) -> str:
    """One short text for one set of days, whatever their order."""
    plain = [[day.day.isoformat(), day.working, day.name] for day in sorted(days)]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()[:32]


def merged(notices: Mapping[int, Iterable[Day]]) -> dict[dt.date, bool]:
    """{day: worked?} of several years' notices together. Where two speak of one day, the later year's holds."""
    return {day.day: day.working for year in sorted(notices) for day in notices[year]}
