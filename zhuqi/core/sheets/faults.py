"""What is wrong with a file, said so that the person who typed it can find the cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


MOST, FIRST = 30_000, 200
"""Faults that are told one by one, and how many are told of a sheet that has more: it isn't the sheet that is meant."""


def bearable(faults: Sequence[Fault], sheet: str) -> None:
    """Raises Faulty with the first of them where a sheet has more faults than anybody mends one by one."""
    if len(faults) > MOST:
        said = say(
            "More than {n} faults are in this sheet; the first ones are told. Are its columns in their places?", n=MOST
        )
        raise Faulty([Fault(sheet, 0, "", said), *faults[:FIRST]])
