"""Labels and clocks that a text names and its section doesn't: each at its place, with those that are known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from zhuqi.base.ladders.triggers import Trigger
from zhuqi.base.words import Sentence, say
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import alone_or_listed
from zhuqi.domain.cases.sections.chasing import strange_labels
from zhuqi.domain.cases.sections.words import CALLED, TICKS

if TYPE_CHECKING:
    from zhuqi.domain.cases.sections import CaseRules

LABELLED = {"种类": "kinds", "类别": "categories", "级别": "grades", "缓急": "urgencies"}
"""Filters that name labels of the section, and the field that holds these."""
LISTS = (
    ("督核", "级别", "grades"),
    ("督核", "种类", "kinds"),
    ("督核", "类别", "categories"),
    ("受理", "不计数", "categories"),
    ("级别认定", "级别", "grades"),
    ("评价", "加急", "urgencies"),
)
"""(block, key, the field of the labels that it may name)."""
ROWS = ("提醒", "抄送", "审签")
"""Keys with rows of which clocks and cases they speak; the lamps' stand in 亮灯/规则."""
BLOCKS = ("督核", "延期", "退回")
"""Blocks that say something otherwise for some sorts of cases (各类)."""


def unnamed(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """All of them but those of the deadlines."""
    strange = sorted(rules.extension.grades - set(rules.grades))
    if strange and node.has("延期"):
        yield node.at("延期").wrong(not_known(strange[0], rules.grades))
    for block, word, field in LISTS:
        if node.has(block) and node.at(block).keyed:
            yield from _labels(node.at(block), word, getattr(rules, field))
    lamps = node.at("亮灯").at("规则") if node.has("亮灯") and node.at("亮灯").has("规则") else None
    for listed in (*(node.at(word) if node.has(word) else None for word in ROWS), lamps):
        for row in alone_or_listed(listed) if listed is not None else ():
            yield from _labels(row, "钟", [*CALLED, *_own(rules)])
            yield from _sorts(row, rules)
    blocks = (node.at(word) for word in BLOCKS if node.has(word))
    for row in (row for block in blocks if block.keyed and block.has("各类") for row in block.at("各类").items()):
        yield from _sorts(row, rules)
    for item, triggers in triggered(rules, node):
        for label, of in strange_labels(triggers, lambda of: getattr(rules, of)):
            yield item.wrong(not_known(label, getattr(rules, of)))


def triggered(rules: CaseRules, node: Node) -> Iterator[tuple[Node, Sequence[Trigger]]]:
    """Where triggers stand, and which."""
    if node.has("提级"):
        yield node.at("提级"), rules.raising
    if node.has("协调"):
        rungs = zip(alone_or_listed(node.at("协调")), rules.coordinators, strict=True)
        yield from ((item.at("当"), rung.triggers) for item, rung in rungs if item.has("当"))


def unnamed_in_deadlines(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """Those of the deadlines."""
    known = [*TICKS, *_own(rules)]
    for row in node.at("时限").items() if node.has("时限") and node.at("时限").listed else ():
        if row.at("钟").value not in known:
            yield row.at("钟").wrong(say("This clock isn't known. Known are: {known}", known=" ".join(known)))
        yield from _sorts(row, rules)


def not_known(label: object, known: Collection[str]) -> Sentence:
    """That a label isn't one of the section's."""
    return say("“{label}” isn't known here. Known are: {known}", label=label, known=" ".join(known))


def _own(rules: CaseRules) -> list[str]:
    return [own.name for own in rules.own]


def _sorts(row: Node, rules: CaseRules) -> Iterator[Unreadable]:
    """Labels among the filters of a row."""
    for word, field in LABELLED.items():
        yield from _labels(row, word, getattr(rules, field))


def _labels(node: Node, word: str, known: Collection[str]) -> Iterator[Unreadable]:
    """Labels below a key."""
    for item in alone_or_listed(node.at(word)) if node.has(word) else ():
        if item.value not in known:
            yield item.wrong(not_known(item.value, known))
