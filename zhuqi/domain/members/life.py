"""How an account of an enterprise stands, as its entries tell it: what actions write and verification rebuilds is this fold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from zhuqi.base.events import Event
from zhuqi.domain.members import events
from zhuqi.domain.members.rules import MemberStage


@dataclass(frozen=True)
class Standing:
    """The columns of an account that follow from what happened."""

    enterprise: int
    asked_by: int | None
    asked_at: dt.datetime
    stage: MemberStage = MemberStage.ASKED
    proof: str = ""
    until: dt.datetime | None = None
    opened_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    erased_at: dt.datetime | None = None


def apply(before: Standing | None, event: Event, at: dt.datetime) -> Standing:
    """How it stands after an event. Raises ValueError for what can't come first."""
    if isinstance(event, events.MemberAsked):
        return Standing(event.enterprise, event.staff, at)
    if before is None:
        raise ValueError("it was never asked for")
    if isinstance(event, events.MemberAdmitted):
        return replace(before, stage=MemberStage.INVITED, proof=event.proof, until=event.until)
    if isinstance(event, events.MemberOpened):
        return replace(before, stage=MemberStage.OPEN, opened_at=at)
    if isinstance(event, events.MemberEnded):
        return replace(before, stage=MemberStage.ENDED, ended_at=at)
    return replace(before, erased_at=at) if isinstance(event, events.MemberErased) else before
