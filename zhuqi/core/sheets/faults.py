"""What is wrong with a file, said so that the person who typed it can find the cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhuqi.base.errors import Refused
from zhuqi.base.words import Sentence, say


@dataclass(frozen=True)
class Fault:
    """One thing wrong: sheet, row as the spreadsheet counts it (0: the whole sheet), column as its header names it."""

    sheet: str
    row: int
    column: str
    sentence: Sentence


class Faulty(Refused):
    """A file with faults: nothing of it was taken. ``faults`` are in the order of rows."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.sheet, fault.row)))
        super().__init__(say("{n} faults were found, so nothing was loaded.", n=len(self.faults)))


def whole(sentence: Sentence, sheet: str = "") -> Faulty:
    """A fault of the whole file or sheet."""
    return Faulty([Fault(sheet, 0, "", sentence)])
