"""What can happen to rounds, plans, visits and what was promised on them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """A round of contact was announced."""

    verb: ClassVar[str] = "opened"
    area: int
    since: dt.date
    until: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Aimed(Event):
    """It was said which enterprises a round is to reach."""

    verb: ClassVar[str] = "aimed"
    added: int


@dataclass(frozen=True, kw_only=True)
class Planned(Event):
    """A contact was planned: for what, and who goes."""

    verb: ClassVar[str] = "planned_visit"
    contact: int
    enterprise: int
    staff: tuple[int, ...]
    round: int | None
    case: int | None


@dataclass(frozen=True, kw_only=True)
class PlanMoved(Event):
    """A plan goes to another day."""

    verb: ClassVar[str] = "plan_moved"
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class PlanDropped(Event):
    """A plan doesn't come about."""

    verb: ClassVar[str] = "plan_dropped"
    state: str


@dataclass(frozen=True, kw_only=True)
class Recorded(Event):
    """A visit was written down by whoever made it, with the cases that its needs became and what was promised."""

    verb: ClassVar[str] = "recorded"
    round: int | None
    enterprise: int
    staff: int
    unit: int
    day: dt.date
    mode: str
    kind: str
    contact: int | None = None
    cases: tuple[int, ...] = ()
    promises: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entered(Event):
    """A visit from before there were books was entered in the enterprise's book."""

    verb: ClassVar[str] = "entered"
    contact: int


@dataclass(frozen=True, kw_only=True)
class PromiseEnded(Event):
    """A promise was kept, or overtaken by something else."""

    verb: ClassVar[str] = "promise_ended"
    visit: int
    state: str
    ended_on: dt.date


@dataclass(frozen=True, kw_only=True)
class PromiseNear(Event):
    """The day of a promise comes near."""

    verb: ClassVar[str] = "promise_near"
    visit: int
    due: dt.date


@dataclass(frozen=True, kw_only=True)
class PromiseLate(Event):
    """The day of a promise has passed, and it stands."""

    verb: ClassVar[str] = "promise_late"
    visit: int
    due: dt.date


@dataclass(frozen=True, kw_only=True)
class ZeroDue(Event):
    """A period comes to its end in which an official served some enterprises not once, and the edition wants to know why.
    ``until``: the first day after it."""

    verb: ClassVar[str] = "zero_due"
    until: dt.date
    enterprises: int


@dataclass(frozen=True, kw_only=True)
class ZeroExplained(Event):
    """It was said why an official served an enterprise not once in a period."""

    verb: ClassVar[str] = "zero_explained"
    staff: int
    enterprise: int
    since: dt.date
    until: dt.date
    code: str


@dataclass(frozen=True, kw_only=True)
class PromiseFollowed(Event):
    """The unit that promised ended, or whoever promised went; another unit, or somebody else, answers for it now. ``staff``: None
    where nobody does by name; ``colleague``: they, where it was somebody else before."""

    verb: ClassVar[str] = "promise_followed"
    visit: int
    unit: int
    staff: int | None
    colleague: int | None = None


@dataclass(frozen=True, kw_only=True)
class PlanFollowed(Event):
    """Somebody who was to go left; a colleague goes in their place, or nobody is named yet. ``staff``: None where nobody was named
    before."""

    verb: ClassVar[str] = "plan_followed"
    staff: int | None
    colleague: int | None


@dataclass(frozen=True, kw_only=True)
class LeftToUnit(Event):
    """Somebody went and nobody takes their place yet: so many promises and planned visits of a unit are kept by nobody."""

    verb: ClassVar[str] = "left_to_unit"
    unit: int
    promises: int
    visits: int
