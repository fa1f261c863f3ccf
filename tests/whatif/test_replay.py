"""The quick answer beside the slow one, clock by clock, over the histories of random lives."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cases.town import edition
from tests.cast import START, stage
from tests.whatif.comparing import OWN, everything, own_clocks, texts
from tests.whatif.walking import FORCE, lax, signed, walked
from zhuqi.base.worktime.sessions import ticks
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.cases.whatif.replaying import observed
from zhuqi.domain.cases.whatif.simulating import simulate

pytestmark = pytest.mark.django_db
STAGES = {"plain": False, "checks": True, "lax": False, "signed": False}
SOUGHT = {
    "lax": (Action.REPLY, Action.CHECK, Action.ACCEPT),
    "signed": (Action.ASK_SIGNING, Action.SIGN, Action.REPLY, Action.CONTEST),
}


@pytest.mark.parametrize(("seed", "staged"), [(1, "plain"), (2, "checks"), (3, "lax"), (4, "signed")])
def test_everything_is_judged_as_the_slow_way_judges_it(seed: int, staged: str) -> None:
    city = stage(city_checks=STAGES[staged])
    if staged == "lax":
        lax(city)
    if staged == "signed":
        signed(city)
    now = walked(city, seed, *SOUGHT.get(staged, ()))
    news = texts(city, STAGES[staged])
    seen = observed(Case.objects.all(), [*news.values()], begin=0, end=ticks(now), now=ticks(now))
    compared = everything(seen, news, now)
    print(dict(compared))
    for figure, least in LEAST.items():
        assert compared[figure] > least, figure
    for figure in OCCURRED.get(staged, ()):
        assert compared[figure], figure


LEAST = {"judged": 200, "otherwise late": 20, "moved": 1, "suspended": 0, "otherwise reminded": 20, "fired": 20}
"""What must have occurred, and more often than so."""
OCCURRED = {
    "lax": ("refused", "halts", "free", "unchecked", "split", "overdue", "higher"),
    "signed": ("unsigned", "signed anew", "otherwise late signing"),
}
"""What must have occurred under an edition that takes much, and under one by which answers are signed."""


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
    edition(city, "cc", START.date() - dt.timedelta(days=1), FORCE)
    now = walked(city, 9)
    came = own_clocks(city, now)
    assert {name for name, _ in came} == {own.name for own in OWN}
    assert sum(late for _, late in came) > 10
