"""What enterprises said without an account: the tray of a dispatch room, and what is done about each. Nobody tells a need here:
that is done on the public page, where whoever sends it gets the receipt."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.domain.voice import actions
from zhuqi.domain.voice.queries import calls, sight
from zhuqi.domain.voice.queries.matching import candidates
from zhuqi.domain.voice.rules import MILLION, Act, Proof, Result, Stage
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.files import FileContent, FileOut, file_out
from zhuqi.interfaces.api.keeping import (
    UNSAID,
    Nothing,
    Paged,
    Somebody,
    get,
    maybe_unit,
    page,
    post,
    somebody,
    told_at,
    unit_of,
)
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.shapes import Firm, Unit
from zhuqi.interfaces.api.values import Flag, Id, InAddress, Shape, choice, line, text
from zhuqi.interfaces.web.wording import local

router = Router(tags=["voices"])


class VoiceRelay(Shape):
    """What a hotline handed in beside the words of a need. ``number``: its own; ``lat``, ``long``: degrees (WGS 84);
    ``media_url``: as it was written, nobody looked there."""

    number: str
    kind: str
    address: str
    address_id: str
    lat: float | None
    long: float | None
    media_url: str


class VoiceOut(Shape):
    """A need that was told without an account. ``name`` and ``phone``: masked; empty where the case has them. ``actions``: what
    the asker can do to it now."""

    id: int
    desk: Unit
    firm: str
    uscc: str
    body: str
    name: str
    phone: str
    told_at: dt.datetime
    due: dt.datetime | None
    stage: Stage
    reached_at: dt.datetime | None
    ended_at: dt.datetime | None
    answer: str
    enterprise: Firm | None
    case: int | None
    proof: Proof | None
    erased_at: dt.datetime | None
    relay: VoiceRelay | None = Field(description="Where a hotline handed it in (Open311).")
    version: int
    actions: list[Act]


class VoiceFull(Shape):
    """A need with its files, and the enterprises of the register that it may come from, those with its code first."""

    voice: VoiceOut
    files: list[FileOut]
    candidates: list[Firm]


class VoiceRows(Shape):
    """A page of needs: what waits, the oldest first; or what is over, the latest first."""

    voices: list[VoiceOut]
    next: str | None


class VoicesAsked(Paged):
    """What narrows the list."""

    over: Flag = Field(False, description="What is over, in place of what waits.")


class SenderShown(Shape):
    """A name and a telephone as they are. Keep them no longer than they are needed."""

    id: int
    name: str
    phone: str


SEEN: Any = Field(None, description="The version that was looked at; the one that is there, where nothing is said.")


class VoiceStep(Shape):
    """A step that needs nothing said."""

    version: Id | None = SEEN


class VoiceWords(Shape):
    """What the sender reads."""

    text: Annotated[str, text()]
    version: Id | None = SEEN


class VoicePassed(Shape):
    """The dispatch room that gets it."""

    desk_id: Id
    version: Id | None = SEEN


class VoiceProof(Shape):
    """How the sender was checked."""

    proof: Annotated[str, choice(Proof)]
    version: Id | None = SEEN


class VoiceTaken(Shape):
    """As which case it is taken in. ``proof``: only then does the receipt open the case."""

    enterprise_id: Id
    title: Annotated[str, line()]
    kind: Annotated[str, line()]
    category: Annotated[str, line()] | None = None
    proof: Annotated[str, choice(Proof)] | None = None
    version: Id | None = SEEN


class TryOut(Shape):
    """A call to an enterprise about an answer; ``reply``: which. It is nobody's word on it."""

    id: int
    case: int
    reply: int
    unit: Unit | None
    person: Somebody
    result: Result
    at: dt.datetime


class TryRows(Shape):
    """The calls of a case, the latest first. ``unreached``: about the last answer nobody was reached, often enough."""

    tries: list[TryOut]
    unreached: bool


class CallBody(Shape):
    """What came of a call."""

    result: Annotated[str, choice(Result)]


NO_STEP: Any = VoiceStep()


def _relay(row: Any) -> VoiceRelay | None:
    if row is None:
        return None
    return VoiceRelay(
        number=row.number,
        kind=row.code,
        address=row.address,
        address_id=row.address_id,
        lat=None if row.lat is None else row.lat / MILLION,
        long=None if row.long is None else row.long / MILLION,
        media_url=row.media_url,
    )


def _voice(request: Asked, row: Any) -> VoiceOut:
    name, phone = sight.masked(row)
    return VoiceOut(
        id=row.pk,
        desk=unit_of(row.desk),
        firm=row.firm,
        uscc=row.uscc,
        body=row.body,
        name=name,
        phone=phone,
        told_at=local(row.told_at),
        due=told_at(row.due),
        stage=Stage(row.stage),
        reached_at=told_at(row.reached_at),
        ended_at=told_at(row.ended_at),
        answer=row.answer,
        enterprise=Firm(id=row.enterprise.pk, name=row.enterprise.name) if row.enterprise else None,
        case=row.case_id,
        proof=Proof(row.proof) if row.proof else None,
        erased_at=told_at(row.erased_at),
        relay=_relay(sight.relay_of(row)),
        version=row.version,
        actions=list(sight.actions(request.actor, row)),
    )


@get(router, "/voices", VoiceRows)
def list_voices(request: Asked, asked: Query[VoicesAsked]) -> HttpResponse:
    """Needs told without an account, in sight: for dispatchers, supervisors and leaders of the area."""
    rows = sight.tray(request.actor, over=asked.over).select_related("desk", "enterprise")
    shown, after = page(f"voices-{asked.over}", rows, sight.OVER if asked.over else sight.WAITING, asked)
    return answer(VoiceRows(voices=[_voice(request, row) for row in shown], next=after))


