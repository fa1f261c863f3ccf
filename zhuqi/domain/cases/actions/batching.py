"""Several cases assigned to one unit at once, under one number, with one sheet (一批交办)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F

from zhuqi.base.errors import Fault, Invalid, Missing, Refused, Stale
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.dispatching import assign
from zhuqi.domain.cases.models import Batch, BatchCounter, Batched, Case
from zhuqi.domain.cases.queries import joined, lives, sight
from zhuqi.domain.cases.queries.desk import dispatches
from zhuqi.domain.cases.rules.words import LeftOut, State, Tick
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation

MOST = 50
"""Cases in one batch: it is one transaction, and a sheet that somebody reads."""


@verb
def assign_many(
    actor: Actor,
    *,
    case_ids: Sequence[int],
    lead_id: int,
    note: str = "",
    seen: Sequence[int] = (),
    key: str = "",
    now: dt.datetime,
) -> Batch:
    """Assign cases that wait at one room to a unit, each with an entry of its own. Those that can't go stay where they are and are
    named with the reason; where none can, nothing happens. ``seen``: their versions, in the same order, where one looked at
    them. Raises Missing, Refused, Stale, Invalid."""
    desk = _room(actor, case_ids, seen)
    held = _held(case_ids)
    taken, faults, done = [], [], dict[int, LeftOut | None]()
    versions = dict(zip(case_ids, seen, strict=False))
    for pk in case_ids:
        fault = _one(actor, held.get(pk), versions.get(pk), lead_id=lead_id, note=note, done=done, now=now)
        faults += [fault] if fault is not None else []
        done[pk] = _why(fault)
        taken += _with_it(held[pk], done) if fault is None else []
    if not taken:
        raise faults[0] if faults else Stale()
    return _booked(Change(actor, "batch", None, now=now, key=key), desk, lead_id, done)


def _room(actor: Actor, case_ids: Sequence[int], seen: Sequence[int]) -> Organisation:
    """The room at which some cases lie. Raises Missing, Refused, Invalid."""
    if not dispatches(actor):
        raise Missing
    if not 0 < len(set(case_ids)) == len(case_ids) <= MOST or len(seen) not in (0, len(case_ids)):
        raise Invalid({"case_ids": say("Choose at least one case and at most {n}, each once.", n=MOST)})
    found = list(sight.visible(actor).filter(pk__in=case_ids).values_list("desk", flat=True))
    if len(found) < len(case_ids):
        raise Missing
    desks = sight.place(actor).desks
    if len(set(found)) > 1 or not set(found) <= desks:
        raise Refused(say("Only cases that lie at one room, your own, are assigned together."))
    return directory.unit(found[0])


def _held(case_ids: Sequence[int]) -> dict[int, Case]:
    """The live ones among some cases and those handled together with them, held until the transaction ends, in one order."""
    return {case.pk: case for case in joined.locked(joined.marks_of(set(case_ids)), set(case_ids))}


def _one(
    actor: Actor,
    case: Case | None,
    version: int | None,
    *,
    lead_id: int,
    note: str,
    done: dict[int, LeftOut | None],
    now: dt.datetime,
) -> Fault | None:
    """Assign one of them, or say what keeps it from that. One that went with another already is done."""
    if case is None or case.state != State.SCREENING:
        return Stale()
    if case.pk in done:
        return None
    try:
        assign(actor, case.pk, lead_id=lead_id, note=note, seen=version, now=now)
    except (Refused, Invalid) as fault:
        return fault
    return None


def _why(fault: Fault | None) -> LeftOut | None:
    if fault is None:
        return None
    return LeftOut.MOVED if isinstance(fault, Stale) else LeftOut.REFUSED


def _with_it(case: Case, done: dict[int, LeftOut | None]) -> list[int]:
    """The case, and those that are handled together with it and went along, ticked or not."""
    fellows = Case.objects.filter(joined=case.joined, state=State.ASSIGNED.value) if case.joined else ()
    along = [case.pk, *(one.pk for one in fellows if one.pk != case.pk)]
    done.update(dict.fromkeys(along))
    return along


def _booked(change: Change, desk: Organisation, lead_id: int, done: dict[int, LeftOut | None]) -> Batch:
    """Write the batch with its number, and its cases with the dates that were set."""
    year = day_of(change.now).year
    counter = _counted(desk, year)
    area = re.sub("[省市区县旗镇乡村]$", "", desk.area.name if desk.area else desk.name)
    batch = change.insert(
        Batch(
            desk=desk,
            year=year,
            number=f"{area}〔{year}〕{counter.last} 号",
            n=counter.last,
            lead_id=lead_id,
            staff_id=change.actor.staff,
            at=change.now,
        )
    )
    change.subject = batch.pk
    change.touched(counter)
    cases = Case.objects.in_bulk(done)
    change.insert_many([_row(batch, n, cases[pk], left) for n, (pk, left) in enumerate(done.items(), 1)])
    went = tuple(pk for pk, left in done.items() if left is None)
    stayed = tuple(pk for pk, left in done.items() if left is not None)
    change.record(events.BatchAssigned(desk=desk.pk, lead=lead_id, cases=went, left=stayed))
    return batch


def _row(batch: Batch, n: int, case: Case, left: LeftOut | None) -> Batched:
    if left is not None:
        return Batched(batch=batch, n=n, case=case, left=left.value)
    life = lives.current(case)
    row = life.carrier
    due = {clock.tick: clock.due for clock in life.running if row is not None and clock.holding == row.n}
    dates = {"sign_by": due.get(Tick.ACCEPT), "answer_by": due.get(Tick.HANDLE)}
    return Batched(batch=batch, n=n, case=case, version=case.version, **dates)


def _counted(desk: Organisation, year: int) -> BatchCounter:
    """The room's counter of a year, one further, and locked until this transaction ends."""
    counter = BatchCounter.objects.filter(desk=desk, year=year)
    if not counter.update(last=F("last") + 1):
        try:
            with transaction.atomic():
                BatchCounter.objects.create(desk=desk, year=year, last=1)
        except IntegrityError:  # somebody else was the first of the year
            counter.update(last=F("last") + 1)
    return counter.get()
