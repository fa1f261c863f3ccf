"""Which of two spans is over earlier, whatever the start and the calendar."""

from __future__ import annotations

from dataclasses import replace

from zhuqi.base.worktime.spans import Span


def compare(a: Span, b: Span) -> int | None:
    """-1 where ``a`` is never over later than ``b``, 0 where they are the same, 1 the reverse, None where it depends."""
    if replace(a, amount=b.amount) != b:
        return None
    return (a.amount > b.amount) - (a.amount < b.amount)
