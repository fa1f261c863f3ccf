"""Every account of an enterprise built again from the journal, and held against its row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields

from zhuqi.base.words import say
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import Finding
from zhuqi.domain.members import events
from zhuqi.domain.members.life import Standing, apply
from zhuqi.domain.members.models import Member
from zhuqi.domain.members.rules import MemberStage

TABLE = Member._meta.db_table


def findings() -> Iterator[Finding]:
    """What differs between the rows and what the journal tells."""
    told: dict[int, Standing] = {}
    for entry in Entry.objects.filter(kind="member").order_by("subject", "seq").iterator():
        event = events.KINDS[entry.verb].revive(json.loads(entry.facts))
        told[entry.subject] = apply(told.get(entry.subject), event, entry.at)
    for member in Member.objects.order_by("pk").iterator():
        expected, found = told.pop(member.pk, None), standing(member)
        if expected is None:
            yield Finding(TABLE, member.pk, say("this row was never written by an entry"))
            continue
        for field in fields(Standing):
            if getattr(expected, field.name) != getattr(found, field.name):
                yield Finding(TABLE, member.pk, say("its {what} isn't what its entries come to", what=field.name))
    for pk in told:
        yield Finding(TABLE, pk, say("this row is gone"))


def standing(member: Member) -> Standing:
    """A row as the fold sees it."""
    return Standing(
        enterprise=member.enterprise_id,
        asked_by=member.asked_by_id,
        asked_at=member.asked_at,
        stage=MemberStage(member.stage),
        proof=member.proof,
        until=member.until,
        opened_at=member.opened_at,
        ended_at=member.ended_at,
        erased_at=member.erased_at,
    )
