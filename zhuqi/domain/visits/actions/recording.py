"""Rounds of contact, and visits written down by whoever made them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets
from collections.abc import Collection, Iterable, Sequence

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.period import Period
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actions import share_many
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.texts import line, words
from zhuqi.domain.cases.actions import finding
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Channel
from zhuqi.domain.contacts.actions import taking
from zhuqi.domain.contacts.models import Contact
from zhuqi.domain.contacts.queries import book as books
from zhuqi.domain.contacts.rules.standing import ContactState, Wanted
from zhuqi.domain.contacts.rules.words import ContactHow
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise, Staff
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.queries.register import family
from zhuqi.domain.directory.rules import AREAS
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits import events, queries
from zhuqi.domain.visits.actions.planning import LINE, Ask, asked_for, written
from zhuqi.domain.visits.models import ContactRound, NeedFound, Promise, Visit, VisitWords
from zhuqi.domain.visits.queries import planned
from zhuqi.domain.visits.rules import Mode, Purpose, may_open_round, outside, untimely
from zhuqi.domain.visits.rules.planning import substituted
from zhuqi.domain.visits.rules.promises import MOST, Need, Promised, undatable

TWICE = say("This visit is recorded already.")
ROUND, LONGEST = 60, 2000
"""Characters of a round's name, and of what was talked about."""


@verb
def open_round(
    actor: Actor,
    area_id: int,
    *,
    name: str,
    since: dt.date,
    until: dt.date | None = None,
    key: str = "",
    now: dt.datetime,
) -> ContactRound:
    """Announce a round of contact in an area; ``until`` is the first day after it. Raises Invalid and Refused."""
    area = directory.unit(area_id)
    if not may_open_round(actor, area.path):
        raise Refused(say("Rounds of contact are opened by the dispatcher or the system administrator of that area."))
    if area.kind not in AREAS:
        raise Refused(say("A round of contact is an area's, not a unit's."))
    typed = line("name", name, ROUND, needed=True)
    if until is not None and until <= since:
        raise Invalid({"until": say("A round has at least one day.")})
    if ContactRound.objects.filter(area=area, name=typed).exists():
        raise Invalid({"name": say("This area has a round of that name.")})
    change = Change(actor, "round", None, now=now, key=key)
    opened = change.insert(ContactRound(name=typed, area=area, since=since, until=until))
    change.subject = opened.pk
    change.record(events.RoundOpened(area=area.pk, since=since, until=until))
    return opened


@verb
def record(  # noqa: PLR0913  # a field of its form each
    actor: Actor,
    enterprise_id: int,
    *,
    day: dt.date,
    mode: Mode,
    kind: Purpose,
    round_id: int | None = None,
    plan_id: int | None = None,
    said: str = "",
    needs: Sequence[Need] = (),
    promises: Sequence[Promised] = (),
    asked: str = "",
    asked_on: dt.date | None = None,
    asked_case: int | None = None,
    join: int | None = None,
    beyond: str = "",
    key: str = "",
    now: dt.datetime,
) -> Visit:
    """Write down a visit that the actor made, with the needs found on it, which become cases, and what was promised: all or
    nothing. There is no way to write down another's: nobody may do another's visit, and no lead can make one appear. Without a
    plan it is judged like one; what the budget had no room for needs ``beyond``, why it took place all the same.

    Raises Missing for an enterprise, a round or a plan out of sight; Invalid; Refused.
    """
    staff = _oneself(actor)
    enterprise = directory.enterprise(actor, enterprise_id)
    held = queries.round_for(actor, round_id, enterprise.pk) if round_id is not None else None
    visit = paid(enterprise, staff, held, day=day, mode=mode, kind=kind, now=now)
    wrong = amiss(visit, day_of(now))
    if wrong is not None:
        raise Refused(wrong)
    if Visit.objects.filter(enterprise=enterprise, staff=staff, day=day, mode=mode, kind=kind).exists():
        raise Refused(TWICE)
    words = _checked(mode, said, needs, promises, day)
    place([visit])
    keeps = endings.follower(visit.unit_id, now) if promises else visit.unit_id
    ask = asked_for(actor, enterprise.pk, asked, asked_on, asked_case)
    visit.contact = met(
        actor, visit, _planned(actor, plan_id, visit), ask, join=join, beyond=line("beyond", beyond, LINE), now=now
    )
    change = Change(actor, "visit", None, now=now, key=key)
    change.subject = change.insert(visit).pk
    if words:
        change.insert(VisitWords(visit=visit, text=words, salt=secrets.token_hex(16)))
    made = change.insert_many([_promise(visit, promised, keeps) for promised in promises])
    found = [_found(actor, visit, need, now) for need in needs]
    change.insert_many([NeedFound(visit=visit, case=case) for case in found])
    change.record(
        dataclasses.replace(
            recorded(visit), cases=tuple(case.pk for case in found), promises=tuple(each.pk for each in made)
        )
    )
    reveal([visit])
    return visit


def _checked(mode: Mode, said: str, needs: Sequence[Need], promises: Sequence[Promised], day: dt.date) -> str:
    """The words of a visit as they are kept. Raises Invalid for what can't have come of it."""
    text = words("said", said, LONGEST)
    if mode is Mode.ASKED and needs:
        raise Invalid({"mode": say("A need was found, so it wasn't “nothing needed”.")})
    if len(needs) > MOST or len(promises) > MOST:
        raise Invalid({"needs": say("At most {most} at once.", most=MOST)})
    for promised in promises:
        line("promises", promised.text, LINE, needed=True)
        wrong = undatable(promised.due, day)
        if wrong is not None:
            raise Invalid({"promises": wrong})
    return text


