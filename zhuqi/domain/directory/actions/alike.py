"""Rows that may be one enterprise though their names differ by a slip: found by the clock, worked off by who keeps the register."""

from __future__ import annotations

import datetime as dt
import json

from django.db import transaction

from zhuqi.base.errors import Refused
from zhuqi.base.paths import WIDTH
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.directory import events
from zhuqi.domain.directory.actions.about import kept_row
from zhuqi.domain.directory.actions.altering import needed_reason
from zhuqi.domain.directory.models import Alike, Apart, Enterprise, Organisation
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.directory.rules.alike import Row, near

MOST = 5000
"""Pairs that are kept of a place, the likeliest first: more is nobody's work."""
AT_ONCE = 500


@transaction.atomic
def find_alike(now: dt.datetime) -> int:
    """Find the rows that are nearly alike, district by district, in place of those found before. Gives how many pairs."""
    firms = Enterprise.objects.filter(merged_into=None).order_by("pk").values_list("pk", "name", "uscc", "region__path")
    districts = sorted(Organisation.objects.filter(kind=Kind.DISTRICT).values_list("path", flat=True))
    deep = {len(path) for path in districts}
    known = set(districts)
    rows: dict[str, list[Row]] = {}
    for pk, name, uscc, path in firms.iterator():
        place = next((path[:n] for n in deep if path[:n] in known), path[:WIDTH])
        rows.setdefault(place, []).append(Row(pk, name, uscc))
    found = [one for place in sorted(rows) for one in near(rows[place])[:MOST]]
    Alike.objects.all().delete()
    Alike.objects.bulk_create(
        [
            Alike(
                one_id=it.one,
                other_id=it.other,
                score=it.score,
                why=json.dumps({"text": it.why.text, "facts": dict(it.why.facts)}, ensure_ascii=False),
            )
            for it in found
        ],
        batch_size=AT_ONCE,
    )
    return len(found)


@verb
def tell_apart(
    actor: Actor, enterprise_id: int, *, other_id: int, why: str, key: str = "", now: dt.datetime
) -> Enterprise:
    """Say that two rows are two enterprises: they are proposed as one no more. Raises Missing, Refused, Invalid."""
    firm, other = kept_row(actor, enterprise_id), kept_row(actor, other_id)
    if firm.pk == other.pk:
        raise Refused(say("Choose another row: this is the same one."))
    if register.told_apart(firm.pk, other.pk):
        raise Refused(say("That was said of them already."))
    said = needed_reason(why)
    first, second = sorted((firm, other), key=lambda row: row.pk)
    change = Change(actor, "enterprise", firm.pk, now=now, key=key)
    change.insert(Apart(one=first, other=second, why=said, staff_id=actor.staff, at=now))
    change.record(events.ToldApart(other=other.pk))
    return firm
