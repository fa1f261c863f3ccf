"""From found to the dispatch room: record, settle, submit."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import F

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.verbs import verb
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import chosen, labelled, supervision_of, texts
from zhuqi.domain.cases.actions.contacts import person, write
from zhuqi.domain.cases.actions.taking import move, store, take
from zhuqi.domain.cases.actions.weighing import weighed
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.models import Case, Counter
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.needs import ON_THE_SPOT
from zhuqi.domain.cases.rules.words import Action, Channel, Outcome
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.liaison import queries as liaison


@verb
def record(  # noqa: PLR0913  # a field of its form each
    actor: Actor,
    *,
    enterprise_id: int,
    title: str,
    body: str,
    kind: str,
    category: str | None = None,
    channel: Channel = Channel.VISIT,
    found_on: dt.date | None = None,
    amount: str | None = None,
    firms: int | None = None,
    signed: bool | None = None,
    contact_name: str = "",
    contact_role: str = "",
    contact_phone: str = "",
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Write a need down, in the words of the enterprise. It lies with the finder's liaison group, else the finder's unit;
    a dispatcher's at the desk; an enterprise's own with its group, or at the desk (by edition).

    Raises Missing (an enterprise out of sight), Invalid, Refused (nobody could take it from here).
    """
    if actor.case is not None:
        raise Refused(say("This link opens one case. A new need is told to whoever serves you, or by 12345."))
    said, speaks = texts(Action.RECORD, title=title, body=body), person(contact_name, contact_role, contact_phone)
    enterprise = directory.enterprise(actor, enterprise_id)
    today = day_of(now)
    found = _found(found_on or today, today)
    first = _first(actor, enterprise_id, today)
    labelled(Action.RECORD, first.rules, kind=kind, category=category)
    own = actor.enterprise is not None
    event = events.Recorded(
        enterprise=enterprise_id,
        unit=first.unit.pk,
        desk=first.desk.pk,
        area=first.area.pk,
        edition=first.terms.current,
        at_desk=first.unit.pk == first.desk.pk,
        kind=kind,
        category=category,
        scale=enterprise.scale,
        channel=Channel.PORTAL if own else chosen("channel", Channel, channel),
        finder=actor.staff,
        found_on=found,
        told_at=now if own or found == today else first.terms.opening(found),
        **weighed(amount, firms, signed),
    )
    counter = counted(first.area, today.year)
    case = Case(number=numbered(first.area, counter), title=said.pop("title"), salt=secrets.token_hex(16))
    store(actor, case, None, event, first.terms, now, key, Action.RECORD, said, also=(counter,))
    if speaks is not None:
        write(actor, case, speaks, now=now)
    return case


def _found(day: dt.date, today: dt.date) -> dt.date:
    """The day of finding, where it can be meant. Raises Invalid."""
    if day > today:
        raise Invalid({"found_on": say("This day hasn't come yet.")})
    if day.year < today.year - 10:
        raise Invalid({"found_on": say("This is more than ten years away.")})
    return day


@dataclass(frozen=True)
class First:
    """Where a need begins: the unit that holds it, the desk that serves that, its area, and the terms there."""

    unit: Organisation
    desk: Organisation
    area: Organisation
    terms: Terms

    @property
    def rules(self) -> CaseRules:
        """The edition in force there."""
        return self.terms.editions[self.terms.current]


def _first(actor: Actor, enterprise_id: int, today: dt.date) -> First:
    """Where a need of the enterprise begins when the actor tells it. Raises Refused."""
    unit = _holder(actor, enterprise_id, today)
    desk = directory.desk_serving(unit.pk) if unit else None
    if unit is None or desk is None:
        raise Refused(say("There is no dispatch room above your unit that could take it further."))
    if desk.area is None:
        raise Refused(say("This dispatch room belongs to no area."))
    terms = sight.terms((), rulebook.in_force(desk.path, today).pk)
    first = First(unit, desk, desk.area, terms)
    return replace(first, unit=desk) if actor.enterprise is not None and first.rules.needs_to_desk else first


def _holder(actor: Actor, enterprise_id: int, today: dt.date) -> Organisation | None:
    """The unit that holds first, before the edition's word on an enterprise's own needs. Raises Refused."""
    if actor.enterprise is not None:
        region = directory.enterprise(actor, enterprise_id).region_id
        return liaison.bound_group(enterprise_id, today) or directory.desk_serving(region)
    stand = sight.place(actor)
    if actor.staff is None or not (stand.desks or stand.units):
        raise Refused(say("Recording a need is for officials, dispatch rooms and the enterprise itself."))
    return liaison.group_of(actor.staff, today) or directory.unit(min(stand.desks or stand.units))


def counted(area: Organisation, year: int) -> Counter:
    """The area's counter of a year, one further, and locked until this transaction ends."""
    counter = Counter.objects.filter(area=area, year=year)
    if not counter.update(last=F("last") + 1):
        try:
            with transaction.atomic():
                Counter.objects.create(area=area, year=year, last=1)
        except IntegrityError:  # somebody else was the first of the year
            counter.update(last=F("last") + 1)
    return counter.get()


def numbered(area: Organisation, counter: Counter) -> str:
    """A case's number: 南关 2019-0187."""
    return f"{re.sub('[省市区县旗镇乡村]$', '', area.name)} {counter.year}-{counter.last:04d}"


@verb
def settle(
    actor: Actor,
    case_id: int,
    *,
    outcome: Outcome,
    text: str,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Solve it on the spot: counted as solved now, ended by another unit's callback, by the enterprise, or by silence."""
    taken = take(actor, case_id, Action.SETTLE, seen=seen, key=key, now=now)
    if outcome not in ON_THE_SPOT:
        raise Invalid({"outcome": say("On the spot a need is solved or answered. Anything else goes to the room.")})
    event = events.Settled(staff=actor.staff, outcome=Outcome(outcome), caller=supervision_of(taken))
    return move(taken, event, **texts(Action.SETTLE, text=text))


@verb
def submit(actor: Actor, case_id: int, *, why: str, seen: int | None = None, key: str = "", now: dt.datetime) -> Case:
    """Hand it to the dispatch room, saying why the group can't solve it itself (不上交)."""
    taken = take(actor, case_id, Action.SUBMIT, seen=seen, key=key, now=now)
    return move(taken, events.Submitted(), **texts(Action.SUBMIT, why=why))
