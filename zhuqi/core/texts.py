"""Texts that people type, as they are kept: a line, or words of several lines. What can't be kept is refused at its field."""

from __future__ import annotations

import re

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say
from zhuqi.core.sheets.columns import Text

NEEDED = say("This is needed.")
PASTED = say("There are characters in it that can't be kept. Type it again instead of pasting.")
UNKEEPABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd]")
TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Marks that make a text read otherwise than it is written: what an enterprise reads has none."""


def line(name: str, typed: str, most: int, *, needed: bool = False) -> str:
    """Text in one line, read like a cell of a sheet. Raises Invalid."""
    read = Text(most).read(typed)
    if isinstance(read, Sentence):
        raise Invalid({name: read})
    if needed and not read:
        raise Invalid({name: NEEDED})
    return read


def words(name: str, typed: str, most: int, *, needed: bool = False) -> str:
    """Text of any number of lines. Raises Invalid."""
    text = trimmed(typed)
    wrong = NEEDED if needed and not text else unkeepable(text, most)
    if wrong is None and TURNING.search(text):
        wrong = PASTED
    if wrong is not None:
        raise Invalid({name: wrong})
    return text


def trimmed(text: object) -> str:
    """A text as it is kept, whichever way its lines ended."""
    return str(text).replace("\r\n", "\n").strip()


def unkeepable(text: str, most: int) -> Sentence | None:
    """Why a text can't be kept, if it can't: more than ``most`` characters, or some that no database or page takes."""
    if len(text) > most:
        return say("At most {n} characters fit here; these are {m}.", n=most, m=len(text))
    if UNKEEPABLE.search(text):
        return PASTED
    return None
