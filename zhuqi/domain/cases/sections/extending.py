"""More time (延期): how often, how long, how early it must be asked, who grants it, and what differs for some cases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Self

from zhuqi.base.words import say, term
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.comparing import Difference, Stance, overall
from zhuqi.core.rulebook.keys import Order, Rows, key, keys_of
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import SHARE, Length, Number, Several, Shape, Text, Told, Word, YesNo, listing, read_all
from zhuqi.domain.cases.rules.words import Approver, TooLate
from zhuqi.domain.cases.sections.bysort import BY, Block, Otherwise, rows_compared, rows_yielded
from zhuqi.domain.cases.sections.ending import Only
from zhuqi.domain.cases.sections.words import APPROVERS, TOO_LATE

HIGHER: Mapping[Approver, int] = {Approver.NOBODY: 0, Approver.HEAD: 1, Approver.DESK: 2, Approver.LEADER: 3}
ORIGINAL = re.compile(r"原(?:办理)?时限的? ?(?:(一半|[一二三四五]分之[一二三四])|(.+))")
_PARTS = "零一二三四五"
UPSIDE_DOWN = say("The longer extension is granted lower down than the shorter one.")
NO_END = 1 << 40
"""More than any amount."""
Limit = Span | Fraction
"""So much time, or a share of what the clock had to begin with."""
Limits = Limit | tuple[Limit, ...]
"""One for each time, or for the first, the second …: the last for all further ones."""
MOST_LIMITS = 9


@dataclass(frozen=True)
class LengthOrShare(Shape[Limit]):
    """A length of time, or a share of the original span: ``5 工作日``, ``原时限 50%``, ``原时限一半``."""

    def read(self, node: Node) -> Limit:
        found = ORIGINAL.fullmatch(node.text(40).strip())
        if not found:
            span = Length(1).read(node)
            if not span.is_length:
                raise node.wrong(say("So much more time is a length, as 5 工作日, and no fixed day."))
            return span
        if found[1]:
            parts, of = ("一", "二") if found[1] == "一半" else (found[1][-1], found[1][0])
            share = Fraction(_PARTS.index(parts), _PARTS.index(of))
        else:
            percent = SHARE.fullmatch(found[2].strip())
            share = Fraction(f"{percent[1]}.{percent[2] or 0}") / 100 if percent else Fraction(0)
        if not 0 < share <= 10:
            raise node.wrong(say("Write a share of the original span as 原时限 50% or 原时限一半."))
        return share

    def plain(self, value: Limit) -> str:
        return Length().plain(value) if isinstance(value, Span) else f"原时限 {float(value * 100):.4g}%"

    def schema(self) -> dict[str, object]:
        return {"type": "string", "examples": ["5 工作日", "原时限 50%", "原时限一半"]}

    def compare(self, one: Limit, other: Limit) -> int | None:
        """By length, or by share; a share and a length can't be compared."""
        if isinstance(one, Span) and isinstance(other, Span):
            return compare(one, other)
        if isinstance(one, Span) or isinstance(other, Span):
            return None
        return (one > other) - (one < other)

    def told(self, value: Limit) -> Told:
        if isinstance(value, Span):
            return Length().told(value)
        return say("{percent}% of the original span", percent=f"{float(value * 100):.4g}")


@dataclass(frozen=True)
class ByNumber(Shape[Limits]):
    """How much at once, each time the same or by the number of the time: ``5 工作日``, ``[5 工作日, 10 工作日]``."""

    each: Shape[Limit]

    def read(self, node: Node) -> Limits:
        if not node.listed:
            return self.each.read(node)
        items = node.items()
        if not 1 <= len(items) <= MOST_LIMITS:
            raise node.wrong(say("At most {n} stand here; these are {m}.", n=MOST_LIMITS, m=len(items)))
        found = tuple(read_all(self.each, items))
        return found if len(found) > 1 else found[0]

    def plain(self, value: Limits) -> object:
        return [self.each.plain(one) for one in value] if isinstance(value, tuple) else self.each.plain(value)

    def schema(self) -> dict[str, Any]:
        listed = {"type": "array", "items": self.each.schema(), "minItems": 1, "maxItems": MOST_LIMITS}
        return {"oneOf": [self.each.schema(), listed]}

    def compare(self, one: Limits, other: Limits) -> int | None:
        """More where no time is given less, and some more."""
        count = max(len(limits(one)), len(limits(other)))
        found = {self.each.compare(nth(one, n), nth(other, n)) for n in range(1, count + 1)}
        if None in found or {1, -1} <= found:
            return None
        return next((sign for sign in found if sign), 0)

    def told(self, value: Limits) -> Told:
        return listing([self.each.told(one) for one in limits(value)])


def limits(value: Limits) -> tuple[Limit, ...]:
    """The first, the second, and so on."""
    return value if isinstance(value, tuple) else (value,)


def nth(value: Limits, n: int) -> Limit:
    """The one for the nth time, counted from 1."""
    each = limits(value)
    return each[min(n, len(each)) - 1]


