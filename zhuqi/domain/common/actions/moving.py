"""What becomes of a common issue. Every enterprise in it reads the words of each step."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.verbs import verb
from zhuqi.core.texts import words
from zhuqi.domain.common import events
from zhuqi.domain.common.actions.taking import TEXT, Taken, enterprises_in, names_nobody, take
from zhuqi.domain.common.models import CommonIssue
from zhuqi.domain.common.rules.words import IssueDeed, IssueStanding


def _said(taken: Taken, text: str) -> str:
    """Words that the enterprises read. Raises Invalid."""
    said = words("text", text, TEXT, needed=True)
    names_nobody("text", said, enterprises_in(taken.issue))
    return said


@verb
def take_up(
    actor: Actor,
    issue_id: int,
    *,
    text: str,
    due_on: dt.date | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> CommonIssue:
    """Take a common issue up: what is looked at, and by when. Without a day, the one that was asked for stays."""
    taken = take(actor, issue_id, IssueDeed.TAKE_UP, seen=seen, key=key, now=now)
    if due_on is not None and due_on < day_of(now):
        raise Invalid({"due_on": say("This day is over.")})
    day = due_on or taken.issue.due_on
    fields: dict[str, Any] = {"standing": IssueStanding.TAKEN_UP.value, "taken_up_at": now, "due_on": day}
    return taken.move(events.TakenUp(due_on=day), words=_said(taken, text), **fields)


@verb
def tell(
    actor: Actor, issue_id: int, *, text: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> CommonIssue:
    """Tell the enterprises how it stands."""
    taken = take(actor, issue_id, IssueDeed.TELL, seen=seen, key=key, now=now)
    return taken.move(events.Told(), words=_said(taken, text))


@verb
def change(
    actor: Actor, issue_id: int, *, text: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> CommonIssue:
    """Say what has changed: the issue is over. Its cases end by their own answers."""
    taken = take(actor, issue_id, IssueDeed.CHANGE, seen=seen, key=key, now=now)
    words_ = _said(taken, text)
    return taken.move(events.Changed(), words=words_, standing=IssueStanding.CHANGED.value, ended_at=now)


@verb
def give_up(
    actor: Actor, issue_id: int, *, text: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> CommonIssue:
    """Give it up, with the reason that the enterprises read."""
    taken = take(actor, issue_id, IssueDeed.GIVE_UP, seen=seen, key=key, now=now)
    words_ = _said(taken, text)
    return taken.move(events.GivenUp(), words=words_, standing=IssueStanding.GIVEN_UP.value, ended_at=now)
