"""What happens in a unit's hands: signed for, asked for something, ruled on, suspended, told, contributed, replied, checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event
from zhuqi.base.worktime.spans import Span
from zhuqi.domain.cases.rules.words import Approver, Asked, Channel, Ground, Outcome


@dataclass(frozen=True, kw_only=True)
class Accepted(Event):
    """A unit signed for it. ``silent``: it said nothing until its time to give it back was over, at this moment, and the rules
    take that for signing; when the clock noticed doesn't matter."""

    verb: ClassVar[str] = "accepted"
    holding: int
    silent: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Requested(Event):
    """A handler asked its room for something."""

    holding: int
    asked: ClassVar[Asked]


@dataclass(frozen=True, kw_only=True)
class HandedBack(Requested):
    """A unit says that it isn't theirs. It goes on holding until the room rules."""

    verb: ClassVar[str] = "handed_back"
    asked: ClassVar[Asked] = Asked.RETURN
    ground: Ground | None = None


@dataclass(frozen=True, kw_only=True)
class ExtensionAsked(Requested):
    """A unit asked for more time; ``granted`` where the edition needs nobody's approval. ``late``: asked too late, which
    the edition takes but counts as overdue. ``staff``: who asked, where the head of the unit or a leader grants it."""

    verb: ClassVar[str] = "extension_asked"
    asked: ClassVar[Asked] = Asked.EXTENSION
    amount: Span
    granted: bool = False
    approver: Approver | None = None
    late: bool | None = None
    staff: int | None = None


@dataclass(frozen=True, kw_only=True)
class SuspensionAsked(Requested):
    """The lead asked to stop the clocks until a day on which it is looked at again; ``granted`` where its reason needs
    nobody's approval."""

    verb: ClassVar[str] = "suspension_asked"
    asked: ClassVar[Asked] = Asked.SUSPENSION
    until: dt.date
    cause: str | None = None
    granted: bool = False


@dataclass(frozen=True, kw_only=True)
class SigningAsked(Requested):
    """The lead handed in an answer with this outcome, and the dates it names, to be signed before it goes out. ``staff``: who did;
    nobody signs what they handed in themselves."""

    verb: ClassVar[str] = "signing_asked"
    asked: ClassVar[Asked] = Asked.SIGNING
    outcome: Outcome
    approver: Approver
    staff: int | None = None
    next_on: dt.date | None = None
    recheck_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Signed(Event):
    """The answer may go out, as it was handed in. ``staff``: who signed it, and doesn't check it afterwards."""

    verb: ClassVar[str] = "countersigned"
    request: int
    staff: int | None = None


@dataclass(frozen=True, kw_only=True)
class EscalationAsked(Requested):
    """The lead says that a higher level must take it."""

    verb: ClassVar[str] = "escalation_asked"
    asked: ClassVar[Asked] = Asked.ESCALATION


@dataclass(frozen=True, kw_only=True)
class TakenBack(Event):
    """Who had asked for something withdrew it before it was ruled on."""

    verb: ClassVar[str] = "taken_back"
    request: int


@dataclass(frozen=True)
class Lost:
    """What a clock lost while its case was suspended, in the clock's own unit."""

    clock: int
    span: Span


@dataclass(frozen=True, kw_only=True)
class Ruled(Event):
    """The room ruled on a return; ``lost`` where that ends a suspension."""

    verb: ClassVar[str] = "ruled"
    request: int
    upheld: bool
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Extended(Event):
    """The room gave more time."""

    verb: ClassVar[str] = "extended"
    request: int


@dataclass(frozen=True, kw_only=True)
class Suspended(Event):
    """The room stopped the clocks."""

    verb: ClassVar[str] = "suspended"
    request: int


@dataclass(frozen=True, kw_only=True)
class Resumed(Event):
    """The clocks run again, each moved by what it lost."""

    verb: ClassVar[str] = "resumed"
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RequestRefused(Event):
    """The room said no to a request."""

    verb: ClassVar[str] = "request_refused"
    request: int


@dataclass(frozen=True, kw_only=True)
class Contacted(Event):
    """A unit spoke with the enterprise, or came to it."""

    verb: ClassVar[str] = "contacted"
    holding: int
    channel: Channel
    staff: int | None


@dataclass(frozen=True, kw_only=True)
class Opined(Event):
    """The lead unit said how the case is to be handled."""

    verb: ClassVar[str] = "opined"
    holding: int
    staff: int | None


@dataclass(frozen=True, kw_only=True)
class StageReplied(Event):
    """The lead told the enterprise how it stands."""

    verb: ClassVar[str] = "stage_replied"
    staff: int | None
    next_on: dt.date | None = None
    holding: int | None = None


@dataclass(frozen=True, kw_only=True)
class Contributed(Event):
    """A co-handler gave its share."""

    verb: ClassVar[str] = "contributed"
    holding: int


@dataclass(frozen=True, kw_only=True)
class Replied(Event):
    """The lead replied with an outcome."""

    verb: ClassVar[str] = "replied"
    staff: int | None
    outcome: Outcome
    told_on: dt.date
    next_on: dt.date | None = None
    recheck_on: dt.date | None = None
    caller: int | None = None
    finder_gone: bool = False
    """The unit that found it is retired: the room does its part."""


@dataclass(frozen=True)
class Answered:
    """A question of the check, by its code, and the answer to it."""

    question: str
    yes: bool


@dataclass(frozen=True, kw_only=True)
class Checked(Event):
    """Somebody who isn't the handler checked the reply. ``answers``: what they answered, where the edition asks questions;
    ``caller``: the unit that is to ask the enterprise, where the edition names one by its kind."""

    verb: ClassVar[str] = "checked"
    passed: bool
    answers: tuple[Answered, ...] = ()
    caller: int | None = None
    finder_gone: bool = False
