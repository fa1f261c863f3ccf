"""What kinds of organisations there are and what may hang under what; ranks; and an enterprise's scale."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from zhuqi.base.paths import WIDTH, within
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.access.actor import Actor, Role


class Kind(Named):
    """Kinds of organisation."""

    CITY = "city", term("city")
    DISTRICT = "district", term("district")
    TOWN = "town", term("town")
    VILLAGE = "village", term("village")
    LEADING_GROUP = "leading_group", term("leading group")
    OFFICE = "office", term("office")
    DESK = "desk", term("dispatch room")
    FUNCTIONAL_GROUP = "functional_group", term("functional group")
    DEPARTMENT = "department", term("department")
    TEAM = "team", term("service team")
    GROUP = "group", term("service group")
    TASK_FORCE = "task_force", term("task force")
    SUPERVISION = "supervision", term("supervision office")
    PARK = "park", term("park")
    WINDOW = "window", term("service window")


AREAS = frozenset({Kind.CITY, Kind.DISTRICT, Kind.TOWN, Kind.VILLAGE})
"""Kinds that are territory (属地)."""

LONGEST = 200
"""Characters a path may have: 25 levels."""
_HEADS = AREAS | {Kind.LEADING_GROUP, Kind.OFFICE}
UNDER: dict[Kind, frozenset[Kind | None]] = {
    Kind.CITY: frozenset({None}),
    Kind.DISTRICT: frozenset({None, Kind.CITY}),
    Kind.TOWN: frozenset({None, Kind.CITY, Kind.DISTRICT}),
    Kind.VILLAGE: frozenset({Kind.TOWN}),
    Kind.LEADING_GROUP: AREAS,
    Kind.OFFICE: _HEADS | {Kind.DEPARTMENT, Kind.PARK, Kind.TASK_FORCE},
    Kind.DESK: _HEADS,
    Kind.FUNCTIONAL_GROUP: _HEADS | {Kind.DESK},
    Kind.DEPARTMENT: AREAS | {Kind.DEPARTMENT, Kind.PARK},
    Kind.TEAM: _HEADS | {Kind.DESK, Kind.FUNCTIONAL_GROUP, Kind.DEPARTMENT, Kind.PARK, Kind.TASK_FORCE},
    Kind.GROUP: _HEADS | {Kind.DESK, Kind.FUNCTIONAL_GROUP, Kind.DEPARTMENT, Kind.PARK, Kind.TASK_FORCE, Kind.TEAM},
    Kind.TASK_FORCE: _HEADS | {Kind.TASK_FORCE, Kind.PARK},
    Kind.SUPERVISION: _HEADS,
    Kind.PARK: AREAS | {Kind.PARK},
    Kind.WINDOW: AREAS | {Kind.DEPARTMENT, Kind.OFFICE, Kind.PARK},
}
"""Under which kinds a kind may hang; ``None``: it may be a root."""


def misplaced(kind: Kind, parent: Kind | None, parent_path: str) -> Sentence | None:
    """Why an organisation can't hang there, if it can't."""
    if parent is None and None not in UNDER[kind]:
        return say("This needs an organisation above it; only cities, districts and towns stand alone.")
    if parent not in UNDER[kind]:
        return say("An organisation of this kind can't hang under one of that kind.")
    if len(parent_path) + WIDTH > LONGEST:
        return say("The tree has at most {most} levels.", most=LONGEST // WIDTH)
    return None


def unending(since: dt.date, until: dt.date, today: dt.date) -> Sentence | None:
    """Why something that began can't end with ``until`` as the first day without it, if it can't. An end is booked when it
    has come, on the evening before at the earliest: who is seen, and from where, follows it at once."""
    if until < since:
        return say("It began on {since}, so it can't end before.", since=since)
    if until > today + dt.timedelta(days=1):
        return say("An end can't be booked ahead; at most from tomorrow on.")
    return None


def may_administer(actor: Actor, path: str) -> bool:
    """Whether the actor sets up organisations and staff there: its system administrator, or the set-up itself."""
    return actor.clock or _seated(actor, Role.SYSTEM_ADMIN, path)


def may_grant(actor: Actor, path: str) -> bool:
    """Whether the actor gives and ends roles that reach as far as there, and lets people in again: its security
    administrator, or the set-up itself. Never the system administrator (三员分立)."""
    return actor.clock or _seated(actor, Role.SECURITY_ADMIN, path)


def _seated(actor: Actor, role: Role, path: str) -> bool:
    return any(seat.role is role and within(path, seat.path) for seat in actor.seats)


def dispatches(actor: Actor, path: str) -> bool:
    """Whether the actor is the dispatcher of an area at or above a place, or the set-up."""
    return actor.clock or any(seat.role is Role.DISPATCHER and within(path, seat.sight_path) for seat in actor.seats)


REGISTRARS = frozenset({Role.SYSTEM_ADMIN, Role.DISPATCHER})
"""Who keeps the register of enterprises, each for a place."""


def may_register(actor: Actor, path: str) -> bool:
    """Whether the actor keeps the register of enterprises there: the administrator, or the dispatcher of an area above."""
    return may_administer(actor, path) or dispatches(actor, path)


KEEPERS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
"""Administrators who look after people. The third, the audit administrator, only reads the journal."""


def reach(actor: Actor) -> frozenset[str]:
    """The paths from which downward the actor looks people and organisations up: as system or security administrator, and
    as the dispatcher of an area."""
    return keeps(actor) | {seat.sight_path for seat in actor.seats if seat.role is Role.DISPATCHER}


def keeps(actor: Actor) -> frozenset[str]:
    """The paths from which downward the actor is told roles and how accounts stand: as administrator alone."""
    return frozenset(seat.path for seat in actor.seats if seat.role in KEEPERS)


class Rank(Named):
    """Ranks of staff, highest first."""

    DISTRICT_LEADER = "district_leader", term("district leader")
    DIVISION = "division", term("full division official")
    DEPUTY_DIVISION = "deputy_division", term("deputy division official")
    SECTION = "section", term("section official")
    STAFF = "staff", term("member of staff")


class Scale(Named):
    """Size of an enterprise by the statistical division of 2017 (统计上大中小微型企业划分办法)."""

    LARGE = "large", term("large")
    MEDIUM = "medium", term("medium")
    SMALL = "small", term("small")
    MICRO = "micro", term("micro")
    NOT_APPLICABLE = "not_applicable", term("not divided by scale")
    UNKNOWN = "unknown", term("scale unknown")


TIERS = (Scale.LARGE, Scale.MEDIUM, Scale.SMALL)
SECTIONS = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60), "H": (61, 62),
    "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79), "O": (80, 82), "P": (83, 83),
    "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97),
}  # fmt: skip
"""Sections of GB/T 4754-2017 (门类) and their first and last divisions (大类)."""
FALLS_SHORT = {
    ("X", Scale.LARGE): term("{industry}: with {value} staff it isn't large, which begins at {bound}."),
    ("X", Scale.MEDIUM): term("{industry}: with {value} staff it isn't medium, which begins at {bound}."),
    ("X", Scale.SMALL): term("{industry}: with {value} staff it isn't small, which begins at {bound}."),
    ("Y", Scale.LARGE): term("{industry}: with a revenue of {value}万 it isn't large, which begins at {bound}万."),
    ("Y", Scale.MEDIUM): term("{industry}: with a revenue of {value}万 it isn't medium, which begins at {bound}万."),
    ("Y", Scale.SMALL): term("{industry}: with a revenue of {value}万 it isn't small, which begins at {bound}万."),
    ("Z", Scale.LARGE): term("{industry}: with assets of {value}万 it isn't large, which begins at {bound}万."),
    ("Z", Scale.MEDIUM): term("{industry}: with assets of {value}万 it isn't medium, which begins at {bound}万."),
    ("Z", Scale.SMALL): term("{industry}: with assets of {value}万 it isn't small, which begins at {bound}万."),
}
"""Why not the next tier up: the first lower bound that isn't met. X staff, Y revenue, Z assets."""
MISSING = {
    "X": say("The number of staff isn't known."),
    "Y": say("The revenue isn't known."),
    "Z": say("The assets aren't known."),
    "XY": say("The number of staff and the revenue aren't known."),
    "XZ": say("The number of staff and the assets aren't known."),
    "YZ": say("The revenue and the assets aren't known."),
}


