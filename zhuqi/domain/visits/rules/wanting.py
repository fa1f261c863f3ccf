"""A need as it is told in a plant, by tiles: what is wrong, what waiting costs, in one sentence of the enterprise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.files.rules import Upload
from zhuqi.domain.contacts.rules.words import Purpose
from zhuqi.domain.visits.rules.promises import Need
from zhuqi.domain.visits.rules.words import Mode

PHOTOS = 3
"""Photos of one need, at most. None has to be."""
TITLE = 60
"""Characters of a case's title."""


class Wrong(Named):
    """What is wrong, whatever the need is about."""

    NONE = "none", term("can't be had")
    LITTLE = "little", term("not enough")
    BREAKS = "breaks", term("breaks off")
    SLOW = "slow", term("takes too long")
    DEAR = "dear", term("costs too much")
    WHOM = "whom", term("nobody knows whom to ask")


class Waiting(Named):
    """What waiting costs, as the enterprise says it. The dispatch room decides how urgent it is."""

    STOPS = "stops", term("work stops")
    DATED = "dated", term("there is a day")
    CALM = "calm", term("no hurry")


@dataclass(frozen=True)
class Draft:
    """A visit as it was kept on a device. ``key`` was made there; ``anyway``: this is another need than the one in hand;
    ``photos``: those of each need, by its place."""

    key: str
    enterprise_id: int
    day: dt.date
    mode: Mode
    kind: Purpose
    said: str = ""
    needs: tuple[Need, ...] = ()
    beyond: str = ""
    anyway: bool = False
    photos: tuple[tuple[Upload, ...], ...] = ()


class Became(StrEnum):
    """What became of a draft that came in."""

    TAKEN = "taken"
    BEFORE = "before"
    """It was taken when it came before."""
    REFUSED = "refused"
    ALIKE = "alike"
    """A live case of the enterprise says nearly the same, perhaps a colleague's: whoever was there decides."""
    LATER = "later"
    """Somebody was at the same thing at this moment: it may come again as it is."""


def headed(kind: str, wrong: str, words: str) -> str:
    """The title of a need: its kind, what is wrong, and the beginning of what was said, as much as fits."""
    head = f"{kind} {wrong}" if wrong.isascii() else f"{kind}{wrong}"
    first = words.strip().partition("\n")[0].partition("。")[0]
    whole = f"{head}：{first}" if first else head
    return whole if len(whole) <= TITLE else whole[: TITLE - 1] + "…"


def pressing(waiting: Waiting | None, by: dt.date | None) -> Sentence | None:
    """What waiting costs and until when it is wanted, as a sentence below what was said; None where nothing was said of it."""
    if waiting is not None and by is not None:
        return say("If nothing is done: {waiting}. Wanted by {day}.", waiting=waiting, day=by)
    if waiting is not None:
        return say("If nothing is done: {waiting}.", waiting=waiting)
    return say("Wanted by {day}.", day=by) if by is not None else None


def too_many(photos: int) -> Sentence | None:
    """Why these photos can't come with a need."""
    return say("At most {most} at once.", most=PHOTOS) if photos > PHOTOS else None
