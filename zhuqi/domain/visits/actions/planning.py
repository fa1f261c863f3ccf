"""Planning a visit: taking a contact from the enterprise's budget, moving it, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.texts import line
from zhuqi.domain.cases.queries.sight import visible as cases_seen
from zhuqi.domain.contacts.actions import taking
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.contacts.rules.standing import GONE, ContactState, Wanted
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits import events, queries
from zhuqi.domain.visits.models import Plan, PlanMember
from zhuqi.domain.visits.queries import planned
from zhuqi.domain.visits.rules.planning import ASKING

LINE = 200
NOT_YOURS = say("This is decided by whoever goes there, by the lead of their unit, or by the dispatcher.")


@dataclass(frozen=True)
class Ask:
    """What the enterprise asked for itself: the words, the day, and the case where it is one."""

    words: str = ""
    on: dt.date | None = None
    case: int | None = None


@verb
def plan(  # noqa: PLR0913  # a field of its form each
    actor: Actor,
    enterprise_id: int,
    *,
    day: dt.date,
    purpose: str,
    how: ContactHow = ContactHow.ON_SITE,
    kind: Purpose = Purpose.SERVICE,
    begins: dt.time | None = None,
    people: Sequence[int] = (),
    round_id: int | None = None,
    join: int | None = None,
    alone: bool = False,
    asked: str = "",
    asked_on: dt.date | None = None,
    asked_case: int | None = None,
    exempt: str = "",
    head: bool = False,
    head_why: str = "",
    key: str = "",
    now: dt.datetime,
) -> Plan:
    """Plan a contact with an enterprise for one's own unit. Raises Missing (an enterprise out of sight), Invalid, and Refused
    with the reason and the way out: another unit's contact to go together with (``join``), or the next free day."""
    staff = oneself(actor)
    enterprise = directory.enterprise(actor, enterprise_id)
    said = line("purpose", purpose, LINE, needed=True)
    held = queries.round_for(actor, round_id, enterprise.pk) if round_id is not None else None
    ask = asked_for(actor, enterprise.pk, asked, asked_on, asked_case)
    goers = _goers(staff, people, day)
    wanted = Wanted(
        day,
        ContactHow(how),
        Purpose(kind),
        moment(day, begins),
        ask.on,
        exempt,
        head,
        line("head_why", head_why, LINE),
        join,
        alone,
    )
    unit = unit_of(staff, day)
    endings.hold([unit.pk])
    contact = taking.take(actor, enterprise, unit, wanted, now=now)
    change = Change(actor, "plan", None, now=now, key=key)
    made = written(change, contact, said, ask, staff, goers, held.pk if held else None)
    change.record(
        events.Planned(
            contact=contact.pk,
            enterprise=enterprise.pk,
            staff=tuple(sorted(goers)),
            round=made.round_id,
            case=ask.case,
        )
    )
    return made


def written(
    change: Change, contact: Contact, purpose: str, ask: Ask, staff: Staff, goers: Collection[int], round_id: int | None
) -> Plan:
    """The rows of a plan, in a change that is booked on it."""
    made = change.insert(
        Plan(
            contact=contact,
            round_id=round_id,
            purpose=purpose,
            asked=ask.words,
            asked_case_id=ask.case,
            planned_by=staff,
            salt=secrets.token_hex(16),
        )
    )
    change.insert_many([PlanMember(plan=made, staff_id=goer) for goer in sorted(goers)])
    change.subject = made.pk
    return made


def oneself(actor: Actor) -> Staff:
    """The actor as a member of staff. Raises Refused for anybody else."""
    staff = Staff.objects.select_related("unit").filter(pk=actor.staff).first() if actor.staff and actor.seats else None
    if staff is None:
        raise Refused(say("A visit is planned and recorded by the officials who make it."))
    return staff


def unit_of(staff: Staff, day: dt.date) -> Organisation:
    """The group in which an official serves on a day, else their unit."""
    return liaison.group_of(staff.pk, day) or staff.unit


def moment(day: dt.date, begins: dt.time | None) -> dt.datetime | None:
    """When it begins, by the place's clock."""
    return queries.at(day, begins) if begins is not None else None


def asked_for(actor: Actor, enterprise_id: int, words: str, on: dt.date | None, case_id: int | None) -> Ask:
    """What the enterprise asked for, where it did: a case that it told, or a day on which it asked and for what. Raises Invalid,
    Missing."""
    said = line("asked", words, LINE)
    if case_id is not None:
        case = cases_seen(actor).filter(pk=case_id, enterprise=enterprise_id).first()
        if case is None:
            raise Missing
        if case.channel not in ASKING:
            raise Invalid(
                {"asked_case": say("We found this need ourselves; the enterprise didn't ask for a visit by it.")}
            )
        return Ask(said or case.title, day_of(case.told_at), case.pk)
    if on is not None and not said:
        raise Invalid({"asked": say("Write down what the enterprise asked for.")})
    if on is None and said:
        raise Invalid({"asked_on": say("Write down on which day the enterprise asked for it.")})
    return Ask(said, on)


def _goers(staff: Staff, people: Sequence[int], day: dt.date) -> set[int]:
    """Who goes: oneself where nobody is named, else colleagues of the unit or group. Raises Invalid."""
    wanted = set(people) or {staff.pk}
    if not wanted <= {staff.pk, *planned.colleagues(staff, day).values_list("pk", flat=True)}:
        raise Invalid({"people": say("Only colleagues of your own unit or group can be planned here.")})
    return wanted


@verb
def move_plan(
    actor: Actor,
    plan_id: int,
    *,
    day: dt.date,
    begins: dt.time | None = None,
    join: int | None = None,
    alone: bool = False,
    seen: int,
    key: str = "",
    now: dt.datetime,
) -> Plan:
    """Move a planned contact to another day; it is judged there like a new one."""
    held = _own(actor, plan_id)
    change = Change(actor, "plan", held.pk, now=now, key=key)
    taking.move(actor, held.contact, day=day, begins_at=moment(day, begins), join=join, alone=alone, seen=seen, now=now)
    change.record(events.PlanMoved(day=day))
    return held


@verb
def drop_plan(
    actor: Actor, plan_id: int, *, state: ContactState, why: str = "", seen: int, key: str = "", now: dt.datetime
) -> Plan:
    """A planned contact doesn't come about: cancelled, declined by the enterprise, or nobody came. The enterprise declines its
    own without a reason; an official writes down why, or who in the enterprise said so and when."""
    held = _own(actor, plan_id, declining=state is ContactState.DECLINED)
    if state not in GONE:
        raise Invalid({"state": say("This isn't one of the choices.")})
    said = line("why", why, LINE, needed=actor.enterprise is None)
    change = Change(actor, "plan", held.pk, now=now, key=key)
    taking.drop(actor, held.contact, state=ContactState(state), why=said, seen=seen, now=now)
    change.record(events.PlanDropped(state=state))
    return held


def _own(actor: Actor, plan_id: int, *, declining: bool = False) -> Plan:
    """A plan that the actor may change. Raises Missing, Refused."""
    held = planned.plan(actor, plan_id)
    if actor.enterprise is not None:
        if declining:
            return held
        raise Refused(NOT_YOURS)
    if not planned.decides(actor, held):
        raise Refused(NOT_YOURS)
    return held
