"""What changed in one row of the registers: what it said, what it says, since when, by whom and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Named, say, term
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules import Rank, Scale
from zhuqi.domain.directory.rules.above import Above
from zhuqi.domain.directory.rules.firms import Standing
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.keeping import frame
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase

COLUMNS: Mapping[str, str] = {
    "above": term("Above scale"),
    "address": term("Address"),
    "area": term("Area"),
    "assets_wan": term("Assets (10,000 yuan)"),
    "in_base_since": term("In the statistics base since"),
    "industry": term("Industry code"),
    "left_on": term("First day without them"),
    "merged_into": term("Stands for it"),
    "name": term("Name"),
    "parent": term("Hangs under"),
    "park": term("Park"),
    "rank": term("Rank"),
    "region": term("Area"),
    "region_code": term("Region code"),
    "retired_on": term("First day without it"),
    "revenue_wan": term("Revenue (10,000 yuan)"),
    "scale": term("Scale"),
    "since": term("Start day"),
    "staff_count": term("Number of staff"),
    "standing": term("Whether it is at work"),
    "standing_since": term("That since"),
    "unit": term("Unit"),
}
ORGANISATIONS = frozenset({"region", "park", "parent", "unit"})
WORDS: Mapping[str, type[Named]] = {"above": Above, "rank": Rank, "scale": Scale, "standing": Standing}
OF: Mapping[str, tuple[str, str, str]] = {
    "enterprise": ("enterprises", term("Enterprises"), "enterprise"),
    "organisation": ("organisations", term("Organisations"), "organisation"),
    "staff": ("people", term("People"), "person"),
}
"""Kind → its register's address and word, and the address of one row."""


@inside
def show(request: Asked, kind: str, subject: int) -> HttpResponseBase:
    """The history of one row, the latest first. Raises Missing."""
    rows = register.history_of(request.actor, kind, subject)
    shown, further = frame.listed(request, f"history_{kind}", rows, ("-pk",))
    here, word, one = OF[kind]
    name = _named(kind, subject)
    crumbs = (Link(gettext(word), reverse(here)), Link(name, reverse(one, args=[subject])))
    context = {
        "head": Head(
            gettext("What changed"), lede=phrase(frame.counted(rows, frame.CHANGES), request.now), crumbs=crumbs
        ),
        "tabs": frame.tabs(request.actor, here),
        "part": Part("", told(request, shown), gettext("Nothing was changed since it was entered."), further=further),
        "doors": (),
    }
    return render(request, "keeping/list.html", context)


def _named(kind: str, subject: int) -> str:
    return directory.names_of(kind, [subject]).get(subject, "")


def told(request: Asked, rows: Iterable[Any]) -> list[Item]:
    """Rows of history in words. Two queries at most."""
    found = list(rows)
    ids = {int(text) for row in found if row.column in ORGANISATIONS for text in (row.before, row.after) if text}
    firms = {int(text) for row in found if row.column == "merged_into" for text in (row.before, row.after) if text}
    orgs = frame.names_of(ids)
    names = directory.names_of("enterprise", firms) if firms else {}

    def said(column: str, text: str) -> str:
        if not text:
            return gettext("nothing")
        if column in ORGANISATIONS:
            return orgs.get(int(text), text)
        if column == "merged_into":
            return names.get(int(text), text)
        return phrase(WORDS[column](text), request.now) if column in WORDS else text

    return [
        Item(
            label=phrase(row.at, request.now),
            title=gettext(COLUMNS[row.column]),
            meta=(
                phrase(
                    say(
                        "from {before} to {after}",
                        before=said(row.column, row.before),
                        after=said(row.column, row.after),
                    ),
                    request.now,
                ),
                row.staff.name if row.staff else gettext("the clock or the set-up"),
            ),
            why=(row.why,) if row.why else (),
        )
        for row in found
    ]
