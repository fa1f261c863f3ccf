"""What was told and is done since needs no reading; what is news stays unread."""

from __future__ import annotations

import datetime as dt
import json

from tests.cast import START, City
from tests.messages.conftest import HOUR, dispatched
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.jobs.work import drain
from zhuqi.core.messages.models import Message
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.settled import done_with
from zhuqi.domain.cases.rules import telling
from zhuqi.domain.cases.rules.words import Action as A
from zhuqi.domain.directory.actions.roles import give_role

DAY = dt.timedelta(days=1)


def unread(city: City, part: str, now: dt.datetime) -> list[str]:
    """The sentences that somebody of the cast hasn't read, oldest first, once the reactions are drained."""
    drain(now)
    rows = Message.objects.filter(account=city.staff[part].account_id or 0, read=False).order_by("id")
    return [json.loads(row.sentence)["text"] for row in rows]


def test_what_waits_is_what_some_line_of_the_table_says() -> None:
    texts = {row.text for rows in telling.TABLE.values() for row in rows} | {telling.WAS_DUE}
    assert texts >= telling.WAITING
    assert not telling.COMES & telling.ASKS and not telling.COMES & telling.TICKS


def test_a_case_that_came_and_went_on_needs_no_reading_by_any_dispatcher_of_the_room(city: City) -> None:
    give_role(
        CLOCK, city.staff["finance"].pk, role=Role.DISPATCHER, org_id=city.org("ng-desk"), since=START.date(), now=START
    )
    case = city.record(START)
    city.do("official", A.SUBMIT, case, START, why="需要部门办理")
    assert unread(city, "dispatcher", START) == unread(city, "finance", START) == [telling.TO_YOU]
    city.do("dispatcher", A.SCREEN, case, START + HOUR, kind="utilities", grade="B")
    city.do("dispatcher", A.ASSIGN, case, START + HOUR, lead_id=city.org("ng-utilities"))
    assert unread(city, "utilities", START + HOUR) == [telling.YOURS]
    assert unread(city, "dispatcher", START + HOUR) == unread(city, "finance", START + HOUR) == []


def test_what_is_asked_waits_until_it_is_ruled_on_and_the_answer_is_news(city: City) -> None:
    case, now = dispatched(city), START + HOUR
    city.do("utilities", A.ACCEPT, case, now)
    city.do("utilities", A.ASK_EXTENSION, case, now, amount="3 工作日", reason="等设备")
    assert unread(city, "dispatcher", now) == [telling.RULING]
    city.do("dispatcher", A.REFUSE, case, now + HOUR, reason="来得及")
    assert unread(city, "dispatcher", now + HOUR) == []
    assert telling.REFUSED in unread(city, "utilities", now + HOUR)
    city.do("utilities", A.REPLY, case, now + 2 * HOUR, outcome="solved", text="接通了")
    assert unread(city, "utilities", now + 2 * HOUR) == [telling.REFUSED], (
        "that it has the case is done, the refusal is news"
    )
    assert unread(city, "official", now + 2 * HOUR) == [telling.NEXT]


def test_of_one_deadline_the_last_word_waits_and_none_once_it_is_met(city: City) -> None:
    case = dispatched(city)
    city.do("utilities", A.ACCEPT, case, START + HOUR)
    at = START + HOUR
    while at < START + 30 * DAY:
        at += HOUR * 8
        clockwork.remind(at)
    texts = unread(city, "utilities", at)
    told = Message.objects.filter(account=city.staff["utilities"].account_id or 0)
    due = [row for row in told.filter(read=False) if json.loads(row.sentence)["text"] in telling.TICKS]
    assert len(due) == len({json.loads(row.sentence)["facts"]["due"]["at"] for row in due}) < told.count()
    assert telling.WAS_DUE in texts
    city.do("utilities", A.REPLY, case, at, outcome="solved", text="接通了")
    assert not telling.TICKS & set(unread(city, "utilities", at))
    assert not done_with(Case.objects.get(pk=case.pk), at), "all of it is laid aside"
