"""One box that finds: what fits of all that one may see, by kind; a whole number or code leads straight to its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid
from zhuqi.base.paths import within_any
from zhuqi.base.words import Named, term
from zhuqi.core.access.actor import Actor
from zhuqi.core.search.queries import FEW, MANY, Group, Hit, exactly, find
from zhuqi.core.search.rules import LONGEST, Piece, Reason
from zhuqi.domain.cases.rules.words import State
from zhuqi.domain.directory.rules import Kind as Unit
from zhuqi.domain.directory.rules import reach
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase


class Sort(Named):
    """What can be found, as the wiring names it."""

    CASE = "case", term("Cases")
    ENTERPRISE = "enterprise", term("Enterprises")
    ORGANISATION = "organisation", term("Organisations")
    STAFF = "staff", term("People")


TYPED = "q"
"""What the box is called in an address."""
PAGES = {Sort.CASE: "case", Sort.ENTERPRISE: "enterprise", Sort.ORGANISATION: "organisation", Sort.STAFF: "person"}
"""The names of their addresses."""
CODES = {Sort.CASE: "number", Sort.ENTERPRISE: "uscc", Sort.ORGANISATION: "code", Sort.STAFF: "code"}
"""The columns of their numbers and codes."""


@dataclass(frozen=True)
class Found:
    """One thing found: why, its name with what fits marked, where it leads, what else is known, the piece that fits."""

    why: str
    name: Sequence[Piece]
    address: str
    meta: tuple[str, ...]
    said: Sequence[Piece]


@dataclass(frozen=True)
class Part:
    """What was found of one kind. ``further``: where the rest is; ``note``: that there may be others."""

    title: str
    rows: tuple[Found, ...]
    further: Link | None
    note: str


@inside
def show(request: Asked) -> HttpResponseBase:
    """What fits, by kind. Nothing, or one character, is answered by a sentence."""
    typed, kind = request.GET.get(TYPED, "").strip(), request.GET.get("kind", "")
    wanted = Sort(kind) if kind in list(Sort) else None
    try:
        groups = find(request.actor, typed, kind=wanted, most=MANY if wanted else FEW)
    except Invalid as refused:
        said = phrase(refused.sentence, request.now)
        return render(request, "search.html", {"looked_for": typed[:LONGEST], "parts": (), "said": said})
    one = exactly(groups, typed)
    if one is not None and (at := address(request.actor, Sort(one[0]), one[1].row)):
        return HttpResponseRedirect(at)
    parts = [_part(request, group, typed, whole=wanted is not None) for group in groups]
    said = "" if parts else gettext("Nothing that you may see fits.")
    return render(request, "search.html", {"looked_for": typed, "parts": parts, "said": said})


def _part(request: Asked, group: Group, typed: str, *, whole: bool) -> Part:
    sort = Sort(group.kind)
    rest = Link(gettext("Show more"), f"?{urlencode({TYPED: typed, 'kind': sort.value})}")
    return Part(
        title=phrase(sort, request.now),
        rows=tuple(_found(request, sort, hit) for hit in group.hits),
        further=rest if group.more and not whole else None,
        note=gettext("There may be others: type more of it.") if group.more and whole else "",
    )


def _found(request: Asked, sort: Sort, hit: Hit) -> Found:
    return Found(
        why=phrase(hit.reason, request.now),
        name=hit.name,
        address=address(request.actor, sort, hit.row),
        meta=tuple(part for part in _meta(sort, hit.row, hit.reason, request.now) if part),
        said=hit.said,
    )


def address(actor: Actor, sort: Sort, row: Any) -> str:
    """The page of something found; empty where its reader has none: organisations are known to all, kept by few."""
    if sort is Sort.ORGANISATION and not within_any(row.path, reach(actor)):
        return ""
    return reverse(PAGES[sort], args=[row.pk])


def code(sort: Sort, row: Any) -> str:
    """The number or code by which people name it."""
    return str(getattr(row, CODES[sort]))


def _meta(sort: Sort, row: Any, reason: Reason, now: dt.datetime) -> tuple[str, ...]:
    """What else a row says; a code that is shown marked isn't said twice."""
    own = "" if reason is Reason.CODE else code(sort, row)
    if sort is Sort.CASE:
        return row.enterprise.name, own, phrase(State(row.state), now)
    if sort is Sort.ENTERPRISE:
        return own, row.region.name
    if sort is Sort.STAFF:
        return own, row.unit.name, gettext("has left") if row.left_on is not None else ""
    return own, phrase(Unit(row.kind), now), gettext("retired") if row.retired_on is not None else ""
