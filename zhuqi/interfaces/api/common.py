"""What is alike: similar cases and likely units, common issues, their statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.core.days import day_of, start_of
from zhuqi.domain.common import actions
from zhuqi.domain.common.queries import issues
from zhuqi.domain.common.queries.similar import Similar, similar
from zhuqi.domain.common.rules.likely import Likely
from zhuqi.domain.common.rules.words import IssueDeed, IssueStanding
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Paged, Somebody, get, page, post, somebody, told_at, unit_of
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Firm, Unit
from zhuqi.interfaces.api.values import Day, Id, Ids, InAddress, InQuery, Shape, choice, line, text
from zhuqi.interfaces.web.wording import local

router = Router(tags=["common"])
Seen = Annotated[Id | None, Field(description="The version that was looked at; left out: as it is now.")]
Told = Annotated[str, text()]
"""Words that every enterprise in it reads."""


class CaseLine(Shape):
    """A case by its number and title."""

    id: int
    number: str
    title: str
    enterprise: Firm


class LikeOut(Shape):
    """A case like another. ``alike``: 0 to 1; ``answer``: the words of its latest answer, with the unit that gave it."""

    case: CaseLine
    alike: float
    answered_by: str | None
    answer: str | None
    answered_at: dt.datetime | None


class LikelyOut(Shape):
    """A unit that kept ``n`` of the ``of`` nearest cases; ``few``: it rests on few. ``cases``: those it rests on."""

    unit: Unit
    n: int
    of: int
    few: bool
    cases: list[int]


class RuledOut(Shape):
    """A unit that isn't named: it was ruled that such a case isn't its own."""

    unit: Unit
    case: int
    ruled_at: dt.datetime


class SimilarOut(Shape):
    """What is like a case, and the units that such cases stayed with: a suggestion, never a decision."""

    similar: list[LikeOut]
    enterprises: int
    likely: list[LikelyOut]
    not_theirs: list[RuledOut]


class IssueRow(Shape):
    """A common issue. ``version``: what is named as seen; ``due_on``: by when its owner means to have changed it."""

    id: int
    version: int
    title: str
    standing: IssueStanding
    owner: Unit
    area: Unit
    cases: int
    enterprises: int
    opened_at: dt.datetime
    due_on: dt.date | None
    ended_at: dt.datetime | None


class IssueRows(Shape):
    """A page of common issues, the newest first."""

    issues: list[IssueRow]
    next: str | None


class ToldOut(Shape):
    """Words that the enterprises read."""

    deed: IssueDeed
    body: str
    at: dt.datetime
    by: Somebody | None


class IssueOut(IssueRow):
    """One issue. ``in_sight``: the cases in it that one sees; ``deeds``: what one can do about it."""

    matter: str
    wanted: str
    in_sight: list[CaseLine]
    told: list[ToldOut]
    deeds: list[IssueDeed]


class StatementLine(Shape):
    """One owner: opening + opened − changed − given_up = closing. ``overdue``: open ones whose day has passed."""

    owner: Unit
    opening: int
    opened: int
    changed: int
    given_up: int
    closing: int
    overdue: int
    waiting_since: dt.datetime | None
    cases: int
    enterprises: int


class CommonStatement(Shape):
    """The common issues in sight by owner; both days are counted."""

    since: dt.date
    until: dt.date
    lines: list[StatementLine]


class IssuesAsked(Paged):
    """What narrows the list of common issues."""

    standing: Annotated[str, choice(IssueStanding)] | None = None
    owner: InQuery | None = None


class PeriodAsked(Shape):
    """From the first of January until today where nothing is said."""

    since: Day | None = None
    until: Day | None = None


class AboutBody(Shape):
    """What a common issue says. The title is read by every enterprise in it and names none; the rest is read inside."""

    title: Annotated[str, line()]
    matter: Annotated[str, text()]
    wanted: Annotated[str, text()]
    owner_id: Id
    due_on: Day | None = None


class OpenBody(AboutBody):
    """A common issue to open, from cases of two enterprises at least."""

    area_id: Id
    case_ids: Ids


class AmendBody(AboutBody):
    """What it should say instead."""

    seen: Seen = None


class MemberBody(Shape):
    """A case to add or to take out."""

    case_id: Id
    seen: Seen = None


class WordsBody(Shape):
    """What every enterprise in it reads."""

    text: Told
    seen: Seen = None


class TakeUpBody(WordsBody):
    """What is looked at, and by when; without a day the one that stands."""

    due_on: Day | None = None


def case_line(case: Any) -> CaseLine:
    """A case by its number and title. It comes with its enterprise."""
    firm = Firm(id=case.enterprise_id, name=case.enterprise.name)
    return CaseLine(id=case.pk, number=case.number, title=case.title, enterprise=firm)


def _fields(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "version": one.version,
        "title": one.title,
        "standing": IssueStanding(one.standing),
        "owner": unit_of(one.owner),
        "area": unit_of(one.area),
        "cases": one.cases,
        "enterprises": one.enterprises,
        "opened_at": local(one.opened_at),
        "due_on": one.due_on,
        "ended_at": told_at(one.ended_at),
    }


def _issue(request: Asked, issue_id: int) -> IssueOut:
    found = issues.one(request.actor, issue_id)
    told = [
        ToldOut(
            deed=IssueDeed(row.deed),
            body=row.body,
            at=local(row.at),
            by=somebody(row.staff) if row.staff is not None else None,
        )
        for row in found.told
    ]
    return IssueOut(
        **_fields(found.issue),
        matter=found.issue.matter,
        wanted=found.issue.wanted,
        in_sight=[case_line(case) for case in found.cases],
        told=told,
        deeds=list(found.deeds),
    )


@get(router, "/cases/{case_id}/similar", SimilarOut)
def list_similar(request: Asked, case_id: InAddress) -> HttpResponse:
    """What is like a case, for those who dispatch and lead: among the cases they see, no others."""
    found = similar(request.actor, case_id)
    likes = [
        LikeOut(
            case=case_line(like.case),
            alike=round(like.alike, 2),
            answered_by=like.unit or None,
            answer=like.answer or None,
            answered_at=told_at(like.answered_at),
        )
        for like in found.likes
    ]
    against = sorted((found.proposal.not_theirs or {}).items())
    ruled = [
        RuledOut(unit=_named(found, unit), case=ruling.case, ruled_at=local(ruling.at)) for unit, ruling in against
    ]
    likely = [_likely(found, one) for one in found.proposal.likely]
    return answer(SimilarOut(similar=likes, enterprises=found.enterprises, likely=likely, not_theirs=ruled))


def _named(found: Similar, unit: int) -> Unit:
    return Unit(id=unit, name=found.names.get(unit, ""))


def _likely(found: Similar, one: Likely) -> LikelyOut:
    return LikelyOut(unit=_named(found, one.unit), n=one.n, of=one.of, few=one.few, cases=list(one.cases))


@get(router, "/common", IssueRows)
def list_common_issues(request: Asked, asked: Query[IssuesAsked]) -> HttpResponse:
    """The common issues in sight: those of one's unit, and of the area one oversees."""
    standing = IssueStanding(asked.standing) if asked.standing else None
    rows = issues.listed(request.actor, standing=standing, owner=asked.owner)
    shown, after = page("common", rows, issues.NEWEST, asked)
    return answer(IssueRows(issues=[IssueRow(**_fields(one)) for one in shown], next=after))


