"""What can happen to a case and beside it. Facts are ids, numbers, dates and choices; words are rows of their own."""

from __future__ import annotations

from zhuqi.base.events import Event
from zhuqi.domain.cases.events.attaching import Attached, Erased
from zhuqi.domain.cases.events.beside import (
    BatchAssigned,
    Complained,
    ContactErased,
    ContactWritten,
    LinkMade,
    LinkOpened,
    LinkRevoked,
    Rated,
    Revealed,
)
from zhuqi.domain.cases.events.closing import (
    CalendarCame,
    Confirmed,
    Contested,
    DayFolded,
    Dissatisfied,
    EndedUnconfirmed,
    MatterMoved,
    Put,
    Raised,
    RanOut,
    Reminded,
    Reopened,
    Unanswered,
    Withdrawn,
)
from zhuqi.domain.cases.events.dispatching import (
    Assigned,
    Escalated,
    Merged,
    Moved,
    NotAccepted,
    Recalled,
    Recorded,
    RefusalProposed,
    Screened,
    SentDown,
    Settled,
    Submitted,
    Succeeded,
    TransferredOut,
)
from zhuqi.domain.cases.events.handling import (
    Accepted,
    Answered,
    Checked,
    Contacted,
    Contributed,
    EscalationAsked,
    Extended,
    ExtensionAsked,
    HandedBack,
    Lost,
    Opined,
    Replied,
    Requested,
    RequestRefused,
    Resumed,
    Ruled,
    Signed,
    SigningAsked,
    StageReplied,
    Suspended,
    SuspensionAsked,
    TakenBack,
)
from zhuqi.domain.cases.events.joining import Joined, TakenOut
from zhuqi.domain.cases.events.raising import Classified, ForceEnded, ForceMet, ForceSetUp, Instructed, Restated

BESIDE: frozenset[type[Event]] = frozenset(
    {
        Attached,
        BatchAssigned,
        Complained,
        ContactErased,
        ContactWritten,
        Erased,
        LinkMade,
        LinkOpened,
        LinkRevoked,
        Rated,
        Revealed,
    }
)
"""Events beside a case."""


def _leaves(cls: type[Event]) -> list[type[Event]]:
    below = [leaf for sub in cls.__subclasses__() for leaf in _leaves(sub)]
    return ([cls] if "verb" in vars(cls) else []) + below


KINDS: dict[str, type[Event]] = {
    kind.verb: kind for kind in _leaves(Event) if kind.__module__.startswith(f"{__name__}.") and kind not in BESIDE
}
"""Every event of a case's own chain by its verb."""

__all__ = [
    "BESIDE",
    "KINDS",
    "Accepted",
    "Answered",
    "Assigned",
    "Attached",
    "BatchAssigned",
    "CalendarCame",
    "Checked",
    "Classified",
    "Complained",
    "Confirmed",
    "ContactErased",
    "ContactWritten",
    "Contacted",
    "Contested",
    "Contributed",
    "DayFolded",
    "Dissatisfied",
    "EndedUnconfirmed",
    "Erased",
    "Escalated",
    "EscalationAsked",
    "Extended",
    "ExtensionAsked",
    "ForceEnded",
    "ForceMet",
    "ForceSetUp",
    "HandedBack",
    "Instructed",
    "Joined",
    "LinkMade",
    "LinkOpened",
    "LinkRevoked",
    "Lost",
    "MatterMoved",
    "Merged",
    "Moved",
    "NotAccepted",
    "Opined",
    "Put",
    "Raised",
    "RanOut",
    "Rated",
    "Recalled",
    "Recorded",
    "RefusalProposed",
    "Reminded",
    "Reopened",
    "Replied",
    "RequestRefused",
    "Requested",
    "Restated",
    "Resumed",
    "Revealed",
    "Ruled",
    "Screened",
    "SentDown",
    "Settled",
    "Signed",
    "SigningAsked",
    "StageReplied",
    "Submitted",
    "Succeeded",
    "Suspended",
    "SuspensionAsked",
    "TakenBack",
    "TakenOut",
    "TransferredOut",
    "Unanswered",
    "Withdrawn",
]
