"""How a need stands, as its entries tell it: what actions write and what verification rebuilds come from this one fold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from zhuqi.base.events import Event
from zhuqi.domain.voice import events
from zhuqi.domain.voice.rules import Stage


@dataclass(frozen=True)
class Standing:
    """The columns of a need that follow from what happened."""

    desk: int
    told_at: dt.datetime
    due: dt.datetime | None
    stage: Stage = Stage.WAITING
    reached_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    enterprise: int | None = None
    case: int | None = None
    proof: str = ""
    erased_at: dt.datetime | None = None


def apply(before: Standing | None, event: Event, at: dt.datetime) -> Standing:
    """How it stands after an event. Raises ValueError for what can't come first."""
    if isinstance(event, events.Told):
        return Standing(desk=event.desk, told_at=at, due=event.due)
    if before is None:
        raise ValueError("it was never told")
    if isinstance(event, events.Reached):
        return replace(before, reached_at=at)
    if isinstance(event, events.PassedOn):
        return replace(before, desk=event.desk)
    if isinstance(event, events.TakenIn):
        ended = replace(before, stage=Stage.TAKEN_IN, ended_at=at)
        return replace(ended, enterprise=event.enterprise, case=event.case, proof=event.proof)
    if isinstance(event, events.Vouched):
        return replace(before, proof=event.proof)
    if isinstance(event, events.Responded):
        return replace(before, stage=Stage.ANSWERED, ended_at=at)
    if isinstance(event, events.Declined):
        return replace(before, stage=Stage.NOT_OURS, ended_at=at)
    return replace(before, erased_at=at) if isinstance(event, events.Forgotten) else before
