"""Sealing what was booked: a keyed digest over their hashes, chained from seal to seal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from django.db import connection, transaction

from zhuqi.base.events import Event
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.digests import digest, keyed, link
from zhuqi.core.journal.models import Entry, Seal


@dataclass(frozen=True, kw_only=True)
class Sealed(Event):
    """Entries up to one were sealed."""

    verb: ClassVar[str] = "sealed"
    upto: int


@transaction.atomic
def seal(now: dt.datetime) -> int:
    """Seal what was booked since the last seal; seals themselves are sealed with what follows them. Gives the number of
    entries sealed."""
    _let_writers_end()
    last = Seal.objects.order_by("-upto").first()
    before = last.upto if last else 0
    upto = Entry.objects.filter(pk__gt=before).exclude(kind="seal").order_by("-pk").values_list("pk", flat=True).first()
    if upto is None:
        return 0
    links = [link(*known) for known in between(before, upto)]
    count = (last.count if last else 0) + len(links)
    change = Change(CLOCK, "seal", None, now=now)
    mac = mac_of(last.mac if last else "", upto, count, links)
    row = change.insert(Seal(upto=upto, count=count, at=now, mac=mac))
    change.subject = row.pk
    change.record(Sealed(upto=upto))
    return len(links)


def _let_writers_end() -> None:
    """Wait until nobody is booking, and let nobody begin: an entry whose transaction ends later would otherwise come to lie
    below the seal, as if it had been slipped in. SQLite has one writer at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(Entry._meta.db_table)} IN SHARE ROW EXCLUSIVE MODE")


def between(before: int, upto: int) -> Iterable[tuple[int, str]]:
    """(id, hash) of the entries after one and up to another, in order."""
    return Entry.objects.filter(pk__gt=before, pk__lte=upto).order_by("pk").values_list("pk", "hash")


def mac_of(previous: str, upto: int, count: int, links: Iterable[str]) -> str:
    """The keyed digest of one seal: the seal before it, where it ends, and the link of every entry between."""
    folded = ""
    for part in _chunks(links):
        folded = digest(folded + part)
    return keyed(f"{previous}|{upto}|{count}|{folded}")


def _chunks(parts: Iterable[str], size: int = 1000) -> Iterator[str]:
    remaining = iter(parts)
    while chunk := list(islice(remaining, size)):
        yield "".join(chunk)
