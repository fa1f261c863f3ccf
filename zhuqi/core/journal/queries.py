"""Reads of the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate

from zhuqi.base.paths import is_root
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import held_below
from zhuqi.core.journal.models import Chain, Entry, Seal


def head(kind: str, subject: int) -> str:
    """The head of a subject's chain: it stands for everything that ever happened to it. Empty where nothing did."""
    return Chain.objects.filter(kind=kind, subject=subject).values_list("head", flat=True).first() or ""


def heads(kind: str, subjects: Collection[int]) -> dict[int, str]:
    """{subject: the same} of those to which anything happened. One query."""
    return dict(Chain.objects.filter(kind=kind, subject__in=subjects).values_list("subject", "head"))


def done_by(staff: int, kind: str, verb: str, *, most: int) -> dict[int, dt.datetime]:
    """{subject: when somebody last did this to it}, of the latest ``most`` entries. One query."""
    entries = Entry.objects.filter(kind=kind, staff=staff, verb=verb).order_by("-pk")
    found: dict[int, dt.datetime] = {}
    for subject, at in entries.values_list("subject", "at")[:most]:
        found.setdefault(subject, at)
    return found


def last_seal() -> tuple[dt.datetime, int] | None:
    """(when, how many entries from the first on) of the last seal; None where there is none yet. One query."""
    return Seal.objects.order_by("-upto").values_list("at", "count").first()


def readable(actor: Actor) -> QuerySet[Entry]:
    """The entries an audit administrator reads: what people did on days on which they held a role below its seats, so not what
    they do after they went elsewhere; at the root everything, also what the clock and the enterprises did. Nobody else reads
    the journal itself."""
    paths = [seat.path for seat in actor.seats if seat.role is Role.AUDIT_ADMIN]
    if any(is_root(path) for path in paths):
        return Entry.objects.all()
    if not paths:
        return Entry.objects.none()
    return Entry.objects.alias(day=TruncDate("at")).filter(held_below(paths, "account", "day"))


def searched(
    actor: Actor,
    *,
    kind: str = "",
    subject: int | None = None,
    verb: str = "",
    staff: int | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> QuerySet[Entry]:
    """What an actor reads, narrowed: ``since`` included, ``until`` not; the newest first."""
    wanted = Q()
    for column, value in (("kind", kind), ("subject", subject), ("verb", verb), ("staff", staff), ("at__gte", since)):
        if value not in ("", None):
            wanted &= Q(**{column: value})
    if until is not None:
        wanted &= Q(at__lt=until)
    return readable(actor).filter(wanted).order_by("-id")
