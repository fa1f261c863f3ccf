"""What can be done about common issues; keeping the index of words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zhuqi.domain.common.actions.joining import join, leave
from zhuqi.domain.common.actions.moving import change, give_up, take_up, tell
from zhuqi.domain.common.actions.opening import amend, open_issue
from zhuqi.domain.common.rules.words import IssueDeed

DEEDS: Mapping[IssueDeed, Callable[..., Any]] = {
    IssueDeed.AMEND: amend,
    IssueDeed.JOIN: join,
    IssueDeed.LEAVE: leave,
    IssueDeed.TAKE_UP: take_up,
    IssueDeed.TELL: tell,
    IssueDeed.CHANGE: change,
    IssueDeed.GIVE_UP: give_up,
}
"""What is done about an issue that there is, each with the same first arguments: actor, issue, seen, key, now."""

__all__ = ["DEEDS", "amend", "change", "give_up", "join", "leave", "open_issue", "take_up", "tell"]
