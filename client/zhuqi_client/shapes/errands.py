"""Types of errands. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.cases import Firm
from zhuqi_client.shapes.register import Somebody, Unit


class ErrandRows(TypedDict):
    """A page of errands, the day promised first in front."""

    errands: list[ErrandOut]
    next: str | None


class ErrandOut(TypedDict):
    """An official acts for an enterprise in an approval, or goes with it. ``promised``: the day promised at
    first; ``due``: the one promised now; ``open``: what its reader may do about it; ``version``: to be said
    with whatever is done.
    """

    id: int
    enterprise: Firm
    person: Somebody
    unit: Unit
    mode: ErrandMode
    state: ErrandState
    matter: str
    office: str
    asked_on: str
    promised: str
    due: str
    late: bool
    outcome: ErrandOutcome | None
    why: Why | None
    ended_on: str | None
    case: int | None
    version: int


ErrandMode = Literal["agent", "escort"]


ErrandState = Literal["taken", "filed", "finished", "stopped"]


ErrandOutcome = Literal["granted", "refused"]


Why = Literal["withdrawn", "itself", "impossible"]


class ErrandLife(TypedDict):
    """One errand with what was done about it, in its order. ``open``: what its reader may do about it."""

    errand: ErrandOut
    open: list[ErrandDeed]
    notes: list[ErrandNote]


ErrandDeed = Literal["file", "report", "postpone", "hand_on", "finish", "stop"]


class ErrandNote(TypedDict):
    """One thing done about an errand. ``deed``: null where it was taken on; ``due``: the day promised from then
    on.
    """

    n: int
    deed: ErrandDeed | None
    at: str
    day: str
    person: Somebody | None
    due: str
    words: str
