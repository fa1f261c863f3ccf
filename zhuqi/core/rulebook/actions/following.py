"""What a new edition brings about below: every place whose text stands on the old one gets it on the new one.

For each place there are two lines in time: the texts it adopted itself, and the editions of the place above that these name.
Wherever one of them changes, an edition begins whose text is the one and whose parent the other. An edition that was
adopted earlier, for later, is overtaken by one of the same day that came after it.
"""

from __future__ import annotations

import datetime as dt

from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.rulebook import events
from zhuqi.core.rulebook.models import Edition
from zhuqi.core.rulebook.queries import CHAIN, latest, refusal, standing


def follow(actor: Actor, adopted: Edition, *, now: dt.datetime) -> None:
    """Settle a place that has adopted an edition, and the places below that stand on it, from its first day on."""
    _settle(actor, adopted, adopted.place, adopted.effective_on, now)
    _below(actor, adopted, adopted.place, adopted.effective_on, now)


def _below(actor: Actor, adopted: Edition, place: int, since: dt.date, now: dt.datetime) -> None:
    for below in (
        Edition.objects.filter(parent__place=place).order_by("place").values_list("place", flat=True).distinct()
    ):
        if _settle(actor, adopted, below, since, now):
            _below(actor, adopted, below, since, now)


def _settle(actor: Actor, adopted: Edition, place: int, since: dt.date, now: dt.datetime) -> bool:
    """Write the editions that are missing at a place from a day on; whether there were any."""
    rows = _rows(place)
    above = {row.parent.place: _rows(row.parent.place) for row in rows if row.parent and row.origin_id is None}
    wrote = False
    for day in sorted({row.effective_on for some in (rows, *above.values()) for row in some} | {since}):
        own, held = latest([row for row in rows if row.origin_id is None], day), latest(rows, day)
        if day < since or own is None or held is None:
            continue
        same = (held.origin_id or held.pk) == own.pk
        parent = _parent(own, held.parent if same else own.parent, above, day)
        if not same or held.parent_id != (parent and parent.pk):
            rows.append(_written(actor, adopted, own, parent, day, now))
            wrote = True
    return wrote


def _rows(place: int) -> list[Edition]:
    return list(Edition.objects.filter(place=place).select_related(CHAIN).order_by("pk"))


def _parent(own: Edition, before: Edition | None, above: dict[int, list[Edition]], day: dt.date) -> Edition | None:
    """What a text stands on from a day on: the edition in force above, or where it can't stand on that, the one before."""
    current = latest(above[own.parent.place], day) if own.parent else None
    if current is None or current == before or refusal(own.text, standing(current)) is None:
        return current
    return before


def _written(
    actor: Actor, adopted: Edition, own: Edition, parent: Edition | None, day: dt.date, now: dt.datetime
) -> Edition:
    """One edition of a text that followed, with its entry."""
    change = Change(actor, "rulebook", None, now=now)
    edition = change.insert(
        Edition(
            place=own.place,
            path=own.path,
            name=own.name,
            number=own.number,
            effective_on=day,
            text=own.text,
            adopted_at=now,
            parent=parent,
            origin=own,
        )
    )
    change.subject = edition.pk
    change.record(
        events.Followed(
            place=own.place, effective_on=day, origin=own.pk, parent=parent.pk if parent else None, after=adopted.pk
        )
    )
    return edition
