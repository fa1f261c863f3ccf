"""Types of errands. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.cases import Firm, Outcome, State
from zhuqi_client.shapes.register import Somebody, Unit
from zhuqi_client.shapes.visits import Mode


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
    mode: Mode
    state: State
    matter: str
    office: str
    asked_on: str
    promised: str
    due: str
    late: bool
    outcome: Outcome | None
    why: Why | None
    ended_on: str | None
    case: int | None
    version: int


Why = Literal["withdrawn", "itself", "impossible"]


class ErrandLife(TypedDict):
    """One errand with what was done about it, in its order. ``open``: what its reader may do about it."""

    errand: ErrandOut
    open: list[Deed]
    notes: list[ErrandNote]


Deed = Literal["open", "amend", "join", "leave", "take_up", "tell", "change", "give_up"]


class ErrandNote(TypedDict):
    """One thing done about an errand. ``deed``: null where it was taken on; ``due``: the day promised from then
    on.
    """

    n: int
    deed: Deed | None
    at: str
    day: str
    person: Somebody | None
    due: str
    words: str
