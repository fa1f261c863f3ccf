"""What goes up because it was recorded so long ago: by the rules alone, and by the clock that goes through the cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.cases.play import PLAIN, Play, at, ended, suspended
from tests.cases.town import TODAY, edition, handled
from tests.cast import City
from zhuqi.base.ladders.triggers import read
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.core.rulebook.reading import read as read_text
from zhuqi.domain.cases.actions.clockwork import raise_due
from zhuqi.domain.cases.life.chasing import raises
from zhuqi.domain.cases.life.history import history, must_rise, newly_raised
from zhuqi.domain.cases.queries import lives, sight
from zhuqi.domain.cases.queries.lists import may_rise
from zhuqi.domain.cases.sections.chasing import TRIGGERS


def raising(*written: str) -> dict:
    """Rules with some triggers; the case was recorded on Monday 13 May, 10:00."""
    return {"rules": replace(PLAIN, raising=tuple(map(read, written)))}


def goes_up(case: Play, when: str) -> bool:
    return bool(must_rise(case.life, at(when), case.terms))


@pytest.mark.parametrize(
    ("written", "last", "first"),
    [
        ("登记满 15 天", "05-28 16:59", "05-28 17:00"),
        ("登记满 10 工作日", "05-27 16:59", "05-27 17:00"),
        ("登记满 1 个月", "06-13 16:59", "06-13 17:00"),
        ("登记超过 15 天", "05-28 17:00", "05-28 17:01"),
        ("登记满 2 小时", "05-13 11:59", "05-13 12:00"),
    ],
)
def test_it_holds_from_the_moment_on_at_which_so_much_is_over(written: str, last: str, first: str) -> None:
    case = Play(**raising(written)).record().submit("05-13 10:30")
    assert [goes_up(case, when) for when in (last, first)] == [False, True]


def test_what_stands_still_grows_old_all_the_same() -> None:
    case = suspended(**raising("登记满 15 天"))
    assert goes_up(case, "05-28 17:00"), "its clocks stand still, it doesn't"


def test_what_is_over_rises_no_more_and_what_is_reopened_begins_anew() -> None:
    case = ended(**raising("登记满 15 天"))
    assert not goes_up(case, "06-20 10:00")
    case.reopen("06-03 09:00")
    assert [goes_up(case, when) for when in ("06-18 16:59", "06-18 17:00")] == [False, True]


def test_nothing_is_counted_that_no_trigger_asks_for() -> None:
    case = suspended()
    assert history(case.life, at("06-20 10:00"), case.terms).age == {}


def test_the_clock_books_it_once() -> None:
    case = Play(**raising("级别 A", "登记满 15 天")).record().submit()
    (event,) = raises(case.life, at("05-28 17:00"), case.terms)
    assert event.trigger == 2
    case.do(event, "05-28 17:00")
    assert raises(case.life, at("05-29 17:00"), case.terms) == ()


@pytest.mark.parametrize("written", ["登记不足 3 天", "登记满 0 天"])
def test_what_holds_for_every_case_from_the_beginning_is_refused(written: str) -> None:
    with pytest.raises(Unreadable, match="from the beginning"):
        TRIGGERS.read(read_text(f"提级: {written}\n").at("提级"))


@pytest.mark.parametrize(
    ("one", "other", "stands"),
    [
        ("登记满 10 天", "登记满 15 天", 1),
        ("登记满 2 周", "登记满 14 天", 0),
        ("登记满 10 工作日", "登记满 15 天", None),
    ],
)
def test_sooner_raises_more(one: str, other: str, stands: int | None) -> None:
    assert TRIGGERS.compare((read(one),), (read(other),)) == stands


# through the clockwork

RULE = (
    "督核: 否",
    "督核: 否\n  提级: [登记满 15 天, 登记满 30 天, 登记满 2 小时, 登记满 1 个月, 登记满 20 工作日, 登记满 9 工作时]",
)


@pytest.mark.django_db
def test_the_clock_finds_every_case_that_must_rise_and_looks_at_none_again_for_what_is_booked(city: City) -> None:
    edition(city, "ng", TODAY, RULE)
    case = handled(city)
    rose, now = 0, case.recorded_at
    for hours in range(0, 45 * 24, 5):
        now = case.recorded_at + dt.timedelta(hours=hours)
        life = lives.load(case)
        due = newly_raised(life, now, sight.terms_of(life))
        assert not due or may_rise(now) == [case.pk]
        assert raise_due(now) == len(due)
        rose += len(due)
        case.refresh_from_db()
    assert rose == Entry.objects.filter(kind="case", subject=case.pk, verb="raised").count() == 6
    assert may_rise(now) == [], "all six are booked"
    assert not [*everything()]