def _promise(visit: Visit, promised: Promised, unit: int) -> Promise:
    return Promise(
        visit=visit,
        enterprise_id=visit.enterprise_id,
        staff_id=visit.staff_id,
        unit_id=unit,
        text=line("promises", promised.text, LINE),
        due=promised.due,
        salt=secrets.token_hex(16),
    )


def _found(actor: Actor, visit: Visit, need: Need, now: dt.datetime) -> Case:
    """The case that a need becomes."""
    return finding.record(
        actor,
        enterprise_id=visit.enterprise_id,
        title=need.title,
        body=need.body,
        kind=need.kind,
        category=need.category,
        channel=Channel.VISIT,
        found_on=visit.day,
        now=now,
    )


def _planned(actor: Actor, plan_id: int | None, visit: Visit) -> Contact | None:
    """The contact that this visit was planned as: the one named, else the plan of that day on which the actor goes. Raises
    Missing, Refused."""
    if plan_id is None:
        mine = planned.unrecorded(actor, visit.day).filter(
            contact__enterprise__in=family(visit.enterprise_id), contact__day=visit.day, contact__how=visit.mode
        )
        own = mine.order_by("pk").first()
        return own.contact if own is not None else None
    held = planned.plan(actor, plan_id)
    row = held.contact.enterprise
    if visit.enterprise_id != (row.merged_into_id or row.pk):
        raise Missing
    rules = books.rules_at(held.contact.enterprise, visit.day)
    goers = set(held.members.values_list("staff", flat=True))
    anothers = rules.no_proxy and goers
    if visit.staff_id not in goers and (anothers or held.contact.unit_id != visit.unit_id):
        raise Refused(say("Nobody makes another's visit here: whoever holds the enterprise goes."))
    wrong = substituted(ContactHow(held.contact.how), ContactHow(visit.mode), no_phone=rules.no_phone)
    if wrong is not None:
        raise Refused(wrong)
    return held.contact


def met(
    actor: Actor, visit: Visit, contact: Contact | None, ask: Ask, *, join: int | None, beyond: str, now: dt.datetime
) -> Contact:
    """The contact of the book that a visit was: the planned one, held now or before by somebody else who went, or a new one."""
    how, kind = ContactHow(visit.mode), Purpose(visit.kind)
    if contact is not None and ContactState(contact.state) is ContactState.HELD and contact.day == visit.day:
        return contact
    if contact is not None:
        return taking.hold(actor, contact, day=visit.day, how=how, kind=kind, beyond=beyond, now=now)
    wanted = Wanted(visit.day, how, kind, None, ask.on, join=join)
    made = taking.enter(actor, visit.enterprise, visit.unit, wanted, beyond=beyond, now=now)
    if ask.on is not None:
        change = Change(actor, "plan", None, now=now)
        written(change, made, ask.words, ask, visit.staff, [visit.staff_id], visit.round_id)
        change.record(
            events.Planned(
                contact=made.pk,
                enterprise=visit.enterprise_id,
                staff=(visit.staff_id,),
                round=visit.round_id,
                case=ask.case,
            )
        )
    return made


def _oneself(actor: Actor) -> Staff:
    """The actor as a member of staff. Raises Refused for anybody else."""
    staff = Staff.objects.select_related("unit").filter(pk=actor.staff).first() if actor.staff and actor.seats else None
    if staff is None:
        raise Refused(say("A visit is recorded by the official who made it."))
    return staff


def paid(
    enterprise: Enterprise,
    staff: Staff,
    held: ContactRound | None,
    *,
    day: dt.date,
    mode: Mode,
    kind: Purpose,
    now: dt.datetime,
) -> Visit:
    """A visit that isn't stored yet, nor on anybody's unit."""
    return Visit(
        round=held,
        enterprise=enterprise,
        staff=staff,
        region=enterprise.region,
        day=day,
        mode=mode,
        kind=kind,
        recorded_at=now,
    )


def amiss(visit: Visit, today: dt.date) -> Sentence | None:
    """Why a visit can't have been made so, if so."""
    held = visit.round
    if held is None:
        return untimely(visit.day, today, None)
    wrong = untimely(visit.day, today, Period(held.since, held.until))
    return wrong or outside(visit.region.path, held.area.path)


def place(visits: Collection[Visit]) -> None:
    """Set each visit on the group in which its official served that day, else on the unit. Three queries."""
    groups = liaison.groups_of({(visit.staff_id, visit.day) for visit in visits})
    for visit in visits:
        visit.unit = groups.get((visit.staff_id, visit.day)) or visit.staff.unit


def recorded(visit: Visit) -> events.Recorded:
    """The event of a visit written down."""
    return events.Recorded(
        round=visit.round_id,
        enterprise=visit.enterprise_id,
        staff=visit.staff_id,
        unit=visit.unit_id,
        day=visit.day,
        mode=visit.mode,
        kind=visit.kind,
        contact=visit.contact_id,
    )


def reveal(visits: Iterable[Visit]) -> None:
    """Let visits be seen from their unit and from the enterprise's region, and from above either."""
    pks = [visit.pk for visit in visits]
    share_many("visit", queries.sights(Visit.objects.filter(pk__in=pks)))
