"""Organisations that end. With a successor nothing is lost: planned for a day, at its midnight all that lies with the one goes to
the other, all or nothing. Without one, only what holds nothing ends (docs/decisions/0037-a-unit-ends-and-its-books-go-on.md)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.paths import within
from zhuqi.base.words import Sentence, say
from zhuqi.core import succession
from zhuqi.core.access.actions import end_grant
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.access.queries import lasting
from zhuqi.core.accounts import actions as accounts
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.succession import Passing
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.altering import alter, reason
from zhuqi.domain.directory.actions.moving import planned, rehang, unmovable
from zhuqi.domain.directory.actions.organisations import NOT_YOURS
from zhuqi.domain.directory.models import Organisation, PlannedEnding
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import AREAS, Kind, may_administer, unending

RETIRED = say("This organisation is retired.")
PLANNED = say("An ending of this organisation is planned already: call it off first.")


@verb
def retire(
    actor: Actor,
    org_id: int,
    *,
    on: dt.date,
    successor_id: int | None = None,
    why: str = "",
    key: str = "",
    now: dt.datetime,
) -> Organisation:
    """End an organisation: ``on`` is the first day without it; roles held there end with it.

    With a successor it is planned: at the midnight of that day, tomorrow or later, all that lies with it goes over. Without one
    it ends at once, and only where nothing lies with it. Raises Missing, Refused with the figures, Invalid."""
    org = queries.unit(org_id)
    if successor_id is not None:
        return _plan(actor, org, queries.unit(successor_id), merges=False, on=on, why=why, key=key, now=now)
    if not may_administer(actor, org.path):
        raise Refused(NOT_YOURS)
    if org.retired_on is not None:
        raise Refused(say("This organisation is retired already."))
    today = day_of(now)
    wrong = unending(org.since, on, today)
    if wrong is not None:
        raise Invalid({"on": wrong})
    refused = PLANNED if endings.planned(org.pk) is not None else endings.needed(queries.held(org.pk), today)
    if refused is not None:
        raise Refused(refused)
    change = Change(actor, "organisation", org.pk, now=now, key=key)
    _end_roles(change, org, until=on, today=today)
    alter(change, org, why=reason(why), retired_on=on)
    change.record(events.Retired(on=on))
    return org


@verb
def merge_unit(
    actor: Actor, org_id: int, *, into_id: int, on: dt.date, why: str = "", key: str = "", now: dt.datetime
) -> Organisation:
    """Plan that an organisation goes up in another of its kind at a midnight to come: people, what hangs under it and all that
    lies with it go over, the roles held at it end, it retires. Raises Missing, Refused, Invalid."""
    org, into = queries.unit(org_id), queries.unit(into_id)
    return _plan(actor, org, into, merges=True, on=on, why=why, key=key, now=now)


def _plan(
    actor: Actor,
    org: Organisation,
    into: Organisation,
    *,
    merges: bool,
    on: dt.date,
    why: str,
    key: str,
    now: dt.datetime,
) -> Organisation:
    if not (may_administer(actor, org.path) and may_administer(actor, into.path)):
        raise Refused(NOT_YOURS)
    if on <= day_of(now):
        raise Invalid({"on": say("What lies with it goes over at midnight: choose tomorrow or later.")})
    wrong = unfit(org, into, on, merges=merges)
    if wrong is None and endings.planned(org.pk) is not None:
        wrong = PLANNED
    if wrong is None and endings.follows(into.pk, org.pk):
        wrong = say("The other one is to end in favour of this one.")
    if wrong is not None:
        raise Refused(wrong)
    said = reason(why)
    change = Change(actor, "organisation", org.pk, now=now, key=key)
    row = PlannedEnding(org=org, successor=into, merges=merges, on=on, why=said, staff_id=actor.staff, at=now)
    change.insert(row)
    change.record(events.EndingPlanned(successor=into.pk, merges=merges, on=on))
    return org


@verb
def cancel_ending(actor: Actor, org_id: int, *, key: str = "", now: dt.datetime) -> Organisation:
    """Call a planned ending off. Raises Missing, Refused."""
    org = queries.unit(org_id)
    if not may_administer(actor, org.path):
        raise Refused(NOT_YOURS)
    row = endings.planned(org.pk)
    if row is None:
        raise Refused(say("No ending of this organisation is planned."))
    _call_off(Change(actor, "organisation", org.pk, now=now, key=key), row, now)
    return org


def _call_off(change: Change, row: PlannedEnding, now: dt.datetime) -> None:
    change.update(row, cancelled_at=now)
    change.record(events.EndingCancelled(successor=row.successor_id, on=row.on))


def one_planned(actor: Actor, org_id: int) -> PlannedEnding:
    """The planned ending of an organisation that the actor looks after. Raises Missing."""
    row = endings.planned(org_id) if queries.kept_organisations(actor).filter(pk=org_id).exists() else None
    if row is None:
        raise Missing
    return row


def unfit(org: Organisation, into: Organisation, on: dt.date, *, merges: bool) -> Sentence | None:
    """Why another can't take an organisation's place, if it can't. Both come with their area."""
    if org.pk == into.pk:
        return say("Choose another organisation: this is the same one.")
    if org.retired_on is not None or into.retired_on is not None:
        return RETIRED
    if org.kind in AREAS:
        return say("An area doesn't go up in another: its enterprises lie in it, and rules may hold there.")
    if merges and org.kind != into.kind:
        return say("Only organisations of one kind go up in each other.")
    if into.kind in AREAS:
        return say("An area takes nobody's place: choose a unit.")
    if org.since > on:
        return say("It began on {since}, so it can't end before.", since=org.since)
    return _desks(org, into) or _bound(org, into, on) or (_children(org, into) if merges else endings.peopled(org))


