"""Cases of several enterprises, brought to where they can be handled together."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cases.town import DAY, HOUR
from tests.cast import START, City
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action

NOW = START + 5 * HOUR
NEXT = START + DAY
LEAD = "utilities"


def screened(city: City, n: int = 2, **typed: Any) -> list[Case]:
    """One need of each of the first enterprises, screened at the district's room."""
    found = []
    for firm in city.enterprises[:n]:
        case = city.record(enterprise_id=firm.pk, **typed)
        case = city.do("official", Action.SUBMIT, case, START + HOUR, why="组里办不了")
        found.append(city.do("dispatcher", Action.SCREEN, case, START + 2 * HOUR, kind="utilities", grade="B"))
    return found


def assigned(city: City, n: int = 2, **units: Any) -> list[Case]:
    lead = city.org("ng-utilities")
    return [
        city.do("dispatcher", Action.ASSIGN, case, START + 3 * HOUR, lead_id=lead, **units)
        for case in screened(city, n)
    ]


def handled(city: City, n: int = 2, **units: Any) -> list[Case]:
    return [city.do(LEAD, Action.ACCEPT, case, START + 4 * HOUR) for case in assigned(city, n, **units)]


def together(city: City, cases: list[Case], part: str = "dispatcher", now: dt.datetime = NOW) -> list[Case]:
    """Joined, and as they stand then."""
    first, *others = cases
    city.do(part, Action.JOIN, first, now, with_ids=[case.pk for case in others], note="同一条线路")
    return fresh(cases)


def fresh(cases: list[Case]) -> list[Case]:
    return [Case.objects.get(pk=case.pk) for case in cases]


def states(cases: list[Case]) -> list[str]:
    return [case.state for case in fresh(cases)]


def marks(cases: list[Case]) -> list[str | None]:
    return [case.joined for case in fresh(cases)]


def verbs(case: Case) -> list[str]:
    return list(Entry.objects.filter(kind="case", subject=case.pk).order_by("seq").values_list("verb", flat=True))


def unharmed(cases: list[Case], before: list[int]) -> bool:
    """Nothing was written on any of them."""
    return [case.version for case in fresh(cases)] == before == [len(verbs(case)) for case in cases]


def sound() -> bool:
    return not [str(finding.sentence) for finding in everything()]
