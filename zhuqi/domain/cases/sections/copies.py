"""Who gets a copy of a case, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhuqi.base.words import say, term
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Text, Word
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.sections.words import MOMENTS

LONGEST_CODE = 30
"""Characters of a unit's code."""


@dataclass(frozen=True)
class CopyRule:
    """Units that see a case from a moment on, and only look at it: ``{当: 答复, 给: [效能办, 督查室]}``, by their codes."""

    moment: Moment = key("当", Word(MOMENTS), term("when"), primitive=5)
    units: frozenset[str] = key("给", Chosen(Text(LONGEST_CODE)), term("copies to the units"), Order.MORE, primitive=5)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A copy to nobody."""
        if not self.units:
            yield node.at("给").wrong(say("Name the units by their codes, or take the row out."))
