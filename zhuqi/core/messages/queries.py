"""Whom something may be told, what one has been told, what couldn't be sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import ADMINISTRATORS, Actor, Role
from zhuqi.core.access.models import Scope
from zhuqi.core.access.queries import in_force, seats
from zhuqi.core.days import day_of
from zhuqi.core.journal.models import Entry, Reaction
from zhuqi.core.journal.verify import Finding
from zhuqi.core.messages.events import MailboxNamed
from zhuqi.core.messages.models import Mailbox, Message, Preference, Sending, Subscription
from zhuqi.core.messages.rules import CODE_PAUSE, OWN, To
from zhuqi.core.succession import Lying

NEWEST = ("read", "-id")
"""The order of messages: those that weren't read first, then the newest."""
MOST_COUNTED = 99
"""So many are counted; more are "99+"."""
OLDEST = ("id",)


def visible(actor: Actor) -> QuerySet[Message]:
    """What an actor has been told, as far as they still see what it is about and still hold the seat at which they were told."""
    if actor.account is None:
        return Message.objects.none()
    seen = Scope.objects.filter(kind=OuterRef("kind"), row=OuterRef("subject"), org__in=actor.sights)
    told_as = Q(org=None)
    for seat in actor.seats:
        told_as |= Q(org=seat.org, role=seat.role)
    return Message.objects.filter(told_as, Q(kind__in=OWN) | Exists(seen), account=actor.account)


def unread(actor: Actor) -> int:
    """How many one hasn't read, counted to one more than is ever shown. One query, none for whoever is told nothing."""
    if actor.account is None or not actor.sights:
        return 0
    return visible(actor).filter(read=False).order_by()[: MOST_COUNTED + 1].count()


def unread_of(kind: str, subject: int, accounts: Iterable[int]) -> QuerySet[Message]:
    """What some accounts were told of a row and haven't read."""
    return Message.objects.filter(account__in=set(accounts), read=False, kind=kind, subject=subject).order_by("id")


def seeing(kind: str, row: int, accounts: Iterable[int], now: dt.datetime) -> frozenset[int]:
    """Those of some accounts that see a row today; of what is somebody's own, those who hold any seat. Two queries."""
    sights: dict[int, set[int]] = {}
    held = (
        in_force(day_of(now))
        .filter(account__in=set(accounts), account__is_active=True)
        .exclude(role__in=ADMINISTRATORS)
    )
    for account, sight in held.values_list("account", "sight"):
        sights.setdefault(account, set()).add(sight)
    if not sights:
        return frozenset()
    if kind in OWN:
        return frozenset(sights)
    every = set().union(*sights.values())
    seen = set(Scope.objects.filter(kind=kind, row=row, org__in=every).values_list("org", flat=True))
    return frozenset(account for account, own in sights.items() if own & seen)


def seated(
    orgs: Iterable[int], roles: Iterable[Role], now: dt.datetime, *, sees: bool = False
) -> list[tuple[int, int, Role]]:
    """(account, organisation, role) of whoever holds one of some roles at some organisations today; ``sees``: of whoever sees
    from these downward by such a role. One query."""
    place = {"sight__in" if sees else "org__in": set(orgs)}
    held = in_force(day_of(now)).filter(role__in=set(roles), account__is_active=True, **place).order_by("id")
    return [(account, org, Role(role)) for account, org, role in held.values_list("account", "org", "role")]


UNSAID = Sentence("")
"""What somebody is told before the line of a table says it."""


def persons(accounts: Iterable[int]) -> list[To]:
    """Some accounts, in person."""
    return [To(account, UNSAID) for account in accounts]


def at_seats(
    orgs: Iterable[int], roles: Iterable[Role], now: dt.datetime, *, sees: bool = False, but: Iterable[int] = ()
) -> list[To]:
    """Whoever ``seated`` finds, each at their seat, without who has any seat at one of ``but``. Two queries at most."""
    held = seated(orgs, roles, now, sees=sees)
    besides = set(but)
    out = {account for account, _, _ in seated(besides, tuple(Role), now)} if besides and held else set()
    return [To(account, UNSAID, org, role) for account, org, role in held if account not in out]


def still_told(message: Message, now: dt.datetime) -> bool:
    """Whether whoever was told would be told today: their account is open, they see it and hold the seat. Two queries."""
    held = seats(message.account_id, day_of(now))
    return (
        visible(Actor(account=message.account_id, seats=held)).filter(pk=message.pk, account__is_active=True).exists()
    )


def org_sees(subscription: Subscription, kind: str, row: int) -> bool:
    """Whether an organisation sees a row. One query."""
    return Scope.objects.filter(kind=kind, row=row, org=subscription.org).exists()


def preference(account_id: int) -> Preference:
    """How somebody is told: as they chose, else as it is for everybody, unsaved. One query."""
    return Preference.objects.filter(account=account_id).first() or Preference(account_id=account_id)


def mailbox(account_id: int) -> Mailbox | None:
    """The mailbox somebody named. One query."""
    return Mailbox.objects.filter(account=account_id).first()


def asked_lately(account_id: int, now: dt.datetime) -> bool:
    """Whether a code was asked for a moment ago, also where the mailbox that it went to was dropped since: nobody has strangers
    written to again and again. One query."""
    named = Entry.objects.filter(kind="account", subject=account_id, verb=MailboxNamed.verb)
    return named.filter(at__gt=now - CODE_PAUSE).exists()


def subscriptions(orgs: Any) -> QuerySet[Subscription]:
    """The subscriptions of some organisations (ids, or a subquery of them), those that ended too; the newest first."""
    return Subscription.objects.filter(org__in=orgs).order_by("-id")


def findings() -> Iterator[Finding]:
    """Messages that follow from no entry that was told: somebody else wrote them. One query."""
    told = Reaction.objects.filter(entry=OuterRef("entry"), done_at__isnull=False)
    for pk in Message.objects.exclude(Exists(told)).order_by("id").values_list("pk", flat=True):
        yield Finding(Message._meta.db_table, pk, say("no entry led to this message"))


def failing() -> QuerySet[Sending]:
    """What couldn't be sent: tried again, or given up. The oldest first."""
    held = Sending.objects.filter(done_at=None, attempts__gt=0).exclude(error="")
    return held.select_related("subscription").order_by(*OLDEST)


def last_tried(subscriptions: Iterable[int]) -> dict[int, Sending]:
    """{subscription: the last thing that was sent to it, or tried}. One query."""
    own = Sending.objects.filter(subscription=OuterRef("pk"), attempts__gt=0).order_by("-id")
    newest = Subscription.objects.filter(pk__in=set(subscriptions)).values(last=Subquery(own.values("pk")[:1]))
    return {sending.subscription_id or 0: sending for sending in Sending.objects.filter(pk__in=newest)}


def lying(org: int) -> Iterator[Lying]:
    """The subscriptions of an organisation itself. One query."""
    yield Lying(
        "subscriptions", term("subscriptions of programs"), Subscription.objects.filter(org=org, ended_at=None).count()
    )