@get(router, "/voices/{voice_id}", VoiceFull)
def show_voice(request: Asked, voice_id: InAddress) -> HttpResponse:
    """One of them."""
    row = sight.one(request.actor, voice_id)
    fitting = candidates(request.actor, row) if sight.actions(request.actor, row) else ()
    return answer(
        VoiceFull(
            voice=_voice(request, row),
            files=[file_out(one.file) for one in sight.enclosed(row)],
            candidates=[Firm(id=one.enterprise.pk, name=one.enterprise.name) for one in fitting],
        )
    )


@get(router, "/voices/{voice_id}/files/{voice_file_id}", FileContent)
def fetch_voice_file(request: Asked, voice_id: InAddress, voice_file_id: InAddress) -> HttpResponse:
    """A file that came with a need, with what is in it."""
    row = sight.one(request.actor, voice_id)
    found = sight.enclosed(row).filter(file=voice_file_id).first()
    if found is None:
        raise Missing
    content = sight.download(request.actor, voice_id, voice_file_id).content
    return answer(FileContent(file=file_out(found.file), content=base64.b64encode(content).decode()))


def _after(request: Asked, row: Any) -> HttpResponse:
    """How it stands after a step; one that was passed on may be out of sight."""
    return answer(_voice(request, row))


@post(router, "/voices/{voice_id}/reveal", SenderShown)
def reveal_voice(request: Asked, voice_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Show name and telephone of the sender to the room with which it lies. That somebody looked is on record."""
    row = actions.reveal(request.actor, voice_id, key=key(request), now=request.now)
    if not row.name:  # a repeated key gives the row as it now stands
        raise Missing
    return answer(SenderShown(id=row.pk, name=row.name, phone=row.phone))


@post(router, "/voices/{voice_id}/reach", VoiceOut)
def reach_voice(request: Asked, voice_id: InAddress, typed: VoiceStep = NO_STEP) -> HttpResponse:
    """Note that the sender was reached."""
    row = actions.reach(request.actor, voice_id, seen=typed.version, key=key(request), now=request.now)
    return _after(request, row)


@post(router, "/voices/{voice_id}/take_in", VoiceOut)
def take_in_voice(request: Asked, voice_id: InAddress, typed: VoiceTaken) -> HttpResponse:
    """Make a case of it, whose time counts from when it was told."""
    row = actions.take_in(
        request.actor,
        voice_id,
        enterprise_id=typed.enterprise_id,
        title=typed.title,
        kind=typed.kind,
        category=typed.category,
        proof=typed.proof or "",
        seen=typed.version,
        key=key(request),
        now=request.now,
    )
    return _after(request, row)


@post(router, "/voices/{voice_id}/answer", VoiceOut)
def answer_voice(request: Asked, voice_id: InAddress, typed: VoiceWords) -> HttpResponse:
    """Answer it without a case; the sender reads the words on the receipt."""
    row = actions.answer(
        request.actor, voice_id, text=typed.text, seen=typed.version, key=key(request), now=request.now
    )
    return _after(request, row)


@post(router, "/voices/{voice_id}/decline", VoiceOut)
def decline_voice(request: Asked, voice_id: InAddress, typed: VoiceWords) -> HttpResponse:
    """Say that it isn't ours, why, and where to go; the sender reads it on the receipt."""
    row = actions.decline(
        request.actor, voice_id, text=typed.text, seen=typed.version, key=key(request), now=request.now
    )
    return _after(request, row)


@post(router, "/voices/{voice_id}/pass_on", VoiceOut)
def pass_on_voice(request: Asked, voice_id: InAddress, typed: VoicePassed) -> HttpResponse:
    """Pass it to another dispatch room. What was promised to the sender stays as it is."""
    row = actions.pass_on(
        request.actor, voice_id, desk_id=typed.desk_id, seen=typed.version, key=key(request), now=request.now
    )
    return _after(request, row)


@post(router, "/voices/{voice_id}/vouch", VoiceOut)
def vouch_voice(request: Asked, voice_id: InAddress, typed: VoiceProof) -> HttpResponse:
    """Note afterwards how the sender of a case was checked: from then on the receipt opens the case."""
    row = actions.vouch(
        request.actor, voice_id, proof=typed.proof, seen=typed.version, key=key(request), now=request.now
    )
    return _after(request, row)


def _try(row: Any) -> TryOut:
    return TryOut(
        id=row.pk,
        case=row.case_id,
        reply=row.reply,
        unit=maybe_unit(row.unit),
        person=somebody(row.staff),
        result=Result(row.result),
        at=local(row.at),
    )


@get(router, "/cases/{case_id}/tries", TryRows)
def list_tries(request: Asked, case_id: InAddress) -> HttpResponse:
    """The calls that were made to ask what came of the answers of a case."""
    found = calls.of_case(request.actor, case_id)
    return answer(TryRows(tries=[_try(row) for row in found.tries], unreached=found.unreached))


@post(router, "/cases/{case_id}/tries", TryOut, makes=True)
def note_try(request: Asked, case_id: InAddress, typed: CallBody) -> HttpResponse:
    """Note a call to the enterprise: for who asks it and didn't handle the case. What it said is a step of its own."""
    row = actions.note_try(request.actor, case_id, result=Result(typed.result), key=key(request), now=request.now)
    return answer(_try(row), status=201, at=reverse("api-1:list_tries", args=[case_id]))
