"""Coverage as a tile map and as a table: in each area whether every enterprise has its official, who wasn't asked, which seats are
empty. Areas stand where the rulebook puts them; nothing is ordered by a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.domain.directory.rules import AREAS
from zhuqi.domain.liaison.queries import gaps, tiles
from zhuqi.domain.visits.queries import coverage
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.keeping.frame import Head
from zhuqi.interfaces.web.liaison.tabs import must_read, tabs
from zhuqi.interfaces.web.shown import Figure, Link
from zhuqi.interfaces.web.wording import phrase

DAYS = ("30", "90", "180", "365")
USUAL = 90
ASKED = (
    Field("area", term("Area"), Kind.INTEGER, required=False, least=1),
    Field(
        "days",
        term("Asked within"),
        Kind.CHOICE,
        required=False,
        choices=tuple(Choice(days, say("{n} days", n=int(days))) for days in DAYS),
    ),
)


@dataclass(frozen=True)
class Tile:
    """An area: how many enterprises lie there, how many of them have too few officials, how many nobody asked, and the empty
    seats; each opens its rows. ``deeper``: its own tiles; ``lit``: whether anything is lacking."""

    name: str
    firms: Figure
    unbound: Figure
    unasked: Figure
    seats: Figure
    deeper: str
    lit: bool


@inside
def show(request: Asked) -> HttpResponseBase:
    """The tile map of an area. Raises Missing. As many queries, however many areas."""
    must_read(request.actor, "liaison_tiles")
    asked = forms.read(ASKED, request.GET)
    days, today = int(asked["days"] or USUAL), day_of(request.now)
    found = tiles.tiles(request.actor, asked["area"], today)
    own, outside = _counted(request, found, days, today)
    named = [_tile(org, figures, days) for org, figures in zip(found.areas, own, strict=True)]
    beyond = _tile(found.root, outside, days, beside=1) if any(outside) else None
    context = {
        "head": Head(
            gettext("Tile map"),
            lede=phrase(_lede(own, outside, days), request.now),
            crumbs=(Link(found.root.name, ""),),
        ),
        "tabs": tabs(request.actor, "liaison_tiles"),
        "rows": [[None if n is None else named[n] for n in row] for row in found.rows],
        "tiles": named,
        "beyond": beyond,
        "days": days,
        "choices": [(one, phrase(say("{n} days", n=int(one)), request.now), int(one) == days) for one in DAYS],
        "root": asked["area"] or "",
    }
    return render(request, "liaison/tiles.html", context)


Four = tuple[int, int, int, int]


def _counted(request: Asked, found: tiles.Tiles, days: int, today: dt.date) -> tuple[list[Four], Four]:
    """(enterprises, without officials, not asked, empty seats) of each area, and of what lies in none."""
    actor, root = request.actor, found.root
    firms = coverage.asked_by_region(actor, root.path, today - dt.timedelta(days=days))
    seats = [(seat.org.path, 1) for seat in gaps.empty_seats(actor, request.now, today) if seat.org.path >= root.path]
    parts = [
        tiles.by_tile(found.areas, ((path, n) for path, (n, _) in firms.items())),
        tiles.by_tile(found.areas, tiles.unbound_by_region(actor, root, today).items()),
        tiles.by_tile(found.areas, ((path, n) for path, (_, n) in firms.items())),
        tiles.by_tile(found.areas, seats),
    ]
    own: list[Any] = list(zip(*(inside_ for inside_, _ in parts), strict=True))
    outside: Any = tuple(n for _, n in parts)
    return own, outside


def _tile(org: Any, figures: Four, days: int, **of: int) -> Tile:
    firms, unbound, unasked, seats = figures

    def rows(name: str, n: int, **more: object) -> Figure:
        return Figure(n, f"{reverse(name)}?{urlencode({'area': org.pk, **of, **more})}")

    return Tile(
        name=org.name,
        firms=Figure(firms, f"{reverse('enterprises')}?{urlencode({'region': org.code})}"),
        unbound=rows("liaison_unbound", unbound),
        unasked=rows("visits_coverage", unasked, days=days),
        seats=rows("liaison_vacancies", seats),
        deeper=f"{reverse('liaison_tiles')}?{urlencode({'area': org.pk, 'days': days})}" if org.kind in AREAS else "",
        lit=bool(unbound or seats),
    )


def _lede(own: Sequence[Four], outside: Four, days: int) -> Sentence:
    """What is lacking, in one sentence."""
    _, unbound, unasked, seats = (sum(row[k] for row in (*own, outside)) for k in range(4))
    if not (unbound or unasked or seats):
        return say("Every enterprise has its official, was asked within {n} days, and no seat is empty.", n=days)
    return say(
        "Enterprises without an official: {unbound}; not asked within {days} days: {unasked}; empty seats: {seats}.",
        unbound=unbound,
        unasked=unasked,
        seats=seats,
        days=days,
    )
