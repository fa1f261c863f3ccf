"""What the parts of a rulebook are called: its sections, and how an edition stands."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.base.words import Named, term
from zhuqi.core.rulebook.comparing import Stance

SECTIONS: Mapping[str, str] = {
    "工作时间": term("Working time"),
    "办理": term("How a case is handled"),
    "走访": term("Visits"),
    "联系": term("Liaison"),
}
"""{a section's key: what it is called}. A test holds it beside the wiring's table."""
STANCES: Mapping[Stance, str] = {
    Stance.STRICTER: "▲",
    Stance.LAXER: "▽",
    Stance.SAME: "=",
    Stance.UNLIKE: "≠",
    Stance.UNKNOWN: "?",
}
"""A sign for each stance, beside its word."""


class State(Named):
    """How an edition stands in time, or a text that was handed in."""

    HOLDS = "holds", term("in force")
    COMES = "comes", term("not yet in force")
    OVER = "over", term("no longer in force")
    WAITS = "waits", term("waits to be signed")
    SIGNED = "signed", term("signed")
    TAKEN_BACK = "taken_back", term("taken back")