@get(router, "/common/statement", CommonStatement)
def show_common_statement(request: Asked, asked: Query[PeriodAsked]) -> HttpResponse:
    """The common issues in sight by owner, between two days."""
    today = day_of(request.now)
    since, until = asked.since or today.replace(month=1, day=1), asked.until or today
    end = start_of(until + dt.timedelta(days=1))
    found = issues.statement(request.actor, since=start_of(since), until=end, today=today)
    lines = [
        StatementLine(
            owner=Unit(id=one.owner, name=one.name),
            opening=one.opening,
            opened=one.opened,
            changed=one.changed,
            given_up=one.given_up,
            closing=one.closing,
            overdue=one.overdue,
            waiting_since=told_at(one.waiting_since),
            cases=one.cases,
            enterprises=one.enterprises,
        )
        for one in found
    ]
    return answer(CommonStatement(since=since, until=until, lines=lines))


@get(router, "/common/{issue_id}", IssueOut)
def show_common_issue(request: Asked, issue_id: InAddress) -> HttpResponse:
    """One common issue."""
    return answer(_issue(request, issue_id))


@post(router, "/common", IssueOut, makes=True)
def open_common_issue(request: Asked, typed: OpenBody) -> HttpResponse:
    """Open a common issue from cases one sees: for the dispatch room or a leader of the area."""
    made = actions.open_issue(request.actor, **dict(typed), key=key(request), now=request.now)
    at = reverse("api-1:show_common_issue", args=[made.pk])
    return answer(_issue(request, made.pk), status=201, at=at)


def _done(request: Asked, issue_id: int, deed: Callable[..., Any], typed: Shape) -> HttpResponse:
    deed(request.actor, issue_id, **dict(typed), key=key(request), now=request.now)
    return answer(_issue(request, issue_id))


@post(router, "/common/{issue_id}/amend", IssueOut)
def amend_common_issue(request: Asked, issue_id: InAddress, typed: AmendBody) -> HttpResponse:
    """Correct what it says, whose it is, by when: for the dispatch room or a leader of the area."""
    return _done(request, issue_id, actions.amend, typed)


@post(router, "/common/{issue_id}/join", IssueOut)
def join_common_issue(request: Asked, issue_id: InAddress, typed: MemberBody) -> HttpResponse:
    """Add a case that one sees; its enterprise reads from then on what was told."""
    return _done(request, issue_id, actions.join, typed)


@post(router, "/common/{issue_id}/leave", IssueOut)
def leave_common_issue(request: Asked, issue_id: InAddress, typed: MemberBody) -> HttpResponse:
    """Take a case out again."""
    return _done(request, issue_id, actions.leave, typed)


@post(router, "/common/{issue_id}/take-up", IssueOut)
def take_up_common_issue(request: Asked, issue_id: InAddress, typed: TakeUpBody) -> HttpResponse:
    """Take it up: for the unit that owns it."""
    return _done(request, issue_id, actions.take_up, typed)


@post(router, "/common/{issue_id}/tell", IssueOut)
def tell_common_issue(request: Asked, issue_id: InAddress, typed: WordsBody) -> HttpResponse:
    """Tell the enterprises how it stands: for the unit that owns it."""
    return _done(request, issue_id, actions.tell, typed)


@post(router, "/common/{issue_id}/change", IssueOut)
def change_common_issue(request: Asked, issue_id: InAddress, typed: WordsBody) -> HttpResponse:
    """Say what has changed: for the unit that owns it. The cases in it end by their own answers."""
    return _done(request, issue_id, actions.change, typed)


@post(router, "/common/{issue_id}/give-up", IssueOut)
def give_up_common_issue(request: Asked, issue_id: InAddress, typed: WordsBody) -> HttpResponse:
    """Give it up, with the reason that the enterprises read."""
    return _done(request, issue_id, actions.give_up, typed)
