"""Sealing settled entries: a keyed digest over their hashes, chained from seal to seal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction

from zhuqi.base.events import Event
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.digests import digest, keyed
from zhuqi.core.journal.models import Entry, Seal

SETTLED = dt.timedelta(minutes=10)
"""Entries younger than this may still lie in a transaction that hasn't ended."""


@dataclass(frozen=True, kw_only=True)
class Sealed(Event):
    """Entries up to one were sealed."""

    verb: ClassVar[str] = "sealed"
    upto: int


@transaction.atomic
def seal(now: dt.datetime) -> int:
    """Seal what has settled since the last seal. Gives the number of entries sealed."""
    last = Seal.objects.order_by("-upto").first()
    settled = Entry.objects.filter(at__lte=now - SETTLED, pk__gt=last.upto if last else 0).exclude(kind="seal")
    rows = list(settled.order_by("pk").values_list("pk", "hash"))
    if not rows:
        return 0
    upto, count = rows[-1][0], (last.count if last else 0)
    between = Entry.objects.filter(pk__gt=last.upto if last else 0, pk__lte=upto).order_by("pk")
    hashes = list(between.values_list("hash", flat=True))
    change = Change(CLOCK, "seal", None, now=now)
    mac = mac_of(last.mac if last else "", upto, count + len(hashes), hashes)
    row = change.insert(Seal(upto=upto, count=count + len(hashes), at=now, mac=mac))
    change.subject = row.pk
    change.record(Sealed(upto=upto))
    return len(hashes)


def mac_of(previous: str, upto: int, count: int, hashes: Iterable[str]) -> str:
    """The keyed digest of one seal: the seal before it, where it ends, and every hash between."""
    folded = ""
    for part in _chunks(hashes):
        folded = digest(folded + part)
    return keyed(f"{previous}|{upto}|{count}|{folded}")


def _chunks(hashes: Iterable[str], size: int = 1000) -> Iterator[str]:
    gathered: list[str] = []
    for item in hashes:
        gathered.append(item)
        if len(gathered) == size:
            yield "".join(gathered)
            gathered = []
    yield "".join(gathered)
