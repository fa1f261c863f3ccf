"""Units end and others follow them: the simulation judges a case that passed on as one life, as the slow way does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.cast import START, City, stage
from tests.whatif.comparing import everything, own_clocks, texts
from tests.whatif.scenes import SCENES, Scene, played
from tests.whatif.walking import FORCE, Ending, followed, lax, signed
from zhuqi.base.worktime.sessions import ticks
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.models import Case, Clock
from zhuqi.domain.cases.whatif.replaying import observed
from zhuqi.domain.cases.whatif.simulating import simulate

pytestmark = pytest.mark.django_db

FIRST: tuple[Ending, ...] = (("ng-utilities", "ng-finance"), ("mz-desk", "ng-desk"), ("cc-power", "cc-land"))
SECOND: tuple[Ending, ...] = (("ng-finance", "ng-construction"),)


@pytest.mark.parametrize("scene", SCENES)
def test_a_life_that_passed_on_is_judged_as_one_life(scene: Callable[[City], Scene]) -> None:
    city = stage()
    lax(city, FORCE)
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
    running = Clock.objects.exclude(due=None).count()
    print(running)


@pytest.mark.parametrize(("seed", "staged"), [(21, "plain"), (22, "checks"), (23, "lax"), (24, "signed")])
def test_lives_that_passed_on_are_judged_as_the_slow_way_judges_them(seed: int, staged: str) -> None:
    city = stage(city_checks=staged == "checks")
    if staged == "lax":
        lax(city)
    if staged == "signed":
        signed(city)
    now = followed(city, seed, FIRST, SECOND)
    news = texts(city, staged == "checks")
    seen = observed(Case.objects.all(), [*news.values()], begin=0, end=ticks(now), now=ticks(now))
    compared = everything(seen, news, now)
    print(dict(compared))