@dataclass(frozen=True)
class Approvers(Several[Approver]):
    """Who approves the first, the second, … request; the last approves all further ones."""

    def compare(self, one: tuple[Approver, ...], other: tuple[Approver, ...]) -> int | None:
        """More where no request is approved lower down."""
        longest = max(len(one), len(other))
        return _higher((one[min(n, len(one) - 1)], other[min(n, len(other) - 1)]) for n in range(longest))


def _higher(pairs: Iterator[tuple[Approver, Approver]]) -> int | None:
    found = {(HIGHER[a] > HIGHER[b]) - (HIGHER[a] < HIGHER[b]) for a, b in pairs}
    return None if {1, -1} <= found else max(found) or min(found)


@dataclass(frozen=True)
class Lateness(Word[TooLate]):
    """What becomes of a request that comes too late."""

    def compare(self, one: TooLate, other: TooLate) -> int:
        """More where less is taken."""
        return (one is TooLate.REFUSED) - (other is TooLate.REFUSED)


@dataclass(frozen=True)
class Level:
    """Who grants what is asked for up to some length; without one, all that is longer."""

    by: Approver = key("由", Word(APPROVERS), term("approved by"), Order.NONE, primitive=7)
    most: Span | None = key("不超过", Length(1), term("for at most"), Order.NONE, primitive=7, default=None)


EACH = ByNumber(LengthOrShare())
LEVELS = Rows(Level, by=("by", "most"), most=6)


@dataclass(frozen=True, kw_only=True)
class ExtensionRow(Otherwise):
    """What differs for some cases when more time is asked for. What it leaves out is as the whole block says."""

    count: int | None = key("至多", Number(0, 99), term("times at most"), Order.LESS, primitive=7, default=None)
    most: Limits | None = key("每次至多", EACH, term("each at most"), Order.LESS, primitive=7, default=None)
    total: Limit | None = key(
        "合计至多", LengthOrShare(), term("together at most"), Order.LESS, primitive=7, default=None
    )
    lead: Span | None = key(
        "提前", Length(0), term("asked before the deadline by"), Order.MORE, primitive=7, default=None
    )
    late: TooLate | None = key(
        "过时申请", Lateness(TOO_LATE), term("asked too late"), Order.MORE, primitive=7, default=None
    )
    approvers: tuple[Approver, ...] = key(
        "批准", Approvers(Word(APPROVERS), 9), term("approved by"), Order.MORE, primitive=7, default=()
    )
    moves_promise: bool | None = key(
        "顺延承诺", YesNo(), term("moves the promise too"), Order.LESS, primitive=7, default=None
    )


ROWS = Rows(ExtensionRow, by=BY, most=40)


