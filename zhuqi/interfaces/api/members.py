"""Accounts of enterprises: who has one, what waits for a dispatch room, and what is done about each. Nobody comes in here by one:
a token is the staff's."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.domain.members import actions
from zhuqi.domain.members.queries import sight
from zhuqi.domain.members.rules import NAME, MemberAct, MemberProof, MemberStage
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import UNSAID, Nothing, Paged, Somebody, get, page, post, somebody, told_at
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Firm
from zhuqi.interfaces.api.values import Flag, Id, InAddress, InQuery, Shape, choice, line
from zhuqi.interfaces.web.wording import local

router = Router(tags=["members"])


class MemberOut(Shape):
    """An account of an enterprise. ``name`` and ``mailbox``: masked, empty where they are erased; ``asked_by``: null where the
    enterprise asked for it itself; ``actions``: what the asker can do about it now."""

    id: int
    enterprise: Firm
    name: str
    mailbox: str
    stage: MemberStage
    proof: MemberProof | None
    asked_by: Somebody | None
    asked_at: dt.datetime
    until: dt.datetime | None
    opened_at: dt.datetime | None
    ended_at: dt.datetime | None
    erased_at: dt.datetime | None
    version: int
    actions: list[MemberAct]


class MemberRows(Shape):
    """A page of accounts: those that wait, the oldest first; else the latest first."""

    members: list[MemberOut]
    next: str | None


class MembersAsked(Paged):
    """What narrows the list."""

    enterprise: InQuery | None = Field(None, description="Those of one enterprise, whatever their stage.")
    rest: Flag = Field(False, description="What was dealt with, in place of what waits for one's room.")


class MemberAsking(Shape):
    """Somebody of an enterprise, and the mailbox of their own to which a letter goes."""

    name: Annotated[str, line(NAME)]
    mailbox: Annotated[str, line(120)]


SEEN: Any = Field(None, description="The version that was looked at; the one that is there, where nothing is said.")


class MemberStep(Shape):
    """A step that needs nothing said."""

    version: Id | None = SEEN


class MemberAdmission(Shape):
    """How the person was checked."""

    proof: Annotated[str, choice(MemberProof)]
    version: Id | None = SEEN


class MemberRevealed(Shape):
    """A name and a mailbox as they are. Keep them no longer than they are needed."""

    id: int
    name: str
    mailbox: str


NO_STEP: Any = MemberStep()


def _member(request: Asked, row: Any) -> MemberOut:
    shown = sight.masked(row)
    return MemberOut(
        id=row.pk,
        enterprise=Firm(id=row.enterprise.pk, name=row.enterprise.name),
        name=shown.name,
        mailbox=shown.mailbox,
        stage=MemberStage(row.stage),
        proof=MemberProof(row.proof) if row.proof else None,
        asked_by=somebody(row.asked_by) if row.asked_by else None,
        asked_at=local(row.asked_at),
        until=told_at(row.until),
        opened_at=told_at(row.opened_at),
        ended_at=told_at(row.ended_at),
        erased_at=told_at(row.erased_at),
        version=row.version,
        actions=list(sight.actions(request.actor, row)),
    )


@get(router, "/members", MemberRows)
def list_members(request: Asked, asked: Query[MembersAsked]) -> HttpResponse:
    """Accounts that wait for one's dispatch room; those of one enterprise for whoever has it in sight."""
    if asked.enterprise is not None:
        rows, order = sight.of_enterprise(request.actor, asked.enterprise), sight.OTHERS
    else:
        rows, order = sight.tray(request.actor, waiting=not asked.rest), sight.OTHERS if asked.rest else sight.WAITING
    shown, after = page(f"members-{asked.enterprise}-{asked.rest}", rows, order, asked)
    return answer(MemberRows(members=[_member(request, row) for row in shown], next=after))


@get(router, "/members/{member_id}", MemberOut)
def show_member(request: Asked, member_id: InAddress) -> HttpResponse:
    """One of them."""
    return answer(_member(request, sight.one(request.actor, member_id)))


@post(router, "/enterprises/{enterprise_id}/members", MemberOut, makes=True)
def ask_for_member(request: Asked, enterprise_id: InAddress, typed: MemberAsking) -> HttpResponse:
    """Ask for an account for somebody of an enterprise. It waits for somebody else, in the dispatch room, to admit the person."""
    made = actions.ask(
        request.actor, enterprise_id, name=typed.name, mailbox=typed.mailbox, key=key(request), now=request.now
    )
    row = sight.one(request.actor, made.pk)
    return answer(_member(request, row), status=201, at=reverse("api-1:show_member", args=[row.pk]))


@post(router, "/members/{member_id}/admit", MemberOut, administers=True)
def admit_member(request: Asked, member_id: InAddress, typed: MemberAdmission) -> HttpResponse:
    """Note how the person was checked. A letter goes to the mailbox; its secret is told to nobody else."""
    actions.admit(
        request.actor,
        member_id,
        proof=MemberProof(typed.proof),
        seen=typed.version,
        key=key(request),
        now=request.now,
    )
    return answer(_member(request, sight.one(request.actor, member_id)))


@post(router, "/members/{member_id}/end", MemberOut)
def end_member(request: Asked, member_id: InAddress, typed: MemberStep = NO_STEP) -> HttpResponse:
    """End an account at once."""
    actions.end(request.actor, member_id, seen=typed.version, key=key(request), now=request.now)
    return answer(_member(request, sight.one(request.actor, member_id)))


@post(router, "/members/{member_id}/erase", MemberOut)
def erase_member(request: Asked, member_id: InAddress, typed: MemberStep = NO_STEP) -> HttpResponse:
    """Erase name and mailbox of an account that ended, for good."""
    actions.erase(request.actor, member_id, seen=typed.version, key=key(request), now=request.now)
    return answer(_member(request, sight.one(request.actor, member_id)))


@post(router, "/members/{member_id}/reveal", MemberRevealed)
def reveal_member(request: Asked, member_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Show name and mailbox to the dispatch room. That somebody looked is on record."""
    row = actions.reveal(request.actor, member_id, key=key(request), now=request.now)
    if not row.name:  # a repeated key gives the row as it now stands
        raise Missing
    return answer(MemberRevealed(id=row.pk, name=row.name, mailbox=row.mailbox))
