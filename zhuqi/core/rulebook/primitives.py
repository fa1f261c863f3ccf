"""What published rules are made of, numbered: every key of a rulebook names the primitive it belongs to, and a statement that
can't be expressed yet the one it waits for. A new primitive is one row here. No Django."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.base.words import term

OWN = 0
"""Keys that belong to no primitive: what a text says of itself, and what a house needs that no published rule speaks of."""
FORBIDDEN = 26
"""What no key can say."""
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
    FORBIDDEN: term("what the laws forbid"),
}
"""{number: what it is about}. Numbers are never given anew: texts in force name them."""
LAST_PRIMITIVE = max(PRIMITIVES)
