"""What passes with a unit that ends, a kind a test: who answers for it then, what of it stays as it was, and what stays behind."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cases.town import HOUR, add_person, add_unit, edition, replied
from tests.cast import START, City, stage
from tests.common.needs import METER, METER_TOO, opened
from tests.common.needs import told as need
from tests.contacts.going import D, planned, visited
from tests.voice.conftest import told as said
from zhuqi.base.errors import Refused
from zhuqi.core import succession
from zhuqi.core.access.actor import CLOCK, Role, of_enterprise
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages.models import Sending, Subscription
from zhuqi.core.messages.queries import org_sees
from zhuqi.domain.cases.actions.subscribing import end_subscription, subscribe
from zhuqi.domain.cases.models import Clock
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.common import actions as common
from zhuqi.domain.common.queries import issues
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions import leave, merge_unit, retire
from zhuqi.domain.directory.actions.ending import carry_out_endings
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.errands import queries as errands
from zhuqi.domain.errands.actions import stop, take_on
from zhuqi.domain.errands.rules import ErrandMode, Why
from zhuqi.domain.liaison.actions import appoint, confirm_proposal, propose, say_who_comes
from zhuqi.domain.liaison.models import Acquaintance, Handover, Liaison, Post, Proposal
from zhuqi.domain.liaison.queries import bound_group, proposing
from zhuqi.domain.liaison.rules import Duty, Knows
from zhuqi.domain.visits.actions import drop_plan, end_promise, move_plan
from zhuqi.domain.visits.queries import promised
from zhuqi.domain.visits.rules.promises import Kept, Promised
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.queries import calls, sight
from zhuqi.domain.voice.rules import Act

pytestmark = pytest.mark.django_db
DAY = START.date()
MIDNIGHT = (START + D(days=1)).replace(hour=0)
NEXT = MIDNIGHT + 9 * HOUR


@pytest.fixture
def city() -> City:
    """The cast, and a second group in the first one's team, led by somebody of its own."""
    made = stage()
    add_unit(made, "xf-heir", Kind.GROUP, "xf-team")
    add_person(made, "heir", Role.TEAM_LEAD, "xf-heir")
    return made


def end(city: City, old: str = "xf-group", new: str = "xf-heir") -> None:
    """The one goes up in the other at midnight; nothing lies with it then, and everything is as it was booked."""
    merge_unit(CLOCK, city.org(old), into_id=city.org(new), on=MIDNIGHT.date(), now=START + 10 * HOUR)
    assert carry_out_endings(MIDNIGHT) == 1
    drain(MIDNIGHT)
    assert succession.lying(city.org(old)) == ()
    assert [str(one.sentence) for one in everything()] == []


def lies(city: City, org: str = "xf-group") -> dict[str, int]:
    return {one.code: one.n for one in succession.lying(city.org(org))}


def test_contacts_that_are_planned_are_the_others_and_what_was_held_stays(city: City) -> None:
    held = visited(city, days=0, n=1)
    plan, gone = planned(city, days=9), planned(city, days=20, n=1)
    drop_plan(city.actor("official"), gone.pk, state=ContactState.CANCELLED, why="演练", seen=1, now=START)
    assert lies(city)["visits"] == 1
    end(city)
    old, new = city.org("xf-group"), city.org("xf-heir")
    units = {row.pk: row.unit_id for row in Contact.objects.all()}
    assert units == {plan.contact_id: new, held.contact_id: old, gone.contact_id: old}
    contact = Contact.objects.get(pk=plan.contact_id)
    assert (contact.day, contact.state) == (DAY + D(9), ContactState.PLANNED)
    with pytest.raises(Refused, match="xf-heir"):
        planned(city, "dispatcher", days=10, now=NEXT)
    move_plan(city.actor("heir"), plan.pk, day=DAY + D(12), seen=contact.version, now=NEXT)


def test_promises_are_the_others_by_the_same_day_and_what_was_kept_stays(city: City) -> None:
    promises = [Promised("周五前回话", DAY + D(4)), Promised("送政策", DAY + D(9))]
    kept, open_ = visited(city, promises=promises).promises.order_by("pk")
    end_promise(city.actor("official"), kept.pk, state=Kept.KEPT, why="演练", seen=1, now=START + 9 * HOUR)
    assert lies(city)["promises"] == 1
    end(city)
    kept.refresh_from_db()
    open_.refresh_from_db()
    assert (kept.unit_id, open_.unit_id) == (city.org("xf-group"), city.org("xf-heir"))
    assert (open_.due, open_.staff_id, open_.state) == (DAY + D(9), city.staff["official"].pk, Kept.OPEN)
    head = city.actor("heir")
    assert promised.promise(head, open_.pk) == open_
    end_promise(head, open_.pk, state=Kept.KEPT, why="演练", seen=open_.version, now=NEXT)
    assert [str(one.sentence) for one in everything()] == []


