"""Found, settled, submitted: who holds first, which desk, what is typed, and when the enterprise told us."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import RULEBOOK, SETUP, START, ZONE, City
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK, of_enterprise
from zhuqi.core.rulebook.actions import adopt
from zhuqi.core.rulebook.models import Edition
from zhuqi.domain.cases.models import Case, CaseEdition, Edge, Said
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.words import Action, State

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = START.date()


def edition(city: City, code: str, since: dt.date, *changes: tuple[str, str]) -> Edition:
    """The shipped text with some of its words changed, in force at a place from a day on."""
    text = RULEBOOK.read_text()
    for old, new in (("施行: 2019-05-10", f"施行: {since}"), *changes):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return adopt(CLOCK, text=text, place=(city.org(code), city.orgs[code].path), now=SETUP)


def code(city: City, org_id: int | None) -> str:
    return next(code for code, org in city.orgs.items() if org.pk == org_id)


@pytest.mark.parametrize(
    ("part", "n", "holder", "state", "desk"),
    [
        ("official", 0, "xf-group", State.FOUND, "ng-desk"),
        ("planner", 0, "ng-planning", State.FOUND, "ng-desk"),
        ("town_handler", 2, "mz-office", State.FOUND, "mz-desk"),
        ("dispatcher", 0, "ng-desk", State.SCREENING, "ng-desk"),
        ("town_dispatcher", 2, "mz-desk", State.SCREENING, "mz-desk"),
        ("dispatcher", 2, "ng-desk", State.SCREENING, "ng-desk"),
    ],
    ids=["liaison group", "else the finder's unit", "a town's unit", "a desk", "a town's desk", "another area's need"],
)
def test_the_first_holder_is_the_finders_liaison_group_else_its_unit(
    city: City, part: str, n: int, holder: str, state: State, desk: str
) -> None:
    if part == "planner":
        pytest.importorskip("zhuqi")
    case = city.record(part=part, enterprise_id=city.enterprises[n].pk) if seen(city, part, n) else None
    if case is None:
        with pytest.raises(Missing):
            city.record(part=part, enterprise_id=city.enterprises[n].pk)
        return
    assert (code(city, case.holder_id), case.state, code(city, case.desk_id)) == (holder, state, desk)
    assert lives.load(case).account.name == "open"


def seen(city: City, part: str, n: int) -> bool:
    """Whether somebody sees an enterprise: a handler of a unit without territory sees none."""
    return part not in ("planner", "town_handler")
