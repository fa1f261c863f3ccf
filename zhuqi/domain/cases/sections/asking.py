"""What a handler can ask for: more time, to give the case back, that the clocks stand still; and rolling answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhuqi.base.words import say, term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Labels, Length, Number, Several, Text, Word, YesNo
from zhuqi.domain.cases.rules.words import Approver, TooLate
from zhuqi.domain.cases.sections.words import APPROVERS, TOO_LATE


@dataclass(frozen=True)
class ExtensionRule:
    """How often and how long a unit's clock may be extended, how early it must be asked, and who approves.

    ``approvers``: by the number of the request, the last for all further ones. ``moves_promise``: the date promised to the
    enterprise moves too, with the reason shown to it.
    """

    count: int = key("至多", Number(0, 99), term("times at most"), Order.LESS, primitive=7, needed=True, default=1)
    most: Span = key(
        "每次至多", Length(1), term("each at most"), Order.LESS, primitive=7, needed=True,
        default=Span(5, Unit.WORKING_DAY),
    )  # fmt: skip
    total: Span | None = key("合计至多", Length(1), term("together at most"), Order.LESS, primitive=7, default=None)
    lead: Span | None = key(
        "提前", Length(0), term("asked before the deadline by"), Order.MORE, primitive=7, default=None
    )
    late: TooLate = key(
        "过时申请", Word(TOO_LATE), term("asked too late"), Order.NONE, primitive=7, default=TooLate.REFUSED
    )
    approvers: tuple[Approver, ...] = key(
        "批准", Several(Word(APPROVERS), 9), term("approved by"), primitive=7, default=(Approver.DESK,)
    )
    grades: frozenset[str] = key("级别", Chosen(Text()), term("only classes"), primitive=7, default=frozenset())
    moves_promise: bool = key(
        "顺延承诺", YesNo(), term("moves the promise too"), Order.LESS, primitive=7, needed=True, default=True
    )

    def approver(self, nth: int) -> Approver:
        """Who approves the nth extension, counted from 1."""
        return self.approvers[min(nth, len(self.approvers)) - 1]

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A total in another unit than the single extension can't be added up; nobody approves nothing."""
        if self.total is not None and self.total.unit is not self.most.unit:
            yield node.near("合计至多").wrong(say("Write it in the same unit as a single extension, so that it adds up."))
        elif self.total is not None and self.total.amount < self.most.amount:
            yield node.near("合计至多").wrong(say("This is less than a single extension may be."))
        if not self.approvers:
            yield node.near("批准").wrong(say("Say who approves, or 无需 where nobody must."))


@dataclass(frozen=True)
class ReturnRule:
    """When an assignment may be given back. A return that was refused is never asked again."""

    within: Span = key(
        "期限", Length(0), term("asked within"), Order.LESS, primitive=9, needed=True,
        default=Span(2, Unit.WORKING_DAY),
    )  # fmt: skip
    most: int = key("至多", Number(1, 99), term("returned at most so many times"), Order.LESS, primitive=9, default=99)


@dataclass(frozen=True)
class SuspensionRule:
    """How a case may be suspended until it is looked at again. ``causes``: reasons that are accepted, any where there are
    none; ``free``: those among them that need nobody's approval (time that isn't counted)."""

    most: Span = key(
        "至多", Length(1), term("at a time at most"), Order.LESS, primitive=8, needed=True,
        default=Span(90, Unit.NATURAL_DAY),
    )  # fmt: skip
    count: int = key("次数", Number(1, 99), term("times at most"), Order.LESS, primitive=8, default=99)
    causes: dict[str, str] = key("事由", Labels(), term("for these reasons"), primitive=8, default_factory=dict)
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
