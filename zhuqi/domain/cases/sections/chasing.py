"""What follows as a deadline comes and goes."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.base.words import term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.shapes import Length, Several


@dataclass(frozen=True)
class Ladder:
    """Reminders of one clock: before it is due, and after."""

    before: tuple[Span, ...] = key(
        "到期前", Several(Length(0), 20), term("reminded before the deadline by"), Order.MORE, primitive=12,
        needed=True, default=(Span(1, Unit.WORKING_DAY),),
    )  # fmt: skip
    after: tuple[Span, ...] = key(
        "到期后", Several(Length(0), 20), term("reminded after the deadline by"), Order.MORE, primitive=12,
        needed=True, default=(Span(1, Unit.WORKING_HOUR), Span(2, Unit.WORKING_DAY)),
    )  # fmt: skip
