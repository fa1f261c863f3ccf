"""Which of two sets of deadlines is stricter, for every case there can be.

The closest rule holds, so no row says alone whether it tightens or loosens. Two sets are compared as what they are: for each
clock and each combination of kind, category, class, urgency, way, scale and hand that either set names (and any other),
the span that holds here beside the span that holds there. Combinations that the same rules fit are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from zhuqi.base.words import say
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span, in_words
from zhuqi.core.rulebook.comparing import Difference, Stance, overall, row_words
from zhuqi.core.rulebook.keys import Rows, keys_of
from zhuqi.core.rulebook.shapes import Told
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.cases.sections.clocks import ClockRule
from zhuqi.domain.cases.sections.sorts import FILTERS

MOST = 2_000
"""Sets of rules that fit some case together, per clock. Where there are more, the two aren't compared."""
LONGER_IS_STRICTER = frozenset({Tick.SILENCE})
"""Clocks that protect the enterprise while they run."""
BY = Rows(ClockRule, by=("clock", *FILTERS))
Combination = tuple[tuple[str, object], ...]
R = TypeVar("R")


@dataclass(frozen=True)
class Point:
    """Cases that the same rules fit: what holds for them before and after, and the first combination that is one of them."""

    old: ClockRule | None
    new: ClockRule | None
    combination: Combination

    @property
    def stance(self) -> Stance:
        """How the new span stands to the old one here. A clock that isn't there is the laxest."""
        if self.old is None or self.new is None:
            return Stance.SAME if self.old is self.new else Stance.LAXER if self.new is None else Stance.STRICTER
        return _stance(self.old.clock, self.old.span, self.new.span)


def _stance(clock: Tick | str, old: Span, new: Span) -> Stance:
    found = compare(new, old)
    if found is None:
        return Stance.UNLIKE
    if found == 0:
        return Stance.SAME
    return Stance.STRICTER if (found < 0) is (clock not in LONGER_IS_STRICTER) else Stance.LAXER


def points(old: Sequence[ClockRule], new: Sequence[ClockRule]) -> list[Point] | None:
    """Every way in which cases fall under the rules of one clock, before and after; None where there are too many."""
    closest = [sorted(rules, key=lambda rule: -rule.closeness) for rules in (old, new)]
    fitting = sets([*closest[0], *closest[1]])
    if fitting is None:
        return None
    border = len(closest[0])
    first = (1 << border) - 1
    return [
        Point(lowest(closest[0], mask & first), lowest(closest[1], mask >> border), combination)
        for mask, combination in fitting.items()
    ]


def sets(rules: Sequence[Any]) -> dict[int, Combination] | None:
    """Every set of rules that fit some case together, a bit a rule, and the first combination of their filters that is such a
    case; None where there are too many."""
    fitting: dict[int, Combination] = {(1 << len(rules)) - 1: ()}
    for field in FILTERS:
        fitting = _narrowed(fitting, field, rules)
        if len(fitting) > MOST:
            return None
    return fitting


def _narrowed(fitting: dict[int, Combination], field: str, rules: Sequence[Any]) -> dict[int, Combination]:
    """The sets of rules that fit together, once a case's value for one more filter is known. A bit a rule."""
    wanted: list[frozenset[object]] = [getattr(rule, field, frozenset()) for rule in rules]
    values = dict.fromkeys(value for filters in wanted for value in sorted(filters, key=str))
    options: dict[int, object] = {}
    for value in (None, *values):
        mask = sum(1 << n for n, filters in enumerate(wanted) if not filters or value in filters)
        options.setdefault(mask, value)
    found: dict[int, Combination] = {}
    for mask, combination in fitting.items():
        for option, value in options.items():
            found.setdefault(mask & option, combination if value is None else (*combination, (field, value)))
        if len(found) > MOST:
            break
    return found


def lowest(rules: Sequence[R], mask: int) -> R | None:
    """The closest of those whose bit is set."""
    return rules[(mask & -mask).bit_length() - 1] if mask else None


def deadlines_compared(old: Sequence[ClockRule], new: Sequence[ClockRule]) -> Iterator[Difference]:
    """What differs, row by row; each stands as what it changes for the cases under it."""
    for clock in dict.fromkeys(rule.clock for rule in (*new, *old)):
        before, after = ([rule for rule in rules if rule.clock == clock] for rules in (old, new))
        found = points(before, after)
        if found is None:
            words = row_words(BY, ClockRule(clock, (after or before)[0].span))
            yield Difference((words,), words, say("the rules before"), say("the rules now"), Stance.UNKNOWN)
            continue
        yield from _changed(before, after, found)


def _changed(old: Sequence[ClockRule], new: Sequence[ClockRule], found: Iterable[Point]) -> Iterator[Difference]:
    """The rows of one clock that changed, came or went, or hold now where another did."""
    before, after = {BY.name(rule): rule for rule in old}, {BY.name(rule): rule for rule in new}
    under: dict[tuple[object, ...], list[Point]] = {
        name: [] for name in after | before if before.get(name) != after.get(name)
    }
    for point in found:
        if point.old != point.new:
            names = [BY.name(rule) for rule in (point.new, point.old) if rule is not None]
            answers = next((name for name in names if name in under), names[0])
            if answers in under or point.stance is not Stance.SAME:
                under.setdefault(answers, []).append(point)
    for name, those in under.items():
        yield _difference(before.get(name), after.get(name), those)


def _difference(old: ClockRule | None, new: ClockRule | None, those: Sequence[Point]) -> Difference:
    """One row. Where it changes something, what is told is what holds for the cases that it changes most for the worse."""
    row: ClockRule = new or old  # type: ignore[assignment]
    words, stands, combination = row_words(BY, row), overall(point.stance for point in those), Combination()
    if those:
        decisive = next(point for point in those if point.stance is stands)
        old, new, combination = decisive.old, decisive.new, decisive.combination
    return Difference((words,), words, _told(old), _told(new), stands, _case(row, combination))


def _told(rule: ClockRule | None) -> Told | None:
    return None if rule is None else in_words(rule.span)


def _case(rule: ClockRule, combination: Combination) -> Told | None:
    """What the cases have in common beside what the row says of them."""
    keys = keys_of(ClockRule)
    more = [(field, value) for field, value in combination if value not in getattr(rule, field)]
    words = [f"{keys[field].word} {keys[field].shape.plain(frozenset({value}))[0]}" for field, value in more]
    return "，".join(words) or None


def deadlines_yielded(above: Sequence[ClockRule], own: tuple[ClockRule, ...]) -> tuple[ClockRule, ...]:
    """What is left of a place's deadlines where every row that loosens one for any case gives way to those above."""
    kept = list(own)
    while True:
        names = {BY.name(rule) for rule in kept}
        held = (*kept, *(rule for rule in above if BY.name(rule) not in names))
        loosening = {rule for clock in {rule.clock for rule in held} for rule in _loosening(clock, above, held)}
        left = [rule for rule in kept if rule not in loosening]
        if len(left) == len(kept):
            return own if kept == list(own) else held
        kept = left


def _loosening(clock: Tick | str, above: Sequence[ClockRule], held: Sequence[ClockRule]) -> Iterator[ClockRule]:
    before, after = ([rule for rule in rules if rule.clock == clock] for rules in (above, held))
    found = points(before, after)
    if found is None:
        yield from after
    for point in found or ():
        if point.stance is Stance.LAXER and point.new is not None:
            yield point.new
