"""What is told once though it happens to many: vacancies past their day, cases that are handled together, a need in the tray."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from tests.cases.fellows import NOW, handled, screened, together
from tests.cases.town import edition
from tests.cast import START, City
from tests.messages.conftest import subscribed
from tests.messages.conftest import told as by_part
from tests.voice.conftest import told as told_need
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages import writing
from zhuqi.core.messages.models import Message, Sending
from zhuqi.core.messages.queries import org_sees
from zhuqi.core.messages.rules import revived
from zhuqi.domain.cases.rules.telling import HOOKED, WAITS
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.actions import leave
from zhuqi.domain.liaison.actions import bind, dismiss, release
from zhuqi.domain.liaison.actions.telling import remind
from zhuqi.domain.liaison.rules import Duty
from zhuqi.domain.voice.actions import answer, pass_on

DAY = dt.timedelta(days=1)
RULES = "联系:\n  形式: 责任链\n  责任链: [{职责: 包组}, {职责: 包企}]\n  空缺: {补齐期限: 3 工作日}\n"
LATE = "{n} vacancies in your area are past the day by which somebody was to follow: name who does."


def said(city: City, now: dt.datetime) -> dict[str, list[str]]:
    """{part: the sentences it is told, filled, oldest first}."""
    return {part: [str(revived(one)) for one in told] for part, told in by_part(city, now).items()}


@pytest.fixture
def asked(city: City) -> City:
    """A district whose rules ask for an official of each enterprise, and for somebody who holds each group."""
    edition(city, "ng", START.date(), ("\n办理:\n", f"\n{RULES}\n办理:\n"))
    return city


def late(city: City, now: dt.datetime) -> int:
    """How many vacancies the district's room has been told of, a message after the other."""
    lines = said(city, now).get("dispatcher", [])
    return sum(int(line.split()[0]) for line in lines if line.endswith(LATE.partition("}")[2]))


def let_go(city: City, firm: int, now: dt.datetime) -> None:
    official = city.staff["official"].pk
    release(CLOCK, city.enterprises[firm].pk, staff_id=official, until=now.date(), now=now)


def test_a_vacancy_is_told_to_the_room_once_when_its_day_has_passed(asked: City) -> None:
    let_go(asked, 0, START)
    for days, booked, told in ((0, 0, 0), (2, 0, 0), (4, 1, 1), (5, 0, 1)):
        assert remind(START + days * DAY) == booked, days
        assert late(asked, START + days * DAY) == told, days
    assert [str(one.sentence) for one in everything()] == []
    assert not any(
        LATE[-20:] in line for part, lines in said(asked, START).items() if part != "dispatcher" for line in lines
    )


def test_several_are_one_message_and_what_comes_later_is_another(asked: City) -> None:
    leave(CLOCK, asked.staff["official"].pk, on=START.date(), now=START)
    leave(CLOCK, asked.staff["keeper"].pk, on=START.date(), now=START)
    drain(START)
    assert remind(START + 4 * DAY) == 1
    (entry,) = Entry.objects.filter(verb="vacancy_late")
    facts = json.loads(entry.facts)
    assert facts["enterprises"] == [firm.pk for firm in asked.enterprises[:2]]
    assert facts["seats"] == [f"{asked.org('xf-group')} holds_group"]
    assert late(asked, START + 4 * DAY) == 3
    assert remind(START + 8 * DAY) == 0


def test_one_that_was_filled_in_time_is_told_of_to_nobody_and_one_that_is_vacant_again_anew(asked: City) -> None:
    firm, official = asked.enterprises[0].pk, asked.staff["official"].pk
    let_go(asked, 0, START)
    link: dict[str, Any] = {"staff_id": official, "group_id": asked.org("xf-group")}
    bind(CLOCK, firm, **link, since=(START + DAY).date(), now=START + DAY)
    assert remind(START + 4 * DAY) == 0
    let_go(asked, 0, START + 5 * DAY)
    assert remind(START + 12 * DAY) == 1
    bind(CLOCK, firm, **link, since=(START + 13 * DAY).date(), now=START + 13 * DAY)
    let_go(asked, 0, START + 14 * DAY)
    assert remind(START + 21 * DAY) == 1
    assert late(asked, START + 21 * DAY) == 2


