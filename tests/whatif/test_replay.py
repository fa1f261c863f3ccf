"""The quick answer beside the slow one, clock by clock, over the histories of random lives."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest

from tests.cases.walker import Walker
from tests.cast import START, City, stage
from tests.whatif import slow
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.sessions import ticks
from zhuqi.base.worktime.spans import parse
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.words import Hand, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.chasing import Ladder
from zhuqi.domain.cases.sections.clocks import ClockRule
from zhuqi.domain.cases.whatif.judging import Law
from zhuqi.domain.cases.whatif.replaying import observed
from zhuqi.domain.cases.whatif.scope import Text
from zhuqi.domain.cases.whatif.simulating import simulate

MINUTE = dt.timedelta(minutes=1)
WALKS, STEPS = 60, 25
pytestmark = pytest.mark.django_db


class Slowly(Walker):
    """A walker that never does two things at one moment."""

    def step(self) -> None:
        self.now += MINUTE
        super().step()


def walked(city: City, seed: int) -> dt.datetime:
    """Some random lives; gives a moment after all of them."""
    latest = START
    for number in range(WALKS):
        walker = Slowly(city, random.Random(seed * 1000 + number))
        for _ in range(STEPS):
            walker.step()
        latest = max(latest, walker.now)
    return latest + MINUTE


def other(rules: CaseRules) -> CaseRules:
    """Another text: by class, kind and hand, in other units, with other reminders."""
    rows = [
        ClockRule(Tick.HANDLE, parse("4 工作日，至同一时刻"), grades=frozenset("A")),
        ClockRule(Tick.HANDLE, parse("36 小时"), kinds=frozenset({"permits"}), hands=frozenset({Hand.LEAD})),
        ClockRule(Tick.HANDLE, parse("9 天，至午夜"), hands=frozenset({Hand.PART, Hand.ASSIST})),
        ClockRule(Tick.ACCEPT, parse("4 工作时")),
        ClockRule(Tick.CASE, parse("次月 5 日，遇假顺延"), grades=frozenset("BC")),
        ClockRule(Tick.SCREEN, parse("2 小时")),
        ClockRule(Tick.SUBMIT, parse("1 工作日"), kinds=frozenset({"utilities"})),
        ClockRule(Tick.REDO, parse("1 个月")),
    ]
    replaced = {(row.clock, row.closeness) for row in rows}
    kept = [row for row in rules.clocks if (row.clock, row.closeness) not in replaced]
    ladder = Ladder(
        before=(parse("3 工作日"), parse("4 工作时"), parse("1 天")), after=(parse("1 天"), parse("2 工作日"))
    )
    return replace(rules, clocks=(*rows, *kept), ladder=ladder)


@pytest.mark.parametrize(("seed", "city_checks"), [(1, False), (2, True)])
def test_every_clock_is_judged_as_the_slow_way_judges_it(seed: int, city_checks: bool) -> None:
    city = stage(city_checks=city_checks)
    now = walked(city, seed)
    edition = rulebook.in_force(city.orgs["ng"].path, START.date())
    worktime = rulebook.section(edition, "工作时间")
    rules = other(rulebook.section(edition, "办理"))
    calendar = work_calendar(worktime.hours, worktime.zone)
    text = Text(city.orgs["cc"].path, rules, Law(calendar, rules.ladder))
    seen = observed(Case.objects.all(), [text], begin=0, end=ticks(now), now=ticks(now))
    clocks, cases = seen.history.clocks, seen.history.cases["id"]
    places = {(int(cases[clocks["case"][p]]), int(clocks["n"][p])): p for p in range(len(clocks["n"]))}
    compared = changed = 0
    for past in slow.pasts():
        terms = sight.terms_of(past.life)
        for clock in past.life.clocks:
            place = places[past.case, clock.n]
            edition_id = past.life.editions[clock.area]
            if city_checks and terms.editions[edition_id].gate.on is False:  # the district's own text stays
                assert place not in seen.places
                continue
            if not slow.judged(past, clock, clock.span, terms.editions[edition_id], calendar, now) or clock.tick in (
                Tick.SILENCE,
                Tick.RECHECK,
            ):
                continue
            assert place in seen.places
            was = slow.judged(past, clock, clock.span, terms.editions[edition_id], terms.calendars[edition_id], now)
            assert (bool(seen.was.late[place]), int(seen.was.reminders[place])) == (
                was.late and clock.void_at is None,
                was.reminders,
            ), clock
            span = slow.span_of(past, clock, rules) if clock.fixed is None else None
            if (clock.tick is Tick.CHECK and not rules.gate.on) or (span is None and clock.fixed is None):
                assert not seen.runs[place]
                continue
            would = slow.judged(past, clock, span, rules, calendar, now)
            due = None if seen.would.due[place] == UNDETERMINED else int(seen.would.due[place])
            assert due == (ticks(would.due) if would.due else None), clock
            assert (bool(seen.would.late[place]), int(seen.would.reminders[place])) == (would.late, would.reminders), (
                clock
            )
            assert bool(seen.unsure[place]) == slow.missed(past, clock, would, now), clock
            compared, changed = compared + 1, changed + (would.late != was.late)
    assert compared > 200 and changed > 20


def test_the_same_text_makes_no_difference() -> None:
    city = stage()
    now = walked(city, 3)
    edition = rulebook.in_force(city.orgs["ng"].path, START.date())
    result = simulate(
        CLOCK,
        new=rulebook.standing(edition).sections,
        place=city.orgs["cc"].path,
        since=START.date(),
        until=now.date(),
        now=now,
    )
    assert result.total.was == result.total.would
    assert result.total.was.late > 50 and result.total.was.reminders > 50
    assert [line for line in (*result.units, *result.kinds) if line.was != line.would] == []
    assert (result.changed_clocks, result.total.gone, result.total.fresh) == (0, 0, 0)
    for sentence in result.told():
        print(sentence)
