"""What a handler can ask for: more time, to give the case back, that the clocks stand still; and rolling answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zhuqi.base.words import say, term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Chosen, Labels, Length, Number, Several, Text, Word, YesNo
from zhuqi.domain.cases.rules.words import Approver, TooLate
from zhuqi.domain.cases.sections.ending import Only
from zhuqi.domain.cases.sections.words import APPROVERS, TOO_LATE

HIGHER: Mapping[Approver, int] = {Approver.NOBODY: 0, Approver.DESK: 1, Approver.LEADER: 2}


@dataclass(frozen=True)
class Approvers(Several[Approver]):
    """Who approves the first, the second, … request; the last approves all further ones."""

    def compare(self, one: tuple[Approver, ...], other: tuple[Approver, ...]) -> int | None:
        """More where no request is approved lower down."""
        pairs = [(one[min(n, len(one) - 1)], other[min(n, len(other) - 1)]) for n in range(max(len(one), len(other)))]
        found = {(HIGHER[a] > HIGHER[b]) - (HIGHER[a] < HIGHER[b]) for a, b in pairs}
        return None if {1, -1} <= found else max(found) or min(found)


@dataclass(frozen=True)
class Lateness(Word[TooLate]):
    """What becomes of a request that comes too late."""

    def compare(self, one: TooLate, other: TooLate) -> int:
        """More where less is taken."""
        return (one is TooLate.REFUSED) - (other is TooLate.REFUSED)


@dataclass(frozen=True)
class Reasons(Labels):
    """Reasons that are accepted; none written means any."""

    def compare(self, one: Mapping[str, str], other: Mapping[str, str]) -> int | None:
        """More where more is accepted. What a reason is called says which it is, as much as its code does."""
        return Only(Text()).compare(frozenset(one.items()), frozenset(other.items()))  # type: ignore[arg-type]


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
        "过时申请", Lateness(TOO_LATE), term("asked too late"), Order.MORE, primitive=7, default=TooLate.REFUSED
    )
    approvers: tuple[Approver, ...] = key(
        "批准", Approvers(Word(APPROVERS), 9), term("approved by"), Order.MORE, primitive=7, default=(Approver.DESK,)
    )
    grades: frozenset[str] = key(
        "级别", Only(Text()), term("only classes"), Order.LESS, primitive=7, default=frozenset()
    )
    moves_promise: bool = key(
        "顺延承诺", YesNo(), term("moves the promise too"), Order.LESS, primitive=7, needed=True, default=True
    )

    def approver(self, nth: int) -> Approver:
        """Who approves the nth extension, counted from 1."""
        return self.approvers[min(nth, len(self.approvers)) - 1]

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A total in another unit than the single extension can't be added up; nobody approves nothing."""
        if self.total is not None and self.total.unit is not self.most.unit:
            yield node.near("合计至多").wrong(
                say("Write it in the same unit as a single extension, so that it adds up.")
            )
        elif self.total is not None and self.total.amount < self.most.amount:
            yield node.near("合计至多").wrong(say("This is less than a single extension may be."))
        if not self.approvers:
            yield node.near("批准").wrong(say("Say who approves, or 无需 where nobody must."))
        elif len(self.approvers) > max(self.count, 1) and node.has("批准"):
            why = say("{n} approvals are named here, for at most {m} extensions.", n=len(self.approvers), m=self.count)
            yield node.at("批准").wrong(why)


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
