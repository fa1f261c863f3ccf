"""The budget of contacts beside a slow, independent reckoning: every day and every window is looked at one by one."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.visits.page import calendar
from zhuqi.base.period import Period
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.contacts.life.judging import judge
from zhuqi.domain.contacts.rules.contacts import Encounter
from zhuqi.domain.contacts.rules.periods import Every, Grain
from zhuqi.domain.contacts.rules.room import SINCE, Limits, lacking
from zhuqi.domain.contacts.rules.words import Verdict
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.contacts.sections.conflicts import gap_after
from zhuqi.domain.contacts.sections.parts import Cap, Gap
from zhuqi.domain.liaison.rules.firms import Firm

CALENDAR = calendar()
DAY = dt.timedelta(days=1)
FIRST = dt.date(2019, 12, 10)
days = st.integers(0, 60).map(lambda n: FIRST + DAY * n)
grains = st.sampled_from([Every(grain) for grain in (Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)])
rolling = st.integers(2, 20).map(lambda n: Every(span=Span(n, Unit.NATURAL_DAY)))


def window(every: Every, first: dt.date) -> list[dt.date]:
    """The days of the period that begins on ``first``, or of the calendar's one that holds it, told otherwise."""
    if every.span is not None:
        return [first + DAY * n for n in range(every.span.amount)]
    same = {
        Grain.WEEK: lambda day: day.isocalendar()[:2],
        Grain.MONTH: lambda day: (day.year, day.month),
        Grain.QUARTER: lambda day: (day.year, (day.month + 2) // 3),
        Grain.YEAR: lambda day: day.year,
    }[every.grain or Grain.YEAR]
    near = (first + DAY * n for n in range(-366, 367))
    return [day for day in near if same(day) == same(first)]


def keeps(made: list[dt.date], every: Every, most: int) -> bool:
    """Whether no period holds more than it may."""
    firsts = {day - DAY * n for day in made for n in range(21)} if every.span else set(made)
    return all(sum(day in held for day in made) <= most for held in (set(window(every, first)) for first in firsts))


@given(st.lists(days, max_size=8), days, st.one_of(grains, rolling), st.integers(1, 4), st.integers(1, 9))
def test_a_contact_is_allowed_where_no_period_overflows_and_none_is_near(
    made: list[dt.date], planned: dt.date, every: Every, most: int, gap: int
) -> None:
    """Whatever stood there before, so that only what the planned one adds counts."""
    if not keeps(made, every, most):
        made = []
    rules = VisitRules(caps=(Cap(every, most),), gaps=(Gap(Span(gap, Unit.NATURAL_DAY)),))
    history = [Encounter(day, unit=f"{n}") for n, day in enumerate(made)]
    late = FIRST + DAY * 1000
    found = judge(rules, Encounter(planned, unit="x"), history, firm=Firm(), today=late, calendar=CALENDAR)
    apart = all(abs((day - planned).days) >= gap for day in made)
    assert (found.verdict is Verdict.ALLOWED) == (keeps([*made, planned], every, most) and apart)
    assert found.verdict is not Verdict.MERGE


@given(st.lists(days, max_size=8), days, st.one_of(grains, rolling), st.integers(1, 4), st.integers(1, 9))
def test_the_earliest_day_is_the_first_that_would_be_allowed(
    made: list[dt.date], planned: dt.date, every: Every, most: int, gap: int
) -> None:
    rules = VisitRules(caps=(Cap(every, most),), gaps=(Gap(Span(gap, Unit.NATURAL_DAY)),))
    history = [Encounter(day, unit="a") for day in made]

    def judged(day: dt.date) -> Verdict:
        contact = Encounter(day, unit="a")
        return judge(rules, contact, history, firm=Firm(), today=FIRST + DAY * 1000, calendar=CALENDAR).verdict

    found = judge(rules, Encounter(planned, unit="a"), history, firm=Firm(), today=FIRST, calendar=CALENDAR)
    if not found.barred:
        return
    assert found.earliest is not None
    assert judged(found.earliest) is Verdict.ALLOWED
    between = range((max(FIRST, planned + DAY) - FIRST).days, (found.earliest - FIRST).days)
    assert all(judged(FIRST + DAY * n) is Verdict.REFUSED for n in between)


LENGTH = 7
TRIED = [Period(SINCE + DAY * LENGTH * n, SINCE + DAY * LENGTH * (n + 1)) for n in range(3)]


def possible(least: int, quiet: frozenset[int], gap: int, caps: list[tuple[int, int]]) -> bool:
    """Whether any choice of days, ``least`` in each of the three periods, keeps everything. Caps: (days in a row, most)."""

    def fine(chosen: tuple[int, ...]) -> bool:
        near = all(b - a >= gap for a, b in pairwise(chosen))
        return near and all(
            sum(first <= day < first + length for day in chosen) <= most for length, most in caps for first in chosen
        )

    open_ = [n for n in range(3 * LENGTH) if n not in quiet]
    rows = [[n for n in open_ if n // LENGTH == period] for period in range(3)]
    return any(
        fine((*one, *two, *three))
        for one in combinations(rows[0], least)
        for two in combinations(rows[1], least)
        for three in combinations(rows[2], least)
    )


@given(
    st.integers(1, 2),
    st.frozensets(st.integers(0, 20), max_size=14),
    st.integers(1, 9),
    st.lists(st.tuples(st.integers(2, 16), st.integers(1, 4)), max_size=2),
)
def test_what_is_called_impossible_is_and_what_isn_t_is_not(
    least: int, quiet: frozenset[int], gap: int, caps: list[tuple[int, int]]
) -> None:
    limits = Limits(
        quiet=lambda day: (day - SINCE).days in quiet,
        watched=True,
        gaps=(partial(gap_after, Span(gap, Unit.NATURAL_DAY)),),
        caps=tuple((Every(span=Span(length, Unit.NATURAL_DAY)), most) for length, most in caps),
    )
    assert (lacking(Every(Grain.WEEK), least, limits, TRIED) is None) == possible(least, quiet, gap, caps)
