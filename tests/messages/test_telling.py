"""Who is told what of a case, and who isn't; told once, and only what they may see."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import START, City
from tests.messages.conftest import HOUR, dispatched, told
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry, Reaction
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages.actions import open_message, read_all
from zhuqi.core.messages.models import Message
from zhuqi.core.messages.queries import NEWEST, unread, visible
from zhuqi.domain.cases.actions import clockwork
from zhuqi.domain.cases.actions.rating import complain, rate
from zhuqi.domain.cases.actions.telling import tell
from zhuqi.domain.cases.queries.sight import visible as sees
from zhuqi.domain.cases.queries.telling import PLACES
from zhuqi.domain.cases.rules.telling import HOOKED, OF_THE_ENTERPRISE, TABLE, Told
from zhuqi.domain.cases.rules.words import Action as A
from zhuqi.domain.directory.actions.roles import end_role, give_role
from zhuqi.reactions import REACTIONS

DAY = dt.timedelta(days=1)


def texts(city: City, now: dt.datetime) -> dict[str, list[str]]:
    return {part: [json.loads(one)["text"] for one in said] for part, said in told(city, now).items()}


def test_every_line_of_the_table_has_a_place_and_is_wired() -> None:
    named = {row.to for rows in TABLE.values() for row in rows}
    assert named == set(Told)
    assert PLACES.keys() == set(Told) - {Told.FINDER, Told.ENTERPRISE}
    wired = {verb for (kind, verb), named in REACTIONS.items() if "cases.tell" in named}
    assert wired == set(TABLE)


def test_sentences_name_a_case_by_its_number_alone() -> None:
    for rows in TABLE.values():
        for row in rows:
            assert row.text.format(number="1", due="2")


def test_what_enterprises_think_is_told_to_who_oversees_alone_and_to_no_program() -> None:
    for verb in OF_THE_ENTERPRISE:
        assert {row.to for row in TABLE[verb]} == {Told.OVERSEER}
        assert verb not in HOOKED


def test_a_case_is_told_along_its_road(city: City) -> None:
    case = dispatched(city, part=["ng-finance"])
    now = START + HOUR
    city.do("utilities", A.ACCEPT, case, now)
    city.do("utilities", A.ASK_EXTENSION, case, now, amount="3 工作日", reason="等设备")
    assert texts(city, now) == {
        "dispatcher": [
            "Case {number} has come to your dispatch room.",
            "Something is asked in case {number} that waits for your ruling.",
        ],
        "utilities": ["Case {number} was assigned to your unit."],
        "finance": ["Your unit was asked to help with case {number}."],
    }
    city.do("dispatcher", A.REFUSE, case, now + HOUR, reason="来得及")
    city.do("finance", A.ACCEPT, case, now + HOUR)
    city.do("finance", A.CONTRIBUTE, case, now + HOUR, text="资金已到")
    city.do("utilities", A.REPLY, case, now + HOUR, outcome="solved", text="接通了")
    found = texts(city, now + HOUR)
    assert found["utilities"][1:] == ["What your unit asked for in case {number} was refused."]
    assert found["official"] == ["An answer in case {number} is there: your unit is next."]
    assert json.loads(Message.objects.latest("id").sentence)["facts"] == {"number": case.number}


def test_a_return_goes_to_the_room_and_its_ruling_to_the_unit(city: City) -> None:
    case = dispatched(city, "ng-finance")
    city.do("finance", A.ACCEPT, case, START + HOUR)
    city.do("finance", A.HAND_BACK, case, START + HOUR, reason="不属本组", proposal="要素保障组", ground="duty")
    told(city, START + HOUR)
    city.do("dispatcher", A.RULE, case, START + 2 * HOUR, upheld=True, reason="确有误")
    city.do("dispatcher", A.ESCALATE, case, START + 3 * HOUR, why="需市里定")
    found = texts(city, START + 3 * HOUR)
    assert found["finance"][-1] == "The return that your unit asked for in case {number} was ruled on."
    assert found["city_dispatcher"] == ["Case {number} has come to your dispatch room."]
    assert found["dispatcher"] == [
        "Case {number} has come to your dispatch room.",
        "Something is asked in case {number} that waits for your ruling.",
    ]


def test_a_contest_is_told_to_who_oversees_and_that_it_is_back_to_the_unit(city: City) -> None:
    case = dispatched(city)
    city.do("utilities", A.ACCEPT, case, START + HOUR)
    city.do("utilities", A.REPLY, case, START + HOUR, outcome="solved", text="接通了")
    city.do("official", A.ASK, case, START + HOUR, channel="phone", arrived_on=START.date())
    city.do("enterprise", A.CONTEST, case, START + 2 * HOUR, text="没有接通")
    found = texts(city, START + 2 * HOUR)
    assert found["supervisor"] == ["In case {number} the enterprise doesn't agree with the answer."]
    assert found["utilities"][-1] == "Case {number} is in your unit's hands again."
    assert not [text for text in found["utilities"] if "enterprise" in text]


@pytest.mark.parametrize(("stars", "heard"), [(5, False), (3, False), (2, True), (1, True)])
def test_a_low_rating_reaches_the_overseer_and_never_who_has_a_seat_in_the_unit_rated(
    city: City, stars: int, heard: bool
) -> None:
    both = city.staff["utilities"].pk
    give_role(CLOCK, both, role=Role.SUPERVISOR, org_id=city.org("cc-super"), since=START.date(), now=START)
    case = dispatched(city)
    city.do("utilities", A.ACCEPT, case, START + HOUR)
    city.do("utilities", A.REPLY, case, START + HOUR, outcome="solved", text="接通了")
    drain(START + HOUR)
    before = set(Message.objects.values_list("pk", flat=True))
    enterprise = Actor(enterprise=case.enterprise_id, case=case.pk)
    rate(enterprise, case.pk, result_rating=stars, now=START + 2 * HOUR)
    complain(enterprise, case.pk, text="没人来看过", now=START + 2 * HOUR)
    drain(START + 2 * HOUR)
    new = Message.objects.exclude(pk__in=before)
    assert set(new.values_list("account", flat=True)) == {city.staff["supervisor"].account_id}
    assert new.count() == 1 + heard


def test_a_deadline_that_comes_near_is_told_with_its_moment(city: City) -> None:
    case = dispatched(city)
    city.do("utilities", A.ACCEPT, case, START + HOUR)
    drain(START + HOUR)
    due = case.clocks.filter(remind_at__isnull=False).order_by("remind_at").first()
    assert due is not None and due.remind_at is not None
    now = due.remind_at + HOUR
    assert clockwork.remind(now)
    drain(now)
    entries = Entry.objects.filter(kind="case", verb="reminded").values_list("pk", flat=True)
    found = Message.objects.filter(entry__in=entries)
    assert found.exists() and all(message.urgent for message in found)
    assert {"number", "due"} == set(json.loads(found[0].sentence)["facts"])


def test_repeating_tells_nobody_twice_and_who_did_it_is_not_told(city: City) -> None:
    dispatched(city)
    drain(START + HOUR)
    before = Message.objects.count()
    for entry in Entry.objects.filter(kind="case", verb__in=TABLE):
        tell(entry, now=START + HOUR)
    assert Message.objects.count() == before
    doers = dict(Entry.objects.values_list("pk", "account"))
    assert not [message for message in Message.objects.all() if doers[message.entry] == message.account_id]
    assert not Reaction.objects.filter(done_at=None).exists()
    assert not list(everything())


def test_a_message_that_somebody_slipped_in_is_found(city: City) -> None:
    dispatched(city)
    drain(START + HOUR)
    held = Message.objects.latest("id")
    slipped = Message.objects.create(
        account=held.account,
        entry=10**9,
        kind="case",
        subject=held.subject,
        sentence=held.sentence,
        urgent=False,
        at=START,
    )
    assert [(found.table, found.row) for found in everything()] == [("messages_message", slipped.pk)]


def test_nobody_is_told_what_they_no_longer_see_nor_at_a_seat_they_left(city: City) -> None:
    case = dispatched(city)
    drain(START + HOUR)
    utilities = city.actor("utilities")
    assert visible(utilities).count() == unread(utilities) == 1
    staff = city.staff["utilities"].pk
    give_role(CLOCK, staff, role=Role.LEADER, org_id=city.org("ng"), since=START.date(), now=START + HOUR)
    end_role(
        CLOCK, staff, role=Role.HANDLER, org_id=city.org("ng-utilities"), until=START.date() + DAY, now=START + HOUR
    )
    as_leader = replace(utilities, seats=city.actor("leader").seats)
    assert sees(as_leader).filter(pk=case.pk).exists() and not visible(as_leader).exists()
    with pytest.raises(Exception, match="nothing here"):
        open_message(as_leader, Message.objects.filter(account=utilities.account).get().pk, now=START + HOUR)


def test_administrators_and_strangers_are_told_nothing_of_cases(city: City) -> None:
    dispatched(city)
    drain(START + HOUR)
    for part in ("administrator", "security", "auditor"):
        assert not visible(city.actor(part)).exists() and unread(city.actor(part)) == 0
    assert not visible(Actor()).exists() and not visible(CLOCK).exists()


def test_reading_is_noted_for_oneself_and_leaves_no_trace(city: City) -> None:
    dispatched(city)
    drain(START + HOUR)
    entries, utilities = Entry.objects.count(), city.actor("utilities")
    message = visible(utilities).get()
    with pytest.raises(Exception, match="nothing here"):
        open_message(city.actor("finance"), message.pk, now=START + HOUR)
    assert read_all(city.actor("finance"), upto=message.pk, now=START + HOUR) == 0
    assert unread(utilities) == 1
    assert open_message(utilities, message.pk, now=START + HOUR).read
    assert open_message(utilities, message.pk, now=START + HOUR).read
    assert unread(utilities) == 0 and Entry.objects.count() == entries


def came(city: City, now: dt.datetime) -> None:
    """A need that lies at the dispatch room."""
    city.do("official", A.SUBMIT, city.record(now), now, why="需要部门办理")


def test_reading_all_leaves_what_came_since(city: City) -> None:
    came(city, START)
    drain(START + HOUR)
    dispatcher = city.actor("dispatcher")
    first = visible(dispatcher).latest("id").pk
    came(city, START + HOUR)
    drain(START + 2 * HOUR)
    assert read_all(dispatcher, upto=first, now=START + 2 * HOUR) == 1
    assert unread(dispatcher) == 1
    assert [row.read for row in visible(dispatcher).order_by(*NEWEST)] == [False, True]


def test_telling_costs_the_same_whatever_was_told_before(city: City) -> None:
    costs = []
    for n in range(3):
        dispatched(city, now=START + n * HOUR)
        entry = Entry.objects.filter(verb="assigned").latest("id")
        with CaptureQueriesContext(connection) as asked:
            tell(entry, now=START + n * HOUR + HOUR / 2)
        costs.append(len(asked))
        drain(START + n * HOUR + HOUR)
    assert max(costs) <= 25 and costs[1] == costs[2]