def test_a_seat_that_never_was_filled_has_no_day(asked: City) -> None:
    keeper = asked.staff["keeper"].pk
    assert remind(START + 30 * DAY) == 0
    dismiss(CLOCK, keeper, org_id=asked.org("xf-group"), duty=Duty.HOLDS_GROUP, until=START.date(), now=START)
    assert remind(START + 30 * DAY) == 1


JOINED = "is handled together with others now: one step reaches all of them."
APART = "isn't handled together with others any more."


def ends(city: City, part: str, end: str, now: dt.datetime) -> int:
    return sum(line.endswith(end) for line in said(city, now).get(part, []))


def test_whoever_has_cases_that_are_joined_is_told_once_and_of_each_that_goes_out(city: City) -> None:
    cases = together(city, handled(city))
    drain(NOW)
    parts = {part: ends(city, part, JOINED, NOW) for part in ("utilities", "dispatcher", "official", "finance")}
    by = city.actor("dispatcher").account
    entries = Entry.objects.filter(verb="joined")
    assert entries.count() == 2 and entries.order_by("pk").values_list("account", flat=True).first() in (
        by,
        city.actor("utilities").account,
    )
    did = "dispatcher" if entries.order_by("pk")[0].account == by else "utilities"
    assert parts == {"utilities": 1, "dispatcher": 1, "official": 0, "finance": 0} | {did: 0}
    city.do("dispatcher", Action.TAKE_OUT, cases[0], NOW + DAY, reason="一家要单独办")
    assert ends(city, "utilities", APART, NOW + DAY) == 1
    assert Message.objects.filter(account=city.staff["official"].account_id, sentence__contains="together").count() == 0


def test_a_program_is_told_of_each_case_that_is_joined(city: City) -> None:
    subscribed(city, "ng", "joined")
    together(city, screened(city))
    drain(NOW)
    assert Sending.objects.count() == 2


def test_a_program_is_told_of_a_need_in_the_tray_wherever_it_lies_and_not_of_what_is_over(city: City) -> None:
    subscribed(city, "ng", WAITS)
    subscribed(city, "mz-desk", WAITS)
    subscribed(city, "ng-finance", WAITS)
    voice = told_need(city, desk="mz-desk")
    drain(START)
    (district, town) = Sending.objects.order_by("subscription")
    assert [one.subscription.org for one in (district, town) if one.subscription] == [
        city.org("ng"),
        city.org("mz-desk"),
    ]
    pass_on(city.actor("town_dispatcher"), voice.pk, desk_id=city.org("ng-desk"), now=START + DAY)
    drain(START + DAY)
    assert Sending.objects.count() == 3, "the town's room sees it no more"
    assert town.subscription is not None and not org_sees(town.subscription, "voice", voice.pk)
    other = told_need(city, START + DAY, secret="another-receipt-of-this-test")
    answer(city.actor("dispatcher"), other.pk, text="请拨打 12345。", now=START + DAY)
    drain(START + DAY)
    assert Sending.objects.count() == 3


def test_the_body_names_the_need_by_its_number_and_where_it_lies_and_nothing_of_it(city: City, mail: None) -> None:
    subscribed(city, "ng", WAITS)
    voice = told_need(city)
    drain(START)
    sending = Sending.objects.get()
    body = json.loads(writing.body_of(sending.pk, sending.content))
    assert body == {
        "id": sending.pk,
        "event": "need_waits",
        "at": body["at"],
        "subject": {"kind": "voice", "id": voice.pk, "number": ""},
        "link": f"https://zhuqi.example.com/voices/{voice.pk}",
    }
    assert WAITS in HOOKED
