"""The files of a case as its pages show them: what was attached, the form that attaches more, and the download."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Actor
from zhuqi.core.files.rules import ENDINGS, Media
from zhuqi.domain.cases.actions.attaching import NOTE, attach, erase
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.queries.detail import Detail, detail
from zhuqi.domain.cases.queries.files import Download, attaching_refused, download, erasable
from zhuqi.domain.cases.queries.files import given as given_to
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.shown import Quote
from zhuqi.interfaces.web.uploads import uploads
from zhuqi.interfaces.web.wording import phrase

FIELDS = (
    forms.Field("note", term("A word about them"), required=False, most=NOTE),
    forms.Field("outside", term("For the enterprise too: it finds them on its page."), forms.Kind.TICK, required=False),
)
FILE = (forms.Field("erase", term("File"), forms.Kind.INTEGER, least=1),)
ACCEPT = ",".join([*(media.value for media in Media), *(end for ends in ENDINGS.values() for end in ends)])
"""What the browser offers to choose from. It decides nothing."""
ALONE = "default-src 'none'; sandbox"
"""The policy of a file: opened by itself, it fetches nothing and runs nothing."""


@dataclass(frozen=True)
class FileRow:
    """One file: its name (empty when erased), what it is and how large, where it is fetched; ``mine``: to erase."""

    pk: int
    name: str
    what: str
    address: str
    mine: bool


@dataclass(frozen=True)
class GivenRow:
    """Files that came together: when, from whom, for whom, with which word."""

    when: str
    who: str
    outside: bool
    note: Quote | None
    files: tuple[FileRow, ...]


@dataclass(frozen=True)
class Section:
    """The files of a case for its page. ``more``: where to attach, empty where one may not. ``refused``: why not."""

    rows: tuple[GivenRow, ...]
    more: str
    refused: str
    address: str


def section(actor: Actor, found: Detail, now: dt.datetime) -> Section:
    """What a case's page shows of its files. Three queries."""
    address = reverse("files", args=[found.case.pk])
    refused = attaching_refused(found.at)
    return Section(
        rows=rows(actor, found.case.pk, found.life, now),
        more="" if refused else address,
        refused=phrase(refused, now),
        address=address,
    )


def rows(actor: Actor, case_id: int, life: Life, now: dt.datetime, route: str = "file") -> tuple[GivenRow, ...]:
    """What was attached, as the actor sees it, the latest first. ``route``: the address of a file."""
    return tuple(_given(actor, case_id, one, life, now, route) for one in given_to(actor, case_id))


def _given(actor: Actor, case_id: int, one: tuple[Any, Any], life: Life, now: dt.datetime, route: str) -> GivenRow:
    row, held = one
    mine = erasable(row, life, actor)
    return GivenRow(
        when=phrase(row.at, now),
        who=_who(actor, row, now),
        outside=row.outside,
        note=Quote(row.note, row.outside) if row.note else None,
        files=tuple(_file(case_id, file, mine, now, route) for file in held),
    )


def _who(actor: Actor, row: Any, now: dt.datetime) -> str:
    """From whom files came: to its own side by name, to the other by its unit."""
    if actor.enterprise is not None:
        return phrase(say("you"), now) if row.enterprise_id is not None else getattr(row.unit, "name", "")
    if row.enterprise_id is not None:
        return phrase(say("the enterprise"), now)
    return " · ".join(one.name for one in (row.unit, row.staff) if one is not None)


def _file(case_id: int, file: Any, mine: bool, now: dt.datetime, route: str) -> FileRow:
    if file.erased_at is not None:
        return FileRow(file.pk, "", phrase(say("a file that was erased on {at}", at=file.erased_at), now), "", False)
    what = phrase(say("{kind}, {size}", kind=Media(file.media), size=weighed(file.size)), now)
    at = reverse(route, args=[file.pk] if route == "portal_file" else [case_id, file.pk])
    return FileRow(file.pk, file.name, what, at, mine)


def weighed(size: int) -> str:
    """A number of bytes as people say it."""
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, round(size / 1024))} KB"


@inside
def show(request: Asked, case_id: int) -> HttpResponseBase:
    """A case's files; a POST attaches some, or erases one. Raises Missing, Refused."""
    found = detail(request.actor, case_id, now=request.now)
    if request.method != "POST":
        return _page(request, found)
    if "erase" in request.POST:
        file = forms.read(FILE, request.POST)["erase"]
        erase(request.actor, file, case_id=case_id, key=forms.key(request.POST), now=request.now)
        return done(request, reverse("files", args=[case_id]), say("What was in that file is erased."))
    try:
        typed = forms.read(FIELDS, request.POST)
        attach(
            request.actor,
            case_id,
            uploads=uploads(request),
            **typed,
            seen=forms.seen(request.POST),
            key=forms.key(request.POST),
            now=request.now,
        )
    except Invalid as fault:
        return _page(request, found, faults=fault.fields, status=422)
    except Refused as fault:
        return _page(request, found, refused=fault.sentence, status=409)
    return done(request, reverse("case", args=[case_id]), say("The files are attached."))


def _page(
    request: Asked,
    found: Detail,
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponse:
    faults = faults or {}
    again = request.method == "POST" and "erase" not in request.POST
    shown = {
        "case": found.case,
        "files": section(request.actor, found, request.now),
        "form": forms.again(FIELDS, request.POST, faults) if again else forms.blank(FIELDS),
        "error": faults.get("files"),
        "refused": refused,
        "accept": ACCEPT,
        "key": forms.new_key(),
    }
    return render(request, "cases/files.html", shown, status=status)


@inside
def fetch(request: Asked, case_id: int, file_id: int) -> HttpResponseBase:
    """One file, as a download."""
    if request.actor.account is None:
        raise Missing
    return given(download(request.actor, case_id, file_id))


def given(file: Download) -> HttpResponse:
    """A file as an answer: never opened in the place of a page of ours, never taken for something else."""
    kind = f"{file.media.value}; charset=utf-8" if file.media is Media.TEXT else file.media.value
    answer = HttpResponse(file.content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, file.name)
    answer.headers["Content-Security-Policy"] = ALONE
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
