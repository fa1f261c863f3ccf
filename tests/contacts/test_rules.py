"""The edges of what is written as days: each form with its first and last day inside and the days beside them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.visits.page import calendar
from zhuqi.domain.contacts.life.judging import judge
from zhuqi.domain.contacts.rules.contacts import Encounter
from zhuqi.domain.contacts.rules.periods import Every, Grain
from zhuqi.domain.contacts.rules.quiet import parse
from zhuqi.domain.contacts.rules.words import Verdict
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.contacts.sections.parts import Cap
from zhuqi.domain.liaison.rules.firms import Firm

TABLE = (
    # written, days inside, days outside
    ("每月 10 日前", ("05-01", "05-09"), ("05-10", "05-31")),
    ("每月 10 日及以前", ("05-01", "05-10"), ("05-11",)),
    ("每月 20 日后", ("05-21", "05-31"), ("05-20", "05-01")),
    ("每月 20 日及以后", ("05-20", "05-31"), ("05-19",)),
    ("每月 20 日起", ("05-20", "05-31"), ("05-19",)),
    ("每月 1–19 日", ("05-01", "05-19"), ("05-20",)),
    ("每月最后 3 天", ("05-29", "05-31"), ("05-28",)),
    ("每月前 3 天", ("05-01", "05-03"), ("05-04",)),
    ("每年 6 月 7–9 日", ("06-07", "06-09"), ("06-06", "06-10")),
    ("每年 12 月 30 日至 1 月 2 日", ("12-30", "01-02"), ("12-29", "01-03")),
    ("每年 6 月", ("06-01", "06-30"), ("05-31", "07-01")),
)


@pytest.mark.parametrize(("written", "inside", "outside"), TABLE, ids=[row[0] for row in TABLE])
def test_days_hold_from_their_first_to_their_last_and_no_further(
    written: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    days = parse(written)
    assert days is not None
    held = {day: days.holds(dt.date.fromisoformat(f"2019-{day}"), None) for day in (*inside, *outside)}
    assert held == {**dict.fromkeys(inside, True), **dict.fromkeys(outside, False)}


@pytest.mark.parametrize(("held", "nth"), [(1, None), (2, 3), (3, 4)])
def test_a_refusal_says_which_contact_of_its_period_it_would_be(held: int, nth: int | None) -> None:
    rules = VisitRules(caps=(Cap(Every(Grain.MONTH), 2),))
    first = dt.date(2019, 5, 1)
    made = [Encounter(first + dt.timedelta(days=n), unit=f"{n}") for n in range(held)]
    planned = Encounter(dt.date(2019, 5, 20), unit="x")
    found = judge(rules, planned, made, firm=Firm(), today=planned.day, calendar=calendar())
    assert [reason.facts.get("nth") for reason in found.reasons] == ([] if nth is None else [nth])


def test_nobody_is_to_go_together_with_their_own_visit_that_took_place() -> None:
    today = dt.date(2019, 5, 20)
    rules = VisitRules(caps=(Cap(Every(Grain.MONTH), 1),))
    for held, unit, verdict in (
        (True, "mine", Verdict.REFUSED),
        (False, "mine", Verdict.MERGE),
        (True, "theirs", Verdict.MERGE),
    ):
        there = Encounter(today, unit=unit, event="e", held=held)
        planned = Encounter(today, unit="mine")
        found = judge(rules, planned, [there], firm=Firm(), today=today, calendar=calendar())
        assert (found.verdict, found.join) == (verdict, there if verdict is Verdict.MERGE else None), (held, unit)
