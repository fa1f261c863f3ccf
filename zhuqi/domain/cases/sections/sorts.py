"""Of which cases, and of units in which hand, a row of a rulebook speaks. Empty filters mean any."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.base.words import term
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.shapes import Chosen, Text, Word
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Channel, Hand
from zhuqi.domain.cases.sections.words import CHANNELS, HANDS, SCALES
from zhuqi.domain.directory.rules import Scale

FILTERS = ("kinds", "categories", "grades", "urgencies", "channels", "scales", "hands")


@dataclass(frozen=True, kw_only=True)
class OfCases:
    """Of which cases a row speaks; empty filters mean any."""

    kinds: frozenset[str] = key("种类", Chosen(Text()), term("kinds"), Order.NONE, primitive=4, default=frozenset())
    categories: frozenset[str] = key(
        "类别", Chosen(Text()), term("categories"), Order.NONE, primitive=4, default=frozenset()
    )
    grades: frozenset[str] = key("级别", Chosen(Text()), term("classes"), Order.NONE, primitive=4, default=frozenset())
    urgencies: frozenset[str] = key(
        "缓急", Chosen(Text()), term("urgencies"), Order.NONE, primitive=4, default=frozenset()
    )
    channels: frozenset[Channel] = key(
        "渠道", Chosen(Word(CHANNELS)), term("ways it came"), Order.NONE, primitive=4, default=frozenset()
    )
    scales: frozenset[Scale] = key(
        "规模", Chosen(Word(SCALES)), term("scales"), Order.NONE, primitive=4, default=frozenset()
    )

    def speaks_of(self, traits: Traits) -> bool:
        """Whether it speaks of such a case."""
        return all(
            not wanted or given in wanted
            for wanted, given in (
                (self.kinds, traits.kind),
                (self.categories, traits.category),
                (self.grades, traits.grade),
                (self.urgencies, traits.urgency),
                (self.channels, traits.channel),
                (self.scales, traits.scale),
            )
        )


@dataclass(frozen=True, kw_only=True)
class OfSort(OfCases):
    """Of which cases, and of units in which hand, a row speaks."""

    hands: frozenset[Hand] = key(
        "办理方式", Chosen(Word(HANDS)), term("hands"), Order.NONE, primitive=5, default=frozenset()
    )

    @property
    def closeness(self) -> int:
        """How many filters it names."""
        return sum(bool(getattr(self, name)) for name in FILTERS)

    def fits(self, traits: Traits, hand: Hand | None = None) -> bool:
        """Whether it speaks of such a case, of a unit that has it in such a hand."""
        return self.speaks_of(traits) and (not self.hands or hand in self.hands)