class Bounds(NamedTuple):
    """One row of the division: the industry's name and, for each indicator, the lower bounds of large, medium, small."""

    industry: str
    least: Mapping[str, tuple[int, int, int]]


@lru_cache(maxsize=1)
def _division() -> tuple[Mapping[str, Bounds], frozenset[str]]:
    """{code of GB/T 4754: bounds}, and the codes that the division leaves out."""
    text = (resources.files("zhuqi.domain.directory") / "tables" / "msme_2017.json").read_text(encoding="utf-8")
    table = json.loads(text)
    rows = {}
    for row in table["rows"]:
        bounds = Bounds(row["industry"], {key: tuple(least) for key, least in row["indicators"].items()})
        rows.update(dict.fromkeys(row["gb4754"], bounds))
    return rows, frozenset(table["not_divided"])


def industry_code(typed: str) -> str | None:
    """A code of GB/T 4754-2017 as it is stored: a section's letter, or two to four digits without it. ``None``: it is none."""
    found = re.fullmatch(r"([A-T])?(\d{2,4})?", unicodedata.normalize("NFKC", typed).strip().upper())
    if found is None:
        return None
    letter, digits = found.groups()
    if not digits:
        return letter
    section = section_of(digits)
    return digits if section and letter in {None, section} else None


def section_of(digits: str) -> str | None:
    """The letter of the section that a code of digits lies in."""
    return next((letter for letter, (first, last) in SECTIONS.items() if first <= int(digits[:2]) <= last), None)


