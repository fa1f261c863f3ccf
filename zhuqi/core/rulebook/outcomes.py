"""What became of an example that an edition carries. No Django."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.base.words import Sentence, say


@dataclass(frozen=True)
class Refused:
    """A step that must be refused, and with which sentence it was."""

    line: int
    step: str
    why: Sentence


@dataclass(frozen=True)
class Outcome:
    """One example of a text: its name and line, whether it holds, what was expected and what came, each as the text would
    write it; ``because`` says why it came so, where there is more to say. ``day``: on which it begins; ``refused``: the steps
    of 应拒 that were refused, in order; ``more``: what else came otherwise than expected."""

    name: str
    line: int
    ok: bool
    expected: str
    got: str
    because: Sentence | None = None
    day: dt.date | None = None
    refused: tuple[Refused, ...] = ()
    more: tuple[Outcome, ...] = ()

    @property
    def told(self) -> Sentence:
        """An example that doesn't hold, as one sentence."""
        said = say(
            "Example “{name}”: expected {expected}; got {got}.",
            name=self.name,
            expected=self.expected,
            got=self.got,
        )
        return say("{said} Because {why}", said=said, why=self.because) if self.because else said
