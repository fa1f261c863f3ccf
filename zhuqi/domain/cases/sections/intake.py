"""What is taken on: the reasons for not accepting a need, what doesn't count, and who must agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhuqi.base.words import say, term
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Labels, Text, YesNo


@dataclass(frozen=True)
class Instead(Labels):
    """Reasons, each with where to go instead."""

    def compare(self, one: Mapping[str, str], other: Mapping[str, str]) -> int | None:
        """More where more reasons say where to go."""
        return Chosen(Text()).compare(frozenset(one.items()), frozenset(other.items()))  # type: ignore[arg-type]


@dataclass(frozen=True)
class IntakeRule:
    """``causes``: reasons for not accepting; where there are some, one is chosen. ``uncounted``: categories that stand in the
    books under a name of their own. ``instead``: by reason, where the enterprise is told to go; where there are some,
    one that isn't here has to be written by hand. ``two``: the first dispatcher proposes, and another one, or a leader, ends it."""

    causes: Mapping[str, str] = key(
        "不受理事由", Labels(), term("reasons for not accepting"), Order.NONE, primitive=17, default_factory=dict
    )
    uncounted: frozenset[str] = key(
        "不计数", Chosen(Text()), term("categories that don't count"), Order.LESS, primitive=17, default=frozenset()
    )
    instead: Mapping[str, str] = key(
        "转告", Instead(), term("where to go instead"), Order.MORE, primitive=17, default_factory=dict
    )
    two: bool = key("双人批准", YesNo(), term("two people don't accept"), Order.MORE, primitive=17, default=False)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """Where to go instead is said of the reasons that there are."""
        strange = sorted(set(self.instead) - set(self.causes))
        if strange:
            yield node.near("转告").wrong(say("“{words}” isn't among the reasons above.", words=" ".join(strange)))
