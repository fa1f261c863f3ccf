"""The words of a case: where it stands, what can be done, by whom, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.words import Named, term


class State(Named):
    """Where a case stands in its life."""

    FOUND = "found", term("found")
    SCREENING = "screening", term("being screened")
    ASSIGNED = "assigned", term("assigned")
    HANDLING = "handling", term("being handled")
    PLANNED = "planned", term("planned in stages")
    SUSPENDED = "suspended", term("suspended")
    REPLIED = "replied", term("replied")
    CHECKED = "checked", term("reply checked")
    ENDED = "ended", term("ended")


LIVE = frozenset(State) - {State.ENDED}
IN_HAND = frozenset({State.ASSIGNED, State.HANDLING, State.PLANNED})
"""A lead unit has it and works on it."""
ANSWERED = frozenset({State.REPLIED, State.CHECKED})
"""It waits for what the enterprise says."""


class Hand(Named):
    """In which hand a unit holds a case. HOLD and LEAD carry the balance; PART and ASSIST don't."""

    HOLD = "hold", term("holds")
    LEAD = "lead", term("lead")
    PART = "part", term("part")
    ASSIST = "assist", term("assist")


CARRIES = frozenset({Hand.HOLD, Hand.LEAD})
CO_HANDS = frozenset({Hand.PART, Hand.ASSIST})


class Who(Named):
    """What somebody is to a case. One person can be several."""

    HOLDER = "holder", term("the unit that holds the case")
    DESK = "desk", term("the dispatch room in charge")
    SENDER = "sender", term("the dispatch room that sent it to the unit that asks")
    LEAD = "lead", term("the lead unit")
    CO = "co", term("a co-handling unit")
    FINDER = "finder", term("whoever found the need")
    ENTERPRISE = "enterprise", term("the enterprise")
    SUBMITTER = "submitter", term("the unit that submitted it")
    CALLER = "caller", term("a unit that calls back and isn't the handler")
    CLOCK = "clock", term("the clock")
    LEADER = "leader", term("a leader of the area who didn't handle it")
    APPROVER = "approver", term("a leader, where somebody proposed something that needs two")
    JUDGE = "judge", term("whoever confirms the class")
    FORCE = "force", term("the unit that leads the task force")


class Outcome(Named):
    """What a reply says was done. They are different things and never added up into one rate."""

    SOLVED = "solved", term("solved")
    ANSWERED = "answered", term("answered")
    EXPLAINED = "explained", term("explained (objective conditions)")
    PLANNED = "planned", term("planned, with dates")


class Confirmation(Named):
    """How the enterprise's view of the ending is known."""

    ENTERPRISE = "enterprise", term("confirmed by the enterprise")
    REPORTED = "reported", term("confirmation reported by the finder")
    CALLBACK = "callback", term("confirmed in a callback")
    UNCONFIRMED = "unconfirmed", term("unconfirmed (no answer)")
    DISPUTED = "disputed", term("ended in dispute")


class End(Named):
    """Into which account an ended case went."""

    CLOSED = "closed", term("struck off")
    WITHDRAWN = "withdrawn", term("withdrawn by the enterprise")
    MERGED = "merged", term("merged into another case")
    NOT_ACCEPTED = "not_accepted", term("not accepted")
    TRANSFERRED_OUT = "transferred_out", term("passed to a body outside the mechanism")


class Stand(Named):
    """In which of a unit's three accounts a live case lies."""

    OPEN = "open", term("in hand")
    AWAITING = "awaiting", term("waiting for the enterprise")
    SUSPENDED = "suspended", term("suspended")


class How(Named):
    """How a holding ended."""

    PASSED = "passed", term("passed on")
    RETURNED = "returned", term("returned")
    ESCALATED = "escalated", term("escalated")
    DONE = "done", term("contributed")
    VOID = "void", term("void with its dispatch")
    RECALLED = "recalled", term("taken back by whoever passed it on")
    SUCCEEDED = "succeeded", term("the unit ended, another follows it")
    CLOSED = "closed", term("case ended")


class Asked(Named):
    """What a handler can ask its dispatch room for."""

    RETURN = "return", term("return")
    EXTENSION = "extension", term("extension")
    SUSPENSION = "suspension", term("suspension")
    ESCALATION = "escalation", term("escalation")
    SIGNING = "signing", term("signature under an answer")


