"""Every need told without an account built again from the journal, and held against its row."""

from __future__ import annotations

import json
from collections.abc import Iterator

from zhuqi.base.words import say
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import Finding
from zhuqi.domain.voice import events
from zhuqi.domain.voice.life import Standing, apply
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.rules import Stage

TABLE = Voice._meta.db_table


def findings() -> Iterator[Finding]:
    """What differs between the rows and what the journal tells, and cases that don't begin when the need was told."""
    told: dict[int, Standing] = {}
    for entry in Entry.objects.filter(kind="voice").order_by("subject", "seq").iterator():
        event = events.KINDS[entry.verb].revive(json.loads(entry.facts))
        told[entry.subject] = apply(told.get(entry.subject), event, entry.at)
    for voice in Voice.objects.select_related("case").order_by("pk").iterator():
        expected, found = told.pop(voice.pk, None), standing(voice)
        if expected is None:
            yield Finding(TABLE, voice.pk, say("this row was never written by an entry"))
            continue
        for name in ("desk", "told_at", "due", "stage", "reached_at", "ended_at", "enterprise", "case", "proof"):
            if getattr(expected, name) != getattr(found, name):
                yield Finding(TABLE, voice.pk, say("its {what} isn't what its entries come to", what=name))
        if voice.case is not None and voice.case.told_at != voice.told_at:
            yield Finding(TABLE, voice.pk, say("its case doesn't begin when the enterprise told it"))
    for pk in told:
        yield Finding(TABLE, pk, say("this row is gone"))


def standing(voice: Voice) -> Standing:
    """A row as the fold sees it."""
    return Standing(
        desk=voice.desk_id,
        told_at=voice.told_at,
        due=voice.due,
        stage=Stage(voice.stage),
        reached_at=voice.reached_at,
        ended_at=voice.ended_at,
        enterprise=voice.enterprise_id,
        case=voice.case_id,
        proof=voice.proof,
        erased_at=voice.erased_at,
    )
