"""A case under Shandong's edition of 2020 and that of 2023: it ends under the rules under which it came, in the province and in
Zaozhuang, which stands on them; over Spring Festival, on a make-up Saturday, after closing, from the 31st."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from tests.cast import ZONE, City, stage
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.rulebook.actions import adopt
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.standing import Layer
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action, Tick
from zhuqi.domain.cases.sections.words import TICKS

SHELF = Path(__file__).parents[2] / "rulebooks"
OLD, NEW = (SHELF / f"shandong-{day}.yaml" for day in ("20200101", "20230501"))
BELOW = SHELF / "zaozhuang-20220101.yaml"
WORD_OF = {tick: word for word, tick in TICKS.items()}
EVE, FIRST = dt.date(2023, 4, 28), dt.date(2023, 5, 4)
"""The last working day of the edition of 2020 (30 April is a Sunday off), and the first of that of 2023."""


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[City]:
    """The cast; its city plays the province, its district Zaozhuang."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        city = stage()
        for path in (OLD, NEW):
            put(city, "cc", path.read_text("utf-8").replace("地区: shandong", "地区: cc"))
        below = BELOW.read_text("utf-8").replace("地区: zaozhuang", "地区: ng")
        put(city, "ng", below.replace("上级: shandong", "上级: cc"))
        yield city
        transaction.set_rollback(True)


def put(city: City, code: str, text: str) -> None:
    adopt(CLOCK, text=text, place=(city.org(code), city.orgs[code].path), now=at(dt.date(2019, 12, 2), 9))


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE)


def sent(city: City, day: dt.date, *, assigned_on: dt.date | None = None) -> Case:
    """A need told at nine, screened at ten, assigned at eleven (of a later day)."""
    case = city.record(at(day, 9), kind="factors")
    city.do("official", Action.SUBMIT, case, at(day, 9, 30), why="组里办不了")
    city.do("dispatcher", Action.SCREEN, case, at(day, 10), kind="factors", grade="一般")
    lead = city.org("ng-utilities")
    return city.do("dispatcher", Action.ASSIGN, case, at(assigned_on or day, 11), lead_id=lead)


def dues(case: Case) -> dict[str, str]:
    """When the clocks of the work are due, as a rulebook calls them."""
    found = {clock.name or WORD_OF[Tick(clock.tick)]: clock.due for clock in case.clocks.order_by("n")}
    wanted = ("启动核实", "首次答复", "两小时响应", "办理意见", "答复", "承诺企业")
    return {name: f"{found[name].astimezone(ZONE):%m-%d %H:%M}" for name in wanted if name in found}


@pytest.mark.django_db
def test_what_came_before_the_change_ends_under_the_edition_of_2020(province: City) -> None:
    case = sent(province, EVE)
    assert dues(case) == {
        "启动核实": "05-04 17:00",
        "首次答复": "05-05 17:00",
        "答复": "05-16 17:00",
        "承诺企业": "05-16 17:00",
    }


@pytest.mark.django_db
def test_what_came_before_and_is_assigned_after_the_change_has_the_old_clocks_too(province: City) -> None:
    case = sent(province, EVE, assigned_on=FIRST)
    assert dues(case) == {
        "启动核实": "05-05 17:00",
        "首次答复": "05-06 17:00",
        "答复": "05-17 17:00",
        "承诺企业": "05-16 17:00",
    }


@pytest.mark.django_db
def test_what_comes_after_the_change_has_the_clocks_of_2023_and_the_city_s_own(province: City) -> None:
    case = sent(province, FIRST)
    assert dues(case) == {
        "首次答复": "05-06 17:00", "两小时响应": "05-04 13:00", "办理意见": "05-05 17:00",
        "答复": "05-17 17:00", "承诺企业": "05-17 17:00",
    }  # fmt: skip


@pytest.mark.django_db
def test_asked_again_after_the_change_the_old_case_keeps_its_edition(province: City) -> None:
    case = sent(province, EVE)
    editions = {row.area.code: row.edition.effective_on for row in case.editions.select_related("area", "edition")}
    assert editions == {"ng": dt.date(2022, 1, 1)}
    new = sent(province, FIRST)
    (followed,) = new.editions.select_related("edition__parent", "edition__origin")
    assert followed.edition.effective_on == followed.edition.parent.effective_on == dt.date(2023, 5, 1)
    assert followed.edition.origin.effective_on == dt.date(2022, 1, 1), "its own text, on the province's new one"


def over(*paths: Path) -> Layer:
    return layer(*(path.read_text("utf-8") for path in paths))


def test_zaozhuang_stands_on_both_editions_and_is_never_laxer_than_they_are() -> None:
    before, after = over(OLD, BELOW).sections["办理"], over(NEW, BELOW).sections["办理"]
    assert [own.name for own in before.own] == ["首次答复", "启动核实"]
    assert [own.name for own in after.own] == ["首次答复", "两小时响应", "办理意见"]
    assert str(before.span(Tick.CASE)) == str(after.span(Tick.CASE)) == str(before.span(Tick.HANDLE))
    assert before.span(Tick.CASE).amount == 10