class Approver(Named):
    """Who grants what a handler asks for."""

    NOBODY = "nobody", term("nobody need approve")
    HEAD = "head", term("the head of the unit that asks")
    DESK = "desk", term("the dispatch room")
    LEADER = "leader", term("a leader of the area")


class Judge(Named):
    """Who confirms the class that a dispatch room gave."""

    SUPERVISION = "supervision", term("the supervision office")
    ABOVE = "above", term("the dispatch room above")
    LEADER = "leader", term("a leader of the area")


class TooLate(Named):
    """What becomes of a request that comes too late."""

    REFUSED = "refused", term("refused")
    OVERDUE = "overdue", term("taken, and counted as overdue")


class Ground(Named):
    """Why a unit says that a case isn't theirs: what a precedent is looked up by."""

    DUTY = "duty", term("outside our duties")
    PLACE = "place", term("outside our area")
    HIGHER = "higher", term("beyond our powers")
    UNCLEAR = "unclear", term("the need isn't clear enough")
    TWICE = "twice", term("handled elsewhere already")


class Channel(Named):
    """By which way something was said to or by the enterprise."""

    VISIT = "visit", term("on a visit")
    PHONE = "phone", term("by phone")
    LINK = "link", term("by its link")
    PORTAL = "portal", term("on the portal")
    CALLBACK = "callback", term("in a callback")
    HOTLINE = "hotline", term("by a hotline")
    WINDOW = "window", term("at a service window")
    APP = "app", term("by a mini-programme")
    MEETING = "meeting", term("at a meeting")
    LETTER = "letter", term("by letter")
    SUPERIOR = "superior", term("handed down from above")


ASKS_BY = (Channel.VISIT, Channel.PHONE, Channel.LINK, Channel.PORTAL, Channel.CALLBACK)
"""The ways by which an enterprise is asked what it thinks."""


class LeftOut(Named):
    """Why a case didn't go with the batch for which it was ticked."""

    MOVED = "moved", term("somebody else moved it on meanwhile")
    REFUSED = "refused", term("the rules don't allow it")


class Tick(Named):
    """What a clock measures."""

    CASE = "case", term("promised to the enterprise")
    SUBMIT = "submit", term("settle or submit")
    SCREEN = "screen", term("screen and dispatch")
    ACCEPT = "accept", term("sign for it")
    HANDLE = "handle", term("reply to the enterprise")
    REDO = "redo", term("do it again")
    PLAN = "plan", term("next date of the plan")
    RECHECK = "recheck", term("look again at the suspension")
    RULE = "rule", term("rule on a request")
    CHECK = "check", term("check the reply")
    ASK = "ask", term("ask the enterprise")
    SILENCE = "silence", term("the enterprise's answer")
    CLASS = "class", term("confirm the class")
    SIGN = "sign", term("sign the answer")
    OWN = "own", term("a clock of this place's own")
    WATCH = "watch", term("a clock of this place's own by which nobody is late")


@dataclass(frozen=True, kw_only=True)
class Ticking:
    """What sort of clock a tick is. ``word``: what a text calls it, where it has a word for it. ``spanned``: every case has it, and
    every edition says in 时限 how long it runs; else its span stands elsewhere, or it runs to a day that somebody named.
    ``held``: units keep it that have the case in some hand. ``late``: somebody can be late by it; else it only tells, or the
    clock itself acts when it is over. ``reminded``: a ladder of reminders may hang on it. ``own``: a place names it."""

    word: str = ""
    spanned: bool = False
    held: bool = False
    late: bool = True
    reminded: bool = True
    own: bool = False


