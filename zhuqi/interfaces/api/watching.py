"""What administrators watch: the journal, for the audit administrator; consequences that don't get done, for the system
administrator."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Role
from zhuqi.core.days import start_of
from zhuqi.core.jobs import actions
from zhuqi.core.jobs.queries import LONGEST_OWED, consequence, failing, tends
from zhuqi.core.journal.queries import searched
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import Code, Paged, Somebody, get, page, post, told_at
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.values import Day, Id, InQuery, Shape, line
from zhuqi.interfaces.web.wording import local

LONGEST = 300
"""Characters of an error that are told: the rest stands in the log."""
router = Router(tags=["journal"])


class JournalRow(Shape):
    """One entry of the journal. ``behalf``: for whom, where not for oneself; ``facts``: ids, days, numbers, as stored."""

    id: int
    kind: str
    subject: int
    seq: int
    at: dt.datetime
    verb: str
    facts: dict[str, Any]
    person: Somebody | None
    account: int | None
    behalf: str
    edition: int | None
    hash: str


class JournalRows(Shape):
    """A page of entries, the newest first."""

    entries: list[JournalRow]
    next: str | None


class JournalAsked(Paged):
    """What narrows the journal. All hold together; both days are counted."""

    kind: Annotated[str, line(20)] | None = Field(None, description="Of the subject: case, staff, enterprise …")
    subject: InQuery | None = Field(None, description="The subject's number.")
    verb: Annotated[str, line(40)] | None = None
    staff: Code | None = Field(None, description="The staff code of whoever did it.")
    since: Day | None = None
    until: Day | None = None


class FailingRow(Shape):
    """A consequence that doesn't get done. ``entry``: the entry of the journal that it follows from."""

    entry: int
    name: str
    attempts: int
    next_at: dt.datetime
    error: str


class FailingRows(Shape):
    """A page of failing consequences, the longest owed first."""

    failing: list[FailingRow]
    next: str | None


class TryBody(Shape):
    """Which consequence: its entry and its name, as the list has them."""

    entry: Id
    name: Annotated[str, line()]


class TriedOut(Shape):
    """How a consequence stands after it was asked for again. ``done_at``: null until a worker has done it."""

    entry: int
    name: str
    next_at: dt.datetime
    done_at: dt.datetime | None


@get(router, "/journal", JournalRows)
def list_journal(request: Asked, asked: Query[JournalAsked]) -> HttpResponse:
    """What was booked, as the audit administrator reads it: what people below their places did, at the root also what the
    clock and the enterprises did. To others there is no such list."""
    if not request.actor.has(Role.AUDIT_ADMIN):
        raise Missing
    rows = searched(
        request.actor,
        kind=asked.kind or "",
        subject=asked.subject,
        verb=asked.verb or "",
        staff=(directory.staff_coded(asked.staff) or 0) if asked.staff else None,
        since=start_of(asked.since) if asked.since else None,
        until=start_of(asked.until + dt.timedelta(days=1)) if asked.until else None,
    )
    shown, after = page("journal", rows, ("-pk",), asked)
    names = directory.staff_names(entry.staff for entry in shown if entry.staff)
    return answer(JournalRows(entries=[_entry(entry, names) for entry in shown], next=after))


def _entry(entry: Any, names: dict[int, str]) -> JournalRow:
    return JournalRow(
        id=entry.pk,
        kind=entry.kind,
        subject=entry.subject,
        seq=entry.seq,
        at=local(entry.at),
        verb=entry.verb,
        facts=json.loads(entry.facts),
        person=Somebody(id=entry.staff, name=names.get(entry.staff, "")) if entry.staff else None,
        account=entry.account,
        behalf=entry.behalf,
        edition=entry.edition,
        hash=entry.hash,
    )


@get(router, "/reactions/failing", FailingRows)
def list_failing(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """Consequences that failed and are tried again: for the system administrator of the whole place. To others there is no
    such list."""
    if not tends(request.actor):
        raise Missing
    shown, after = page("failing", failing(), LONGEST_OWED, asked)
    rows = [
        FailingRow(
            entry=owed.entry_id,
            name=owed.name,
            attempts=owed.attempts,
            next_at=local(owed.next_at),
            error=" ".join(owed.error.split())[:LONGEST],
        )
        for owed in shown
    ]
    return answer(FailingRows(failing=rows, next=after))


@post(router, "/reactions/failing/try_again", TriedOut)
def try_again(request: Asked, typed: TryBody) -> HttpResponse:
    """Let a consequence that failed be tried at once: the next worker does it. For the system administrator."""
    actions.try_again(request.actor, typed.entry, name=typed.name, key=key(request), now=request.now)
    owed = consequence(typed.entry, typed.name)
    if owed is None:  # a repeated key that was another consequence's
        raise Missing
    return answer(
        TriedOut(entry=owed.entry_id, name=owed.name, next_at=local(owed.next_at), done_at=told_at(owed.done_at))
    )
