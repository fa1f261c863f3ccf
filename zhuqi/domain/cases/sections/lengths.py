"""A part that takes longer than what it is a part of: it can be kept, but hardly is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhuqi.base.words import say
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span, write
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.domain.cases.rules.words import Tick

if TYPE_CHECKING:
    from zhuqi.domain.cases.sections import CaseRules

Pair = tuple[str, str, Span | None, Span | None, str]
"""(block, what is the part, its span, that of the whole, what is the whole)."""


def pairs(rules: CaseRules) -> Iterator[Pair]:
    """Each part beside its whole. A new span within another one is a row here."""
    whole, answer = rules.span(Tick.CASE), rules.span(Tick.HANDLE)
    yield "时限", "答复", answer, whole, "承诺企业"
    yield "时限", "签收", rules.span(Tick.ACCEPT), answer, "答复"
    yield "退回", "期限", rules.returning.within, answer, "答复"
    yield "延期", "提前", rules.extension.lead, answer, "答复"
    yield "滚动答复", "间隔至多", rules.rolling.within if rules.rolling.on else None, whole, "承诺企业"
    yield "再问", "间隔", rules.asked_again.gap, rules.span(Tick.SILENCE), "等企业"
    for row in rules.signing:
        if row.closeness == 0:
            yield "审签", "时长", row.within, answer, "答复"


def outlasting(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """Parts that are longer than their whole, where the text says something of the block."""
    for block, called, part, of, name in pairs(rules):
        if node.has(block) and part is not None and of is not None and (compare(part, of) or 0) > 0:
            why = say(
                "{part} ({span}) is longer than {name} ({of}).", part=called, span=write(part), name=name, of=write(of)
            )
            yield node.at(block).wrong(why)
