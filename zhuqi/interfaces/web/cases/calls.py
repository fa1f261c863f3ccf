"""The calls made about the answers of a case: who called, when, and whether the enterprise was reached."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say, term
from zhuqi.domain.voice.actions import note_try
from zhuqi.domain.voice.queries import calls
from zhuqi.domain.voice.rules import Result
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.shown import Dated
from zhuqi.interfaces.web.wording import phrase

FIELDS = (forms.Field("result", term("What came of the call"), forms.Kind.CHOICE, choices=forms.choices_of(Result)),)


@inside
def show(request: Asked, case_id: int) -> HttpResponseBase:
    """A case's calls; a POST notes one. Raises Missing, Refused."""
    if request.method != "POST":
        return _page(request, case_id)
    try:
        typed = forms.read(FIELDS, request.POST)
        key = forms.key(request.POST)
        note_try(request.actor, case_id, result=Result(typed["result"]), key=key, now=request.now)
    except Invalid as fault:
        return _page(request, case_id, faults=fault.fields, status=422)
    return done(request, reverse("calls", args=[case_id]), say("The call is noted."))


def _page(
    request: Asked, case_id: int, *, faults: Mapping[str, Sentence] | None = None, status: int = 200
) -> HttpResponse:
    found = calls.of_case(request.actor, case_id)
    lines = []
    for row in found.tries:
        who = " · ".join(one.name for one in (row.unit, row.staff) if one is not None)
        about = say("{result}; about answer {n}", result=Result(row.result), n=row.reply)
        lines.append((Dated(phrase(row.at, request.now), phrase(about, request.now)), who))
    shown = {
        "case": found.case,
        "lines": lines,
        "unreached": phrase(say("Not reached in {n} calls. That is silence.", n=found.enough), request.now)
        if found.unreached
        else "",
        "may": calls.may_call(calls.calling(request.actor, found.case, request.now)),
        "form": forms.blank(FIELDS) if faults is None else forms.again(FIELDS, request.POST, faults),
        "key": forms.new_key(),
    }
    return render(request, "cases/calls.html", shown, status=status)
