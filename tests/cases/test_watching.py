"""A clock by which nobody is late, in force: those named are told, and no list, no book and no what-if counts anybody late."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cases.town import DAY, TODAY, edition, handled
from tests.cast import START, City
from zhuqi.base.worktime.sessions import ticks
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.models import Clock as ClockRow
from zhuqi.domain.cases.queries import lists, rebuild
from zhuqi.domain.cases.rules.moments import Keeper
from zhuqi.domain.cases.rules.words import Action, Tick
from zhuqi.domain.cases.whatif.replaying import observed
from zhuqi.domain.cases.whatif.simulating import simulate

pytestmark = pytest.mark.django_db
ASLEEP = (
    ("  时限:\n", "  时限:\n    - {钟: 沉睡, 时长: 2 工作日}\n"),
    ("  督核: 否\n", "  督核: 否\n  时钟: [{名称: 沉睡, 起: [签收, 联系企业], 止: [联系企业, 答复], 归: 无人}]\n"),
    ("  提醒:\n", "  提醒:\n    - {钟: 沉睡, 时: 到期时, 发: 提醒, 给: 调度室}\n"),
)
LATER = START + 6 * DAY


@pytest.fixture
def asleep(city: City) -> Case:
    """A case signed for, on which nobody wrote anything more."""
    edition(city, "ng", TODAY, *ASLEEP)
    return handled(city)


def test_who_is_named_is_told_once_and_again_after_somebody_wrote(city: City, asleep: Case) -> None:
    row = ClockRow.objects.get(case=asleep, tick=Tick.WATCH)
    assert (row.name, row.unit_id, row.remind_at) == ("沉睡", city.org("ng-desk"), row.due)
    assert row.due is not None
    clockwork.remind(row.due)
    assert clockwork.remind(row.due) == 0
    told = Entry.objects.filter(kind="case", subject=asleep.pk, verb="reminded").latest("seq")
    assert '"desk"' in told.facts
    city.do("utilities", Action.CONTACT, asleep, START + 5 * DAY, channel="phone", text="打过电话")
    row.refresh_from_db()
    again = ClockRow.objects.get(case=asleep, tick=Tick.WATCH, met_at=None)
    assert row.met_at is not None and again.due is not None and again.due > row.due
    assert list(rebuild.findings()) == []


def test_no_list_says_that_somebody_is_late(asleep: Case) -> None:
    due = ClockRow.objects.get(case=asleep, tick=Tick.WATCH).due
    handle = ClockRow.objects.get(case=asleep, tick=Tick.HANDLE).due
    assert due is not None and handle is not None and due < LATER < handle
    assert not lists.somebodys().filter(case=asleep, due__lt=LATER).exists()
    assert Case.objects.get(pk=asleep.pk).due == handle


def test_what_if_counts_it_nowhere(city: City, asleep: Case) -> None:
    told = rulebook.standing(rulebook.in_force(city.orgs["ng"].path, TODAY)).sections
    kept = replace(told["办理"], own=tuple(replace(own, keeper=Keeper.LEAD) for own in told["办理"].own))
    figures = {}
    for name, rules in {"as it is": told["办理"], "kept": kept, "none": replace(told["办理"], own=())}.items():
        result = simulate(
            CLOCK,
            new={**told, "办理": rules},
            place=city.orgs["ng"].path,
            since=START.date(),
            until=LATER.date(),
            now=LATER,
        )
        figures[name] = (result.total.was.late, result.total.would.late, result.total.fresh)
    assert figures == {"as it is": (0, 0, 0), "kept": (0, 1, 1), "none": (0, 0, 0)}
    seen = observed(Case.objects.all(), [], begin=0, end=ticks(LATER), now=ticks(LATER))
    assert len(seen.places) == 0
