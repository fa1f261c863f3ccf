"""Who is told what of plans, promises, duties, errands, hand-overs and needs: each by its room's own table."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import START, City
from tests.contacts.going import MONDAY, D, on, planned, ruled, visited
from tests.messages.conftest import HOUR, mailed
from tests.messages.conftest import told as by_part
from tests.voice.conftest import told as told_need
from zhuqi.base.words import Sentence
from zhuqi.core.access.actor import CLOCK, Actor, Role, of_enterprise
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages.models import Message, Sending
from zhuqi.core.messages.queries import visible
from zhuqi.core.messages.rules import OWN, as_stored, revived
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.directory.actions import leave
from zhuqi.domain.directory.actions.roles import give_role
from zhuqi.domain.errands import actions as errands
from zhuqi.domain.errands.actions import telling as errand_telling
from zhuqi.domain.errands.rules import ErrandMode
from zhuqi.domain.liaison.actions import bind, hand_over, note_handover, release, say_who_comes
from zhuqi.domain.liaison.models import Handover, Liaison
from zhuqi.domain.liaison.rules import Knows
from zhuqi.domain.visits.actions import drop_plan, end_promise, explain_zero, move_plan
from zhuqi.domain.visits.actions import telling as visit_telling
from zhuqi.domain.visits.models import Promise
from zhuqi.domain.visits.rules.promises import Kept, Promised
from zhuqi.domain.voice.actions import doubt
from zhuqi.interfaces.web.accounts.messages import LISTS, PAGES
from zhuqi.reactions import TELL

WORD = Promised("周五前回话", MONDAY + D(4))
FIRM = "演练001"


def said(city: City, now: dt.datetime) -> dict[str, list[str]]:
    """{part: the sentences it is told, filled, oldest first}."""
    return {part: [str(revived(one)) for one in told] for part, told in by_part(city, now).items()}


def sound() -> list[str]:
    return [str(found.sentence) for found in everything()]


def test_every_line_of_every_room_names_nobody_and_leads_somewhere() -> None:
    for _, table in TELL.values():
        for lines in table.values():
            for line in lines:
                assert line.text.format(number="1", due="2", day="3", n=4)
    assert PAGES.keys() | LISTS.keys() >= OWN


def test_days_come_back_from_what_is_stored_as_they_went_in() -> None:
    facts = {"day": MONDAY, "at": START, "n": 1, "number": "1"}
    assert revived(as_stored(Sentence("{day}", facts))).facts == facts


def test_who_goes_is_told_of_a_plan_and_of_what_becomes_of_it(city: City) -> None:
    goers = [city.staff["keeper"].pk, city.staff["official"].pk]
    plan = planned(city, days=2, people=goers)
    assert said(city, START) == {"keeper": ["You go on a visit on 2019-05-15."]}
    moved = move_plan(city.actor("official"), plan.pk, day=MONDAY + D(3), seen=1, now=START + HOUR)
    assert said(city, START + HOUR)["keeper"][1:] == ["A visit that you go on is now on 2019-05-16."]
    enterprise = of_enterprise(city.enterprises[0].pk)
    drop_plan(enterprise, moved.pk, state=ContactState.DECLINED, seen=2, now=START + 2 * HOUR)
    found = said(city, START + 2 * HOUR)
    assert found["keeper"][2:] == found["official"] == ["The enterprise declined the visit of 2019-05-16."]
    assert not [message for message in Message.objects.all() if FIRM in message.sentence]
    assert sound() == []


def test_a_plan_that_was_called_off_meanwhile_is_told_as_that_alone(city: City) -> None:
    goers = [city.staff["keeper"].pk, city.staff["official"].pk]
    plan = planned(city, days=2, people=goers)
    drop_plan(city.actor("official"), plan.pk, state=ContactState.CANCELLED, why="改日", seen=1, now=START)
    assert said(city, START) == {"keeper": ["The visit of 2019-05-15 that you were to go on doesn't come about."]}


def test_who_goes_there_already_is_told_that_another_unit_comes_along(city: City) -> None:
    first = planned(city, days=2)
    planned(city, "leader", days=2, join=first.contact_id)
    assert said(city, START)["official"] == ["Another unit goes together with you on the visit of 2019-05-15."]


def test_a_visit_written_down_without_a_plan_is_told_as_none(city: City) -> None:
    visited(city, asked="看用电", asked_on=MONDAY)
    assert said(city, on(0, 19)) == {}


def test_a_promise_is_told_before_its_day_and_after_it_once_each(city: City) -> None:
    visited(city, promises=[WORD, Promised("问过市里", MONDAY + D(40))])
    assert visit_telling.remind(on(0, 19)) == 0
    assert visit_telling.remind(on(1)) == 1 and visit_telling.remind(on(2)) == 0
    assert said(city, on(2)) == {"official": ["What you promised on a visit is due on 2019-05-17."]}
    assert visit_telling.remind(on(4, 23)) == 0
    assert visit_telling.remind(on(5)) == 1 and visit_telling.remind(on(6)) == 0
    found = said(city, on(6))
    assert found["official"][1:] == ["What you promised on a visit was due on 2019-05-17, and isn't noted as kept."]
    assert found["keeper"] == [
        "What was promised on a visit of your unit was due on 2019-05-17, and isn't noted as kept."
    ]
    assert found.keys() == {"official", "keeper"} and sound() == []


def test_a_promise_that_was_kept_is_told_of_no_more(city: City) -> None:
    made = visited(city, promises=[WORD])
    assert visit_telling.remind(on(1)) == 1
    row = Promise.objects.get(visit=made)
    end_promise(city.actor("keeper"), row.pk, state=Kept.KEPT, why="已回话", seen=1, now=on(1, 10))
    assert visit_telling.remind(on(9)) == 0
    assert said(city, on(9)) == {"official": ["What you promised on a visit was noted as ended."]}


QUOTA = "配额: [{角色: 包企干部, 每: 月, 至少: 1}]"


def test_a_zero_is_asked_for_at_the_end_of_its_period_once_and_of_whoever_has_one(city: City) -> None:
    ruled(city, QUOTA)
    visited(city, days=21)
    assert visit_telling.ask_for_zeros(on(30)) == 0, "there is still time"
    official, firm = city.actor("official"), city.enterprises[1].pk
    assert visit_telling.ask_for_zeros(on(45)) == 1 and visit_telling.ask_for_zeros(on(46)) == 0
    assert said(city, on(46)) == {
        "official": [
            "The period ends on 2019-06-30: 1 enterprises that you hold had no visit in it. Ask them, or say why."
        ]
    }
    explain_zero(official, firm, code="unwilling", now=on(46))
    assert sound() == []


def test_a_zero_that_is_explained_is_not_asked_for(city: City) -> None:
    ruled(city, QUOTA)
    for enterprise in city.enterprises[:2]:
        explain_zero(city.actor("official"), enterprise.pk, code="unwilling", now=on(45))
    assert visit_telling.ask_for_zeros(on(46)) == 0


def errand(city: City, **more: Any) -> Any:
    typed: dict[str, Any] = {"matter": "施工许可证", "office": "演练审批局", "due": MONDAY + D(4), **more}
    return errands.take_on(city.actor("official"), city.enterprises[0].pk, mode=ErrandMode.AGENT, **typed, now=START)


def test_an_errand_is_told_before_its_day_after_it_and_anew_where_the_day_moved(city: City) -> None:
    held = errand(city)
    assert errand_telling.remind(START) == 0
    assert errand_telling.remind(on(1)) == 1 and errand_telling.remind(on(2)) == 0
    official = city.actor("official")
    errands.postpone(official, held.pk, due=MONDAY + D(8), note="等图纸", seen=1, now=on(2, 10))
    assert errand_telling.remind(on(3)) == 0 and errand_telling.remind(on(5)) == 1
    assert errand_telling.remind(on(9)) == 1 and errand_telling.remind(on(10)) == 0
    found = said(city, on(10))
    assert found["official"][-1] == "An errand of yours was promised for 2019-05-21, and isn't over."
    assert found["keeper"] == ["An errand of your unit was promised for 2019-05-21, and isn't over."]
    assert len(found["official"]) == 3 and sound() == []


def test_an_errand_that_is_handed_on_is_told_to_both(city: City) -> None:
    held = errand(city)
    keeper = city.staff["keeper"].pk
    errands.hand_on(city.actor("dispatcher"), held.pk, staff_id=keeper, seen=1, now=START)
    assert said(city, START) == {
        "keeper": ["An errand was handed to you; it is promised for 2019-05-17."],
        "official": ["An errand of yours was handed to somebody else."],
    }


def test_a_hand_over_is_told_to_both_and_its_noting_to_who_went(city: City) -> None:
    firm, day = city.enterprises[0].pk, MONDAY
    both: dict[str, Any] = {"staff_id": city.staff["official"].pk, "successor_id": city.staff["planner"].pk}
    hand_over(city.actor("dispatcher"), firm, **both, group_id=city.org("xf-group"), since=day, now=START)
    assert said(city, START) == {
        "planner": ["From 2019-05-13 on you serve another enterprise: take note of what passes on to you."],
        "official": ["An enterprise that you serve passes to somebody else on 2019-05-13."],
    }
    note_handover(city.actor("planner"), Handover.objects.get().pk, now=START + HOUR)
    found = said(city, START + HOUR)
    assert found["official"][1:] == ["Your successor took note of what you handed over."]
    assert sound() == []


def test_that_nobody_serves_an_enterprise_is_told_to_who_leads_there_and_nothing_where_somebody_does(
    city: City,
) -> None:
    firm, group, official = city.enterprises[0].pk, city.org("xf-group"), city.staff["official"].pk
    bind(CLOCK, firm, staff_id=city.staff["planner"].pk, group_id=group, since=MONDAY, now=START)
    release(city.actor("dispatcher"), firm, staff_id=city.staff["planner"].pk, until=MONDAY, now=START)
    assert said(city, START) == {"planner": ["From 2019-05-13 on an enterprise isn't yours to serve any more."]}
    release(city.actor("dispatcher"), firm, staff_id=official, until=MONDAY, now=START + HOUR)
    found = said(city, START + HOUR)
    assert found["keeper"] == ["From 2019-05-13 on an enterprise of your unit has no official."]


def test_of_whoever_leaves_one_message_tells_how_many_enterprises_wait(city: City) -> None:
    leave(CLOCK, city.staff["official"].pk, on=MONDAY, now=START)
    assert said(city, START) == {"keeper": ["Somebody left your unit: 2 enterprises wait for who follows."]}
    assert sound() == []


def test_that_an_enterprise_does_not_know_its_official_reaches_who_supervises_and_nobody_of_the_unit(
    city: City,
) -> None:
    give_role(
        CLOCK, city.staff["keeper"].pk, role=Role.SUPERVISOR, org_id=city.org("cc-super"), since=MONDAY, now=START
    )
    for n, (answer, heard) in enumerate(((Knows.YES, 0), (Knows.NO, 1))):
        enterprise, now = of_enterprise(city.enterprises[n].pk), START + n * HOUR
        link = Liaison.objects.get(enterprise=city.enterprises[n], until=None)
        say_who_comes(enterprise, link.pk, answer=answer, now=now)
        found = said(city, now)
        assert found.keys() == ({"supervisor"} if heard else set())


def test_a_need_without_an_account_is_told_to_its_room_and_a_doubt_to_who_supervises(city: City) -> None:
    told_need(city)
    made = visited(city)
    doubt(of_enterprise(city.enterprises[0].pk), made.pk, text="没有人来", now=on(0, 19))
    assert said(city, on(0, 20)) == {
        "dispatcher": ["An enterprise told your room a need, without an account."],
        "supervisor": ["An enterprise says that a visit didn't take place as it is written down."],
    }
    assert sound() == []


def test_what_is_ones_own_is_read_by_oneself_and_at_the_seat_at_which_it_was_told(city: City) -> None:
    visited(city, promises=[WORD])
    visit_telling.remind(on(5))
    drain(on(5))
    for part in ("official", "keeper"):
        (message,) = visible(city.actor(part))
        assert message.account_id == city.staff[part].account_id
    keeper = city.actor("keeper")
    assert not visible(Actor(account=keeper.account)).exists(), "the seat is gone"
    for part in ("administrator", "leader", "dispatcher", "enterprise"):
        assert not visible(city.actor(part)).exists()


def test_repeating_tells_nobody_of_any_room_twice(city: City) -> None:
    visited(city, promises=[WORD])
    errand(city)
    visit_telling.remind(on(5))
    errand_telling.remind(on(5))
    drain(on(5))
    before = Message.objects.count()
    for tell, table in TELL.values():
        for kind, verb in table:
            for entry in Entry.objects.filter(kind=kind, verb=verb):
                tell(entry, now=on(5))
    assert Message.objects.count() == before > 3


@pytest.mark.parametrize(("hour", "at"), [(9, 9), (23, 31)])
def test_quiet_hours_hold_for_what_is_not_urgent_of_every_room(city: City, mail: None, hour: int, at: int) -> None:
    mailed(city, "keeper")
    goers = [city.staff["keeper"].pk, city.staff["official"].pk]
    planned(city, days=2, people=goers, now=on(0, hour))
    drain(on(0, hour))
    assert Sending.objects.get().due_at == START + dt.timedelta(hours=at - 9)
