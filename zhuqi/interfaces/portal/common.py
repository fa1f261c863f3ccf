"""What an enterprise reads of a common issue that its case is in: what is looked at, by whom, since when. No promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.domain.common.queries.issues import Outside, outside
from zhuqi.domain.common.rules.words import IssueDeed, IssueStanding
from zhuqi.interfaces.portal.case_page import Line
from zhuqi.interfaces.web.wording import local, phrase

HOW: Mapping[IssueStanding, Sentence] = {
    IssueStanding.PROPOSED: say(
        "Several enterprises told us this. Since {day} it is put to {unit}, which hasn't taken it up yet."
    ),
    IssueStanding.TAKEN_UP: say(
        "Several enterprises told us this. {unit} has been looking at it as a common matter since {day}."
    ),
    IssueStanding.CHANGED: say("Several enterprises told us this. {unit} says that something has changed."),
    IssueStanding.GIVEN_UP: say("Several enterprises told us this. It isn't pursued as a common matter any more."),
}
TOLD: Mapping[IssueDeed, Sentence] = {
    IssueDeed.TAKE_UP: say("What is looked at"),
    IssueDeed.TELL: say("How it stands"),
    IssueDeed.CHANGE: say("What has changed"),
    IssueDeed.GIVE_UP: say("Why it isn't pursued"),
}


@dataclass(frozen=True)
class Matter:
    """A common issue in words for an enterprise."""

    title: str
    lede: str
    aim: str
    told: tuple[Line, ...]


def matters(actor: Actor, case: int, now: dt.datetime) -> tuple[Matter, ...]:
    """The common issues of an enterprise's case. Two queries at most."""
    return tuple(_matter(one, now) for one in outside(actor, case))


def lede(standing: IssueStanding, owner: str, since: dt.datetime, now: dt.datetime) -> str:
    """How a common issue stands, in one sentence. ``since``: when its owner took it up; else when it was put to them."""
    return phrase(Sentence(HOW[standing].text, {"unit": owner, "day": local(since).date()}), now)


def _matter(one: Outside, now: dt.datetime) -> Matter:
    aim = ""
    if one.due_on is not None and one.standing is IssueStanding.TAKEN_UP:
        aim = phrase(say("It means to have an outcome by {day}; that isn't a promise.", day=one.due_on), now)
    told = tuple(
        Line(phrase(local(row.at).date(), now), phrase(TOLD[IssueDeed(row.deed)], now), (row.body,)) for row in one.told
    )
    return Matter(one.title, lede(one.standing, one.owner, one.taken_up or one.since, now), aim, told)
