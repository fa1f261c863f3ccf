"""What is assigned together: the form for the cases that were ticked, the batches of a room, and the sheet that is printed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.domain.cases.actions.batching import MOST, assign_many
from zhuqi.domain.cases.queries import batches, desk, lists
from zhuqi.domain.cases.queries.bearings import assignable
from zhuqi.domain.cases.rules.needs import TEXT
from zhuqi.domain.cases.rules.words import LeftOut
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.cases import listing
from zhuqi.interfaces.web.desk.room import tokens
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.shown import Dated, Fact
from zhuqi.interfaces.web.wording import day, local, moment, phrase, until

LONG_AGO = dt.datetime(1970, 1, 2, tzinfo=dt.UTC)
"""Seen from there every day is told with its year: a sheet is read later, too."""
TEXTS = Field("note", term("What is expected"), Kind.LONG_TEXT, required=False, most=TEXT)


@dataclass(frozen=True)
class Line:
    """A case on the sheet."""

    n: int
    number: str
    title: str
    address: str
    enterprise: str
    place: str
    sign_by: str
    answer_by: str


@dataclass(frozen=True)
class Sheet:
    """A batch as it is shown and printed. ``left``: the cases that didn't go with it, each with the reason."""

    number: str
    desk: str
    lead: str
    who: str
    day: str
    at: str
    note: str
    lines: tuple[Line, ...]
    left: tuple[Fact, ...]


@inside
def new(request: Asked) -> HttpResponseBase:
    """The form for the cases that were ticked; sent, they are assigned together."""
    if not desk.dispatches(request.actor):
        raise Missing
    sent = request.POST if request.method == "POST" else request.GET
    ticked = [int(pk) for pk in dict.fromkeys(sent.getlist("case")) if re.fullmatch("[0-9]{1,15}", pk)][: MOST + 1]
    found = {case.pk: case for case in lists.rows(lists.filtered(request.actor).filter(pk__in=ticked))}
    cases = [found[pk] for pk in ticked if pk in found]
    fields = _fields(cases)
    if request.method != "POST":
        return _form(request, cases, fields, refused=None if cases else say("Tick at least one case first."))
    try:
        typed = forms.read(fields, request.POST)
        versions = {pk: token.version for pk, token in tokens(request.POST.getlist("row")).items()}
        batch = assign_many(
            request.actor,
            case_ids=ticked,
            lead_id=int(typed["lead_id"]),
            note=typed["note"],
            seen=[versions.get(pk, found[pk].version if pk in found else 0) for pk in ticked],
            key=forms.key(request.POST),
            now=request.now,
        )
    except Invalid as fault:
        return _form(request, cases, fields, faults=fault.fields, status=422)
    except Refused as fault:
        return _form(request, cases, fields, refused=fault.sentence, status=409)
    return done(request, reverse("batch", args=[batch.pk]), say("Assigned together as {number}.", number=batch.number))


def _fields(cases: list[Any]) -> tuple[Field, ...]:
    """The unit, of those that the room of the cases may name, and what is expected of it."""
    offered = assignable(cases[0]) if cases else None
    leads = offered.leads if offered is not None else ()
    groups = offered.groups if offered is not None else {}
    choices = tuple(Choice(str(org.pk), org.name, None, groups.get(org.pk, "")) for org in leads)
    return Field("lead_id", term("Lead unit"), Kind.UNIT, choices=choices), TEXTS


def _form(
    request: Asked,
    cases: list[Any],
    fields: tuple[Field, ...],
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponse:
    posted = request.method == "POST"
    said = refused or forms.unplaced(fields, faults or {})
    shown = {
        "cases": zip(cases, listing.rows(cases, request.now), strict=True),
        "fields": forms.again(fields, request.POST, faults or {}) if posted else forms.blank(fields),
        "rows": (request.POST if posted else request.GET).getlist("row")[: 2 * MOST],
        "key": (posted and forms.key(request.POST)) or forms.new_key(),
        "refused": phrase(said, request.now) if said else "",
        "n": len(cases),
    }
    return render(request, "desk/batch_new.html", shown, status=status)


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The batches that somebody reads, the newest first."""
    if not desk.dispatches(request.actor) and not batches.visible(request.actor).exists():
        raise Missing
    seen = batches.rows(batches.visible(request.actor))
    found, further = paging.page(request, "batches", seen, batches.NEWEST)
    rows = [
        Dated(moment(one.at, request.now), f"{one.number} · {one.lead.name}", reverse("batch", args=[one.pk]))
        for one in found
    ]
    return render(request, "desk/batches.html", {"rows": rows, "further": further})


@inside
def show(request: Asked, batch_id: int) -> HttpResponseBase:
    """One batch: on the screen, and on paper as the sheet that goes with it. Raises Missing."""
    batch = batches.rows(batches.visible(request.actor)).filter(pk=batch_id).first()
    if batch is None:
        raise Missing
    held = batches.cases(request.actor, batch)
    now = request.now
    went = [row for row in held if row.version is not None]
    sheet = Sheet(
        number=batch.number,
        desk=batch.desk.name,
        lead=batch.lead.name,
        who=batch.staff.name if batch.staff else "",
        day=day(local(batch.at).date(), LONG_AGO),
        at=moment(batch.at, now),
        note=batches.note(held),
        lines=tuple(_line(n, row, request) for n, row in enumerate(went, 1)),
        left=tuple(
            Fact(
                f"{row.case.number} {row.case.title}",
                phrase(LeftOut(row.left), now),
                reverse("case", args=[row.case_id]),
            )
            for row in held
            if row.left is not None
        ),
    )
    return render(request, "desk/batch.html", {"sheet": sheet})


def _line(n: int, row: Any, request: Asked) -> Line:
    unknown = gettext("date not yet known")
    enterprise = row.case.enterprise
    return Line(
        n=n,
        number=row.case.number,
        title=row.case.title,
        address=reverse("case", args=[row.case_id]),
        enterprise=enterprise.name,
        place=enterprise.region.name,
        sign_by=until(row.sign_by, request.now) if row.sign_by else unknown,
        answer_by=until(row.answer_by, request.now) if row.answer_by else unknown,
    )
