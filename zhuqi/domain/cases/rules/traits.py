"""What a rule can depend on: how a case is sorted, which way it came, how large its enterprise is, whether it is done again."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.domain.cases.rules.words import Channel


@dataclass(frozen=True)
class Traits:
    """How a case is sorted. Codes are the edition's own labels, without order; empty where nobody has said yet."""

    kind: str = ""
    category: str = ""
    grade: str = ""
    urgency: str = ""
    channel: Channel | None = None
    scale: str = ""
    """The code of ``directory``'s scale."""
    redone: bool = False
    """The enterprise disagreed, or it was opened again."""
