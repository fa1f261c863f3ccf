"""What the sender reads: which dispatch rooms there are, and how the own need stands. The register is never asked here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from zhuqi.core.accounts.rules import fingerprint
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.rules import Stage

MOST = 400
"""Areas that can be chosen from."""


def desks() -> list[Organisation]:
    """The dispatch rooms that take needs, each with its area and the one above that, from above down. One query."""
    found: QuerySet[Organisation] = Organisation.objects.filter(
        kind=Kind.DESK, retired_on=None, area__isnull=False, area__retired_on=None
    )
    return list(found.select_related("area__parent").order_by("area__path", "path")[:MOST])


@dataclass(frozen=True)
class Receipt:
    """How a need stands, as its sender reads it. Nothing in it comes from the register."""

    firm: str
    body: str
    area: str
    told_at: dt.datetime
    due: dt.datetime | None
    stage: Stage
    reached_at: dt.datetime | None
    ended_at: dt.datetime | None
    answer: str
    number: str
    checked: bool
    files: int
    erased: bool
    until: dt.datetime


def receipt(secret: str, now: dt.datetime) -> Receipt | None:
    """What a receipt's secret opens; None alike for a wrong, expired or unknown one. Two queries at most."""
    held = Voice.objects.filter(digest=fingerprint(secret), until__gt=now).select_related("desk__area", "case").first()
    if held is None:
        return None
    return Receipt(
        firm=held.firm,
        body=held.body,
        area=held.desk.area.name if held.desk.area else held.desk.name,
        told_at=held.told_at,
        due=held.due,
        stage=Stage(held.stage),
        reached_at=held.reached_at,
        ended_at=held.ended_at,
        answer=held.answer,
        number=held.case.number if held.case else "",
        checked=bool(held.proof),
        files=held.files.count(),
        erased=held.erased_at is not None,
        until=held.until,
    )
