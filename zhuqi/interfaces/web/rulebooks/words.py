"""What the parts of a rulebook are called: its sections, and the primitives that statements may wait for."""

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
PRIMITIVES: Mapping[int, str] = {
    1: term("units of time"),
    2: term("when a deadline starts and stops"),
    3: term("several deadlines a case"),
    4: term("deadlines by kind and class"),
    5: term("lead, part and assist"),
    6: term("rolling answers"),
    7: term("extensions"),
    8: term("suspension"),
    9: term("returns"),
    10: term("what raises a case"),
    11: term("who coordinates"),
    12: term("reminders and notices"),
    13: term("lamps"),
    14: term("talks"),
    15: term("the check before closing"),
    16: term("ratings and disputes"),
    17: term("what isn't accepted"),
    18: term("liaison"),
    19: term("visit quotas and caps"),
    20: term("sessions and appointments"),
    21: term("scores"),
    22: term("lists"),
    23: term("the reporting calendar"),
    24: term("editions in time and space"),
    25: term("briefings"),
    26: term("what the laws forbid"),
}
"""{number: what it is about}."""


class State(Named):
    """How an edition stands in time, or a text that was handed in."""

    HOLDS = "holds", term("in force")
    COMES = "comes", term("not yet in force")
    OVER = "over", term("no longer in force")
    WAITS = "waits", term("waits to be signed")
    SIGNED = "signed", term("signed")
    TAKEN_BACK = "taken_back", term("taken back")