CLOCKS: Mapping[Tick, Ticking] = {
    Tick.CASE: Ticking(word="承诺企业", spanned=True),
    Tick.SUBMIT: Ticking(word="解决或提交", spanned=True),
    Tick.SCREEN: Ticking(word="甄别", spanned=True),
    Tick.ACCEPT: Ticking(word="签收", spanned=True, held=True),
    Tick.HANDLE: Ticking(word="答复", spanned=True, held=True),
    Tick.REDO: Ticking(word="重办", spanned=True, held=True),
    Tick.PLAN: Ticking(word="下次答复", held=True),
    Tick.RECHECK: Ticking(late=False, reminded=False),
    Tick.RULE: Ticking(word="裁定", spanned=True),
    Tick.CHECK: Ticking(word="督核", spanned=True),
    Tick.ASK: Ticking(word="问企业", spanned=True),
    Tick.SILENCE: Ticking(word="等企业", spanned=True, late=False, reminded=False),
    Tick.CLASS: Ticking(word="级别认定"),
    Tick.SIGN: Ticking(word="审签"),
    Tick.OWN: Ticking(held=True, own=True),
    Tick.WATCH: Ticking(late=False, own=True),
}
"""One row a tick. What texts call clocks, which every edition must have, and by which nobody is late all follow from it."""
NOBODY_LATE = frozenset(tick for tick, row in CLOCKS.items() if not row.late)
"""Clocks by which nobody can be late."""
REMINDED = frozenset(tick for tick, row in CLOCKS.items() if row.reminded)
OWN_CLOCKS = frozenset(tick for tick, row in CLOCKS.items() if row.own)
"""The ticks of clocks that a place names itself."""


class Shifted(Named):
    """Why a clock was moved."""

    EXTENSION = "extension", term("extended")
    SUSPENSION = "suspension", term("suspended")
    CLASS = "class", term("the class was confirmed otherwise")
    SORTED = "sorted", term("the case was sorted otherwise")


class Action(Named):
    """What can be done to a case. Each is a row of ``STEPS`` and a function of the same name in ``actions``; but nobody takes
    SUCCEED: it is what the books say where a unit ended and another stands in its place."""

    RECORD = "record", term("record a need")
    SETTLE = "settle", term("settle on the spot")
    SUBMIT = "submit", term("submit to the dispatch room")
    SCREEN = "screen", term("screen")
    NOT_ACCEPT = "not_accept", term("don't accept")
    MERGE = "merge", term("merge into another case")
    TRANSFER_OUT = "transfer_out", term("pass to a body outside")
    ASSIGN = "assign", term("assign")
    SEND_DOWN = "send_down", term("send down")
    ESCALATE = "escalate", term("escalate")
    RECALL = "recall", term("take it back")
    SUCCEED = "succeed", term("pass to the unit that follows")
    ACCEPT = "accept", term("sign for it")
    HAND_BACK = "hand_back", term("ask to return")
    RULE = "rule", term("rule on the return")
    ASK_EXTENSION = "ask_extension", term("ask for an extension")
    EXTEND = "extend", term("extend")
    ASK_SUSPENSION = "ask_suspension", term("ask for suspension")
    SUSPEND = "suspend", term("suspend")
    RESUME = "resume", term("resume")
    ASK_ESCALATION = "ask_escalation", term("ask for escalation")
    ASK_SIGNING = "ask_signing", term("hand in an answer to be signed")
    SIGN = "sign", term("sign the answer")
    TAKE_BACK = "take_back", term("withdraw the request")
    REFUSE = "refuse", term("refuse the request")
    CONTACT = "contact", term("contact the enterprise")
    OPINE = "opine", term("give an opinion on how to handle it")
    STAGE_REPLY = "stage_reply", term("reply on progress")
    CONTRIBUTE = "contribute", term("contribute")
    REPLY = "reply", term("reply")
    CHECK = "check", term("check the reply")
    ASK = "ask", term("ask the enterprise")
    CONFIRM = "confirm", term("confirm")
    CONTEST = "contest", term("contest")
    WITHDRAW = "withdraw", term("withdraw")
    END = "end", term("end without confirmation")
    REOPEN = "reopen", term("reopen")
    RESTATE = "restate", term("correct what is at stake")
    INSTRUCT = "instruct", term("note a leader's instruction")
    CLASSIFY = "classify", term("confirm the class")
    SET_UP = "set_up", term("set up a task force")
    MEET = "meet", term("note a meeting of the task force")
    STAND_DOWN = "stand_down", term("end the task force")
    JOIN = "join", term("handle it together with others")
    TAKE_OUT = "take_out", term("take it out of the joint handling")
