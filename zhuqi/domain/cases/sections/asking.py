"""What a handler can ask its room for: more time, to give it back, to let the clocks stand still."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.base.words import term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.shapes import Length, Number, YesNo


@dataclass(frozen=True)
class ExtensionRule:
    """How often and how long a unit's clock may be extended, how early it must be asked, and who approves."""

    count: int = key("至多", Number(0, 99), term("times at most"), Order.LESS, primitive=7, default=1)
    most: Span = key(
        "每次至多", Length(1), term("each at most"), Order.LESS, primitive=7, default=Span(5, Unit.WORKING_DAY)
    )
    lead: Span | None = key(
        "提前", Length(0), term("asked before the deadline by"), Order.MORE, primitive=7, default=None
    )
    by_desk: bool = key("调度室批准", YesNo(), term("the room approves"), Order.MORE, primitive=7, default=True)
    moves_promise: bool = key("顺延承诺", YesNo(), term("moves the promise too"), Order.LESS, primitive=7, default=True)


@dataclass(frozen=True)
class ReturnRule:
    """When an assignment may be given back."""

    within: Span = key(
        "期限", Length(0), term("asked within"), Order.LESS, primitive=9, default=Span(2, Unit.WORKING_DAY)
    )


@dataclass(frozen=True)
class SuspensionRule:
    """How a case may be suspended."""

    most: Span = key(
        "至多", Length(1), term("at a time at most"), Order.LESS, primitive=8, default=Span(90, Unit.NATURAL_DAY)
    )
