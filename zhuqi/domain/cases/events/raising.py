"""What makes a case weigh more, and who is set on it: amounts, a leader's instruction, its class confirmed, a task force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event
from zhuqi.domain.cases.events.handling import Lost


@dataclass(frozen=True, kw_only=True)
class Restated(Event):
    """What is at stake was corrected: ``stake`` in yuan, ``firms`` that it concerns, whether a ``signed`` request is there;
    what wasn't said stays. The reason lies in a row of words."""

    verb: ClassVar[str] = "restated"
    stake: int | None = None
    firms: int | None = None
    signed: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Instructed(Event):
    """A leader has instructed it (批示), on a day. Who, the number of the paper and what it says lie in rows of words."""

    verb: ClassVar[str] = "instructed"
    on: dt.date


@dataclass(frozen=True, kw_only=True)
class Classified(Event):
    """Its class was confirmed, or changed, by whom the edition names. ``lapsed``: nobody did in time, and it stands. ``spent``: by
    the time of the new class these clocks would have run out already, and it counts from now; what each has used up of it by now.
    ``kept``: these wouldn't, but not sooner than they do."""

    verb: ClassVar[str] = "classified"
    grade: str
    lapsed: bool = False
    spent: tuple[Lost, ...] = ()
    kept: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ForceSetUp(Event):
    """A task force was set up for this one case (一事一专班): the unit that leads it, and its members."""

    verb: ClassVar[str] = "force_set_up"
    lead: int
    members: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ForceMet(Event):
    """The task force met (会商)."""

    verb: ClassVar[str] = "force_met"


@dataclass(frozen=True, kw_only=True)
class ForceEnded(Event):
    """The task force is over; the case goes on without it."""

    verb: ClassVar[str] = "force_ended"
