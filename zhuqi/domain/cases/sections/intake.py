"""What is taken on: the reasons for not accepting a need, what doesn't count, and who must agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.words import term
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.shapes import Chosen, Labels, Text, YesNo


@dataclass(frozen=True)
class IntakeRule:
    """``causes``: reasons for not accepting; where there are some, one is chosen. ``uncounted``: categories that stand in the
    books under a name of their own. ``two``: the first dispatcher proposes, and another one, or a leader, ends it."""

    causes: Mapping[str, str] = key(
        "不受理事由", Labels(), term("reasons for not accepting"), primitive=17, default_factory=dict
    )
    uncounted: frozenset[str] = key(
        "不计数", Chosen(Text()), term("categories that don't count"), Order.LESS, primitive=17, default=frozenset()
    )
    two: bool = key("双人批准", YesNo(), term("two people don't accept"), Order.MORE, primitive=17, default=False)
