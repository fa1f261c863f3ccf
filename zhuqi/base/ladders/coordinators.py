"""The ladder of coordinators: up to five rungs from the handler to the meeting, and on which one a case stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from zhuqi.base.findings import Finding
from zhuqi.base.ladders import triggers
from zhuqi.base.ladders.triggers import Fired, History, Trigger, fired, undecided
from zhuqi.base.words import say

MOST_RUNGS = 5


@dataclass(frozen=True)
class Coordinator:
    """One rung: its code, what it is called there, and what brings a case up to it (any of these; none for the first).
    ``force``: a task force of several units is set up for the one case (一事一专班)."""

    code: str
    label: str
    triggers: tuple[Trigger, ...] = ()
    force: bool = False


@dataclass(frozen=True)
class Standing:
    """Where a case stands: the rung, from 1, and what brought it there; empty where it began there or was raised by hand.

    ``undecided``: triggers of higher rungs of which nobody can say yet whether they hold.
    """

    rung: int
    coordinator: Coordinator
    why: tuple[Fired, ...] = ()
    undecided: tuple[Trigger, ...] = ()


def standing(ladder: Sequence[Coordinator], history: History, *, raised: int = 1) -> Standing:
    """The highest rung that a trigger reaches, or the one it was raised to by hand (``raised``, from 1). It never sinks below."""
    for n in range(len(ladder), raised, -1):
        why = fired(ladder[n - 1].triggers, history)
        if why:
            return Standing(n, ladder[n - 1], tuple(why), _open(ladder, n, history))
    return Standing(raised, ladder[raised - 1], (), _open(ladder, raised, history))


def _open(ladder: Sequence[Coordinator], rung: int, history: History) -> tuple[Trigger, ...]:
    return tuple(trigger for above in ladder[rung:] for trigger in undecided(above.triggers, history))


def wants_force(ladder: Sequence[Coordinator], rung: int) -> bool:
    """Whether a task force is set up for a case that stands on a rung, from 1: by the rung's own word or that of one below."""
    return any(coordinator.force for coordinator in ladder[:rung])


def lint(ladder: Sequence[Coordinator]) -> list[Finding]:
    """Every fault of a ladder of coordinators."""
    if not 1 <= len(ladder) <= MOST_RUNGS:
        return [Finding("long", say("A ladder of coordinators has from 1 to {n} rungs.", n=MOST_RUNGS))]
    return [*_faults(ladder), *_skipped(ladder)]


def _faults(ladder: Sequence[Coordinator]) -> Iterator[Finding]:
    if ladder[0].triggers:
        yield Finding("first", say("A case begins on the first rung: it needs no trigger."), (1,))
    for n, rung in enumerate(ladder[1:], 2):
        if not rung.triggers:
            yield Finding("unreached", say("Nothing brings a case up to rung {n}. Give it a trigger.", n=n), (n,))
        yield from (Finding(found.sort, found.sentence, (n,)) for found in triggers.lint(rung.triggers))
    if len({rung.code for rung in ladder}) < len(ladder):
        yield Finding("twice", say("Two rungs have the same code."))


def _skipped(ladder: Sequence[Coordinator]) -> Iterator[Finding]:
    """A higher rung that is reached by less than the one below it asks for, in the same sort and unit."""
    for (a, below), (b, above) in combinations(enumerate(ladder, 1), 2):
        for low, high in product(below.triggers, above.triggers):
            same = (low.sort, low.unit, low.codes) == (high.sort, high.unit, high.codes)
            if same and _end(high) <= _end(low):
                said = say("Rung {b} is reached no later than rung {a}, so rung {a} is skipped.", a=a, b=b)
                yield Finding("order", said, (a, b))


def _end(trigger: Trigger) -> tuple[Fraction, bool]:
    return trigger.interval.low, not trigger.interval.from_low
