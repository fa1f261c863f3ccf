"""Sheets in and out (导入导出): hand one in, see what it would do, confirm it, fetch the rows that were refused; have a register
written as a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Actor
from zhuqi.core.files.rules import Media
from zhuqi.core.intake import actions, queries
from zhuqi.core.intake.queries import NEWEST, Finding, Findings
from zhuqi.core.intake.registers import loadable, readable, registers
from zhuqi.core.intake.rules import LARGEST, ExtractState, SheetState
from zhuqi.core.sheets.columns import Layout
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside, posted
from zhuqi.interfaces.web.forms import Choice, Field
from zhuqi.interfaces.web.keeping import frame
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.uploads import uploads
from zhuqi.interfaces.web.wording import phrase

HERE = "loads"
SHOWN = 100
"""Findings that are shown; the others are counted, and stand in the sheet of refused rows."""
UNSETTLED = (SheetState.WAITING, SheetState.CONFIRMED)
"""States that pass by themselves: the page looks again."""
ACCEPT = ".xlsx,.xls,.ods,.csv,.txt"


@dataclass(frozen=True)
class Figure:
    """How many rows something becomes of."""

    word: str
    n: str
    zero: bool


@dataclass(frozen=True)
class Told:
    """A finding: its row and column, what is typed there, and the sentence."""

    row: str
    column: str
    typed: str
    what: str


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The sheets that one handed in, and the form for the next; a POST hands one in."""
    if not (loadable(request.actor) or readable(request.actor)):
        raise Missing
    if request.method != "POST":
        return _list(request)
    typed = forms.read(_fields(request.actor), request.POST)
    sent = uploads(request, "file")
    try:
        if not sent:
            raise Invalid({"file": say("Please choose a file.")})
        if sent[0].size > len(sent[0].content):
            raise Invalid(
                {"file": say("It has more than {most} MB. Make it smaller, or split it.", most=LARGEST >> 20)}
            )
        upload = actions.hand_in(
            request.actor,
            typed["register"],
            name=sent[0].name,
            content=sent[0].content,
            key=forms.key(request.POST),
            now=request.now,
        )
    except Invalid as fault:
        return _list(request, said=next(iter(fault.fields.values())), status=422)
    return done(request, reverse("load", args=[upload.pk]), say("The sheet is handed in."))


def _fields(actor: Actor) -> tuple[Field, ...]:
    known = loadable(actor)
    return (Field("register", term("Register"), choices=tuple(Choice(key, one.word) for key, one in known.items())),)


def _list(request: Asked, *, said: Sentence | None = None, status: int = 200) -> HttpResponse:
    """Three queries."""
    rows, further = frame.listed(request, HERE, queries.visible(request.actor), NEWEST)
    known = loadable(request.actor)
    chosen = request.POST.get("register") or request.GET.get("register", "")
    chosen = chosen if chosen in known else next(iter(known), "")
    given = queries.given(request.actor).exclude(state=ExtractState.SWEPT).order_by(*NEWEST)[: frame.FEW]
    empty = gettext("You handed in no sheet yet.")
    shown = {
        "head": Head(gettext("Sheets in and out"), lede=phrase(LEDE, request.now)),
        "tabs": frame.tabs(request.actor, HERE),
        "registers": [(key, gettext(one.word), key == chosen, _columns(one.layout)) for key, one in known.items()],
        "out": [(key, gettext(one.word)) for key, one in readable(request.actor).items()],
        "part": Part(gettext("Handed in"), [_item(row, request.now) for row in rows], empty, further=further),
        "written": Part(gettext("Written"), [_written(row, request.now) for row in given]),
        "error": phrase(said, request.now),
        "key": forms.new_key(),
        "accept": ACCEPT,
        "most": LARGEST >> 20,
    }
    return render(request, "keeping/loads.html", shown, status=status)


LEDE = say("A sheet is looked at first; nothing is loaded before you confirm it.")


def _columns(layout: Layout) -> tuple[str, str]:
    """The headers that a sheet needs, and those it may have."""
    needed = "、".join(column.headers[0] for column in layout.columns if column.required)
    return needed, "、".join(column.headers[0] for column in layout.columns if not column.required)


def _item(upload: Any, now: dt.datetime) -> Item:
    word = registers()[upload.register].word
    return Item(
        label=phrase(upload.at, now),
        title=upload.name or gettext(word),
        address=reverse("load", args=[upload.pk]),
        meta=(gettext(word), phrase(SheetState(upload.state), now)),
    )


def _written(extract: Any, now: dt.datetime) -> Item:
    word = gettext(registers()[extract.register].word)
    known = [phrase(ExtractState(extract.state), now)]
    if extract.state == ExtractState.READY:
        known.append(phrase(say("{n} rows", n=f"{extract.rows:,}"), now))
    return Item(phrase(extract.at, now), word, reverse("extract", args=[extract.pk]), tuple(known))


@inside
def show(request: Asked, upload_id: int) -> HttpResponseBase:
    """One sheet: what it would do, or did; a POST confirms it."""
    upload = queries.handed_in(request.actor, upload_id)
    if request.method != "POST":
        return _page(request, upload)
    try:
        actions.confirm(
            request.actor,
            upload_id,
            seen=request.POST.get("mark", ""),
            key=forms.key(request.POST),
            now=request.now,
        )
    except Refused as fault:
        upload = queries.handed_in(request.actor, upload_id)
        return _page(request, upload, said=fault.sentence, status=409)
    return done(request, reverse("load", args=[upload_id]), say("Confirmed."))


