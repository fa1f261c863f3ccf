"""What a handler can ask for beside more time: to give the case back, that the clocks stand still; and rolling answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from zhuqi.base.words import say, term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.comparing import Difference
from zhuqi.core.rulebook.keys import Order, Rows, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Labels, Length, Number, Text, YesNo
from zhuqi.domain.cases.sections.bysort import BY, Block, Otherwise, rows_compared, rows_yielded
from zhuqi.domain.cases.sections.ending import Only


@dataclass(frozen=True)
class Reasons(Labels):
    """Reasons that are accepted; none written means any."""

    def compare(self, one: Mapping[str, str], other: Mapping[str, str]) -> int | None:
        """More where more is accepted. What a reason is called says which it is, as much as its code does."""
        return Only(Text()).compare(frozenset(one.items()), frozenset(other.items()))  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class ReturnRow(Otherwise):
    """What differs for some cases when they are given back. What it leaves out is as the whole block says."""

    within: Span | None = key("期限", Length(0), term("asked within"), Order.LESS, primitive=9, default=None)
    most: int | None = key(
        "至多", Number(1, 99), term("returned at most so many times"), Order.LESS, primitive=9, default=None
    )
    lapses: bool | None = key(
        "逾期视为签收",
        YesNo(),
        term("signed for where it isn't returned in time"),
        Order.MORE,
        primitive=9,
        default=None,
    )


RETURN_ROWS = Rows(ReturnRow, by=BY, most=40)


@dataclass(frozen=True)
class ReturnRule(Block):
    """When an assignment may be given back. A return that was refused is never asked again. ``lapses``: who neither signed nor
    gave it back in time has signed; then the time runs from the assignment, else from the signing."""

    within: Span = key(
        "期限", Length(0), term("asked within"), Order.LESS, primitive=9, needed=True,
        default=Span(2, Unit.WORKING_DAY),
    )  # fmt: skip
    most: int = key("至多", Number(1, 99), term("returned at most so many times"), Order.LESS, primitive=9, default=99)
    lapses: bool = key(
        "逾期视为签收", YesNo(), term("signed for where it isn't returned in time"), Order.MORE, primitive=9,
        default=False,
    )  # fmt: skip
    rows: tuple[ReturnRow, ...] = key("各类", RETURN_ROWS, term("by sort of case"), Order.NONE, primitive=9, default=())

    @property
    def may_lapse(self) -> bool:
        """Whether silence signs for any case."""
        return self.lapses or any(row.lapses for row in self.rows)

    @classmethod
    def differences_in(cls, field: str, old: Self, new: Self) -> Iterator[Difference] | None:
        """What differs in the rows, case by case."""
        return rows_compared(RETURN_ROWS, old, new) if field == "rows" else None

    @classmethod
    def yielded_in(cls, field: str, above: Self, own: Self) -> tuple[object, ...] | None:
        """The rows that hold where the place above takes none that is laxer."""
        return rows_yielded(RETURN_ROWS, above, own) if field == "rows" else None


@dataclass(frozen=True)
class SuspensionRule:
    """How a case may be suspended until it is looked at again. ``causes``: reasons that are accepted, any where there are
    none; ``free``: those among them that need nobody's approval (time that isn't counted)."""

    most: Span = key(
        "至多", Length(1), term("at a time at most"), Order.LESS, primitive=8, needed=True,
        default=Span(90, Unit.NATURAL_DAY),
    )  # fmt: skip
    count: int = key("次数", Number(1, 99), term("times at most"), Order.LESS, primitive=8, default=99)
    causes: Mapping[str, str] = key(
        "事由", Reasons(), term("for these reasons"), Order.LESS, primitive=8, default_factory=dict
    )
    free: frozenset[str] = key(
        "免批", Chosen(Text()), term("without approval"), Order.LESS, primitive=8, default=frozenset()
    )

    def check(self, node: Node) -> Iterator[Unreadable]:
        """Reasons without approval are among those named."""
        strange = sorted(self.free - set(self.causes))
        if strange:
            yield node.near("免批").wrong(say("“{words}” isn't among the reasons above.", words=" ".join(strange)))


@dataclass(frozen=True)
class RollingRule:
    """Every word to the enterprise before the answer names the day of the next one, until the case is closed."""

    on: bool = key(
        "要", YesNo(), term("each reply names the next"), Order.MORE, primitive=6, needed=True, default=False
    )
    within: Span | None = key("间隔至多", Length(1), term("at most apart"), Order.LESS, primitive=6, default=None)

    def check(self, node: Node) -> Iterator[Unreadable]:
        """How far apart replies are says nothing where they needn't follow each other."""
        if not self.on and node.keyed and node.has("间隔至多"):
            yield node.at("间隔至多").wrong(say("This holds only where 要 is 是. Write 要: 是, or take it out."))
