"""Linking officials to enterprises, and ending the link. Who is linked sees the enterprise, from the group or, one to
one, from their own unit; the role of a linked official comes with the first link there and goes with the last."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import cast

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actions import share_many
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.search import actions as search
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.queries.register import family, stands_for
from zhuqi.domain.directory.rules import Kind, may_register
from zhuqi.domain.liaison import events, queries
from zhuqi.domain.liaison.actions.posts import NOT_ONESELF, RETIRED, disempower, empower, gone, member, timely
from zhuqi.domain.liaison.life.binding import against, no, unfollowed
from zhuqi.domain.liaison.life.fitting import Misfit
from zhuqi.domain.liaison.models import Handover, Liaison
from zhuqi.domain.liaison.queries import facts
from zhuqi.domain.liaison.rules import Duty, may_bind
from zhuqi.domain.liaison.sections import LiaisonRules

NOT_YOURS = say("Officials are linked to enterprises by their team or group lead, or by the dispatcher.")
NO_GROUP = say("An enterprise is held in a service group or team; leave this blank for one to one.")
LINKED_ALREADY = say("They are linked to this enterprise already.")
NOBODY = say("Nobody whom you can link has this staff code.")


def coded(actor: Actor, code: str, group_id: int | None, *, field: str = "staff") -> int:
    """Whom the actor links by their staff code, one to one or in a group. Codes can't be tried out: one answer for a code that
    nobody has, for whoever has left, and one to one for those of units from which the actor doesn't link.

    Raises Missing and Refused for the group, before anybody is looked up; then Invalid at ``field``. Two queries.
    """
    group = directory.unit(group_id) if group_id is not None else None
    if group is not None:
        if not may_bind(actor, group.path):
            raise Refused(NOT_YOURS)
        if Kind(group.kind) not in queries.SERVED_IN:
            raise Refused(NO_GROUP)
        if group.retired_on is not None:
            raise Refused(RETIRED)
    found = Staff.objects.select_related("unit").filter(code=code, left_on=None).exclude(account=None).first()
    if found is None or (group is None and not may_bind(actor, found.unit.path)):
        raise Invalid({field: NOBODY})
    return found.pk


@verb
def bind(
    actor: Actor,
    enterprise_id: int,
    *,
    staff_id: int,
    group_id: int | None = None,
    since: dt.date,
    key: str = "",
    now: dt.datetime,
) -> Enterprise:
    """Link an official to an enterprise (包企), in a group or one to one. Raises Missing for an enterprise out of sight."""
    enterprise = seen_enterprise(actor, enterprise_id)
    staff = member(staff_id)
    group = directory.unit(group_id) if group_id is not None else None
    wrong = unfit(actor, staff, group)
    if wrong is not None:
        raise Refused(wrong)
    if Liaison.objects.filter(enterprise=enterprise, staff=staff, until=None).exists():
        raise Refused(LINKED_ALREADY)
    link = fresh(enterprise, staff, group, since)
    odd = unruly([link], now)
    if odd:
        raise Refused(no(odd[0]))
    endings.hold([link.place_id])
    change = Change(actor, "enterprise", enterprise.pk, now=now, key=key)
    change.insert(link)
    take_up(change, link)
    empower([(change, staff, link.place, Duty.HOLDS_ENTERPRISES, since)])
    change.record(bound(link))
    reveal([enterprise.pk])
    return enterprise


def seen_enterprise(actor: Actor, enterprise_id: int) -> Enterprise:
    """An enterprise in the actor's sight, or in the register that they keep. Raises Missing."""
    held = Enterprise.objects.select_related("region").filter(pk=stands_for(enterprise_id)).first()
    if held is not None and may_register(actor, held.region.path):
        return held
    if held is None:
        raise Missing
    return directory.enterprise(actor, enterprise_id)


def unfit(actor: Actor, staff: Staff, group: Organisation | None) -> Sentence | None:
    """Why the actor can't link them from there, if so."""
    place = group or staff.unit
    if not may_bind(actor, place.path):
        return NOT_YOURS
    if actor.staff == staff.pk:
        return NOT_ONESELF
    if group is not None and Kind(group.kind) not in queries.SERVED_IN:
        return NO_GROUP
    return gone(staff, place)


