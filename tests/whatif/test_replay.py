"""The quick answer beside the slow one, clock by clock, over the histories of random lives."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from tests.cases.walker import Walker
from tests.cast import START, City, stage
from tests.whatif import slow
from zhuqi.base.ladders.parties import Party
from zhuqi.base.ladders.reminders import Sent
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.sessions import ticks
from zhuqi.base.worktime.spans import parse
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Hand, Shifted, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.chasing import rung
from zhuqi.domain.cases.sections.clocks import ClockRule, OwnClock
from zhuqi.domain.cases.whatif.fresh import fresh
from zhuqi.domain.cases.whatif.replaying import Observed, observed
from zhuqi.domain.cases.whatif.scope import Text
from zhuqi.domain.cases.whatif.simulating import simulate

MINUTE = dt.timedelta(minutes=1)
WALKS, STEPS = 30, 30
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
    return replace(rules, clocks=(*rows, *kept), reminders=LADDERS)


LADDERS = (
    rung("到期前 3 工作日", Sent.REMIND, Party.UNIT),
    rung("到期前 4 工作时", Sent.REMIND, Party.UNIT),
    rung("到期后 1 天，每 1 天，共 3 次", Sent.URGE, Party.UNIT),
    rung("每 3 天，至销号", Sent.REMIND, Party.UNIT, clocks=[Tick.CASE]),
    rung("到期前 1 天", Sent.REMIND, Party.UNIT, clocks=[Tick.HANDLE], grades=["A"]),
)


def texts(city: City, city_checks: bool) -> dict[str, Text]:
    """New texts by the path of the place whose edition they replace: the district's lies below the city's, where it has one."""
    found = {}
    for code in ("cc", "ng") if city_checks else ("cc",):
        path = city.orgs[code].path
        edition = rulebook.in_force(path, START.date())
        worktime, rules = (rulebook.section(edition, key) for key in ("工作时间", "办理"))
        rules = other(rules) if code == "cc" else replace(other(rules), reminders=LADDERS[:1])
        found[path] = Text(path, rules, work_calendar(worktime.hours, worktime.zone))
    return found


@pytest.mark.parametrize(("seed", "city_checks"), [(1, False), (2, True)])
def test_every_clock_is_judged_as_the_slow_way_judges_it(seed: int, city_checks: bool) -> None:
    city = stage(city_checks=city_checks)
    now = walked(city, seed)
    news = texts(city, city_checks)
    seen = observed(Case.objects.all(), [*news.values()], begin=0, end=ticks(now), now=ticks(now))
    compared: Counter[str] = Counter()
    for past in slow.pasts():
        for clock in past.life.clocks:
            edition = rulebook.editions({past.life.editions[clock.area]})[past.life.editions[clock.area]]
            compare(seen, past, clock, sight.terms_of(past.life), news[edition.path], now, compared)
    assert compared["judged"] > 200 and compared["otherwise late"] > 20 and compared["moved"] > 2
    assert compared["suspended"] and compared["otherwise reminded"] > 20


def compare(
    seen: Observed, past: slow.Past, clock: Clock, terms: Terms, text: Text, now: dt.datetime, compared: Counter[str]
) -> None:
    """One clock of the quick answer beside the slow one, under the old text and the new."""
    clocks, cases = seen.history.clocks, seen.history.cases["id"]
    [place] = np.flatnonzero((cases[clocks["case"]] == past.case) & (clocks["n"] == clock.n))
    if clock.tick in NOBODY_LATE:
        assert place not in seen.places
        return
    edition = past.life.editions[clock.area]
    was = slow.judged(past, clock, clock.span, terms.editions[edition], terms.calendars[edition], now)
    assert place in seen.places
    assert bool(seen.was.late[place]) == clock.late(now) == (was.late and clock.void_at is None), clock
    assert seen.was.reminders[place] == was.reminders, clock
    span = slow.span_of(past, clock, text.rules) if clock.fixed is None else None
    if (clock.tick is Tick.CHECK and not text.rules.gate.on) or (span is None and clock.fixed is None):
        assert not seen.runs[place]
        return
    would = slow.judged(past, clock, span, text.rules, text.calendar, now)
    assert seen.runs[place]
    assert seen.would.due[place] == (UNDETERMINED if would.due is None else ticks(would.due)), clock
    assert (bool(seen.would.late[place]), seen.would.reminders[place]) == (would.late, would.reminders), clock
    assert bool(seen.unsure[place]) == slow.missed(past, clock, would, now), clock
    compared["judged"] += 1
    compared["otherwise late"] += would.late != was.late
    compared["otherwise reminded"] += would.reminders != was.reminders
    compared["moved"] += bool(clock.shifts)
    compared["suspended"] += (
        any(shift.why is Shifted.SUSPENSION for shift in clock.shifts) or clock.paused_at is not None
    )


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
    assert result.total.was.late > 20 and result.total.was.reminders > 20
    assert [line for line in (*result.units, *result.kinds) if line.was != line.would] == []
    assert (result.changed_clocks, result.total.gone, result.total.fresh) == (0, 0, 0)
    for sentence in result.told():
        print(sentence)


def test_own_clocks_of_a_new_text_run_as_a_life_under_it_would_have_them() -> None:
    city = stage()
    now = walked(city, 4)
    path = city.orgs["cc"].path
    text = texts(city, False)[path]
    rules = replace(text.rules, own=OWN, clocks=(*text.rules.clocks, *SPANS))
    seen = observed(Case.objects.all(), [replace(text, rules=rules)], begin=0, end=ticks(now), now=ticks(now))
    found = {}
    for one in fresh(seen, [replace(text, rules=rules)], ticks(now)):
        for n in range(len(one.case)):
            key = (int(seen.history.cases["id"][one.case[n]]), one.name, int(one.row[n]), int(one.start[n]))
            found[key] = (int(one.unit[n]), int(one.until[n]), int(one.judged.due[n]), bool(one.judged.late[n]))
    expected: dict[tuple[int, str, int, int], tuple[int, int, int, bool]] = {}
    for past in slow.pasts():
        if not slow.halts(past.life):
            expected |= dict(slow.own_clocks(past, rules, text.calendar, now))
    suspended = {past.case for past in slow.pasts() if slow.halts(past.life)}
    assert {key: told for key, told in found.items() if key[0] not in suspended} == expected
    assert {name for _, name, *_ in expected} == {own.name for own in OWN}
    assert sum(late for *_, late in expected.values()) > 10


OWN = (
    OwnClock("联系", frozenset({Moment.ASSIGNED}), frozenset({Moment.CONTACTED}), Keeper.EACH),
    OwnClock(
        "一报", frozenset({Moment.ACCEPTED, Moment.REPORTED}), frozenset({Moment.REPORTED, Moment.REPLIED}), Keeper.LEAD
    ),
    OwnClock("各办", frozenset({Moment.ACCEPTED}), frozenset({Moment.CONTRIBUTED, Moment.TOLD}), Keeper.EACH),
    OwnClock("全程", frozenset({Moment.SUBMITTED}), frozenset({Moment.ENDED}), Keeper.DESK),
    OwnClock(
        "持有",
        frozenset({Moment.RECORDED, Moment.CONTESTED}),
        frozenset({Moment.SCREENED, Moment.ASKED}),
        Keeper.HOLDER,
    ),
    OwnClock(
        "分办", frozenset({Moment.ASSIGNED, Moment.CONTRIBUTED}), frozenset({Moment.CHECKED, Moment.ENDED}), Keeper.PART
    ),
)
LENGTHS = ("2 小时", "1 工作日", "3 天", "20 工作日", "1 工作时", "2 天")
SPANS = (
    *(ClockRule(own.name, parse(length)) for own, length in zip(OWN, LENGTHS, strict=True)),
    ClockRule("各办", parse("1 天"), grades=frozenset("A"), hands=frozenset({Hand.LEAD})),
)
