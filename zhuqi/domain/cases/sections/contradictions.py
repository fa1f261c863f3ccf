"""What a text says that can never come: a rung before its clock has begun, a trigger that counts more than there can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from zhuqi.base.ladders.reminders import When, offsets
from zhuqi.base.ladders.triggers import Sort, Trigger, write
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span
from zhuqi.base.worktime.spans import write as write_span
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import alone_or_listed
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Tick
from zhuqi.domain.cases.sections.chasing import ALWAYS, RungRule
from zhuqi.domain.cases.sections.copies import never_copied
from zhuqi.domain.cases.sections.naming import triggered
from zhuqi.domain.cases.sections.words import MOMENTS

if TYPE_CHECKING:
    from zhuqi.domain.cases.sections import CaseRules

FILTERED = ("kinds", "categories", "grades", "urgencies", "channels", "scales", "hands")
MOST = 5000
"""Sets of cases that are looked at one by one; of more nothing is said."""


def contradicting(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """All of it, where the text says it."""
    if node.has("提醒"):
        yield from never_stopped(rules, node.at("提醒"))
        yield from never_sent(rules, node.at("提醒"))
    if node.has("抄送"):
        yield from never_copied(rules, node.at("抄送"))
    for item, triggers in triggered(rules, node):
        items = alone_or_listed(item)
        yield from (items[n].wrong(why) for n, why in never_held(rules, triggers))


def never_stopped(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """Rungs that repeat until something by which a clock of the place's own doesn't stop."""
    for item, row in zip(alone_or_listed(node), rules.reminders, strict=False):
        until, mine = row.timing.until, [own for own in rules.own if own.name in row.clocks]
        if until and until not in ALWAYS and any(MOMENTS.get(until) not in own.stop for own in mine):
            yield item.at("时").wrong(say("The clock named here doesn't stop by “{until}”.", until=until))


def never_sent(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """Rungs so long before the deadline that the clock hasn't begun yet, whichever of its cases it is."""
    for item, row in zip(alone_or_listed(node), rules.reminders, strict=False):
        if row.timing.when is not When.BEFORE:
            continue
        nearest = offsets(row.timing)[-1]
        spans = set(_spans(rules, row))
        if spans and all((compare(nearest, span) or 0) > 0 for span in spans):
            why = say(
                "This never comes: no clock named here runs so long. The longest is {span}.",
                span=write_span(_longest(spans)),
            )
            yield item.at("时").wrong(why)


def _longest(spans: Iterable[Span]) -> Span:
    found = None
    for span in sorted(spans, key=str):
        if found is None or (compare(found, span) or 0) < 0:
            found = span
    assert found is not None
    return found


def _spans(rules: CaseRules, row: RungRule) -> Iterator[Span]:
    """Every span that a clock named by a row can have, in the cases of which the row speaks."""
    clocks = row.clocks or frozenset(rule.clock for rule in rules.clocks) - NOBODY_LATE - rules.watches
    for clock in clocks:
        mine = [rule for rule in rules.clocks if rule.clock == clock]
        said = [getattr(row, name) or {None}.union(*(getattr(one, name) for one in mine)) for name in FILTERED]
        if prod(map(len, said)) > MOST:
            return
        for kind, category, grade, urgency, channel, scale, hand in product(*said):
            traits = Traits(kind or "", category or "", grade or "", urgency or "", channel, scale or "")
            span = rules.span(clock, traits, hand)
            if span is not None:
                yield span
        if clock is Tick.CLASS and rules.confirming is not None:
            yield rules.confirming.within


def never_held(rules: CaseRules, found: Sequence[Trigger]) -> Iterator[tuple[int, Sentence]]:
    """(place from 0, why) of triggers that count more than the rules allow. Extensions are granted to each unit apart: where
    there are any, there may be more in all."""
    extensions = max(rules.extension.count, *(row.count or 0 for row in rules.extension.rows), 0)
    allowed: Mapping[Sort, int] = {
        Sort.RETURNED: rules.returning.most,
        Sort.SUSPENDED: rules.suspension.count,
        **({} if extensions else {Sort.EXTENDED: 0}),
    }
    for n, trigger in enumerate(found):
        most = allowed.get(trigger.sort)
        if most is not None and (trigger.interval.low, not trigger.interval.from_low) > (Fraction(most), False):
            why = say(
                "“{trigger}” never holds: by the rules here it comes to at most {n}.", trigger=write(trigger), n=most
            )
            yield n, why
