"""The words of a common issue: where it stands, what can be done, by whom."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.base.words import Named, term


class IssueStanding(Named):
    """Where a common issue stands."""

    PROPOSED = "proposed", term("put to its owner")
    TAKEN_UP = "taken_up", term("taken up")
    CHANGED = "changed", term("something has changed")
    GIVEN_UP = "given_up", term("not pursued")


OPEN = frozenset({IssueStanding.PROPOSED, IssueStanding.TAKEN_UP})
"""Somebody still has to do something about it."""


class IssueDeed(Named):
    """What can be done about a common issue."""

    OPEN = "open", term("open a common issue")
    AMEND = "amend", term("correct it")
    JOIN = "join", term("add a case")
    LEAVE = "leave", term("take a case out")
    TAKE_UP = "take_up", term("take it up")
    TELL = "tell", term("tell how it stands")
    CHANGE = "change", term("say what has changed")
    GIVE_UP = "give_up", term("give it up")


class Party(Named):
    """What somebody is to a common issue. One person can be several."""

    DESK = "desk", term("the dispatch room of the area")
    LEADER = "leader", term("a leader of the area")
    OWNER = "owner", term("the unit that owns it")


SPOKEN: Mapping[IssueDeed, str] = {
    IssueDeed.TAKE_UP: term("What the owner looks at"),
    IssueDeed.TELL: term("How it stands"),
    IssueDeed.CHANGE: term("What has changed"),
    IssueDeed.GIVE_UP: term("Why it isn't pursued"),
}
"""The deeds whose words every enterprise in it reads, and what those words are called."""
