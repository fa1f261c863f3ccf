"""Letters to those who have an account of an enterprise: its own news alone, without names, once, and never at night."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail as outbox

from tests.cast import City
from tests.common.needs import METER, METER_TOO, opened
from tests.common.needs import told as told_need
from tests.contacts.going import MONDAY, D
from tests.members.conftest import BOX, NOW, as_member, inside
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages.actions import send
from zhuqi.core.messages.models import Sending
from zhuqi.domain.common import actions as common
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.members.actions import end
from zhuqi.domain.members.models import Member
from zhuqi.domain.visits.actions import drop_plan, move_plan, plan
from zhuqi.domain.visits.actions.telling import tell
from zhuqi.domain.visits.models import Plan

OTHER = "other@example.com"
HOUR = dt.timedelta(hours=1)


def planned(city: City, n: int = 0, now: dt.datetime = NOW) -> Plan:
    return plan(city.actor("official"), city.enterprises[n].pk, day=MONDAY + D(9), purpose="看用电", now=now)


def letters(now: dt.datetime) -> list[tuple[str, str]]:
    """(to whom, first line) of the letters that go out."""
    drain(now)
    outbox.outbox.clear()
    send(now)
    return sorted((letter.to[0], str(letter.body).split("\n")[0]) for letter in outbox.outbox)


@pytest.fixture
def both(city: City) -> tuple[Member, Member]:
    """Somebody of the first enterprise, and somebody of the second."""
    return inside(city)[0], inside(city, 1, OTHER)[0]


def test_an_enterprise_reads_of_its_own_visits_alone(city: City, both: tuple[Member, Member]) -> None:
    held = planned(city)
    ((box, line),) = letters(NOW)
    assert box == BOX and "2019-05-22" in line
    body = str(outbox.outbox[0].body)
    assert "https://zhuqi.example.com/l/our" in body and "看用电" not in body and "演练" not in body
    assert letters(NOW) == []
    move_plan(city.actor("official"), held.pk, day=MONDAY + D(10), seen=1, now=NOW + HOUR)
    ((box, line),) = letters(NOW + HOUR)
    assert box == BOX and "2019-05-23" in line
    drop_plan(city.actor("official"), held.pk, state=ContactState.CANCELLED, why="改日", seen=2, now=NOW + 2 * HOUR)
    assert [box for box, _ in letters(NOW + 2 * HOUR)] == [BOX]
    assert [str(found.sentence) for found in everything()] == []


def test_what_it_did_itself_is_not_told_to_it(city: City, both: tuple[Member, Member]) -> None:
    held = planned(city)
    letters(NOW)
    drop_plan(as_member(both[0]), held.pk, state=ContactState.DECLINED, seen=1, now=NOW + HOUR)
    assert letters(NOW + HOUR) == []


def test_each_enterprise_of_a_common_matter_reads_of_its_own_need(city: City, both: tuple[Member, Member]) -> None:
    cases = [told_need(city, METER), told_need(city, METER_TOO, 1)]
    issue = opened(city, cases, now=NOW)
    common.take_up(city.actor("utilities"), issue.pk, text="正在排期。", now=NOW)
    found = letters(NOW)
    assert [box for box, _ in found] == [BOX, OTHER]
    for (_, line), case, other in zip(found, cases, reversed(cases), strict=True):
        assert case.number in line and other.number not in line
    assert not [letter for letter in outbox.outbox if "正在排期" in str(letter.body) or issue.title in str(letter.body)]
    assert letters(NOW + HOUR) == []


def test_repeating_writes_no_second_letter(city: City, both: tuple[Member, Member]) -> None:
    planned(city)
    drain(NOW)
    before = Sending.objects.count()
    for entry in Entry.objects.filter(kind="plan", verb="planned_visit"):
        tell(entry, now=NOW)
    assert Sending.objects.count() == before


def test_whoever_has_no_account_any_more_gets_nothing_that_waited(city: City, both: tuple[Member, Member]) -> None:
    night = NOW + 11 * HOUR
    planned(city, now=night)
    assert letters(night) == [], "it is quiet now"
    end(city.actor("dispatcher"), both[0].pk, now=night + HOUR)
    assert letters(night + 10 * HOUR) == []
    planned(city, 1, now=night + 10 * HOUR)
    assert [box for box, _ in letters(night + 10 * HOUR)] == [OTHER]


def test_without_a_mail_server_nothing_is_written(city: City, both: tuple[Member, Member], settings: object) -> None:
    settings.MAIL = False  # type: ignore[attr-defined]
    before = Sending.objects.count()
    planned(city)
    drain(NOW)
    assert Sending.objects.count() == before
