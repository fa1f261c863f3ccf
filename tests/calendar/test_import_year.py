"""Importing the notice for a year, and the calendar that comes of it."""

import datetime as dt
import json

import pytest

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.worktime.calendar import SHANGHAI
from zhuqi.base.worktime.hours import parse as hours
from zhuqi.base.worktime.spans import parse
from zhuqi.core.access.actor import CLOCK, Actor, Role, Seat
from zhuqi.core.journal.models import Entry
from zhuqi.domain.calendar.actions import import_year, install_shipped
from zhuqi.domain.calendar.models import CalendarYear, SpecialDay
from zhuqi.domain.calendar.queries import days_of, published_years, work_calendar
from zhuqi.domain.calendar.rules import Day
from zhuqi.domain.calendar.sections import WorktimeRules
from zhuqi.domain.calendar.sheets import shipped

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)
LATER = NOW + dt.timedelta(hours=1)
NOTICES = {year: (days, source) for year, days, source in shipped()}
SATURDAY, MONDAY = dt.date(2018, 12, 29), dt.date(2018, 12, 31)


def holding(role: Role) -> Actor:
    return Actor(account=1, seats=(Seat(role, 1, "00000001", 1, "00000001"),))


ADMIN = holding(Role.SYSTEM_ADMIN)


def publish(year: int, *, actor: Actor = ADMIN, now: dt.datetime = NOW, key: str = "", **changes):
    days, source = NOTICES[year]
    told = {"days": days, "source": source, **changes}
    return import_year(actor, year, now=now, key=key, **told)


def test_the_administrator_publishes_a_year_and_the_journal_knows_its_days():
    year = publish(2026)
    assert published_years() == (2026,)
    assert set(days_of(2026)) == set(NOTICES[2026][0])
    entry = Entry.objects.get(kind="calendar_year", subject=year.pk)
    facts = json.loads(entry.facts)
    assert (entry.verb, facts["year"], len(facts["worked"]), len(facts["off"])) == ("year_imported", 2026, 6, 33)
    assert len(json.loads(entry.rows)) == 1 + 39


LOCAL = Actor(account=1, seats=(Seat(Role.SYSTEM_ADMIN, 2, "0000000100000002", 2, "0000000100000002"),))


@pytest.mark.parametrize("actor", [Actor(), LOCAL, *(holding(role) for role in Role if role is not Role.SYSTEM_ADMIN)])
def test_nobody_but_the_administrator_and_the_clock_publishes_a_year(actor):
    with pytest.raises(Refused, match="the system administrator of the whole place"):
        publish(2026, actor=actor)
    assert publish(2026, actor=CLOCK).year == 2026


def test_the_same_days_again_change_nothing():
    first = publish(2026)
    again = publish(2026, now=LATER, days=tuple(reversed(NOTICES[2026][0])))
    assert (again.pk, again.imported_at) == (first.pk, NOW)
    assert Entry.objects.count() == 1


def test_a_repeated_key_gets_the_same_answer():
    first = publish(2026, key="form-1")
    assert publish(2026, key="form-1", now=LATER, source="another") == first
    assert CalendarYear.objects.get().source == first.source
    assert publish(2025, key="form-1", now=LATER) != first
    assert published_years() == (2025, 2026)


def test_a_changed_year_writes_only_what_changed_and_says_so_in_the_journal():
    year = publish(2026)
    before = {row.day: row.pk for row in SpecialDay.objects.all()}
    days = [day for day in NOTICES[2026][0] if day.day != dt.date(2026, 10, 10)]
    days = [day._replace(name="中秋") if day.day == dt.date(2026, 9, 25) else day for day in days]
    days.append(Day(dt.date(2026, 10, 11), True, "国庆节"))
    publish(2026, days=days, now=LATER)
    after = {row.day: row.pk for row in SpecialDay.objects.all()}
    assert before.items() - after.items() == {(dt.date(2026, 10, 10), before[dt.date(2026, 10, 10)])}
    entry = Entry.objects.get(kind="calendar_year", subject=year.pk, seq=2)
    rows = {(table, pk): digest for table, pk, digest in json.loads(entry.rows)}
    assert len(rows) == 4  # the year, the day renamed, the day gone, the day new
    assert rows["calendar_specialday", before[dt.date(2026, 10, 10)]] is None
    assert work_calendar().is_workday(dt.date(2026, 10, 11))
    assert not work_calendar().is_workday(dt.date(2026, 10, 10))


def test_a_corrected_source_is_kept():
    publish(2026)
    year = publish(2026, source="国办发明电〔2025〕7号", now=LATER)
    assert (year.source, year.imported_at) == ("国办发明电〔2025〕7号", LATER)
    assert len(json.loads(Entry.objects.get(seq=2).rows)) == 1


def test_a_year_no_notice_can_have_is_refused_and_leaves_nothing():
    with pytest.raises(Invalid, match="2026-10-12 lies between Monday and Friday"):
        publish(2026, days=[*NOTICES[2026][0], (dt.date(2026, 10, 12), True, "国庆节")])
    assert not CalendarYear.objects.exists()


def test_the_shipped_years_are_installed_once_and_leave_the_administrators_alone():
    publish(2026, source="the administrator's own")
    assert install_shipped(CLOCK, LATER) == tuple(range(2016, 2026))
    assert install_shipped(CLOCK, LATER) == ()
    assert published_years() == tuple(range(2016, 2027))
    assert CalendarYear.objects.get(year=2026).source == "the administrator's own"


def test_without_a_published_year_the_calendar_knows_no_working_day():
    assert work_calendar().add(NOW, parse("1 工作日")) is None


def test_a_notice_imported_later_changes_the_december_before_it():
    publish(2018)
    assert not work_calendar().is_workday(SATURDAY)
    publish(2019)
    assert (work_calendar().is_workday(SATURDAY), work_calendar().is_workday(MONDAY)) == (True, False)
    publish(2018, days=[*NOTICES[2018][0], (MONDAY, False, "元旦")], now=LATER)
    assert SpecialDay.objects.filter(day=MONDAY).count() == 2


def test_the_calendar_costs_one_query_and_is_built_once(django_assert_num_queries):
    publish(2026)
    first = work_calendar()
    with django_assert_num_queries(1):
        assert work_calendar() is first
    standard = WorktimeRules.standard()
    assert work_calendar(standard.hours, standard.zone) is first
    assert work_calendar(hours("09:00-17:30")) is not first
    publish(2025)
    with django_assert_num_queries(2):
        assert work_calendar() is not first