def _desks(org: Organisation, into: Organisation) -> Sentence | None:
    """A room is followed by the room of an area above, which serves the place from then on."""
    if Kind.DESK not in (org.kind, into.kind):
        return None
    above = org.kind == into.kind and org.area is not None and into.area is not None
    if above and org.area is not None and into.area is not None and within(org.area.path, into.area.path):
        return None
    return say("A dispatch room is followed by that of an area above, and follows no other unit.")


def _bound(org: Organisation, into: Organisation, on: dt.date) -> Sentence | None:
    firms = org.enterprises_inside.filter(merged_into=None)
    if into.kind != Kind.PARK and firms.exists():
        return say("Enterprises lie in this park: only a park takes its place.")
    return endings.administrated(org, on)


def _children(org: Organisation, into: Organisation) -> Sentence | None:
    unfit_ = (unmovable(child, into) for child in org.children.filter(retired_on=None).select_related("area"))
    return next((wrong for wrong in unfit_ if wrong is not None), None)


def carry_out_endings(now: dt.datetime) -> int:
    """Do every planned ending whose day has come, each in a transaction of its own; call off those that can't be done any more.
    Whoever is to take another's place that day ends after it. Gives how many were done or called off."""
    rows = PlannedEnding.objects.filter(on__lte=day_of(now), done_at=None, cancelled_at=None).order_by("on", "pk")
    left = {row.org_id: row for row in rows}
    done = 0
    while left:
        awaited = {row.successor_id for row in left.values()}
        ready = next((row for pk, row in left.items() if pk not in awaited), next(iter(left.values())))
        del left[ready.org_id]
        done += _carry_out(ready.pk, now)
    return done


@transaction.atomic
def _carry_out(ending_id: int, now: dt.datetime) -> int:
    """One planned ending. Both organisations are held first, so that nobody gives the one anything meanwhile."""
    row = PlannedEnding.objects.filter(pk=ending_id, done_at=None, cancelled_at=None).first()
    if row is None:
        return 0
    held = queries.heir(row.successor_id)
    pair = {pk: queries.held(pk) for pk in sorted({row.org_id, held})}
    org, into = pair[row.org_id], pair[held]
    change = Change(CLOCK, "organisation", org.pk, now=now)
    today = day_of(now)
    if unfit(org, into, today, merges=row.merges) is not None:
        _call_off(change, row, now)
        return 1
    people = _bring(org, into, row.why, now) if row.merges else 0
    org.refresh_from_db()
    for firm in org.enterprises_inside.filter(merged_into=None).order_by("pk"):
        beside = Change(CLOCK, "enterprise", firm.pk, now=now)
        alter(beside, firm, why=row.why, park=into)
        beside.record(events.Corrected(columns=("park",)))
    move = planned(org.pk)
    if move is not None:
        change.update(move, cancelled_at=now)
    change.update(row, done_at=now)
    alter(change, org, why=row.why, retired_on=today, successor=into)
    succession.pass_on(Passing(old=org.pk, new=into.pk, day=today, now=now))
    _end_roles(change, org, until=today, today=today)
    told = events.UnitMerged(into=into.pk, people=people) if row.merges else events.Succeeded(by=into.pk, on=today)
    change.record(told)
    return 1


def _end_roles(change: Change, org: Organisation, *, until: dt.date, today: dt.date) -> None:
    for held in lasting(today).filter(org=org.pk).order_by("pk"):
        end_grant(change, account_id=held.account_id, role=Role(held.role), org=org.pk, until=until, today=today)


def _bring(org: Organisation, into: Organisation, why: str, now: dt.datetime) -> int:
    """Let the people of an organisation, and what hangs under it, belong to another. Gives how many people."""
    people = list(org.staff.filter(left_on=None).order_by("pk"))
    for staff in people:
        change = Change(CLOCK, "staff", staff.pk, now=now)
        alter(change, staff, why=why, unit=into)
        if staff.account_id is not None:
            accounts.end_all(staff.account_id)
        change.record(events.Transferred(unit=into.pk, came_from=org.pk, together=True))
    for child in org.children.filter(retired_on=None).order_by("path"):
        change = Change(CLOCK, "organisation", child.pk, now=now)
        rehang(change, child, into, why=why)
        change.record(events.Rehung(parent=into.pk, came_from=org.pk))
    return len(people)