def _page(request: Asked, upload: Any, *, said: Sentence | None = None, status: int = 200) -> HttpResponse:
    found = queries.findings(upload)
    state, word = SheetState(upload.state), registers()[upload.register].word
    open_ = state is SheetState.LOOKED and upload.register in loadable(request.actor)
    shown = {
        "head": Head(
            upload.name or gettext(word),
            lede=phrase(_lede(state, found), request.now),
            crumbs=(Link(gettext("Sheets in and out"), reverse("loads")), Link(gettext(word), "")),
            state=phrase(state, request.now),
        ),
        "tabs": frame.tabs(request.actor, HERE),
        "waits": state in UNSETTLED,
        "figures": _figures(found) if state in (SheetState.LOOKED, SheetState.CONFIRMED, SheetState.LOADED) else (),
        "faults": _told(found.faults, request.now),
        "more_faults": max(0, len(found.faults) - SHOWN),
        "warnings": _told(found.warnings, request.now),
        "more_warnings": max(0, len(found.warnings) - SHOWN),
        "changes": found.changes[:SHOWN],
        "more_changes": max(0, found.cells - min(SHOWN, len(found.changes))),
        "notes": [phrase(note, request.now) for note in _notes(found)],
        "loaded": state is SheetState.LOADED,
        "refused_sheet": bool(found.refused) and state is not SheetState.SWEPT,
        "upload": upload,
        "confirms": open_ and bool(found.new + found.changed),
        "takes": f"{found.new + found.changed:,}",
        "leaves": f"{found.refused:,}" if found.refused else "",
        "said": phrase(said, request.now),
        "key": forms.new_key(),
    }
    return render(request, "keeping/upload.html", shown, status=status)


def _lede(state: SheetState, found: Findings) -> Sentence:
    if state is SheetState.LOOKED and found.again:
        return say(
            "What is stored changed after you had looked, so nothing was loaded. This is what the sheet would do now."
        )
    if state is SheetState.LOOKED and not found.new + found.changed:
        if found.refused:
            return say("No row would be loaded: {n} are refused.", n=found.refused)
        return say("Nothing would change: there is nothing to load.")
    return {
        SheetState.WAITING: say("The sheet is being looked at. This page looks again by itself."),
        SheetState.UNREADABLE: say("This file can't be taken, and nothing was written."),
        SheetState.LOOKED: say("This is what the sheet would do. Nothing is loaded yet."),
        SheetState.CONFIRMED: say("The rows are being loaded. This page looks again by itself."),
        SheetState.LOADED: say("The rows are loaded."),
        SheetState.SWEPT: say("What was in the sheet isn't kept any longer."),
    }[state]


def _figures(found: Findings) -> tuple[Figure, ...]:
    figures = (
        (gettext("New"), found.new),
        (gettext("Changed"), found.changed),
        (gettext("As before"), found.same),
        (gettext("Refused"), found.refused),
    )
    return tuple(Figure(word, f"{n:,}", not n) for word, n in figures)


def _notes(found: Findings) -> Iterable[Sentence]:
    """What was passed over, so that nothing is lost quietly."""
    if found.passed:
        yield say("Columns that aren't taken: {names}.", names="、".join(found.passed[:30]))
    if found.skipped:
        rows = "、".join(str(row) for row in found.skipped[:20])
        yield say("Rows that are no entries of the list (sums, signatures, the header once more): {rows}.", rows=rows)


def _told(found: tuple[Finding, ...], now: dt.datetime) -> list[Told]:
    return [
        Told(str(one.row) if one.row else "", one.column, one.typed, phrase(one.sentence, now)) for one in found[:SHOWN]
    ]


@inside
def refused(request: Asked, upload_id: int) -> HttpResponseBase:
    """The rows that were refused, as a sheet with the reasons."""
    upload = queries.handed_in(request.actor, upload_id)
    content = queries.refused_rows(request.actor, upload_id, say_in=lambda said: phrase(said, request.now))
    return _sheet(content, f"{upload.name.rpartition('.')[0] or upload.register}-{gettext('refused rows')}.xlsx")


@inside
@posted
def export(request: Asked) -> HttpResponseBase:
    """Have a register written as a sheet."""
    register = request.POST.get("register", "")
    extract = actions.export(request.actor, register, key=forms.key(request.POST), now=request.now)
    return done(request, reverse("extract", args=[extract.pk]), say("The sheet is asked for."))


@inside
def extract(request: Asked, extract_id: int) -> HttpResponseBase:
    """A register as a sheet: being written, or to be fetched."""
    found = queries.extract(request.actor, extract_id)
    state, word = ExtractState(found.state), registers()[found.register].word
    lede = {
        ExtractState.WAITING: say("The sheet is being written. This page looks again by itself."),
        ExtractState.READY: say(
            "It has {n} rows: what you may see of the register. That you had it written is in the journal.",
            n=f"{found.rows:,}",
        ),
        ExtractState.SWEPT: say("What was in the sheet isn't kept any longer."),
    }[state]
    shown = {
        "head": Head(
            gettext(word),
            lede=phrase(lede, request.now),
            crumbs=(Link(gettext("Sheets in and out"), reverse("loads")),),
            state=phrase(state, request.now),
        ),
        "tabs": frame.tabs(request.actor, HERE),
        "waits": state is ExtractState.WAITING,
        "address": reverse("extract_sheet", args=[found.pk]) if state is ExtractState.READY else "",
    }
    return render(request, "keeping/extract.html", shown)


@inside
def extract_sheet(request: Asked, extract_id: int) -> HttpResponseBase:
    """The sheet itself."""
    found = queries.extract(request.actor, extract_id)
    layout = registers()[found.register].layout
    return _sheet(queries.written(request.actor, extract_id), f"{layout.titles[0]}-{found.pk}.xlsx")


def _sheet(content: bytes, name: str) -> HttpResponse:
    """A workbook as a download, never opened in the place of a page of ours."""
    answer = HttpResponse(content, content_type=Media.XLSX.value)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