def fresh(enterprise: Enterprise, staff: Staff, group: Organisation | None, since: dt.date) -> Liaison:
    """A link that isn't stored yet. One to one it is held from the official's unit of that day."""
    return Liaison(enterprise=enterprise, staff=staff, group=group, place=group or staff.unit, since=since)


def unruly(wanted: Sequence[Liaison], now: dt.datetime, *, ending: Collection[int] = ()) -> list[Misfit]:
    """What the rulebooks in force where the enterprises lie refuse about links that aren't stored yet; nothing where they say
    that what doesn't fit is only shown. Links that are ``ending`` with them don't count. Four queries."""
    today = day_of(now)
    by_path: dict[str, list[Liaison]] = defaultdict(list)
    for link in wanted:
        by_path[link.enterprise.region.path].append(link)
    rules = facts.rules_each(set(by_path), today)
    found: list[Misfit] = []
    held = facts.beside([it.enterprise_id for it in wanted], [it.staff_id for it in wanted], today) if rules else []
    if ending:
        gone = {(bond.firm, bond.staff) for bond in facts.bonds(Liaison.objects.filter(pk__in=ending))}
        held = [bond for bond in held if (bond.firm, bond.staff) not in gone]
    alike: dict[LiaisonRules, list[Liaison]] = defaultdict(list)
    for path, theirs in by_path.items():
        if path in rules and rules[path].strict:
            alike[rules[path]] += theirs
    for its, links in alike.items():
        new = [facts.bond_of(link) for link in links]
        ids = {cast(int, bond.firm) for bond in [*held, *new]}
        firms = facts.firms_of(ids)
        day = max([today, *(bond.since for bond in new)])
        found += against(its, held, new, firms, day)
    return found


def bound(link: Liaison) -> events.Bound:
    """The event of a link made."""
    return events.Bound(staff=link.staff_id, group=link.group_id, since=link.since)


def take_up(change: Change, link: Liaison) -> None:
    """Whoever is linked now is the successor where an official left and nobody followed. One query."""
    for waiting in Handover.objects.filter(enterprise=link.enterprise_id, successor=None).order_by("pk")[:1]:
        change.update(waiting, successor_id=link.staff_id, link=link, named_at=change.now)


def reveal(enterprise_ids: list[int]) -> None:
    """Let the enterprises be seen from where they are held, and from nowhere they no longer are."""
    share_many("enterprise", queries.sights(enterprise_ids))
    search.keep("enterprise", enterprise_ids)


@verb
def release(
    actor: Actor, enterprise_id: int, *, staff_id: int, until: dt.date, key: str = "", now: dt.datetime
) -> Enterprise:
    """End an official's link to an enterprise: ``until`` is the first day without it."""
    enterprise = seen_enterprise(actor, enterprise_id)
    held = Liaison.objects.select_related("staff", "place", "enterprise__region")
    linked = held.filter(enterprise__in=family(enterprise.pk), staff=staff_id, until=None)
    liaison = linked.order_by("pk").first()
    if liaison is None:
        raise Refused(say("They aren't linked to this enterprise."))
    if not may_bind(actor, liaison.place.path):
        raise Refused(NOT_YOURS)
    timely(liaison.since, until, now)
    odd = _unfollowed(liaison, until)
    if odd is not None:
        raise Refused(no(odd))
    unlink(Change(actor, "enterprise", enterprise.pk, now=now, key=key), liaison, until)
    return enterprise


def _unfollowed(liaison: Liaison, until: dt.date) -> Misfit | None:
    """What the rulebook says against ending a link without a successor. Three queries."""
    rules = facts.rules_at(liaison.enterprise.region.path, until)
    if rules is None or not rules.strict:
        return None
    held = facts.beside([liaison.enterprise_id], [], until)
    ending = next(bond for bond in held if bond.staff == liaison.staff_id)
    firms = facts.firms_of([liaison.enterprise_id])
    return unfollowed(rules, held, ending, firms, until)


def unlink(change: Change, liaison: Liaison, until: dt.date) -> None:
    """End the link and, with the last one there, the role; book it on the enterprise. ``liaison`` comes with its staff
    and place."""
    change.update(liaison, until=until)
    disempower(change, liaison.staff, liaison.place, Duty.HOLDS_ENTERPRISES, until)
    change.record(events.Released(staff=liaison.staff_id, group=liaison.group_id, until=until))
    reveal([liaison.enterprise_id])