def test_errands_are_the_others_and_those_that_are_over_stay(city: City) -> None:
    typed: dict[str, Any] = {"mode": ErrandMode.AGENT, "office": "演练审批局", "due": DAY + D(9), "now": START}
    official, firm = city.actor("official"), city.enterprises[0].pk
    live, over = (take_on(official, firm, matter=matter, **typed) for matter in ("演练许可", "演练备案"))
    stop(official, over.pk, why=Why.WITHDRAWN, note="演练", seen=1, now=START)
    assert lies(city)["errands"] == 1
    end(city)
    live.refresh_from_db()
    over.refresh_from_db()
    assert (live.unit_id, over.unit_id) == (city.org("xf-heir"), city.org("xf-group"))
    assert (live.staff_id, live.due) == (city.staff["official"].pk, DAY + D(9))
    assert list(errands.live(city.actor("heir"))) == [live]
    assert not errands.unattended(city.actor("dispatcher"), NEXT.date()).exists()


def test_common_issues_are_the_others_and_those_that_are_over_stay(city: City) -> None:
    cases = [need(city, METER), need(city, METER_TOO, firm=1)]
    issue, over = opened(city, cases), opened(city, cases, title="接表贵")
    common.give_up(city.actor("dispatcher"), over.pk, text="并入另一件。", now=START + 2 * HOUR)
    assert lies(city, "ng-utilities")["issues"] == 1
    end(city, "ng-utilities", "ng-finance")
    issue.refresh_from_db()
    over.refresh_from_db()
    assert (issue.owner_id, over.owner_id) == (city.org("ng-finance"), city.org("ng-utilities"))
    owner = city.actor("finance")
    assert list(issues.visible(owner)) == [issue]
    common.take_up(owner, issue.pk, text="正核对。", due_on=DAY + D(9), now=NEXT)
    assert not issues.visible(city.actor("utilities")).filter(pk=issue.pk).exists()


def test_needs_in_the_tray_lie_with_the_other_room_by_the_same_hour(city: City) -> None:
    voice = said(city, desk="mz-desk")
    assert lies(city, "mz-desk")["needs"] == 1
    end(city, "mz-desk", "ng-desk")
    passed = Voice.objects.get(pk=voice.pk)
    assert (passed.desk_id, passed.due, passed.told_at) == (city.org("ng-desk"), voice.due, START)
    room = city.actor("dispatcher")
    assert Act.TAKE_IN in sight.actions(room, sight.one(room, voice.pk))


def test_calls_that_wait_are_made_by_the_other_by_the_same_day(city: City) -> None:
    case = replied(city)
    before = Clock.objects.get(case=case, tick="ask")
    assert before.unit_id == city.org("xf-group") and lies(city)["answers"] == 1
    add_person(city, "caller", Role.OFFICIAL, "xf-heir")
    caller = city.actor("caller")
    assert not lists.waiting(caller).filter(pk=case.pk).exists()
    merge_unit(CLOCK, city.org("xf-group"), into_id=city.org("xf-heir"), on=DAY + D(2), now=START + D(days=1, hours=2))
    assert carry_out_endings(MIDNIGHT + D(1)) == 1
    drain(MIDNIGHT + D(1))
    after = Clock.objects.get(case=case, tick="ask")
    assert (after.unit_id, after.due) == (city.org("xf-heir"), before.due)
    assert lists.waiting(caller).filter(pk=case.pk).exists()
    assert calls.may_call(calls.calling(caller, case, NEXT + D(1)))
    assert [str(one.sentence) for one in everything()] == []


def test_programs_of_the_one_are_told_of_what_the_other_sees(city: City) -> None:
    admin = city.actor("administrator")
    told: dict[str, Any] = {"address": "https://hooks.example.com/in", "names": ["assigned"]}
    live, over = (
        subscribe(admin, city.org("ng-utilities"), name=name, **told, now=START)[0] for name in ("平台", "旧平台")
    )
    end_subscription(admin, over.pk, now=START)
    assert lies(city, "ng-utilities")["subscriptions"] == 1
    end(city, "ng-utilities", "ng-finance")
    held = {row.pk: row.org for row in Subscription.objects.all()}
    assert held == {live.pk: city.org("ng-finance"), over.pk: city.org("ng-utilities")}
    case = city.record(NEXT)
    city.do("official", Action.SUBMIT, case, NEXT, why="演练")
    city.do("dispatcher", Action.SCREEN, case, NEXT, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, case, NEXT, lead_id=city.org("ng-finance"))
    drain(NEXT)
    assert Sending.objects.filter(subscription=live.pk).count() == 1
    live.refresh_from_db()
    assert org_sees(live, "case", case.pk) and not Sending.objects.filter(subscription=over.pk).exists()


