"""Rows and limits that clash: two spans for one case, parts longer than their whole, limits so wide that nothing ever ends.

What can't be meant is a fault (``clashing``), what is hardly meant a doubt (``doubtful``). What can never come at all stands
in ``contradictions.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, islice
from typing import TYPE_CHECKING

from zhuqi.base.ladders.triggers import Sort
from zhuqi.base.ladders.triggers import write as trigger_words
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.bounds import days
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span, Unit, write
from zhuqi.core.rulebook.keys import Part
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.domain.cases.rules.grading import Last, Then
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import CLOCKS, Approver, Hand, Tick
from zhuqi.domain.cases.sections.clocks import Clock, ClockRule
from zhuqi.domain.cases.sections.extending import UPSIDE_DOWN
from zhuqi.domain.cases.sections.sorts import FILTERS

if TYPE_CHECKING:
    from zhuqi.domain.cases.sections import CaseRules

Wrong = Iterator[tuple[str, Sentence]]
"""(key, what is wrong there)."""
LONG, ENDLESS = 366, 1_100
"""Natural days. Over the first a limit is hardly meant; over the second it is none."""
SLACK = 1
"""Days by which screening and answer may pass the promise: many places give both the same span, and a day to screen."""
MANY = 3
"""So many extensions that nobody approves are hardly meant."""
HANDLED = re.compile(r"^(?:原)?(?:承办|主办|经办|办理|责任|牵头|协办|分办)(?:单位|部门|人|人员|干部|方)$")
"""What handles a case, as a coordinator might be called."""
URGENT = re.compile(r"(?<![不非无])(?:特|紧|加|火|应|危)?急(?!诊|救)")
UNHELD = frozenset(tick for tick, row in CLOCKS.items() if row.spanned and not row.held)
"""Clocks of the case or of a room: no hand has them."""


def clashing(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """What can't be meant, each at its key where the text writes it."""
    yield from _at(node, _faults(rules))


