"""Who is told what of a case, as a table: what happened → whom, in which sentence. Each names the case by its number alone.

What the enterprise thinks of an answer is told to those who oversee the area, never to the unit that answered. That a case is back
in a unit's hands is told to the unit: its clock runs again.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.base.words import Named, term
from zhuqi.core.messages.rules import Row


class Told(Named):
    """Somebody who is told, as seen from a case and what happened to it."""

    CARRIER = "carrier", term("the unit that has it now")
    LEAD = "lead", term("the unit that it was assigned to")
    HELPERS = "helpers", term("units that were asked to help")
    DESK = "desk", term("the dispatch room")
    RULER = "ruler", term("whoever rules on what is asked")
    ASKER = "asker", term("the unit that asked")
    LEFT = "left", term("units whose part ended with it")
    FINDER = "finder", term("who found the need")
    NEXT = "next", term("units that must check it, or ask the enterprise")
    PARTIES = "parties", term("whom the ladder of reminders names")
    TICKING = "ticking", term("the unit whose clock it is")
    FORCE = "force", term("the task force")
    OVERSEER = "overseer", term("who oversees the area")
    ENTERPRISE = "enterprise", term("the enterprise, by letter to those who have an account of it")


TO_YOU = term("Case {number} has come to your dispatch room.")
YOURS = term("Case {number} was assigned to your unit.")
HELP = term("Your unit was asked to help with case {number}.")
AGAIN = term("Case {number} is in your unit's hands again.")
ENDED = term("Case {number} is ended.")
AS_ASKED = term("What your unit asked for in case {number} was granted.")
REFUSED = term("What your unit asked for in case {number} was refused.")
RULING = term("Something is asked in case {number} that waits for your ruling.")
COMMON = term("The common issue that case {number} is in has moved on.")
TOGETHER = term("Case {number} is handled together with others now: one step reaches all of them.")
ALONE = term("Case {number} isn't handled together with others any more.")
FOR_YOU = term("Case {number} was recorded for your unit.")
LIVES_AGAIN = term("Case {number} lives again and waits at your dispatch room.")
MUST_RISE = term("By the rules case {number} must go up.")
TO_SIGN = term("An answer in case {number} waits to be signed.")
RUNS_AGAIN = term("The time in case {number} runs again.")
DUE = term("Case {number} is due {due}.")
WAS_DUE = term("Case {number} was due {due}.")
RAN_OUT = term("A time limit of case {number} has run out.")
NEXT = term("An answer in case {number} is there: your unit is next.")
LOW = term("In case {number} the enterprise said that it isn't satisfied.")

TABLE: Mapping[str, tuple[Row, ...]] = {
    "recorded": (
        Row(Told.DESK, TO_YOU),
        Row(Told.CARRIER, FOR_YOU),
    ),
    "submitted": (Row(Told.DESK, TO_YOU),),
    "assigned": (Row(Told.LEAD, YOURS), Row(Told.HELPERS, HELP)),
    "recalled": (Row(Told.LEFT, term("Case {number} was taken back from your unit.")),),
    "escalated": (Row(Told.DESK, TO_YOU, urgent=True), Row(Told.HELPERS, HELP)),
    "sent_down": (Row(Told.DESK, TO_YOU), Row(Told.HELPERS, HELP)),
    "raised": (Row(Told.DESK, MUST_RISE, urgent=True),),
    "handed_back": (Row(Told.RULER, RULING),),
    "extension_asked": (Row(Told.RULER, RULING),),
    "suspension_asked": (Row(Told.RULER, RULING),),
    "escalation_asked": (Row(Told.RULER, RULING),),
    "signing_asked": (Row(Told.RULER, TO_SIGN),),
    "ruled": (Row(Told.ASKER, term("The return that your unit asked for in case {number} was ruled on.")),),
    "extended": (Row(Told.ASKER, AS_ASKED),),
    "suspended": (Row(Told.ASKER, AS_ASKED),),
    "request_refused": (Row(Told.ASKER, REFUSED),),
    "countersigned": (Row(Told.ASKER, term("Your unit's answer in case {number} was signed.")),),
    "resumed": (Row(Told.CARRIER, RUNS_AGAIN),),
    "reminded": (Row(Told.PARTIES, DUE, urgent=True),),
    "ran_out": (Row(Told.TICKING, RAN_OUT, urgent=True),),
    "replied": (
        Row(Told.NEXT, NEXT),
        Row(Told.FINDER, term("An answer in case {number} is there.")),
    ),
    "checked": (
        Row(Told.CARRIER, term("The answer in case {number} was checked.")),
        Row(Told.NEXT, NEXT),
        Row(Told.FINDER, term("The answer in case {number} was checked.")),
    ),
    "contested": (
        Row(Told.OVERSEER, term("In case {number} the enterprise doesn't agree with the answer.")),
        Row(Told.CARRIER, AGAIN),
    ),
    "dissatisfied": (Row(Told.OVERSEER, LOW),),
    "rated": (Row(Told.OVERSEER, LOW),),
    "complained": (Row(Told.OVERSEER, term("In case {number} the enterprise complains.")),),
    "reopened": (Row(Told.DESK, LIVES_AGAIN),),
    "withdrawn": (Row(Told.LEFT, term("Case {number} was withdrawn by the enterprise.")), Row(Told.FINDER, ENDED)),
    "not_accepted": (Row(Told.FINDER, term("Case {number} was not accepted.")),),
    "transferred_out": (Row(Told.FINDER, term("Case {number} was passed to a body outside.")),),
    "merged": (Row(Told.FINDER, term("Case {number} goes on in another case.")),),
    "confirmed": (Row(Told.LEFT, ENDED), Row(Told.FINDER, ENDED)),
    "ended_unconfirmed": (Row(Told.LEFT, ENDED), Row(Told.FINDER, ENDED)),
    "matter_moved": (
        Row(Told.CARRIER, COMMON),
        Row(Told.FINDER, COMMON),
        Row(Told.ENTERPRISE, term("There is news of the common matter that your need {number} is part of.")),
    ),
    "joined": (
        Row(Told.CARRIER, TOGETHER),
        Row(Told.DESK, TOGETHER),
    ),
    "taken_out": (
        Row(Told.CARRIER, ALONE),
        Row(Told.DESK, ALONE),
    ),
    "force_set_up": (Row(Told.FORCE, term("Your unit is in the task force for case {number}.")),),
}
"""What happened → who is told. Of several lines that reach one person the first counts."""
COMES = frozenset({TO_YOU, FOR_YOU, YOURS, AGAIN, LIVES_AGAIN, RUNS_AGAIN})
"""Waits as long as the unit that was told has the case in hand and it isn't answered."""
ASKS = frozenset({RULING, TO_SIGN})
"""Waits as long as something is asked."""
TICKS = frozenset({DUE, WAS_DUE, RAN_OUT})
"""Waits as long as the clock runs of which it was told, and until the next word about it."""
WAITING = COMES | ASKS | TICKS | {HELP, NEXT, MUST_RISE}
"""What tells of something to do. Once it is done, by whomever, the message needs no reading; what is news stays unread."""
OF_THE_ENTERPRISE = frozenset({"dissatisfied", "rated", "complained"})
"""What enterprises think: told to those who oversee the area alone, and never sent to a program."""
WAITS = "need_waits"
"""The event of a need that was told without an account and lies in the tray of a dispatch room; what tells of it stands above."""
HOOKED: tuple[str, ...] = tuple(sorted({*TABLE, WAITS} - OF_THE_ENTERPRISE))
"""What subscriptions can name."""
LOW_STARS = 2
"""Of five: a rating of so many or less is told."""
