"""Organisations that move: planned for a day, done at its midnight, called off before. Everything below comes with them, and what
is granted there follows in the same transaction."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.paths import WIDTH, span, within
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actions import repath
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.access.models import Grant
from zhuqi.core.access.queries import below
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.rulebook.queries import ruled_below
from zhuqi.core.search import actions as search
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.altering import alter, reason
from zhuqi.domain.directory.actions.organisations import NOT_YOURS, ONE_DESK
from zhuqi.domain.directory.actions.roles import sight
from zhuqi.domain.directory.models import Enterprise, Organisation, PlannedMove, Staff
from zhuqi.domain.directory.rules import AREAS, LONGEST, Kind, may_administer, misplaced


@verb
def plan_move(
    actor: Actor, org_id: int, *, parent_id: int, on: dt.date, why: str = "", key: str = "", now: dt.datetime
) -> Organisation:
    """Plan that an organisation hangs under another from the midnight of a day to come. Raises Missing, Refused, Invalid."""
    org, parent = queries.unit(org_id), queries.unit(parent_id)
    if not (may_administer(actor, org.path) and may_administer(actor, parent.path)):
        raise Refused(NOT_YOURS)
    if on <= day_of(now):
        raise Invalid({"on": say("A move takes effect at midnight: choose tomorrow or later.")})
    wrong = unmovable(org, parent)
    if wrong is not None:
        raise Refused(wrong)
    if planned(org.pk) is not None:
        raise Refused(say("A move of this organisation is planned already: call it off first."))
    said = reason(why)
    change = Change(actor, "organisation", org.pk, now=now, key=key)
    change.insert(PlannedMove(org=org, parent=parent, on=on, why=said, staff_id=actor.staff, at=now))
    change.record(events.MovePlanned(parent=parent.pk, on=on))
    return org


@verb
def cancel_move(actor: Actor, org_id: int, *, key: str = "", now: dt.datetime) -> Organisation:
    """Call a planned move off. Raises Missing, Refused."""
    org = queries.unit(org_id)
    if not may_administer(actor, org.path):
        raise Refused(NOT_YOURS)
    move = planned(org.pk)
    if move is None:
        raise Refused(say("No move of this organisation is planned."))
    _call_off(Change(actor, "organisation", org.pk, now=now, key=key), move, now)
    return org


def _call_off(change: Change, move: PlannedMove, now: dt.datetime) -> None:
    change.update(move, cancelled_at=now)
    change.record(events.MoveCancelled(parent=move.parent_id, on=move.on))


def planned(org_id: int) -> PlannedMove | None:
    """The move that is planned of an organisation. One query."""
    return PlannedMove.objects.select_related("parent").filter(org=org_id, done_at=None, cancelled_at=None).first()


def unmovable(org: Organisation, parent: Organisation) -> Sentence | None:
    """Why an organisation can't hang under another, if it can't. Five queries at most."""
    if org.retired_on is not None or parent.retired_on is not None:
        return say("This organisation is retired.")
    if within(parent.path, org.path):
        return say("An organisation can't hang under itself, or under what hangs under it.")
    if org.parent_id == parent.pk:
        return say("It hangs there already.")
    wrong = misplaced(Kind(org.kind), Kind(parent.kind), parent.path)
    if wrong is not None:
        return wrong
    inside = queries.subtree(org.path)
    deepest = max(len(path) for path in [org.path, *inside.values_list("path", flat=True)])
    if deepest - len(org.path) + len(parent.path) + WIDTH > LONGEST:
        return say("The tree has at most {most} levels.", most=LONGEST // WIDTH)
    if org.kind in AREAS:
        ruled = ruled_below(org.path)
        return (
            say("Rules were handed in or adopted there: an area with rules of its own keeps its place.")
            if ruled
            else None
        )
    if org.area_id != parent.area_id and inside.filter(kind=Kind.DESK).exists():
        taken = Organisation.objects.filter(kind=Kind.DESK, area=parent.area_id, retired_on=None).exists()
        return ONE_DESK if taken else None
    return None


def carry_out_moves(now: dt.datetime) -> int:
    """Do every planned move whose day has come, each in a transaction of its own; call off those that can't be done any more.
    Gives how many were done or called off."""
    due = PlannedMove.objects.filter(on__lte=day_of(now), done_at=None, cancelled_at=None).order_by("on", "pk")
    return sum(_carry_out(pk, now) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _carry_out(move_id: int, now: dt.datetime) -> int:
    rows = PlannedMove.objects.select_related("org__parent", "parent")
    move = rows.filter(pk=move_id, done_at=None, cancelled_at=None).first()
    if move is None:
        return 0
    change = Change(CLOCK, "organisation", move.org_id, now=now)
    if unmovable(move.org, move.parent) is not None:
        _call_off(change, move, now)
        return 1
    came_from = move.org.parent_id or 0
    change.update(move, done_at=now)
    rehang(change, move.org, move.parent, why=move.why)
    change.record(events.Rehung(parent=move.parent_id, came_from=came_from))
    return 1


def rehang(change: Change, org: Organisation, parent: Organisation, *, why: str = "") -> None:
    """Hang an organisation under another, with all that hangs under it, retired ones too, and let the grants there follow.
    Inside the caller's change; ``parent`` comes with its area."""
    start, end = span(org.path)
    old, new = org.path, parent.path + org.path[-WIDTH:]
    inside = list(Organisation.objects.filter(path__gte=start, path__lt=end).exclude(pk=org.pk).order_by("path"))
    area = {} if org.kind in AREAS else {"area": parent.area}
    alter(change, org, why=why, parent=parent, path=new, **area)
    for row in inside:
        change.update(row, path=new + row.path[len(old) :], **area)
    at = {row.pk: row for row in [org, *inside]}
    repath(change, old, new, sees=lambda grant: _sees(grant, at))
    holding = Grant.objects.filter(below({new}, "path")).values("account")
    people = Staff.objects.filter(Q(unit__in=at) | Q(account__in=holding))
    search.keep("staff", list(people.values_list("pk", flat=True)))
    search.keep("enterprise", list(Enterprise.objects.filter(region__in=at).values_list("pk", flat=True)))


def _sees(grant: Grant, at: dict[int, Organisation]) -> tuple[int, str]:
    """From where a role sees after the move. A role at a place that moved follows its area; another keeps what it saw."""
    org = at.get(grant.org)
    return sight(Role(grant.role), org) if org is not None else (grant.sight, grant.sight_path)


def one_planned(actor: Actor, org_id: int) -> PlannedMove:
    """The planned move of an organisation that the actor looks after. Raises Missing."""
    move = planned(org_id) if queries.kept_organisations(actor).filter(pk=org_id).exists() else None
    if move is None:
        raise Missing
    return move