def doubtful(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """What is hardly meant, each at its key; of deadlines only what the text's own rows bring about."""
    yield from _at(node, _doubts(rules))
    yield from _put_off(rules, node)
    if node.has("时限") and node.at("时限").listed:
        own = [(item, row) for item in node.at("时限").items() if (row := _row(item)) is not None]
        yield from _overlapping(own)
        told: dict[str, Unreadable] = {}
        for item, row in own:
            for why in _row_doubts(rules, row):
                told.setdefault(str(why), item.wrong(why))
        yield from told.values()
        yield from islice((item.wrong(why) for item, row in own for why in _stages(rules, row)), 1)


def upward(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """What sends a case one level up, where nobody stands above."""
    why = say("No place stands above this one: nobody is there to raise a case to.")
    rating = rules.rating
    rated = rating.dissatisfied and (rating.then is Then.UP or rating.last is Last.UP)
    for word, asked in (
        ("提级", rules.raising),
        ("争议/不认可后提级", rules.dispute.goes_up),
        ("评价/不满意后", rated),
    ):
        if asked:
            yield from _at(node, iter([(word, why)]))


def _put_off(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """Suspensions that together, by a number that the text itself writes, put a case off for years."""
    most, count = rules.suspension.most, rules.suspension.count
    written = node.has("挂账") and node.at("挂账").keyed and node.at("挂账").has("次数")
    if written and _least(most) <= ENDLESS < _least(most) * count:
        why = say("{n} suspensions of {span} put a case off for years.", n=count, span=write(most))
        yield node.at("挂账").at("次数").wrong(why)


def _at(node: Node, found: Wrong) -> Iterator[Unreadable]:
    for word, why in found:
        block, _, inner = word.partition("/")
        if node.has(block):
            below = node.at(block)
            yield (below.at(inner) if inner and below.keyed and below.has(inner) else below).wrong(why)


def _faults(rules: CaseRules) -> Wrong:
    if rules.categories and rules.intake.uncounted >= set(rules.categories):
        yield "受理/不计数", say("Every category would be left out of the count. Leave at least one in it.")
    if (total := _extended(rules)) is not None and days(total)[0] > ENDLESS:
        yield "延期", _never_due(total)
    if _least(rules.suspension.most) > ENDLESS:
        yield "挂账", _never_due(rules.suspension.most)
    for rule in rules.clocks:
        if _least(rule.span) > ENDLESS:
            yield "时限", _never_due(rule.span, _name(rule))
    for rung in rules.coordinators[1:]:
        if HANDLED.match(rung.label):
            why = say("“{label}” handles the case: above the first rung somebody else coordinates.", label=rung.label)
            yield "协调", why


def _doubts(rules: CaseRules) -> Wrong:
    extension, suspension = rules.extension, rules.suspension
    total = _extended(rules)
    if total is not None and LONG < days(total)[0] <= ENDLESS:
        yield "延期", say("All extensions together come to {span}, over a year.", span=write(total))
    if extension.count >= MANY and extension.approvers[-1:] == (Approver.NOBODY,):
        yield "延期/批准", say("The last of {n} extensions is approved by nobody.", n=extension.count)
    yield from _outrun(rules, total)
    yield from _levels(rules)
    yield from _rarely(rules)
    if LONG < _least(suspension.most) <= ENDLESS:
        yield (
            "挂账",
            say("A case would be looked at again after more than a year ({span}).", span=write(suspension.most)),
        )


def _outrun(rules: CaseRules, total: Span | None) -> Wrong:
    """A unit that may take longer, with all its extensions, than the enterprise was promised, while the promise stays."""
    answer, promise = rules.span(Tick.HANDLE), rules.span(Tick.CASE)
    if rules.extension.moves_promise or None in (total, answer, promise):
        return
    assert total and answer and promise
    if total.unit is answer.unit is promise.unit and answer.amount + total.amount > promise.amount + SLACK:
        why = say(
            "With all its extensions a unit has {most}, the enterprise was promised {promise}, and 顺延承诺 says no.",
            most=write(Span(answer.amount + total.amount, answer.unit)),
            promise=write(promise),
        )
        yield "延期/顺延承诺", why


def _levels(rules: CaseRules) -> Wrong:
    """More time that is granted lower down than less."""
    if rules.extension.upside_down:
        yield "延期/分级批准", UPSIDE_DOWN


def _rarely(rules: CaseRules) -> Wrong:
    """Triggers that count more extensions than one unit is ever granted."""
    most = max(rules.extension.count, *(row.count or 0 for row in rules.extension.rows), 0)
    rungs = (("协调", rung.triggers) for rung in rules.coordinators)
    for word, triggers in (("提级", rules.raising), *rungs):
        for trigger in triggers:
            if trigger.sort is Sort.EXTENDED and most and trigger.interval.low > most:
                why = say(
                    "“{trigger}”: one unit is granted at most {n}, so it takes another unit's.",
                    trigger=trigger_words(trigger),
                    n=most,
                )
                yield word, why


def _extended(rules: CaseRules) -> Span | None:
    """All extensions of a case together, where they are lengths of days; of different ones, the natural days at the least."""
    extension = rules.extension
    each = [extension.limit(None, n) for n in range(1, extension.count + 1)]
    lengths = [one for one in each if one and one.unit in (Unit.WORKING_DAY, Unit.NATURAL_DAY, Unit.MONTH)]
    if not lengths or len(lengths) < len(each):
        return None
    if (total := extension.altogether(None)) is not None:
        return total
    unit, amount = lengths[0].unit, sum(one.amount for one in lengths)
    if {one.unit for one in lengths} != {unit}:
        unit, amount = Unit.NATURAL_DAY, sum(map(_least, lengths))
    return Span(min(amount, 1_200 if unit is Unit.MONTH else 36_525), unit)


def _least(span: Span) -> int:
    """Natural days that a span takes at the least; of what isn't days, none."""
    return days(span)[0] if span.in_days else 0


def _together(*parts: Span) -> float:
    """Working days where all are, else natural days, that some spans take one after the other at the least. A working day
    is a natural day at least."""
    return sum(part.amount if part.unit is Unit.WORKING_DAY else _least(part) for part in parts)


def _most(whole: Span, *, like: tuple[Span, ...]) -> float:
    """How long a span may take, in what ``_together`` counts for the parts."""
    if not whole.in_days:
        return float("inf")
    all_working = all(part.unit is Unit.WORKING_DAY for part in (*like, whole))
    return whole.amount if all_working else days(whole)[1]


def _never_due(span: Span, name: str = "") -> Sentence:
    if name:
        return say("“{name}” runs for {span}: such a clock never comes due.", name=name, span=write(span))
    return say("This comes to {span}: such a clock never comes due. Write less.", span=write(span))


def _name(rule: ClockRule) -> str:
    return str(Clock().plain(rule.clock))


def _row(item: Node) -> ClockRule | None:
    """What a row of the text says; None where it can't be read, which is told elsewhere."""
    try:
        return Part(ClockRule).read(item)
    except Unreadable:
        return None


def _overlapping(own: list[tuple[Node, ClockRule]]) -> Iterator[Unreadable]:
    """Rows of one clock that name the same filters, both fit some case, and say otherwise: by chance the first holds."""
    for (_, one), (item, other) in combinations(own, 2):
        if one.clock == other.clock and one.span != other.span and (both := _both(one, other)):
            why = say(
                "A row above says {span} for some of the same cases ({cases}). Write each in one row only.",
                span=write(one.span),
                cases=both,
            )
            yield item.wrong(why)


def _both(one: ClockRule, other: ClockRule) -> str:
    """What two rows that name the same filters have in common; empty where that is nothing."""
    common: list[str] = []
    for field in FILTERS:
        mine, theirs = getattr(one, field), getattr(other, field)
        if bool(mine) is not bool(theirs) or (mine and not mine & theirs):
            return ""
        common += [str(getattr(each, "label", each)) for each in sorted(mine & theirs, key=str)]
    return " ".join(common)


def _row_doubts(rules: CaseRules, row: ClockRule) -> Iterator[Sentence]:
    if LONG < _least(row.span) <= ENDLESS:
        yield say("“{name}” runs for over a year ({span}).", name=_name(row), span=write(row.span))
    if row.hands and row.clock in UNHELD:
        yield say("This row never holds: “{name}” is kept by no hand. Leave 办理方式 out.", name=_name(row))
    if row.urgencies and all(URGENT.search(f"{code} {rules.urgencies.get(code, '')}") for code in row.urgencies):
        usual = rules.span(row.clock, _case(row, urgency=""), next(iter(row.hands), None))
        if usual is not None and (compare(row.span, usual) or 0) > 0:
            yield say(
                "What is urgent gets more time ({span}) than what isn't ({of}).", span=write(row.span), of=write(usual)
            )


def _stages(rules: CaseRules, row: ClockRule) -> Iterator[Sentence]:
    """Screening and answering, one after the other, of the cases of a row, against what the enterprise was promised. A text
    that gives both the same span says so in every class: it is told once."""
    if row.clock not in (Tick.CASE, Tick.HANDLE, Tick.SCREEN) or (row.hands and Hand.LEAD not in row.hands):
        return
    case = _case(row)
    whole, screen, answer = (
        rules.span(Tick.CASE, case), rules.span(Tick.SCREEN, case), rules.span(Tick.HANDLE, case, Hand.LEAD)
    )  # fmt: skip
    if whole is None or screen is None or answer is None or ((compare(answer, whole) or 0) > 0 and not row.closeness):
        return
    if _together(screen, answer) > _most(whole, like=(screen, answer)) + SLACK:
        yield say(
            "甄别 ({screen}) and 答复 ({answer}) together take longer than 承诺企业 ({of}).",
            screen=write(screen),
            answer=write(answer),
            of=write(whole),
        )


def _case(row: ClockRule, urgency: str | None = None) -> Traits:
    """A case of which a row speaks."""
    first = {field: min(getattr(row, field), key=str, default="") for field in FILTERS}
    return Traits(
        kind=first["kinds"],
        category=first["categories"],
        grade=first["grades"],
        urgency=first["urgencies"] if urgency is None else urgency,
        channel=min(row.channels, key=str, default=None),
        scale=first["scales"],
    )
