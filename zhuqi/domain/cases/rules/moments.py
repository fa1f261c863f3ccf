"""The moments in a case's life at which a clock can start or stop, and whose clock it is."""

from __future__ import annotations

from zhuqi.base.words import Named, term


class Moment(Named):
    """Something that happens in a life, as a rulebook names it."""

    RECORDED = "recorded", term("recorded")
    SUBMITTED = "submitted", term("submitted to the room")
    SCREENED = "screened", term("screened")
    ASSIGNED = "assigned", term("assigned")
    ACCEPTED = "accepted", term("signed for")
    CONTACTED = "contacted", term("the enterprise contacted")
    OPINED = "opined", term("an opinion given on how to handle it")
    REPORTED = "reported", term("told how it stands")
    CONTRIBUTED = "contributed", term("a co-handler's share given")
    TOLD = "told", term("told how it stands, or answered")
    REPLIED = "replied", term("replied")
    CHECKED = "checked", term("the answer checked")
    ASKED = "asked", term("the enterprise asked")
    CONTESTED = "contested", term("not agreed to")
    ENDED = "ended", term("ended")
    RAISED = "raised", term("taken one level up")
    RETURNED = "returned", term("a return upheld")
    INSTRUCTED = "instructed", term("a leader's instruction noted")
    CLASSIFIED = "classified", term("the class confirmed")
    FORMED = "formed", term("a task force set up")
    MET = "met", term("the task force met")
    OVERDUE = "overdue", term("a time limit ran out")
    REMINDED = "reminded", term("a reminder was due")
    URGED = "urged", term("an urging was due")
    SUPERVISED = "supervised", term("a supervision order was due")
    REPORTED_UP = "reported_up", term("a report upward was due")
    TALKED = "talked", term("a talk was due")
    CIRCULATED = "circulated", term("a circulated notice was due")


class Keeper(Named):
    """Who must keep a clock."""

    HOLDER = "holder", term("whoever holds it")
    DESK = "desk", term("the dispatch room")
    LEAD = "lead", term("the lead unit")
    PART = "part", term("each part unit")
    ASSIST = "assist", term("each assisting unit")
    EACH = "each", term("each unit that handles it")
    FORCE = "force", term("the task force")
    NOBODY = "nobody", term("nobody")
