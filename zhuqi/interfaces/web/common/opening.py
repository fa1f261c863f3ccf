"""The form by which a common issue is opened from similar cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.common.actions import open_issue
from zhuqi.domain.common.queries import issues
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.wording import phrase

MOST = 50
"""Cases that one form opens an issue with; the others are added afterwards."""


def about(area: Any, issue: Any = None) -> tuple[Field, ...]:
    """What an issue says, whose it is, by when; with what it says already."""

    def said(name: str) -> object:
        return getattr(issue, name) if issue is not None else None

    units = tuple(Choice(str(unit.pk), unit.name) for unit in issues.owners(area.path))
    title = term("Every enterprise in it reads this; name none of them.")
    inside_ = term("Read inside; no enterprise reads this.")
    return (
        Field("title", term("In one line"), most=60, hint=title, value=said("title")),
        Field("matter", term("What is the matter"), Kind.LONG_TEXT, most=4000, hint=inside_, value=said("matter")),
        Field("wanted", term("What should change"), Kind.LONG_TEXT, most=4000, hint=inside_, value=said("wanted")),
        Field("owner_id", term("Whose it is"), Kind.UNIT, choices=units, value=said("owner_id")),
        Field("due_on", term("By when"), Kind.DAY, required=False, value=said("due_on")),
    )


@inside
def show(request: Asked) -> HttpResponseBase:
    """The form with the cases that were ticked. Raises Missing for whoever opens none, and where a case isn't in sight."""
    areas = issues.areas(request.actor)
    cases = _cases(request)
    if not areas or not cases:
        raise Missing
    fields = about(areas[0])
    if request.method != "POST":
        return _form(request, fields, cases)
    try:
        typed = forms.read(fields, request.POST)
        typed["owner_id"] = int(typed["owner_id"])
        pks = [case.pk for case in cases]
        key = forms.key(request.POST)
        made = open_issue(request.actor, area_id=areas[0].pk, case_ids=pks, **typed, key=key, now=request.now)
    except Invalid as fault:
        return _form(request, fields, cases, faults=fault.fields, status=422)
    except Refused as fault:
        return _form(request, fields, cases, refused=fault.sentence, status=409)
    said = say("The common issue is open, and lies with {unit}.", unit=made.owner.name)
    return done(request, reverse("common_issue", args=[made.pk]), said)


def _cases(request: Asked) -> list[Any]:
    """The cases that were ticked, in sight all of them. Raises Missing. One query."""
    given = (request.POST if request.method == "POST" else request.GET).getlist("case")
    wanted = {int(one) for one in given[: MOST + 1] if one.isascii() and one.isdigit() and len(one) <= 15}
    found = list(lists.rows(lists.filtered(request.actor)).filter(pk__in=wanted).order_by("pk")) if wanted else []
    if len(found) != len(wanted):
        raise Missing
    return found


def _form(
    request: Asked,
    fields: tuple[Field, ...],
    cases: list[Any],
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponseBase:
    posted = request.method == "POST"
    said = refused or forms.unplaced(fields, faults or {})
    shown = {
        "title": "",
        "crumb": reverse("similar", args=[cases[0].pk]),
        "word": gettext("Open a common issue"),
        "asks": gettext(
            "Each case keeps its own answer, deadline and confirmation. The enterprises read the title, who has it, since "
            "when, and what the owner tells."
        ),
        "cases": cases,
        "refused": phrase(said, request.now),
        "form": forms.again(fields, request.POST, faults or {}) if posted else forms.blank(fields),
        "key": (posted and not refused and forms.key(request.POST)) or forms.new_key(),
    }
    return render(request, "common/act.html", shown, status=status)
