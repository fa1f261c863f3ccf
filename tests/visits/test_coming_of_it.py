"""What comes of a visit: cases, promises, reach of a round, coverage, reasons for a zero."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import START, City, stage
from tests.contacts.going import MONDAY, D, history, on, planned, ruled, visited
from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.core.access.actor import CLOCK, of_enterprise
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Case
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.visits.actions import aim, end_promise, explain_zero, open_round
from zhuqi.domain.visits.actions.entering import enter_old
from zhuqi.domain.visits.models import NeedFound, Promise, Visit
from zhuqi.domain.visits.queries import coverage, duties, promised, reaching
from zhuqi.domain.visits.rules import Mode
from zhuqi.domain.visits.rules.promises import Kept, Need, Promised, late

NEED = Need("三相电增容", "新设备六月到厂", "utilities")
WORD = Promised("周五前回话", MONDAY + D(4))


@pytest.fixture
def city(db: None) -> Iterator[City]:
    yield stage()
    assert [str(found.sentence) for found in everything()] == []


def test_needs_become_cases_and_promises_are_kept_in_mind(city):
    made = visited(city, needs=[NEED, Need("缺工", "两个月招不到人", "labour")], promises=[WORD], said="看了车间")
    cases = [need.case for need in made.needs.order_by("pk")]
    assert [(case.title, case.found_on, case.channel) for case in cases] == [
        ("三相电增容", MONDAY, "visit"),
        ("缺工", MONDAY, "visit"),
    ]
    row = made.promises.get()
    assert (row.text, row.due, row.state, row.staff.code) == ("周五前回话", MONDAY + D(4), "open", "official")
    assert made.words.text == "看了车间"
    assert list(promised.mine(city.actor("official"))) == [row]
    assert list(promised.visible(of_enterprise(city.enterprises[0].pk))) == [row]


def test_a_need_that_cant_be_taken_leaves_nothing_behind(city):
    with pytest.raises(Invalid):
        visited(city, needs=[NEED, Need("缺工", "两个月招不到人", "no such kind")], promises=[WORD])
    assert not (Visit.objects.exists() or Case.objects.exists() or Promise.objects.exists())
    assert not (NeedFound.objects.exists() or Contact.objects.exists())


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"mode": Mode.ASKED, "needs": [NEED]}, "mode"),
        ({"promises": [Promised("回话", MONDAY - D(1))]}, "promises"),
        ({"promises": [Promised("回话", MONDAY + D(400))]}, "promises"),
        ({"promises": [Promised(" ", MONDAY)]}, "promises"),
        ({"promises": [WORD] * 11}, "needs"),
        ({"said": "长" * 2001}, "said"),
    ],
)
def test_what_cant_have_come_of_it_is_told_at_its_field(city, more, field):
    with pytest.raises(Invalid) as caught:
        visited(city, **more)
    assert set(caught.value.fields) == {field}


def test_asked_and_nothing_needed_is_a_visit(city):
    made = visited(city, mode=Mode.ASKED)
    assert (made.mode, made.contact.how) == ("asked", "asked")


def test_a_promise_ends_once_with_its_reason_by_whoever_made_it(city):
    row = visited(city, promises=[WORD]).promises.get()
    end: dict[str, Any] = {"state": Kept.KEPT, "why": "电话回了", "seen": 1, "now": on(1)}
    with pytest.raises(Refused, match="ended by whoever made it"):
        end_promise(city.actor("leader"), row.pk, **end)
    with pytest.raises(Missing):
        end_promise(city.actor("town_dispatcher"), row.pk, **end)
    with pytest.raises(Invalid):
        end_promise(city.actor("official"), row.pk, **{**end, "why": ""})
    with pytest.raises(Invalid):
        end_promise(city.actor("official"), row.pk, **{**end, "state": Kept.OPEN})
    with pytest.raises(Stale):
        end_promise(city.actor("official"), row.pk, **{**end, "seen": 2})
    done = end_promise(city.actor("official"), row.pk, **end)
    assert (done.state, done.ended_on, done.why) == ("kept", MONDAY + D(1), "电话回了")
    with pytest.raises(Refused, match="ended already"):
        end_promise(city.actor("dispatcher"), row.pk, **end)


@pytest.mark.parametrize(("state", "days", "told"), [("open", 0, False), ("open", 1, True), ("kept", 9, False)])
def test_a_promise_is_late_when_its_last_day_is_over(state, days, told):
    assert late(Kept(state), MONDAY, MONDAY + D(days)) is told


def test_late_promises_are_those_in_sight_that_stand(city):
    row = visited(city, promises=[WORD]).promises.get()
    dispatcher = city.actor("dispatcher")
    assert not promised.late(dispatcher, MONDAY + D(4)).exists()
    assert list(promised.late(dispatcher, MONDAY + D(5))) == [row]
    assert not promised.late(city.actor("town_dispatcher"), MONDAY + D(5)).exists()


def test_a_round_reaches_those_it_aims_at(city):
    held = open_round(CLOCK, city.org("ng"), name="第一轮", since=MONDAY, now=START)
    desk = city.actor("dispatcher")
    with pytest.raises(Invalid):
        aim(desk, held.pk, enterprise_ids=[10**6], now=START)
    with pytest.raises(Refused, match="may open it"):
        aim(city.actor("official"), held.pk, all_held=True, now=START)
    aim(desk, held.pk, all_held=True, now=START)
    visited(city, round_id=held.pk)
    visited(city, "dispatcher", n=2, round_id=held.pk)
    found = reaching.reach(desk, held, MONDAY)
    assert (found.aimed, found.reached, found.beside) == (2, 1, 1)
    rows = {row.enterprise_id: (row.reached, row.reached_on) for row in reaching.targets(desk, held, MONDAY)}
    assert rows == {city.enterprises[0].pk: (True, MONDAY), city.enterprises[1].pk: (False, None)}
    with pytest.raises(Invalid):
        aim(desk, held.pk, all_held=True, now=START)


@pytest.mark.parametrize(("lines", "reached"), [((), 1), (("不得以电话代替: 是",), 0)])
def test_a_call_reaches_nobody_where_nothing_stands_for_a_visit(city, lines, reached):
    ruled(city, *lines, "种类: [服务走访]")
    held = open_round(CLOCK, city.org("ng"), name="第一轮", since=MONDAY, now=START)
    aim(city.actor("dispatcher"), held.pk, all_held=True, now=START)
    visited(city, round_id=held.pk, mode=Mode.REMOTE)
    assert reaching.reach(city.actor("dispatcher"), held, MONDAY).reached == reached


def test_who_was_never_asked_comes_first_then_the_oldest(city):
    one, two, three = (firm.pk for firm in city.enterprises)
    history(city, -40, n=1)
    history(city, -90, -50, -9, n=2)
    planned(city, "official", 3)
    desk = city.actor("dispatcher")
    found: Any = coverage.unasked(desk)
    rows = found.order_by("asked_on", "pk")
    assert [(row.pk, row.asked_on) for row in rows] == [
        (one, coverage.NEVER),
        (two, MONDAY - D(40)),
        (three, MONDAY - D(9)),
    ]
    assert [row.pk for row in coverage.unasked(desk, before=MONDAY - D(30)).order_by("pk")] == [one, two]
    assert [(firm.pk, n) for firm, n in coverage.most_asked(desk, MONDAY)] == [(three, 3)]
    assert not coverage.unasked(of_enterprise(one)).exclude(pk=one).exists()


QUOTA = "配额: [{角色: 包企干部, 每: 月, 至少: 1}]"


def test_a_zero_is_explained_at_the_end_of_its_period_with_a_reason_of_the_edition(city):
    ruled(city, QUOTA)
    official, firm = city.actor("official"), city.enterprises[0].pk
    end = on(45)  # 27 June, a Thursday
    with pytest.raises(Refused, match="still time"):
        explain_zero(official, firm, code="unwilling", now=on(30))
    with pytest.raises(Invalid):
        explain_zero(official, firm, code="too busy", now=end)
    row = explain_zero(official, firm, code="unwilling", key="k", now=end)
    assert explain_zero(official, firm, code="unwilling", key="k", now=end) == row
    assert (row.since.isoformat(), row.until.isoformat()) == ("2019-06-01", "2019-07-01")
    standing = {due.enterprise.pk: due.state.standing.value for due in duties.mine(official, on(48).date())}
    assert standing == {firm: "excused", city.enterprises[1].pk: "unexplained"}
    with pytest.raises(Refused, match="no zero"):
        explain_zero(official, firm, code="unwilling", now=end)


def test_nobody_explains_a_zero_that_isnt_theirs_or_isnt_one(city):
    ruled(city, QUOTA)
    visited(city, days=40)
    for part in ("official", "dispatcher"):
        with pytest.raises(Refused, match="no zero"):
            explain_zero(city.actor(part), city.enterprises[0].pk, code="unwilling", now=on(45))


def test_visits_from_before_there_were_books_are_entered_in_them(city):
    made = [visited(city), visited(city, "keeper")]
    Visit.objects.update(contact=None)
    assert enter_old(on(3)) == 2
    rows = list(Visit.objects.order_by("pk").select_related("contact"))
    assert {row.contact.event for row in rows} == {rows[0].contact.event} and rows[0].contact_id not in {
        row.contact_id for row in made
    }
    assert enter_old(on(3)) == 0
    with pytest.raises(Refused, match="7 natural days"):
        planned(city, "dispatcher", 5, alone=True, now=on(3))
