"""The list of common issues, and their statement: whose they are, since when, what changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import say, term
from zhuqi.core.days import day_of, start_of
from zhuqi.domain.common.queries import issues
from zhuqi.domain.common.rules.words import IssueStanding
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.shown import Row, Tab
from zhuqi.interfaces.web.wording import phrase

TONES = {
    IssueStanding.PROPOSED: "yellow",
    IssueStanding.TAKEN_UP: "yellow",
    IssueStanding.CHANGED: "green",
    IssueStanding.GIVEN_UP: "grey",
}
ASKED = (
    Field("which", term("Which ones"), required=False, most=20),
    Field("since", term("from"), Kind.DAY, required=False),
    Field("until", term("to the end of"), Kind.DAY, required=False),
)


@inside
def show(request: Asked) -> HttpResponseBase:
    """The common issues in sight, the newest first, with the statement of a time."""
    asked = forms.read(ASKED, request.GET)
    which = next((one for one in IssueStanding if one == asked["which"]), None)
    found, further = paging.page(request, "common", issues.listed(request.actor, standing=which), issues.NEWEST)
    today = day_of(request.now)
    since, until = asked["since"] or today.replace(month=1, day=1), asked["until"] or today
    lines = issues.statement(
        request.actor, since=start_of(since), until=start_of(until + dt.timedelta(days=1)), today=today
    )
    shown = {
        "tabs": _tabs(which),
        "rows": tuple(_row(one, request.now) for one in found),
        "further": further,
        "lines": [(one, phrase(one.waiting_since, request.now) if one.waiting_since else "–") for one in lines],
        "since": since,
        "until": until,
        "which": which or "",
    }
    return render(request, "common/list.html", shown)


def _tabs(which: IssueStanding | None) -> tuple[Tab, ...]:
    own = reverse("common")
    tabs = [Tab(gettext("All"), own, which is None)]
    return (*tabs, *(Tab(gettext(one.label), f"{own}?which={one.value}", which is one) for one in IssueStanding))


def _row(one: Any, now: dt.datetime) -> Row:
    standing = IssueStanding(one.standing)
    late = one.due_on is not None and one.ended_at is None and one.due_on < day_of(now)
    by = say("by {day}", day=one.due_on) if one.due_on and one.ended_at is None else ""
    why = say("The day that was named is over.") if late else ""
    return Row(
        title=one.title,
        address=reverse("common_issue", args=[one.pk]),
        lamp=Lamp("red" if late else TONES[standing], phrase(standing, now)),
        meta=tuple(
            part
            for part in (
                one.owner.name,
                phrase(say("cases: {n}, enterprises: {m}", n=one.cases, m=one.enterprises), now),
                phrase(say("since {at}", at=one.opened_at), now),
                phrase(by, now),
            )
            if part
        ),
        why=phrase(why, now),
    )
