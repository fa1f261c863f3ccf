"""Cases and clocks for which a section says nothing: without a kind or a class, without a time limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhuqi.base.words import say
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.domain.cases.sections.clocks import KEPT_BY
from zhuqi.domain.cases.sections.words import TICKS

if TYPE_CHECKING:
    from zhuqi.domain.cases.sections import CaseRules


def unsorted(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """A case has a kind and a class: without any none could be recorded."""
    for word, labels in (("种类", rules.kinds), ("级别", rules.grades)):
        if not labels:
            yield node.near(word).wrong(say("Name at least one."))


def spanless(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """Clocks of the place's own for which no row says how long they run for those who keep them."""
    for own in rules.own:
        hands = KEPT_BY.get(own.keeper, frozenset())
        rows = [row for row in rules.clocks if row.clock == own.name]
        if not any(not row.hands or not hands or row.hands & hands for row in rows):
            yield node.near("时钟").wrong(say("“{name}” never runs: no row of 时限 says for how long.", name=own.name))


def clockless(rules: CaseRules, node: Node) -> Iterator[Unreadable]:
    """Clocks that every case has, and for which no row speaks of all cases (the four No's)."""
    plain = {rule.clock for rule in rules.clocks if rule.closeness == 0}
    names = [name for name, tick in TICKS.items() if tick not in plain]
    if names:
        deadlines = node.at("时限") if node.has("时限") else node
        yield deadlines.wrong(say("Some cases would get no clock for: {names}", names=" ".join(names)))