def test_posts_are_held_at_the_other_with_the_role_and_without_a_day_between(city: City) -> None:
    assert lies(city)["posts"] == 2
    keeper = city.staff["keeper"]
    appoint(CLOCK, keeper.pk, org_id=city.org("xf-heir"), duty=Duty.HOLDS_ENTERPRISES, since=DAY, now=START)
    end(city)
    day = MIDNIGHT.date()
    assert set(Post.objects.filter(org=city.org("xf-group")).values_list("until", flat=True)) == {day}
    heirs = Post.objects.filter(org=city.org("xf-heir"), until=None)
    since = {(row.staff.code, row.duty): row.since for row in heirs.select_related("staff")}
    assert since == {
        ("official", Duty.HOLDS_ENTERPRISES): day,
        ("keeper", Duty.HOLDS_GROUP): day,
        ("keeper", Duty.HOLDS_ENTERPRISES): DAY,
    }
    account = keeper.account_id
    assert account is not None
    for asked in (day - D(1), day):
        seats = {(seat.role, seat.org) for seat in directory.actor(account, asked).seats}
        assert (Role.TEAM_LEAD, city.org("xf-heir" if asked == day else "xf-group")) in seats


def test_one_of_another_kind_takes_the_links_and_no_duty_of_a_group(city: City) -> None:
    merge: dict[str, Any] = {"on": MIDNIGHT.date(), "now": START + 10 * HOUR}
    retire(CLOCK, city.org("xf-group"), successor_id=city.org("ng-planning"), **merge)
    assert carry_out_endings(MIDNIGHT) == 1
    drain(MIDNIGHT)
    assert not Post.objects.filter(duty=Duty.HOLDS_GROUP, until=None).exists()
    held: list[Any] = list(Liaison.objects.filter(until=None).values_list("place", "group", "staff").distinct())
    assert held == [(city.org("ng-planning"), None, city.staff["official"].pk)]
    assert [str(one.sentence) for one in everything()] == []


def test_a_link_that_is_proposed_is_proposed_from_the_other(city: City) -> None:
    chain = "联系:\n  形式: 责任链\n  责任链: [{职责: 包企}]\n"
    edition(city, "mz", DAY, ("\n办理:\n", f"\n{chain}\n办理:\n"))
    room = city.actor("dispatcher")
    made = propose(room, city.org("ng"), now=START + HOUR)
    assert proposing.rows(made).get().group_id == city.org("xf-group")
    end(city)
    assert proposing.rows(made).get().group_id == city.org("xf-heir")
    seen = Proposal.objects.get(pk=made.pk).version
    confirm_proposal(room, made.pk, seen=seen, now=NEXT)
    held = Liaison.objects.get(enterprise=city.enterprises[2], until=None)
    assert (held.staff_id, held.group_id) == (city.staff["official"].pk, city.org("xf-heir"))


def test_links_go_on_with_the_same_official_and_what_the_enterprise_said_stays_said(city: City) -> None:
    firm = city.enterprises[0].pk
    before = Liaison.objects.get(enterprise=firm, until=None)
    say_who_comes(of_enterprise(firm), before.pk, answer=Knows.YES, now=START)
    assert lies(city)["links"] == 2
    end(city)
    before.refresh_from_db()
    after = Liaison.objects.get(enterprise=firm, until=None)
    heir, day = city.org("xf-heir"), MIDNIGHT.date()
    assert (before.until, after.since, after.staff_id) == (day, day, before.staff_id)
    assert (after.group_id, after.place_id) == (heir, heir)
    assert Acquaintance.objects.get(liaison=after).answer == Knows.YES
    group = bound_group(firm, day)
    assert group is not None and group.pk == heir
    assert directory.visible(city.actor("heir")).filter(pk=firm).exists()


def test_enterprises_that_wait_for_who_follows_wait_with_the_other(city: City) -> None:
    leave(CLOCK, city.staff["official"].pk, on=DAY, now=START)
    drain(START)
    assert lies(city)["handovers"] == 2
    end(city)
    waiting: set[Any] = set(Handover.objects.values_list("place", "successor"))
    assert waiting == {(city.org("xf-heir"), None)}
    assert directory.visible(city.actor("heir")).filter(pk=city.enterprises[0].pk).exists()


def test_what_nobody_answers_for_yet_is_named_in_full_before_it_passes(city: City) -> None:
    """Every kind that the table of rooms knows is counted where it lies; and nothing is counted that doesn't pass."""
    planned(city, days=9)
    visited(city, n=1, promises=[Promised("回话", DAY + D(4))])
    assert lies(city) == {"posts": 2, "links": 2, "visits": 1, "promises": 1}
    end(city)
    assert lies(city, "xf-heir") == {"posts": 2, "links": 2, "visits": 1, "promises": 1}
