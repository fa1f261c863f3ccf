"""The files of a case: what was attached, attaching more, fetching one, erasing one. Contents travel as base64 in JSON."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Router
from pydantic import Field

from zhuqi.base.errors import Missing
from zhuqi.base.words import say
from zhuqi.core.files.rules import A_TIME, LARGEST, Media, Upload
from zhuqi.domain.cases.actions.attaching import NOTE, attach, erase
from zhuqi.domain.cases.queries.files import attached, download, on_case
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.interfaces.api.acts import KEY, SEEN
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.faults import READING, WRITING, documented
from zhuqi.interfaces.api.reading import key, version_seen
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import InAddress, Shape, Taken, YesNo, cannot, line
from zhuqi.interfaces.web.wording import local

NAMED = 300
"""Characters of a name as it comes."""
LONGEST = (LARGEST + 2) // 3 * 4
"""Characters that the largest file has in base64."""
router = Router(tags=["files"])


def _bytes(value: Any) -> bytes:
    if not isinstance(value, str):
        raise cannot(say("This must be a text."))
    if len(value) > LONGEST:
        raise cannot(say("It has more than {most} MB. Make it smaller, or split it.", most=LARGEST >> 20))
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise cannot(say("This isn't base64.")) from None


BASE64 = {
    "type": "string",
    "contentEncoding": "base64",
    "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}(==|[A-Za-z0-9+/]=))?$",
}


class FileIn(Shape):
    """A file to attach."""

    name: Annotated[str, line(NAMED)]
    content: Annotated[bytes, Taken(_bytes, {**BASE64, "maxLength": LONGEST})]


class AttachBody(Shape):
    """What is attached together: all of it is taken, or none."""

    files: list[FileIn] = Field(min_length=1, max_length=A_TIME)
    outside: YesNo = Field(default=False, description="The enterprise gets them too.")
    note: Annotated[str, line(NOTE, least=0)] = Field(default="", description="A word about them.")


class FileOut(Shape):
    """A file. ``digest``: SHA-256 of what is kept. An erased one has no name."""

    id: int
    name: str
    media: Media
    size: int
    digest: str
    erased_at: dt.datetime | None


class AttachedOut(Shape):
    """Files that came together. ``unit`` and ``who`` are of a member of staff; ``by_enterprise``: the enterprise itself."""

    id: int
    at: dt.datetime
    unit: Unit | None
    who: str
    by_enterprise: bool
    outside: bool
    note: str
    files: list[FileOut]


class AttachedRows(Shape):
    """What was attached to a case, the latest first."""

    attached: list[AttachedOut]


class FileContent(Shape):
    """A file with what is in it."""

    file: FileOut
    content: str = Field(description="Base64.")


@router.get(
    "/cases/{case_id}/files",
    operation_id="list_files",
    summary="The files of a case",
    url_name="list_files",
    response={200: AttachedRows, **documented(*READING)},
)
def several(request: Asked, case_id: InAddress) -> HttpResponse:
    """What was attached to a case, as the actor sees it; never its contents."""
    if not visible(request.actor).filter(pk=case_id).exists():
        raise Missing
    return answer(AttachedRows(attached=[_attached(row) for row in attached(request.actor, case_id)]))


@router.post(
    "/cases/{case_id}/files",
    operation_id="attach_files",
    summary="Attach files",
    url_name="attach_files",
    response={201: AttachedOut, **documented(*WRITING, 428)},
    openapi_extra={"parameters": [SEEN, KEY]},
)
def attach_files(request: Asked, case_id: InAddress, body: AttachBody) -> HttpResponse:
    """Attach files to a case: all of them or none. It doesn't move the case, whose ETag stays. What a file is is found by
    its content; pictures are drawn anew, so that what is kept isn't what was sent, byte for byte."""
    uploads = [Upload(file.name, file.content, len(file.content)) for file in body.files]
    row = attach(
        request.actor,
        case_id,
        uploads=uploads,
        outside=body.outside,
        note=body.note,
        seen=version_seen(request),
        key=key(request),
        now=request.now,
    )
    return answer(
        _attached(attached(request.actor, case_id).get(pk=row.pk)),
        status=201,
        at=reverse("api-1:list_files", args=[case_id]),
    )


@router.get(
    "/cases/{case_id}/files/{file_id}",
    operation_id="fetch_file",
    summary="A file",
    url_name="fetch_file",
    response={200: FileContent, **documented(*READING)},
)
def one(request: Asked, case_id: InAddress, file_id: InAddress) -> HttpResponse:
    """One file with what is in it."""
    found = on_case(request.actor, case_id).filter(file=file_id).first()
    if found is None:
        raise Missing
    content = download(request.actor, case_id, file_id).content
    return answer(FileContent(file=file_out(found.file), content=base64.b64encode(content).decode()))


@router.post(
    "/cases/{case_id}/files/{file_id}/erase",
    operation_id="erase_file",
    summary="Erase a file",
    url_name="erase_file",
    response={200: AttachedOut, **documented(*WRITING)},
    openapi_extra={"parameters": [KEY]},
)
def erased(request: Asked, case_id: InAddress, file_id: InAddress) -> HttpResponse:
    """Erase what is in a file, and its name; that it was attached stays."""
    row = erase(request.actor, file_id, case_id=case_id, key=key(request), now=request.now)
    return answer(_attached(attached(request.actor, case_id).get(pk=row.pk)))


def _attached(row: Any) -> AttachedOut:
    return AttachedOut(
        id=row.pk,
        at=local(row.at),
        unit=Unit(id=row.unit.pk, name=row.unit.name) if row.unit is not None else None,
        who=row.staff.name if row.staff is not None else "",
        by_enterprise=row.enterprise_id is not None,
        outside=row.outside,
        note=row.note,
        files=[file_out(one.file) for one in row.enclosures.all()],
    )


def file_out(file: Any) -> FileOut:
    """A file as it is told."""
    return FileOut(
        id=file.pk,
        name=file.name,
        media=Media(file.media),
        size=file.size,
        digest=file.digest,
        erased_at=local(file.erased_at) if file.erased_at else None,
    )
