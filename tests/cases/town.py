"""Cases of the cast on their way through the actions, and what a test adds to the stage: an edition, a unit, a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import RULEBOOK, SETUP, SINCE, START, City
from zhuqi.base.errors import Fault
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.rulebook.actions import adopt
from zhuqi.core.rulebook.models import Edition
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action, Outcome
from zhuqi.domain.directory.actions.organisations import found
from zhuqi.domain.directory.actions.roles import give_role
from zhuqi.domain.directory.actions.staff import employ
from zhuqi.domain.directory.rules import Kind, Rank

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
TODAY = START.date()
WORDS: dict[str, Any] = {
    "reason": "如前所述",
    "text": "已办",
    "note": "请核实",
    "why": "组里办不了",
    "proposal": "财政组",
}
"""Something for every text of a step."""


def edition(city: City, code: str, since: dt.date, *changes: tuple[str, str]) -> Edition:
    """The shipped text with some of its words changed, in force at a place from a day on."""
    text = RULEBOOK.read_text()
    for old, new in (("施行: 2019-05-10", f"施行: {since}"), *changes):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return adopt(CLOCK, text=text, place=(city.org(code), city.orgs[code].path), now=SETUP)


def add_unit(city: City, code: str, kind: Kind, parent: str) -> None:
    """One more unit on the stage."""
    city.orgs[code] = found(CLOCK, city.org(parent), kind=kind, name=code, code=code, since=SINCE, now=SETUP)


def add_person(city: City, part: str, role: Role, place: str) -> None:
    """One more person, with a role at a place."""
    person = employ(CLOCK, city.org(place), code=part, name=f"演练{part}", rank=Rank.STAFF, since=SINCE, now=SETUP)
    city.staff[part] = person
    give_role(CLOCK, person.pk, role=role, org_id=city.org(place), since=SINCE, now=SETUP)


def code_of(city: City, org_id: int | None) -> str:
    """A unit's code."""
    return next(code for code, org in city.orgs.items() if org.pk == org_id)


def submitted(city: City, **typed: Any) -> Case:
    """At the district's desk, an hour after it was found."""
    return city.do("official", Action.SUBMIT, city.record(**typed), START + HOUR, why="组里办不了")


def screened(city: City, **typed: Any) -> Case:
    return city.do("dispatcher", Action.SCREEN, submitted(city, **typed), START + 2 * HOUR, kind="utilities", grade="B")


def assigned(city: City, lead: str = "ng-utilities", parts: Any = (), assists: Any = ()) -> Case:
    """With its lead, three hours after it was found."""
    units = {"part_ids": [city.org(code) for code in parts], "assist_ids": [city.org(code) for code in assists]}
    return city.do("dispatcher", Action.ASSIGN, screened(city), START + 3 * HOUR, lead_id=city.org(lead), **units)


def handled(city: City, **units: Any) -> Case:
    return city.do("utilities", Action.ACCEPT, assigned(city, **units), START + 4 * HOUR)


def replied(city: City, **units: Any) -> Case:
    """Answered on the next day at ten."""
    typed = {"outcome": Outcome.SOLVED, "text": "已送电"}
    return city.do("utilities", Action.REPLY, handled(city, **units), START + DAY + HOUR, **typed)


def told(fault: Fault) -> str:
    """What a refusal says."""
    return str(fault.sentence)
