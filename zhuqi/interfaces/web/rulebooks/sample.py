"""A sample case on a time line: when each deadline would start and be due under an edition, for a case sorted in some way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say
from zhuqi.core.rulebook import queries
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.keeping.frame import Head
from zhuqi.interfaces.web.rulebooks import frame, playing
from zhuqi.interfaces.web.rulebooks.timeline import line
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase


@inside
def show(request: Asked, edition_id: int) -> HttpResponseBase:
    """The form, and below it what comes of it. Nothing is written. At most five queries."""
    edition = frame.edition(edition_id)
    typed = queries.standing(edition).sections
    rules: CaseRules = typed["办理"]
    hours = typed["工作时间"]
    calendar = work_calendar(hours.hours, hours.zone)
    fields = playing.fields(rules, request.now)
    shown: dict[str, Any] = {"head": _head(edition, request.now), "status": 200}
    try:
        asked = forms.read(fields, request.GET) if request.GET else playing.first(fields)
        at = playing.moment(asked, calendar)
        ran, shown["refused"] = playing.played(rules, calendar, asked, at, far=True)
        shown["line"] = line(ran, calendar, at) if ran else None
        shown["form"] = forms.asked_for(fields, asked) if not request.GET else forms.again(fields, request.GET, {})
    except Invalid as fault:
        shown["form"] = forms.again(fields, request.GET, fault.fields)
        return render(request, "rulebooks/sample.html", shown, status=422)
    return render(request, "rulebooks/sample.html", shown)


def _head(edition: Any, now: dt.datetime) -> Head:
    lede = say("When each deadline would start and be due if all of this happened at one moment. Nothing is written.")
    return Head(gettext("A sample case"), phrase(lede, now), frame.crumbs(Link(edition.name, frame.address(edition))))
