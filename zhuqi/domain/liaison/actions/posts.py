"""Filling and emptying the posts of the responsibility chain. The role that a duty needs comes and goes with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actions import Given, end_grant, grant_many
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.search import actions as search
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation, Staff
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import Kind, unending
from zhuqi.domain.liaison import events
from zhuqi.domain.liaison.models import Liaison, Post
from zhuqi.domain.liaison.rules import ROLES, Duty, may_appoint, misplaced

NOT_YOURS = say("Posts are filled by the dispatcher of that area.")
RETIRED = say("This organisation is retired.")
NOT_ONESELF = say("Nobody gives themselves a duty or an enterprise: ask somebody else who may.")
HOLDS_ALREADY = say("They hold this duty there already.")


@verb
def appoint(
    actor: Actor, staff_id: int, *, org_id: int, duty: Duty, since: dt.date, key: str = "", now: dt.datetime
) -> Staff:
    """Give somebody a duty at a team or group, with the role it needs there. Raises Refused where it can't be held."""
    staff, org = member(staff_id), directory.unit(org_id)
    wrong = unfit(actor, staff, org, duty)
    if wrong is not None:
        raise Refused(wrong)
    if Post.objects.filter(staff=staff, org=org, duty=duty, until=None).exists():
        raise Refused(HOLDS_ALREADY)
    endings.hold([org.pk])
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    post = change.insert(Post(staff=staff, org=org, duty=duty, since=since))
    empower([(change, staff, org, duty, since)])
    change.record(appointed(post))
    return staff


def member(staff_id: int) -> Staff:
    """Somebody of the staff, with their unit. Raises Missing. One query."""
    staff = Staff.objects.select_related("unit").filter(pk=staff_id).first()
    if staff is None:
        raise Missing
    return staff


def unfit(actor: Actor, staff: Staff, org: Organisation, duty: Duty) -> Sentence | None:
    """Why the actor can't give them the duty there, if so."""
    if not may_appoint(actor, org.path):
        return NOT_YOURS
    if actor.staff == staff.pk:
        return NOT_ONESELF
    return gone(staff, org) or misplaced(duty, Kind(org.kind))


def gone(staff: Staff, org: Organisation) -> Sentence | None:
    """Why nobody can be sent there, or this one not, if so."""
    if staff.left_on is not None or staff.account_id is None:
        return say("They have left the staff, or have no account.")
    return RETIRED if org.retired_on is not None else None


def appointed(post: Post) -> events.Appointed:
    """The event of a post filled."""
    return events.Appointed(org=post.org_id, duty=post.duty, since=post.since)


def empower(held: Iterable[tuple[Change, Staff, Organisation, Duty, dt.date]]) -> None:
    """Give the roles that duties need where they are held, seeing from there downward; one held already stays. One query,
    and one for each 500 roles that are new; a few more for finding them there."""
    given = list(held)
    grant_many([
        (change, Given(account_id=staff.account_id, role=ROLES[duty], org=place, sight=place, since=since))
        for change, staff, org, duty, since in given
        if staff.account_id is not None
        for place in [(org.pk, org.path)]
    ])  # fmt: skip
    search.keep("staff", {staff.pk for _, staff, *_ in given})


@verb
def dismiss(
    actor: Actor, staff_id: int, *, org_id: int, duty: Duty, until: dt.date, key: str = "", now: dt.datetime
) -> Staff:
    """End somebody's duty: ``until`` is the first day without it. Its role ends too, unless another duty there needs it.
    Raises Refused while they hold enterprises from there."""
    staff, org = member(staff_id), directory.unit(org_id)
    if not may_appoint(actor, org.path):
        raise Refused(NOT_YOURS)
    post = Post.objects.filter(staff=staff, org=org, duty=duty, until=None).first()
    if post is None:
        raise Refused(say("They don't hold this duty there."))
    timely(post.since, until, now)
    if duty is Duty.HOLDS_ENTERPRISES and links_from(staff, org):
        raise Refused(say("They still answer for enterprises from there: release those first."))
    change = Change(actor, "staff", staff.pk, now=now, key=key)
    change.update(post, until=until)
    disempower(change, staff, org, duty, until)
    change.record(events.Dismissed(org=org.pk, duty=duty, until=until))
    return staff


def timely(since: dt.date, until: dt.date, now: dt.datetime) -> None:
    """Raises Invalid for an end that can't be booked."""
    wrong = unending(since, until, day_of(now))
    if wrong is not None:
        raise Invalid({"until": wrong})


def links_from(staff: Staff, org: Organisation) -> bool:
    """Whether they hold enterprises from ``org``: as its group or, one to one, as their own unit."""
    return Liaison.objects.filter(staff=staff, place=org, until=None).exists()


def disempower(change: Change, staff: Staff, org: Organisation, duty: Duty, until: dt.date) -> None:
    """End the role that a duty at ``org`` needed, unless another open duty or link there needs it too."""
    others = [other for other, role in ROLES.items() if role is ROLES[duty]]
    needed = Post.objects.filter(staff=staff, org=org, duty__in=others, until=None).exists()
    if duty is Duty.HOLDS_ENTERPRISES:
        needed = needed or links_from(staff, org)
    if staff.account_id is not None and not needed:
        today = day_of(change.now)
        end_grant(change, account_id=staff.account_id, role=ROLES[duty], org=org.pk, until=until, today=today)
