"""Opening a common issue from similar cases, and correcting what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.paths import within
from zhuqi.base.words import say
from zhuqi.core.access.actions import share
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.texts import line, words
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.common import events
from zhuqi.domain.common.actions.taking import LINE, TEXT, enterprises_in, names_nobody, salt, take
from zhuqi.domain.common.models import CommonIssue, Membership
from zhuqi.domain.common.queries import issues
from zhuqi.domain.common.rules.steps import STEPS, parties
from zhuqi.domain.common.rules.words import IssueDeed, IssueStanding
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import AREAS

LEAST, MOST = 2, 200
"""Enterprises that make a common issue; cases it can be opened with."""


@verb
def open_issue(
    actor: Actor,
    *,
    area_id: int,
    case_ids: Sequence[int],
    title: str,
    matter: str,
    wanted: str,
    owner_id: int,
    due_on: dt.date | None = None,
    key: str = "",
    now: dt.datetime,
) -> CommonIssue:
    """Open a common issue (共性问题) from cases that the actor sees, of two enterprises at least, and put it to a unit of the
    area. Raises Missing, Invalid, Refused."""
    area = directory.unit(area_id)
    if not parties(actor, area_path=area.path, owner=0) & STEPS[IssueDeed.OPEN].by or area.kind not in AREAS:
        raise Refused(say("Common issues are opened by the dispatch room or a leader of that area."))
    cases = _cases(actor, case_ids)
    owner = _owner(owner_id, area)
    text = {
        "title": line("title", title, LINE, needed=True),
        "matter": words("matter", matter, TEXT, needed=True),
        "wanted": words("wanted", wanted, TEXT, needed=True),
    }
    names_nobody("title", text["title"], [case.enterprise_id for case in cases])
    _timely(due_on, now)
    endings.hold([owner.pk])
    change = Change(actor, issues.KIND, None, now=now, key=key)
    made = CommonIssue(
        area=area, owner=owner, due_on=due_on, standing=IssueStanding.PROPOSED.value, opened_at=now, salt=salt()
    )
    made.opened_by_id = actor.staff
    for name, said in text.items():
        setattr(made, name, said)
    issue = change.insert(made)
    change.subject = issue.pk
    change.insert_many([Membership(issue=issue, case=case, joined_at=now) for case in cases])
    pks = tuple(case.pk for case in cases)
    change.record(events.Opened(area=area.pk, owner=owner.pk, due_on=due_on, cases=pks))
    share(issues.KIND, issue.pk, issues.seen_from(owner.path, area.path))
    return issue


def _cases(actor: Actor, case_ids: Sequence[int]) -> list[Case]:
    """The cases, in the order of their ids. Raises Missing where one is out of sight, Invalid where they are too few."""
    wanted = sorted(set(case_ids))
    if len(wanted) > MOST:
        raise Invalid({"case_ids": say("At most {n} cases at once; add the others afterwards.", n=MOST)})
    found = list(sight.visible(actor).filter(pk__in=wanted).select_related("enterprise").order_by("pk"))
    if len(found) != len(wanted):
        raise Missing
    if len({case.enterprise.merged_into_id or case.enterprise_id for case in found}) < LEAST:
        raise Invalid({"case_ids": say("A common issue needs cases of two enterprises at least.")})
    return found


def _owner(owner_id: int, area: Organisation) -> Organisation:
    """The unit that is to own it. Raises Invalid."""
    found = issues.owners(area.path).filter(pk=owner_id).first()
    if found is None or not within(found.path, area.path):
        raise Invalid({"owner_id": say("The owner is a unit of that area.")})
    return found


def _timely(due_on: dt.date | None, now: dt.datetime) -> None:
    if due_on is not None and due_on < day_of(now):
        raise Invalid({"due_on": say("This day is over.")})


@verb
def amend(
    actor: Actor,
    issue_id: int,
    *,
    title: str,
    matter: str,
    wanted: str,
    owner_id: int,
    due_on: dt.date | None = None,
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> CommonIssue:
    """Correct what a common issue says, who owns it, by when. Raises Missing, Stale, Refused, Invalid."""
    directory.kept_there([owner_id])
    taken = take(actor, issue_id, IssueDeed.AMEND, seen=seen, key=key, now=now)
    issue = taken.issue
    owner = issue.owner if owner_id == issue.owner_id else _owner(owner_id, issue.area)
    named = line("title", title, LINE, needed=True)
    names_nobody("title", named, enterprises_in(issue))
    if due_on != issue.due_on:
        _timely(due_on, now)
    event = events.Amended(owner=owner.pk, due_on=due_on)
    said = {
        "title": named,
        "matter": words("matter", matter, TEXT, needed=True),
        "wanted": words("wanted", wanted, TEXT, needed=True),
    }
    done = taken.move(event, **said, salt=salt(), owner=owner, due_on=due_on)
    share(issues.KIND, issue.pk, issues.seen_from(owner.path, issue.area.path))
    return done
