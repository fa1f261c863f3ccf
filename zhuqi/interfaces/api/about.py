"""What is kept of an enterprise beside its row: whether it is at work, what changed, who speaks for it, notes, and merging."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base import masking
from zhuqi.base.errors import Missing, Refused
from zhuqi.core.access.actor import Actor
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.enterprises import NOT_YOURS
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules.firms import Standing
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.firms import EnterpriseOut, seen_firm, told_firm
from zhuqi.interfaces.api.keeping import UNSAID, Nothing, Paged, Somebody, get, on, page, post, somebody, told_at
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.registers import EnterpriseRow
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Day, Id, InAddress, Shape, choice, line, text
from zhuqi.interfaces.hanging import hanging
from zhuqi.interfaces.web.wording import local

router = Router(tags=["register"])
Why = Annotated[str, line(200, 0)]


class ChangeRow(Shape):
    """One column that came to say something else; organisations and enterprises by their ids, days as 2019-06-04."""

    id: int
    column: str
    before: str
    after: str
    at: dt.datetime
    by: Somebody | None
    why: str


class ChangeRows(Shape):
    """What changed in one row of a register, the latest first."""

    changes: list[ChangeRow]
    next: str | None


class StandingBody(Shape):
    """Whether an enterprise is at work, since when and why."""

    standing: Annotated[str, choice(Standing)]
    since: Day | None = Field(None, description="Today where nothing is said.")
    why: Why | None = None


class SpokespersonRow(Shape):
    """Who speaks for an enterprise, masked; an erased one has neither name nor telephone."""

    id: int
    name: str
    role: str
    phone: str
    at: dt.datetime
    erased_at: dt.datetime | None


class SpokespersonRows(Shape):
    """Who speaks for an enterprise, the latest first; those erased aren't told."""

    spokespersons: list[SpokespersonRow]


class SpokespersonShown(Shape):
    """A name and a telephone as they are. Keep them no longer than they are needed."""

    id: int
    name: str
    role: str
    phone: str


class SpokespersonBody(Shape):
    """Somebody who speaks for an enterprise."""

    name: Annotated[str, line(60)]
    role: Annotated[str, line(60, 0)] | None = None
    phone: Annotated[str, line(30, 0)] | None = Field(None, description="As 13800001234 or 0431-12345678.")


class RevealBody(Shape):
    """Why somebody looks."""

    why: Annotated[str, line(200)]


class NoteRow(Shape):
    """A note; an erased one has no words."""

    id: int
    text: str
    at: dt.datetime
    by: Somebody | None
    erased_at: dt.datetime | None


class NoteRows(Shape):
    """The notes on an enterprise, the latest first."""

    notes: list[NoteRow]
    next: str | None


class NoteBody(Shape):
    """What is worth knowing; no personal data."""

    text: Annotated[str, text()]


class TwinRows(Shape):
    """Rows of the register that may be one enterprise; what is alike stands together."""

    enterprises: list[EnterpriseRow]
    next: str | None


class HangingRow(Shape):
    """One kind of thing that hangs on an enterprise: how many, and the first by name."""

    kind: str
    count: int
    names: list[str]


class HangingRows(Shape):
    """What hangs on one row, as far as one sees it: what is found at another once it is merged there."""

    hanging: list[HangingRow]


class MergeBody(Shape):
    """Which row stands for both, and why."""

    into_id: Id
    why: Annotated[str, line(200)]


class UnmergeBody(Shape):
    """Why the merging is undone."""

    why: Annotated[str, line(200)]


def told_changes(request: Asked, kind: str, subject: int, asked: Any) -> HttpResponse:
    """The history of one row of a register. Raises Missing. Two queries."""
    rows, after = page(f"changes/{kind}/{subject}", register.history_of(request.actor, kind, subject), ("-pk",), asked)
    told = [
        ChangeRow(
            id=row.pk,
            column=row.column,
            before=row.before,
            after=row.after,
            at=local(row.at),
            by=somebody(row.staff) if row.staff else None,
            why=row.why,
        )
        for row in rows
    ]
    return answer(ChangeRows(changes=told, next=after))


