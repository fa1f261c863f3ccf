"""Two at the same second, of whatever room: what ends can't end twice, and neither writes over the other unheard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.cast import START, stage
from tests.contacts.going import MONDAY, D, visited
from tests.contacts.test_races import at_once
from zhuqi.base.errors import Fault
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.directory.actions import merge_enterprise, unmerge_enterprise
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.errands import actions as errands
from zhuqi.domain.errands.rules import ErrandMode, Why
from zhuqi.domain.liaison.actions import hand_over, note_handover
from zhuqi.domain.liaison.models import Handover, Liaison
from zhuqi.domain.visits.actions import end_promise
from zhuqi.domain.visits.rules.promises import Kept, Promised

pytestmark = pytest.mark.django_db(transaction=True)
LATER = START + dt.timedelta(days=1)


def first_wins(*calls: Callable[[], object]) -> None:
    """That one of them is let in and the others are told why they aren't, and that everything is as it was booked."""
    answers = at_once(*calls)
    told = [answer for answer in answers if isinstance(answer, Fault)]
    assert None not in answers and len(told) == len(calls) - 1, answers
    assert [str(found.sentence) for found in everything()] == []


def test_a_promise_ends_once() -> None:
    city = stage()
    (promise,) = visited(city, promises=[Promised("周五前回话", MONDAY + D(4))]).promises.all()
    first_wins(
        *(
            lambda state=state: end_promise(
                city.actor("official"), promise.pk, state=state, why="演练", seen=1, now=LATER
            )
            for state in (Kept.KEPT, Kept.OVERTAKEN)
        )
    )
    assert Entry.objects.filter(kind="promise").count() == 1


def test_an_errand_isnt_filed_and_stopped_at_once() -> None:
    city = stage()
    errand = errands.take_on(
        city.actor("official"),
        city.enterprises[0].pk,
        mode=ErrandMode.AGENT,
        matter="施工许可证",
        office="演练审批局",
        due=MONDAY + D(10),
        now=START,
    )
    first_wins(
        lambda: errands.file(city.actor("official"), errand.pk, seen=1, now=LATER),
        lambda: errands.stop(city.actor("dispatcher"), errand.pk, why=Why.WITHDRAWN, note="演练", seen=1, now=LATER),
        lambda: errands.postpone(city.actor("official"), errand.pk, due=MONDAY + D(20), note="演练", seen=1, now=LATER),
    )


def test_a_hand_over_is_taken_note_of_once() -> None:
    city = stage()
    hand_over(
        city.actor("dispatcher"),
        city.enterprises[0].pk,
        staff_id=city.staff["official"].pk,
        successor_id=city.staff["keeper"].pk,
        group_id=city.org("xf-group"),
        since=START.date(),
        now=START,
    )
    passing = Handover.objects.get()
    first_wins(*[lambda: note_handover(city.actor("keeper"), passing.pk, now=LATER)] * 3)
    assert Entry.objects.filter(verb="handover_noted").count() == 1


def test_two_hand_overs_of_one_enterprise_dont_both_happen() -> None:
    city = stage()
    first_wins(
        *(
            lambda name=name: hand_over(
                city.actor("dispatcher"),
                city.enterprises[0].pk,
                staff_id=city.staff["official"].pk,
                successor_id=city.staff[name].pk,
                group_id=city.org("xf-group"),
                since=START.date(),
                now=START,
            )
            for name in ("keeper", "utilities")
        )
    )
    assert Liaison.objects.filter(enterprise=city.enterprises[0], until=None).count() == 1


def test_two_rows_dont_stand_for_each_other() -> None:
    city = stage()
    one, other = city.enterprises[0].pk, city.enterprises[1].pk
    desk = city.actor("dispatcher")
    first_wins(
        lambda: merge_enterprise(desk, one, into_id=other, why="演练同一家", now=LATER),
        lambda: merge_enterprise(desk, other, into_id=one, why="演练同一家", now=LATER),
    )
    assert Enterprise.objects.filter(merged_into=None, pk__in=(one, other)).count() == 1


def test_a_row_that_is_merged_doesnt_stand_for_a_third() -> None:
    city = stage()
    one, other, third = (row.pk for row in city.enterprises)
    desk = city.actor("dispatcher")
    first_wins(
        lambda: merge_enterprise(desk, one, into_id=other, why="演练同一家", now=LATER),
        lambda: merge_enterprise(desk, other, into_id=third, why="演练同一家", now=LATER),
    )
    assert not Enterprise.objects.filter(merged_into__merged_into__isnull=False).exists()


def test_a_merging_is_undone_once() -> None:
    city = stage()
    one, other = city.enterprises[0].pk, city.enterprises[1].pk
    desk = city.actor("dispatcher")
    merge_enterprise(desk, one, into_id=other, why="演练同一家", now=START)
    first_wins(*[lambda: unmerge_enterprise(desk, one, why="演练看错", now=LATER)] * 3)
    assert Entry.objects.filter(verb="unmerged").count() == 1
