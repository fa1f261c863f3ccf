"""Somebody goes and no colleague is named: what they promised and the visits they were to make are their unit's, and it is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.town import add_person
from tests.cast import START, City, stage
from tests.contacts.going import MONDAY, D, planned, visited
from tests.contacts.test_races import at_once
from tests.messages.conftest import told as stored
from zhuqi.base.errors import Fault, Invalid, Missing, Refused, Stale
from zhuqi.core.access.actor import CLOCK, Role, of_enterprise
from zhuqi.core.jobs.work import drain
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages.rules import revived
from zhuqi.domain.directory.actions import leave, transfer
from zhuqi.domain.directory.models import Staff
from zhuqi.domain.visits.actions import drop_plan, end_promise, hand_plan, hand_promise, record
from zhuqi.domain.visits.actions.leaving import hand_on_all
from zhuqi.domain.visits.actions.telling import remind
from zhuqi.domain.visits.models import Plan, PlanMember, Promise
from zhuqi.domain.visits.queries import planned as plans
from zhuqi.domain.visits.queries import promised
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Kept, Promised

pytestmark = pytest.mark.django_db
LATER = START + D(hours=10)
LEFT = "Somebody went: 2 promises and planned visits of your unit are kept by nobody."


def told(city: City, now: dt.datetime) -> dict[str, list[str]]:
    """What each is told, in words."""
    return {part: [str(revived(line)) for line in lines] for part, lines in stored(city, now).items()}


@pytest.fixture
def city() -> City:
    return stage()


def busy(city: City) -> tuple[Promise, Plan]:
    """The official promised something on a visit, and is to go on another."""
    (promise,) = visited(city, promises=[Promised("周五前回话", MONDAY + D(4))], now=START).promises.all()
    return promise, planned(city, days=9)


def gone(city: City, *, now: dt.datetime = LATER, **more: Any) -> Staff:
    staff = leave(CLOCK, city.staff["official"].pk, on=now.date(), now=now, **more)
    drain(now)
    assert [str(one.sentence) for one in everything()] == []
    return staff


def test_without_a_colleague_nothing_stays_in_the_name_of_who_left(city: City) -> None:
    promise, plan = busy(city)
    gone(city)
    promise.refresh_from_db()
    assert (promise.staff_id, promise.unit_id, promise.due) == (None, city.org("xf-group"), MONDAY + D(4))
    assert not PlanMember.objects.filter(plan=plan).exists()
    for part in ("keeper", "dispatcher"):
        actor = city.actor(part)
        assert list(promised.unkept(actor, LATER.date())) == [promise], part
        assert list(plans.unkept(actor, LATER.date())) == [plan], part
    assert not promised.unkept(city.actor("town_dispatcher"), LATER.date()).exists()


def test_who_leads_the_unit_is_told_once_with_the_number(city: City) -> None:
    busy(city)
    staff = gone(city)
    lines = told(city, LATER)
    assert lines["keeper"].count(LEFT) == 1
    assert not any(LEFT in lines[part] for part in lines if part != "keeper")
    entry = Entry.objects.get(kind="staff", subject=staff.pk, verb="left")
    entries = Entry.objects.count()
    hand_on_all(entry, now=LATER + D(hours=1))
    assert Entry.objects.count() == entries


def test_where_nobody_leads_it_the_room_is_told(city: City) -> None:
    busy(city)
    leave(CLOCK, city.staff["keeper"].pk, on=START.date(), now=START)
    gone(city)
    assert LEFT in told(city, LATER)["dispatcher"]


def test_a_colleague_who_serves_there_takes_both_and_nobody_is_told_of_anything_left(city: City) -> None:
    promise, plan = busy(city)
    keeper = city.staff["keeper"].pk
    gone(city, colleague_id=keeper)
    promise.refresh_from_db()
    assert (promise.staff_id, *PlanMember.objects.filter(plan=plan).values_list("staff", flat=True)) == (keeper, keeper)
    assert not promised.unkept(city.actor("dispatcher"), LATER.date()).exists()
    assert LEFT not in told(city, LATER).get("keeper", [])


def test_a_visit_on_which_others_go_too_is_theirs(city: City) -> None:
    plan = planned(city, days=9, people=[city.staff["official"].pk, city.staff["keeper"].pk])
    gone(city)
    assert list(PlanMember.objects.filter(plan=plan).values_list("staff", flat=True)) == [city.staff["keeper"].pk]
    assert not plans.unkept(city.actor("dispatcher"), LATER.date()).exists()
    assert not Entry.objects.filter(verb="left_to_unit").exists()


def test_the_unit_ends_what_was_promised_and_a_colleague_goes(city: City) -> None:
    promise, plan = busy(city)
    gone(city)
    keeper = city.actor("keeper")
    end_promise(keeper, promise.pk, state=Kept.KEPT, why="演练", seen=2, now=LATER)
    visit = record(
        keeper,
        plan.contact.enterprise_id,
        day=MONDAY + D(9),
        mode=Mode.ON_SITE,
        kind=Purpose.SERVICE,
        plan_id=plan.pk,
        now=START + D(9, hours=10),
    )
    assert visit.contact_id == plan.contact_id
    assert not plans.unkept(keeper, visit.day).exists() and not promised.unkept(keeper, visit.day).exists()
    assert [str(one.sentence) for one in everything()] == []


def test_nobody_else_disposes_of_it(city: City) -> None:
    promise, plan = busy(city)
    gone(city)
    finance = city.actor("leader")
    with pytest.raises(Refused):
        end_promise(finance, promise.pk, state=Kept.KEPT, why="演练", seen=2, now=LATER)
    with pytest.raises(Refused):
        drop_plan(finance, plan.pk, state="cancelled", why="演练", seen=1, now=LATER)  # type: ignore[arg-type]


def test_before_its_day_who_leads_the_unit_is_told_that_nobody_keeps_it(city: City) -> None:
    busy(city)
    gone(city)
    assert remind(START + D(1)) == 1
    near = f"What was promised on a visit of your unit is due on {MONDAY + D(4)}, and nobody keeps it."
    assert told(city, START + D(1))["keeper"].count(near) == 1


def test_who_goes_over_keeps_what_they_have_from_elsewhere(city: City) -> None:
    promise, plan = busy(city)
    official = city.staff["official"].pk
    transfer(CLOCK, official, unit_id=city.org("ng-finance"), colleague_id=city.staff["keeper"].pk, now=LATER)
    drain(LATER)
    promise.refresh_from_db()
    assert promise.staff_id == official, "it was promised from the group, in which they serve on"
    assert PlanMember.objects.get(plan=plan).staff_id == official


def test_what_was_left_before_the_unit_was_asked_is_on_the_list_too(city: City) -> None:
    promise, plan = busy(city)
    leave(CLOCK, city.staff["official"].pk, on=LATER.date(), now=LATER)
    assert list(promised.unkept(city.actor("keeper"), LATER.date())) == [promise]
    assert list(plans.unkept(city.actor("keeper"), LATER.date())) == [plan]


def test_the_lists_cost_the_same_whatever_their_length(city: City) -> None:
    many = [Promised(f"回话 {n}", MONDAY + D(4)) for n in range(6)]
    visited(city, promises=many, now=START)
    gone(city)
    with CaptureQueriesContext(connection) as sent:
        rows = [
            (row.staff, row.unit.name, row.enterprise.name) for row in promised.unkept(city.actor("keeper"), MONDAY)
        ]
        list(plans.unkept(city.actor("keeper"), MONDAY))
    assert len(rows) == 6 and len(sent) <= 12


def test_the_lead_gives_what_was_left_to_a_colleague_by_name_once(city: City) -> None:
    promise, plan = busy(city)
    add_person(city, "second", Role.OFFICIAL, "xf-group")
    gone(city)
    keeper, second = city.actor("keeper"), city.staff["second"].pk
    typed: dict[str, Any] = {"staff_id": second, "key": "k", "now": LATER}
    given, goes = hand_promise(keeper, promise.pk, seen=2, **typed), hand_plan(keeper, plan.pk, seen=1, **typed)
    assert hand_promise(keeper, promise.pk, seen=2, **typed) == given
    assert hand_plan(keeper, plan.pk, seen=1, **typed) == goes
    assert (given.staff_id, given.unit_id, given.due, given.version) == (second, promise.unit_id, promise.due, 3)
    assert list(PlanMember.objects.filter(plan=goes).values_list("staff", flat=True)) == [second]
    assert Entry.objects.filter(verb="plan_followed", subject=plan.pk, staff=keeper.staff).count() == 1
    assert not promised.unkept(keeper, LATER.date()).exists() and not plans.unkept(keeper, LATER.date()).exists()
    assert list(promised.mine(city.actor("second"))) == [given]
    for act, row, seen in ((hand_promise, promise, 3), (hand_plan, plan, 1)):
        with pytest.raises(Refused, match="already"):
            act(keeper, row.pk, staff_id=keeper.staff or 0, seen=seen, now=LATER)
    assert [str(one.sentence) for one in everything()] == []


def test_a_colleague_takes_it_and_gives_it_to_nobody_else(city: City) -> None:
    promise, plan = busy(city)
    add_person(city, "second", Role.OFFICIAL, "xf-group")
    gone(city)
    second, keeper = city.actor("second"), city.staff["keeper"].pk
    for act, row, seen in ((hand_promise, promise, 2), (hand_plan, plan, 1)):
        with pytest.raises(Refused):
            act(second, row.pk, staff_id=keeper, seen=seen, now=LATER)
        assert act(second, row.pk, staff_id=second.staff or 0, seen=seen, now=LATER).pk == row.pk


TAKEN = [
    f"You keep what a colleague promised on a visit; it is due on {MONDAY + D(4)}.",
    f"You go on the visit of {MONDAY + D(9)} in a colleague's place.",
]


def test_whoever_is_given_it_is_told_and_who_takes_it_is_not(city: City) -> None:
    promise, plan = busy(city)
    add_person(city, "second", Role.OFFICIAL, "xf-group")
    gone(city)
    keeper, second = city.actor("keeper"), city.staff["second"].pk
    hand_promise(keeper, promise.pk, staff_id=second, seen=2, now=LATER)
    hand_plan(city.actor("second"), plan.pk, staff_id=second, seen=1, now=LATER)
    lines = told(city, LATER)
    assert [line for line in lines["second"] if line in TAKEN] == TAKEN[:1]
    assert not {*TAKEN} & {*lines["keeper"]}


def test_the_colleague_who_follows_somebody_that_leaves_is_told_of_both(city: City) -> None:
    busy(city)
    gone(city, colleague_id=city.staff["keeper"].pk)
    assert [line for line in told(city, LATER)["keeper"] if line in TAKEN] == TAKEN


def test_it_is_given_to_nobody_from_elsewhere_by_nobody_from_elsewhere_nor_as_it_no_longer_stands(city: City) -> None:
    promise, plan = busy(city)
    gone(city)
    keeper, leader, stranger = (city.actor(part) for part in ("keeper", "leader", "town_dispatcher"))
    for act, row, seen in ((hand_promise, promise, 2), (hand_plan, plan, 1)):
        with pytest.raises(Invalid):
            act(keeper, row.pk, staff_id=city.staff["finance"].pk, seen=seen, now=LATER)
        with pytest.raises(Refused):
            act(leader, row.pk, staff_id=keeper.staff or 0, seen=seen, now=LATER)
        with pytest.raises(Missing):
            act(stranger, row.pk, staff_id=keeper.staff or 0, seen=seen, now=LATER)
        with pytest.raises(Refused):
            act(of_enterprise(row_firm(row)), row.pk, staff_id=keeper.staff or 0, seen=seen, now=LATER)
        with pytest.raises(Stale):
            act(keeper, row.pk, staff_id=keeper.staff or 0, seen=seen + 1, now=LATER)


def row_firm(row: Promise | Plan) -> int:
    """The enterprise that it is about."""
    return row.enterprise_id if isinstance(row, Promise) else row.contact.enterprise_id


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_second_name_one() -> None:
    city = stage()
    add_person(city, "second", Role.OFFICIAL, "xf-group")
    promise, plan = busy(city)
    gone(city)
    for act, row, seen in ((hand_promise, promise, 2), (hand_plan, plan, 1)):
        answers = at_once(
            *(
                lambda part=part, act=act, row=row, seen=seen: act(
                    city.actor("keeper"), row.pk, staff_id=city.staff[part].pk, seen=seen, now=LATER
                )
                for part in ("keeper", "second")
            )
        )
        assert sum(isinstance(answer, Fault) for answer in answers) == 1, answers
    assert PlanMember.objects.filter(plan=plan).count() == 1
    assert [str(one.sentence) for one in everything()] == []
