"""How a case comes to its end: the check, what the enterprise disputes, reopening."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.base.words import term
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.shapes import Length, Number, YesNo


@dataclass(frozen=True)
class GateRule:
    """The check of a reply before the enterprise is asked."""

    on: bool = key("要", YesNo(), term("replies are checked"), Order.MORE, primitive=15, needed=True, default=False)


@dataclass(frozen=True)
class DisputeRule:
    """What follows where the enterprise doesn't agree."""

    bars_silence: int = key(
        "不认可几次后不按沉默销号", Number(1, 99), term("contests after which silence doesn't end it"), Order.LESS,
        primitive=15,needed=True, default=2,
    )  # fmt: skip
    goes_up: bool = key(
        "不认可后提级",
        YesNo(),
        term("a contested one goes one level up"),
        Order.MORE,
        primitive=16,
        needed=True,
        default=False,
    )


@dataclass(frozen=True)
class ReopeningRule:
    """How long an ended case can be opened again."""

    within: Span = key(
        "期限",
        Length(0),
        term("reopened within"),
        Order.MORE,
        primitive=16,
        needed=True,
        default=Span(90, Unit.NATURAL_DAY),
    )
