"""What was found about a text, as its page shows it: faults with their lines, examples, what it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhuqi.base.words import Sentence, say
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.rulebooks.against import Group, rows, summed
from zhuqi.interfaces.web.rulebooks.report import Example, Judged, Wrong, told, wrong
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase


@dataclass(frozen=True)
class TextLine:
    """A line of a text. ``wrong``: for what it is refused."""

    n: int
    text: str
    wrong: tuple[str, ...] = ()


def text_lines(text: str, faults: Sequence[Wrong] = ()) -> tuple[TextLine, ...]:
    """A text by its lines, each with its faults."""
    found: dict[int, list[str]] = {}
    for fault in faults:
        if not fault.flagged:
            found.setdefault(fault.line, []).append(fault.what)
    return tuple(TextLine(n, line, tuple(found.get(n, ()))) for n, line in enumerate(text.split("\n"), 1))


@dataclass(frozen=True)
class Report:
    """``verdict``: what it comes to, in sentences. ``before``: the edition that it would follow."""

    refused: bool
    verdict: tuple[str, ...]
    faults: tuple[Wrong, ...]
    more: int
    examples: tuple[Example, ...]
    before: Link | None
    summed: str
    changes: tuple[Group, ...]
    lines: tuple[TextLine, ...]


def reported(found: Judged, text: str, now: dt.datetime, at: str) -> Report:
    """A text that was judged. ``at``: the page on which its lines stand."""
    faults, more = wrong(found.beside, text, now)
    before = found.before
    differ = found.differences
    return Report(
        refused=found.refused,
        verdict=tuple(phrase(each, now) for each in _verdict(found)),
        faults=faults,
        more=more,
        examples=told(found.outcomes, now, at),
        before=Link(before.name, frame.address(before)) if before is not None else None,
        summed=phrase(summed(differ), now) if before is not None and found.layer is not None else "",
        changes=rows(differ, now),
        lines=text_lines(text, faults),
    )


def _verdict(found: Judged) -> Iterator[Sentence]:
    faults = [fault for fault in found.beside if fault.level.value == "refused"]
    if faults:
        yield (
            say("This text can't be taken yet: {n} faults.", n=len(faults))
            if len(faults) > 1
            else say("This text can't be taken yet: one fault.")
        )
    if found.failing:
        yield say("{n} of {m} examples don't hold.", n=found.failing, m=len(found.outcomes))
    elif found.outcomes:
        yield say("All {n} examples hold.", n=len(found.outcomes))
    if not found.refused:
        yield say("This text can be put in force.")
        if len(found.beside):
            yield say("{n} things in it should be looked at again.", n=len(found.beside))