@get(router, "/enterprises/{enterprise_id}/changes", ChangeRows)
def list_enterprise_changes(request: Asked, enterprise_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """What changed in the register about an enterprise: what it said, what it says, since when, by whom and why."""
    return told_changes(request, "enterprise", enterprise_id, asked)


@get(router, "/units/{unit_id}/changes", ChangeRows)
def list_unit_changes(request: Asked, unit_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """What changed about an organisation, for those who look after it."""
    return told_changes(request, "organisation", unit_id, asked)


@get(router, "/people/{person_id}/changes", ChangeRows)
def list_person_changes(request: Asked, person_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """What changed about somebody on the staff, for those who look after them."""
    return told_changes(request, "staff", person_id, asked)


@post(router, "/enterprises/{enterprise_id}/standing", EnterpriseOut)
def set_standing(request: Asked, enterprise_id: InAddress, typed: StandingBody) -> HttpResponse:
    """Note that an enterprise stopped, moved out or is at work again: for who keeps the register there."""
    seen_firm(request.actor, enterprise_id)
    if not request.actor.seats:
        raise Refused(NOT_YOURS)
    firm = actions.set_standing(
        request.actor,
        enterprise_id,
        standing=Standing(typed.standing),
        since=on(typed.since, request),
        why=typed.why or "",
        key=key(request),
        now=request.now,
    )
    return answer(told_firm(request, firm))


def _masked(row: Any) -> SpokespersonRow:
    return SpokespersonRow(
        id=row.pk,
        name=masking.name(row.name),
        role=row.role,
        phone=masking.phone(row.phone),
        at=local(row.at),
        erased_at=told_at(row.erased_at),
    )


def _in_sight(actor: Actor, enterprise_id: int) -> None:
    """Raises Missing for an enterprise that staff hasn't in sight."""
    if actor.staff is None or not directory.visible(actor).filter(pk=enterprise_id).exists():
        raise Missing


def _person(actor: Actor, enterprise_id: int, person_id: int) -> int:
    """The number of a spokesperson of this very enterprise. Raises Missing."""
    _in_sight(actor, enterprise_id)
    if register.stands_for(register.spokesperson(actor, person_id).enterprise_id) != enterprise_id:
        raise Missing
    return person_id


@get(router, "/enterprises/{enterprise_id}/spokespersons", SpokespersonRows)
def list_spokespersons(request: Asked, enterprise_id: InAddress) -> HttpResponse:
    """Who speaks for an enterprise in sight, masked."""
    _in_sight(request.actor, enterprise_id)
    rows = [
        SpokespersonRow(id=one.pk, name=one.name, role=one.role, phone=one.phone, at=local(one.at), erased_at=None)
        for one in register.spokespersons(request.actor, enterprise_id)
    ]
    return answer(SpokespersonRows(spokespersons=rows))


@post(router, "/enterprises/{enterprise_id}/spokespersons", SpokespersonRow, makes=True)
def write_spokesperson(request: Asked, enterprise_id: InAddress, typed: SpokespersonBody) -> HttpResponse:
    """Write down who speaks for an enterprise: for who keeps the register there, and for the officials linked to it."""
    _in_sight(request.actor, enterprise_id)
    row = actions.write_spokesperson(
        request.actor,
        enterprise_id,
        name=typed.name,
        role=typed.role or "",
        phone=typed.phone or "",
        key=key(request),
        now=request.now,
    )
    return answer(_masked(row), status=201, at=reverse("api-1:list_spokespersons", args=[enterprise_id]))


@post(router, "/enterprises/{enterprise_id}/spokespersons/{spokesperson_id}/reveal", SpokespersonShown)
def reveal_spokesperson(
    request: Asked, enterprise_id: InAddress, spokesperson_id: InAddress, typed: RevealBody
) -> HttpResponse:
    """Show a name and a telephone to somebody who says why. That they looked, and why, is on record."""
    pk = _person(request.actor, enterprise_id, spokesperson_id)
    row = actions.reveal_spokesperson(request.actor, pk, why=typed.why, key=key(request), now=request.now)
    if row.erased_at is not None:  # a repeated key gives the row as it now stands
        raise Missing
    return answer(SpokespersonShown(id=row.pk, name=row.name, role=row.role, phone=row.phone))


@post(router, "/enterprises/{enterprise_id}/spokespersons/{spokesperson_id}/erase", SpokespersonRow)
def erase_spokesperson(
    request: Asked, enterprise_id: InAddress, spokesperson_id: InAddress, typed: Nothing = UNSAID
) -> HttpResponse:
    """Erase what is known of a person, for good: for those who may write it down."""
    pk = _person(request.actor, enterprise_id, spokesperson_id)
    return answer(_masked(actions.erase_spokesperson(request.actor, pk, key=key(request), now=request.now)))


def _told_note(note: Any) -> NoteRow:
    return NoteRow(
        id=note.pk,
        text=note.text,
        at=local(note.at),
        by=somebody(note.staff) if note.staff else None,
        erased_at=told_at(note.erased_at),
    )


@get(router, "/enterprises/{enterprise_id}/notes", NoteRows)
def list_notes(request: Asked, enterprise_id: InAddress, asked: Query[Paged]) -> HttpResponse:
    """The notes on an enterprise in sight."""
    _in_sight(request.actor, enterprise_id)
    rows, after = page(f"notes/{enterprise_id}", register.notes(request.actor, enterprise_id), ("-pk",), asked)
    return answer(NoteRows(notes=[_told_note(row) for row in rows], next=after))


@post(router, "/enterprises/{enterprise_id}/notes", NoteRow, makes=True)
def write_note(request: Asked, enterprise_id: InAddress, typed: NoteBody) -> HttpResponse:
    """Write a note: for who keeps the register there, and for the officials linked to the enterprise."""
    _in_sight(request.actor, enterprise_id)
    note = actions.write_note(request.actor, enterprise_id, text=typed.text, key=key(request), now=request.now)
    return answer(_told_note(note), status=201, at=reverse("api-1:list_notes", args=[enterprise_id]))


@post(router, "/enterprises/{enterprise_id}/notes/{note_id}/erase", NoteRow)
def erase_note(request: Asked, enterprise_id: InAddress, note_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Erase the words of a note: for who wrote it, and for who keeps the register there."""
    _in_sight(request.actor, enterprise_id)
    if register.stands_for(register.note(request.actor, note_id).enterprise_id) != enterprise_id:
        raise Missing
    return answer(_told_note(actions.erase_note(request.actor, note_id, key=key(request), now=request.now)))


@get(router, "/twins", TwinRows)
def list_twins(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """Rows of the register that one keeps and that may be one enterprise: the same name, or the same code of the body itself."""
    rows, after = page("twins", register.twins(request.actor), ("folded", "pk"), asked)
    told = [
        EnterpriseRow(id=one.pk, uscc=one.uscc, name=one.name, region=Unit(id=one.region_id, name=one.region.name))
        for one in rows
    ]
    return answer(TwinRows(enterprises=told, next=after))


@get(router, "/enterprises/{enterprise_id}/hanging", HangingRows)
def show_hanging(request: Asked, enterprise_id: InAddress) -> HttpResponse:
    """What hangs on an enterprise in every room: to be looked at before its row is merged into another."""
    seen_firm(request.actor, enterprise_id)
    rows = [
        HangingRow(kind=one.code, count=one.count, names=list(one.names))
        for one in hanging(request.actor, enterprise_id)
    ]
    return answer(HangingRows(hanging=rows))


@post(router, "/enterprises/{enterprise_id}/merge", EnterpriseOut, administers=True)
def merge_enterprise(request: Asked, enterprise_id: InAddress, typed: MergeBody) -> HttpResponse:
    """Let another row stand for this one: for who keeps the register of both. Told is the row that stands for both."""
    into = seen_firm(request.actor, typed.into_id)
    if not into.absorbed.filter(pk=enterprise_id).exists():  # the same request again finds it merged already
        seen_firm(request.actor, enterprise_id)
    if not request.actor.seats:
        raise Refused(NOT_YOURS)
    actions.merge_enterprise(
        request.actor, enterprise_id, into_id=into.pk, why=typed.why, key=key(request), now=request.now
    )
    return answer(told_firm(request, into))


@post(router, "/enterprises/{enterprise_id}/unmerge", EnterpriseOut, administers=True)
def unmerge_enterprise(request: Asked, enterprise_id: InAddress, typed: UnmergeBody) -> HttpResponse:
    """Let a merged row stand for itself again, within thirty days: for who keeps the register where it lies."""
    firm = actions.unmerge_enterprise(request.actor, enterprise_id, why=typed.why, key=key(request), now=request.now)
    return answer(told_firm(request, firm))