def chain_of(code: str) -> tuple[str, ...]:
    """A code and what it lies in, from the section down: 1311 → C, 13, 131, 1311."""
    if code.isalpha():
        return (code,)
    return (section_of(code) or "", *(code[:n] for n in range(2, len(code) + 1)))


def scale_of(
    industry: str, staff: int | None, revenue_wan: Decimal | None, assets_wan: Decimal | None
) -> tuple[Scale, Sentence]:
    """The scale of an enterprise and why: the highest tier whose every lower bound is met, else micro.

    国统字〔2017〕213号. ``industry`` as ``industry_code`` gives it; money in 10,000 yuan.
    """
    rows, left_out = _division()
    code = industry_code(industry)
    if not code:
        return Scale.UNKNOWN, say("The industry isn't known.")
    chain = chain_of(code)
    if left_out.intersection(chain):
        return Scale.NOT_APPLICABLE, say("The division by scale leaves industry {code} out.", code=code)
    bounds = next((rows[part] for part in chain if part in rows), None)
    if bounds is None:
        return Scale.UNKNOWN, say("Industry {code} holds several rows of the division; give more digits.", code=code)
    values = {"X": staff, "Y": revenue_wan, "Z": assets_wan}
    missing = "".join(key for key in bounds.least if values[key] is None)
    if missing:
        return Scale.UNKNOWN, MISSING[missing]
    return _tier(bounds, {key: Decimal(values[key] or 0) for key in bounds.least})


def _tier(bounds: Bounds, values: Mapping[str, Decimal]) -> tuple[Scale, Sentence]:
    """The tier of known values, with the first lower bound of the next tier up that isn't met."""
    why = say("{industry}: every lower bound of a large enterprise is met.", industry=bounds.industry)
    for rank, tier in enumerate(TIERS):
        short = next((key for key, least in bounds.least.items() if values[key] < least[rank]), None)
        if short is None:
            return tier, why
        facts = {
            "industry": bounds.industry,
            "value": f"{values[short].normalize():f}",
            "bound": bounds.least[short][rank],
        }
        why = Sentence(FALLS_SHORT[short, tier], facts)
    return Scale.MICRO, why
