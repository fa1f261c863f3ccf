"""What can be kept but hardly is meant, in what a text itself writes: nobody there to check, ladders that pull apart, a second
promise to the enterprise, a lamp that no clock lives long enough to light."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from zhuqi.base.lamps.gauges import Gauge
from zhuqi.base.lamps.lint import samples
from zhuqi.base.lamps.rules import LampRule
from zhuqi.base.words import say
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span, Unit, write
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import alone_or_listed
from zhuqi.domain.cases.rules.grading import Last, Then
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.words import CLOCKS, Tick
from zhuqi.domain.cases.sections.filters import groups
from zhuqi.domain.cases.sections.rating import Caller

if TYPE_CHECKING:
    from zhuqi.domain.cases.sections import CaseRules
    from zhuqi.domain.cases.sections.lamps import BandRule

PROMISE = re.compile(
    "(?:对外|[对向给]企业)(?:的|作出的|公布的|公开的)?(?:承诺|办理|办结|答复|服务)*(?:时限|期限|时间|时长|承诺)"
    "|承诺(?:企业|办结|办理|答复)?的?(?:时限|期限|时间|时长)"
)
"""What a clock is called by which the enterprise is promised something."""
FIRST = frozenset({Moment.RECORDED, Moment.SUBMITTED})
"""Where such a promise begins: the enterprise has said it (M8)."""


def unlikely(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """What is hardly meant, each at its key."""
    yield from _nobody_found_it(rules, node)
    yield from _apart(rules, node)
    yield from _promised_twice(rules, node)
    if rules.lamps is not None and node.has("亮灯") and node.at("亮灯").has("规则"):
        yield from _never_lit(rules, rules.lamps.bands, alone_or_listed(node.at("亮灯").at("规则")))


def _nobody_found_it(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """Checks and callbacks by whoever found the need alone, where enterprises bring theirs to the room themselves."""
    if not rules.needs_to_desk:
        return
    only = (Caller.FINDER,)
    checked = rules.gate.on and (rules.gate.by == only or any(row.by == only for row in rules.gate.rows))
    called = rules.rating.callback and rules.rating.callers == only
    for asked, block, word in ((checked, "督核", "由"), (called, "评价", "回访单位")):
        if asked and node.has(block):
            why = say(
                "What enterprises bring to the dispatch room themselves was found by nobody: such a case waits until the time is "
                "over. Name somebody beside 发现人."
            )
            where = node.at(block)
            yield (where.at(word) if where.keyed and where.has(word) else where).wrong(why)


def _apart(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """One word of an enterprise that isn't satisfied takes its case up at once, the other never does."""
    rating = rules.rating
    bad = rating.dissatisfied or any(row.dissatisfied for row in rating.more)
    if not (rules.dispute.goes_up and bad and rating.then is Then.REDO and rating.last is Last.DESK):
        return
    word = next((word for word in ("评价", "争议") if node.has(word)), None)
    if word is not None:
        why = say(
            "Who doesn't agree (不认可) goes up at once, who rates it as not satisfying never does. Write 不满意后: 提级重办 or "
            "之后: 提级, if that isn't meant."
        )
        yield node.at(word).wrong(why)


def _promised_twice(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """A clock called after the promise to the enterprise, which begins only inside the administration."""
    starts = {own.name: own.start for own in rules.own if PROMISE.search(own.name) and not own.start & FIRST}
    for item in alone_or_listed(node.at("时钟")) if node.has("时钟") and starts else ():
        if item.keyed and item.has("名称") and item.at("名称").value in starts:
            why = say(
                "By its name the enterprise is promised this. What it was promised runs from when it said so: start it at 登记, "
                "or use 承诺企业."
            )
            yield Unreadable(item.line, "名称", why, law="M8")


def _never_lit(rules: CaseRules, bands: tuple[BandRule, ...], items: list[Node]) -> Iterator[Unreadable]:
    """Bands by the time left that would need more time than any of their clocks has."""
    if rules.lamps is None or len(items) != len(bands):
        return
    for places in groups(bands):
        rule = rules.lamps.of(tuple(bands[n] for n in places))
        spans = set(_spans(rules, bands[places[0]]))
        if rule is None or not spans or len(rule.axes) != 1:
            continue
        axis = rule.axes[0]
        if axis.gauge is not Gauge.LEFT or not isinstance(axis.unit, Unit):
            continue
        for n, least in _lit_from(rule).items():
            if least > 0 and all((compare(Span(floor(least), axis.unit), span) or 0) > 0 for span in spans):
                longest = max(spans, key=lambda span: (span.unit is axis.unit, span.amount))
                why = say(
                    "No clock named here runs so long, it has {span}: unless more time is granted this is never lit.",
                    span=write(longest),
                )
                yield items[places[n]].wrong(why)


def _lit_from(rule: LampRule) -> dict[int, Fraction]:
    """Each band that is the first to hold somewhere, with the least figure at which it is."""
    found: dict[int, Fraction] = {}
    for figure in samples(rule, rule.axes[0]):
        n = next((n for n, band in enumerate(rule.bands) if all(c.holds(figure) for c in band.conditions)), None)
        if n is not None:
            found.setdefault(n, figure)
    return found


def _spans(rules: CaseRules, band: BandRule) -> Iterator[Span]:
    """Every span that a clock of a band may have, in some case of which the band speaks."""
    every = {rule.clock for rule in rules.clocks}
    clocks = band.clocks or {clock for clock in every if not isinstance(clock, Tick) or CLOCKS[clock].late}
    for rule in rules.clocks:
        if rule.clock in clocks and _meet(band, rule):
            yield rule.span
    if Tick.CLASS in clocks and rules.confirming is not None:
        yield rules.confirming.within
    if Tick.SIGN in clocks:
        yield from (row.within for row in rules.signing)


def _meet(band: BandRule, rule: object) -> bool:
    """Whether both speak of some case."""
    return all(
        not wanted or not (named := getattr(rule, field)) or bool(wanted & named)
        for field in ("kinds", "categories", "grades", "urgencies", "channels", "scales")
        for wanted in (getattr(band, field),)
    )