@dataclass(frozen=True)
class ExtensionRule(Block):
    """How often and how long a unit's clock may be extended, how early it must be asked, and who approves.

    ``most`` and ``approvers``: by the number of the request, the last for all further ones. ``levels``: by the length asked
    for; then ``approvers`` counts from the second request on, and the higher of the two approves. ``moves_promise``: the date
    promised to the enterprise moves too, with the reason shown to it. ``grades``: where no row speaks of a case, only these.
    """

    count: int = key("至多", Number(0, 99), term("times at most"), Order.LESS, primitive=7, needed=True, default=1)
    most: Limits = key(
        "每次至多", EACH, term("each at most"), Order.LESS, primitive=7, needed=True, default=Span(5, Unit.WORKING_DAY)
    )
    total: Limit | None = key(
        "合计至多", LengthOrShare(), term("together at most"), Order.LESS, primitive=7, default=None
    )
    lead: Span | None = key(
        "提前", Length(0), term("asked before the deadline by"), Order.MORE, primitive=7, default=None
    )
    late: TooLate = key(
        "过时申请", Lateness(TOO_LATE), term("asked too late"), Order.MORE, primitive=7, default=TooLate.REFUSED
    )
    approvers: tuple[Approver, ...] = key(
        "批准", Approvers(Word(APPROVERS), 9), term("approved by"), Order.MORE, primitive=7, default=(Approver.DESK,)
    )
    levels: tuple[Level, ...] = key("分级批准", LEVELS, term("approved by length"), Order.NONE, primitive=7, default=())
    grades: frozenset[str] = key(
        "级别", Only(Text()), term("only classes"), Order.LESS, primitive=7, default=frozenset()
    )
    moves_promise: bool = key(
        "顺延承诺", YesNo(), term("moves the promise too"), Order.LESS, primitive=7, needed=True, default=True
    )
    rows: tuple[ExtensionRow, ...] = key("各类", ROWS, term("by sort of case"), Order.NONE, primitive=7, default=())

    @property
    def own(self) -> tuple[ExtensionRow, ...]:
        """The classes that the block names."""
        return (ExtensionRow(grades=self.grades),) if self.grades else ()

    def under(self, row: Otherwise | None) -> Self:
        """What holds where a row does. Where none speaks of a case, and its class isn't among those that the block names,
        nothing may be asked for."""
        found = super().under(row)
        return replace(found, count=0) if row is None and self.grades else found

    def approver(self, nth: int, amount: Span | None = None) -> Approver:
        """Who approves the nth extension, counted from 1, of such a length."""
        by_number = self.approvers[min(nth, len(self.approvers)) - 1]
        if not self.levels or amount is None:
            return by_number
        by_length = min(
            (each for each in self.levels if each.most is None or compare(amount, each.most) in (-1, 0)),
            key=lambda each: each.most.amount if each.most else NO_END,
        ).by
        return by_length if nth == 1 else max(by_number, by_length, key=lambda one: HIGHER[one])

    def limit(self, original: Span | None, number: int) -> Span | None:
        """The most that can be asked for at the nth time, counted from 1, of a clock that had so much to begin with; None where
        that can't be said: a share of a fixed day."""
        return self._length(nth(self.most, number), original)

    def altogether(self, original: Span | None) -> Span | None:
        """The most that all together can come to, where the rules say so."""
        return None if self.total is None else self._length(self.total, original)

    def _length(self, limit: Limit, original: Span | None) -> Span | None:
        if isinstance(limit, Span):
            return limit
        if original is None or not original.is_length:
            return None
        return Span(int(original.amount * limit), original.unit)

    @property
    def upside_down(self) -> bool:
        """Whether more time is granted lower down than less."""
        levels = sorted(self.levels, key=lambda each: each.most.amount if each.most else NO_END)
        return any(HIGHER[more.by] < HIGHER[less.by] for less, more in pairwise(levels))

    def measured(self, other: Self) -> Stance:
        """How this stands to another one, rows aside."""
        if self.count == 0 or other.count == 0:
            return {(True, True): Stance.SAME, (True, False): Stance.STRICTER}.get(
                (self.count == 0, other.count == 0), Stance.LAXER
            )
        return overall([super().measured(other), self._levelled(other)])

    def _levelled(self, other: Self) -> Stance:
        """Who approves which length, beside another one."""
        if self.levels == other.levels:
            return Stance.SAME
        lengths = [each.most for rule in (self, other) for each in rule.levels if each.most]
        beyond = [Span(each.amount + 1, each.unit) for each in lengths]
        asked = [*lengths, *beyond]
        if len({span.unit for span in asked}) > 1:
            return Stance.UNLIKE
        found = _higher((self.approver(1, span), other.approver(1, span)) for span in asked)
        return {None: Stance.UNLIKE, 0: Stance.SAME, 1: Stance.STRICTER, -1: Stance.LAXER}[found]

    @classmethod
    def differences_in(cls, field: str, old: Self, new: Self) -> Iterator[Difference] | None:
        """What differs in the rows, case by case, and in who approves which length; every other key is compared as it stands."""
        if field == "rows":
            return rows_compared(ROWS, old, new)
        if field == "levels":
            label, told = keys_of(cls)["levels"].label, LEVELS.told
            return iter([Difference((), say(label), told(old.levels), told(new.levels), new._levelled(old))])
        return None

    @classmethod
    def yielded_in(cls, field: str, above: Self, own: Self) -> tuple[object, ...] | None:
        """The rows, and who approves which length, that hold where the place above takes none that is laxer."""
        if field == "rows":
            return rows_yielded(ROWS, above, own)
        if field == "levels":
            return above.levels if own._levelled(above) is Stance.LAXER else own.levels
        return None

    def check(self, node: Node) -> Iterator[Unreadable]:
        """A total in another unit than the single extension can't be added up; nobody approves nothing."""
        each, total = limits(self.most), self.total
        if isinstance(total, Span) and any(isinstance(one, Span) and total.unit is not one.unit for one in each):
            yield node.near("合计至多").wrong(
                say("Write it in the same unit as a single extension, so that it adds up.")
            )
        elif total is not None and any((LengthOrShare().compare(total, one) or 0) < 0 for one in each):
            yield node.near("合计至多").wrong(say("This is less than a single extension may be."))
        often = max(self.count, *(row.count or 0 for row in self.rows), 1)
        if len(each) > often and node.has("每次至多"):
            why = say("{n} lengths stand here, for at most {m} extensions.", n=len(each), m=often)
            yield node.at("每次至多").wrong(why)
        if not self.approvers:
            yield node.near("批准").wrong(say("Say who approves, or 无需 where nobody must."))
        elif len(self.approvers) > often and node.has("批准"):
            why = say("{n} approvals are named here, for at most {m} extensions.", n=len(self.approvers), m=often)
            yield node.at("批准").wrong(why)
        open_end = [each for each in self.levels if each.most is None]
        if self.levels and len(open_end) != 1:
            why = say("Say who approves what is longer: one row without 不超过.")
            yield node.near("分级批准").wrong(why)
            if self.upside_down:
                yield node.near("分级批准").wrong(UPSIDE_DOWN)
        if len({each.most.unit for each in self.levels if each.most}) > 1:
            yield node.near("分级批准").wrong(
                say("Write all of these in the same unit, so that one is longer than another.")
            )
