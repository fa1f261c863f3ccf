"""Units end and others follow them: the simulation judges a case that passed on as one life, as the slow way does."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.cast import START, City, stage
from tests.whatif.comparing import everything, own_clocks, texts
from tests.whatif.scenes import SCENES, Scene, in_a_town, on_its_way, played, waiting_to_be_signed
from tests.whatif.slow import halts, pasts
from tests.whatif.walking import FORCE, Ending, followed, lax, signed
from zhuqi.base.ladders import triggers
from zhuqi.base.worktime.sessions import ticks
from zhuqi.base.worktime.spans import parse
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action, How, Shifted, Tick
from zhuqi.domain.cases.sections.clocks import ClockRule
from zhuqi.domain.cases.whatif.replaying import observed
from zhuqi.domain.cases.whatif.simulating import simulate

pytestmark = pytest.mark.django_db

FIRST: tuple[Ending, ...] = (("ng-utilities", "ng-finance"), ("mz-desk", "ng-desk"), ("cc-power", "cc-land"))
SECOND: tuple[Ending, ...] = (("ng-finance", "ng-construction"),)


def laxly(city: City) -> None:
    lax(city, FORCE)


@pytest.mark.parametrize(("scene", "staged"), [*((scene, laxly) for scene in SCENES), (waiting_to_be_signed, signed)])
def test_a_life_that_passed_on_is_judged_as_one_life(
    scene: Callable[[City], Scene], staged: Callable[[City], None]
) -> None:
    city = stage()
    staged(city)
    now = played(city, scene)
    news = texts(city, False)
    seen = observed(Case.objects.all(), [*news.values()], begin=0, end=ticks(now), now=ticks(now))
    everything(seen, news, now)
    own_clocks(city, now)
    unchanged(city, now)


def unchanged(city: City, now: dt.datetime) -> None:
    """The text in force makes no difference to what the books hold."""
    edition = rulebook.in_force(city.orgs["ng"].path, START.date())
    told = rulebook.standing(edition).sections
    path, since = city.orgs["cc"].path, START.date()
    result = simulate(CLOCK, new=told, place=path, since=since, until=now.date(), now=now)
    assert result.total.was == result.total.would
    assert [line for line in (*result.units, *result.kinds) if line.was != line.would] == []
    assert (result.changed_clocks, result.total.gone, result.total.fresh) == (0, 0, 0)


RAISED = (
    (on_its_way, "第 1 次交办", "ng-utilities"),  # assigned to it
    (on_its_way, "逾期满 1 小时", "ng-finance"),  # late on the third day
    (on_its_way, "逾期满 9 工作日", "ng-construction"),
    (in_a_town, "级别 A", "mz-desk"),  # nobody led it yet
    (in_a_town, "逾期满 2 小时", "ng-desk"),  # screened since the day before, late at eleven at night
)


@pytest.mark.parametrize(("scene", "trigger", "unit"), RAISED)
def test_what_was_raised_is_told_of_the_unit_that_had_it_then(
    scene: Callable[[City], Scene], trigger: str, unit: str
) -> None:
    city = stage()
    now = played(city, scene)
    told = rulebook.standing(rulebook.in_force(city.orgs["ng"].path, START.date())).sections
    rules = told["办理"]
    spans = ClockRule(Tick.HANDLE, parse("1 工作日")), ClockRule(Tick.SCREEN, parse("14 小时"))
    clocks = (*spans, *(row for row in rules.clocks if row.clock not in (Tick.HANDLE, Tick.SCREEN)))
    new = {**told, "办理": replace(rules, clocks=clocks, raising=(triggers.read(trigger),))}
    path, since = city.orgs["cc"].path, START.date()
    result = simulate(CLOCK, new=new, place=path, since=since, until=now.date(), now=now)
    assert {line.name: line.would.escalated for line in result.units if line.would.escalated} == {unit: 1}


@pytest.mark.parametrize(("seed", "staged"), [(22, "checks"), (23, "lax"), (24, "signed")])
def test_lives_that_passed_on_are_judged_as_the_slow_way_judges_them(seed: int, staged: str) -> None:
    city = stage(city_checks=staged == "checks")
    if staged == "lax":
        lax(city, FORCE)
    if staged == "signed":
        signed(city)
    now = followed(city, seed, FIRST, SECOND, walks=WALKS[staged])
    news = texts(city, staged == "checks")
    seen = observed(Case.objects.all(), [*news.values()], begin=0, end=ticks(now), now=ticks(now))
    compared = everything(seen, news, now)
    if staged != "checks":
        own_clocks(city, now)
        unchanged(city, now)
    passed = came()
    print(dict(passed), dict(compared))
    for figure, least in LEAST.items():
        assert (compared + passed)[figure] > least, figure


WALKS = {"checks": 15, "lax": 20, "signed": 15}
LEAST = {"judged": 150, "otherwise late": 10, "fired": 20, "passed on": 5, "twice": 0}
"""What must have occurred, and more often than so."""


def came() -> Counter[str]:
    """How cases passed on, and in which state."""
    found: Counter[str] = Counter()
    for past in pasts():
        life = past.life
        for row in life.holdings:
            if row.how is not How.SUCCEEDED:
                continue
            at = row.ended_at
            assert at is not None
            found["passed on"] += 1
            found[f"as {row.hand}"] += 1
            found["twice"] += row.opened_by is Action.SUCCEED
            found["in suspended time"] += any(h.since < at and (h.end is None or at < h.end) for h in halts(life))
            found["into one of its own"] += any(r.how is How.VOID and r.ended_at == at for r in life.holdings)
            found["with more time"] += any(
                s.why is Shifted.EXTENSION and s.at < at for c in life.clocks for s in c.shifts
            )
    return found
