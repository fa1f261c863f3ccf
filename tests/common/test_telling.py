"""What follows when a common issue moves on: every enterprise in it is told on its own case, once; the owner and the room too."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tests.cast import START, City
from tests.common.needs import HOUR, METER, METER_TOO, METERS, opened, settled, told
from zhuqi.core.access.actor import Actor
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages.models import Message, Sending
from zhuqi.core.messages.rules import revived
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.subscribing import subscribe
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.outside import outside
from zhuqi.domain.common import actions
from zhuqi.domain.common.actions.telling import tell_cases
from zhuqi.domain.common.models import CommonIssue

pytestmark = pytest.mark.django_db
NEXT = START + dt.timedelta(days=1)


def moved(case: Case) -> list[tuple[str, int]]:
    """(deed, entry of the issue) of each time that a case was told of it."""
    rows = Entry.objects.filter(kind="case", subject=case.pk, verb="matter_moved").order_by("seq")
    return [(facts["deed"], facts["seq"]) for facts in map(json.loads, rows.values_list("facts", flat=True))]


def read(case: Case, now: dt.datetime) -> list[type]:
    """What the enterprise reads of common issues in the history of its case."""
    enterprise = Actor(enterprise=case.enterprise_id, case=case.pk)
    return [type(one.event) for one in outside(enterprise, case.pk, now=now).history if type(one.event) in OURS]


OURS = (events.MatterMoved,)


def up(city: City, issue: CommonIssue, now: dt.datetime = NEXT) -> CommonIssue:
    return actions.take_up(city.actor("utilities"), issue.pk, text="正在和供电所一起排期。", now=now)


def test_every_enterprise_in_it_reads_of_each_step_on_its_own_case_and_nobody_else(city: City) -> None:
    cases = [told(city, METER), told(city, METER_TOO, 1)]
    other = told(city, METERS, 2)
    issue = opened(city, cases)
    drain(NEXT)
    assert [moved(case) for case in cases] == [[], []], "nothing has moved yet"
    up(city, issue)
    drain(NEXT)
    actions.tell(city.actor("utilities"), issue.pk, text="排期表做好了。", now=NEXT + HOUR)
    actions.change(city.actor("utilities"), issue.pk, text="今后批复和接表一并排期。", now=NEXT + 2 * HOUR)
    drain(NEXT + 2 * HOUR)
    for case in cases:
        assert moved(case) == [("take_up", 2), ("tell", 3), ("change", 4)]
        assert len(read(case, NEXT + 3 * HOUR)) == 3
    assert moved(other) == [] == read(other, NEXT + 3 * HOUR)
    assert [str(found.sentence) for found in everything()] == []


def test_it_is_told_once_however_often_the_consequence_runs(city: City) -> None:
    cases = [told(city, METER), told(city, METER_TOO, 1)]
    issue = up(city, opened(city, cases))
    drain(NEXT)
    entry = Entry.objects.get(kind="common", subject=issue.pk, verb="issue_taken_up")
    versions = list(Case.objects.order_by("pk").values_list("version", flat=True))
    tell_cases(entry, now=NEXT + HOUR)
    assert [len(moved(case)) for case in cases] == [1, 1]
    assert list(Case.objects.order_by("pk").values_list("version", flat=True)) == versions


def test_who_left_is_not_told_and_who_joined_afterwards_is_told_of_what_comes(city: City) -> None:
    cases = [told(city, METER), told(city, METER_TOO, 1)]
    late = told(city, METERS, 2)
    issue = opened(city, cases)
    actions.leave(city.actor("dispatcher"), issue.pk, case_id=cases[0].pk, now=NEXT)
    up(city, issue)
    actions.join(city.actor("dispatcher"), issue.pk, case_id=late.pk, now=NEXT + HOUR)
    drain(NEXT + HOUR)
    assert [len(moved(case)) for case in (*cases, late)] == [0, 1, 0]
    actions.tell(city.actor("utilities"), issue.pk, text="排期表做好了。", now=NEXT + 2 * HOUR)
    actions.leave(city.actor("dispatcher"), issue.pk, case_id=cases[1].pk, now=NEXT + 3 * HOUR)
    drain(NEXT + 3 * HOUR)
    assert [len(moved(case)) for case in (*cases, late)] == [0, 1, 1], "who left meanwhile isn't told any more"


def test_a_case_that_is_over_is_told_too_and_stays_over(city: City) -> None:
    over = told(city, METER)
    settled(city, over, START + HOUR)
    issue = up(city, opened(city, [over, told(city, METER_TOO, 1)], now=START + 2 * HOUR))
    drain(NEXT)
    over.refresh_from_db()
    assert moved(over) == [("take_up", issue.version)] and over.end == "closed"
    assert [str(found.sentence) for found in everything()] == []


def test_the_owner_the_room_and_who_serves_the_enterprise_are_told_and_nobody_reads_its_words(city: City) -> None:
    issue = up(city, opened(city, [told(city, METER), told(city, METER_TOO, 1)]))
    drain(NEXT)
    parts = {person.account_id: part for part, person in city.staff.items()}
    found: dict[str, set[str]] = {}
    for message in Message.objects.exclude(kind="case", sentence__contains="recorded"):
        found.setdefault(parts[message.account_id], set()).add(revived(message.sentence).text)
    assert found["utilities"] == {"A common issue was put to your unit."}
    assert "A common issue was taken up by its owner." in found["dispatcher"]
    assert found["official"] == {"The common issue that case {number} is in has moved on."}
    stored = "".join(Message.objects.values_list("sentence", flat=True))
    assert issue.title not in stored and "供电所" not in stored


def test_programs_that_asked_for_it_are_told_of_each_case_that_they_see(city: City) -> None:
    where: dict[str, Any] = {"name": "演练平台", "address": "https://hooks.example.com/in", "names": ["matter_moved"]}
    for org in ("ng", "mz"):
        subscribe(city.actor("administrator"), city.org(org), now=START, **where)
    cases = [told(city, METER), told(city, METER_TOO, 1)]
    up(city, opened(city, cases))
    drain(NEXT)
    drain(NEXT)
    sent = [json.loads(one.content) for one in Sending.objects.order_by("id")]
    assert [(one["event"], one["id"]) for one in sent] == [("matter_moved", case.pk) for case in cases]
