"""What was promised on a visit: until when it may be set, and how it ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.base.words import Named, Sentence, say, term

LONGEST = dt.timedelta(days=366)
MOST = 10
"""Promises, and needs, of one visit."""


class Kept(Named):
    """How a promise stands."""

    OPEN = "open", term("promised")
    KEPT = "kept", term("kept")
    OVERTAKEN = "overtaken", term("overtaken")


@dataclass(frozen=True)
class Promised:
    """A promise as it is written down."""

    text: str
    due: dt.date


@dataclass(frozen=True)
class Need:
    """A need found on a visit: what becomes a case."""

    title: str
    body: str
    kind: str
    category: str | None = None


def undatable(due: dt.date, visited: dt.date) -> Sentence | None:
    """Why a promise can't be due then, if it can't."""
    if due < visited:
        return say("A promise is kept on the day of the visit or after.")
    if due - visited > LONGEST:
        return say("This is more than a year away: promise a first step.")
    return None


def late(state: Kept, due: dt.date, today: dt.date) -> bool:
    """Whether a promise is broken so far: its last day is over, and it stands."""
    return state is Kept.OPEN and today > due
