"""The room's page, and what keeps it fresh without a reload: rows that changed, likely units, who has what open."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import ngettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import say, term
from zhuqi.core.accounts.wall import wall
from zhuqi.domain.cases.actions.glancing import glance
from zhuqi.domain.cases.queries import desk, lists
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside, posted
from zhuqi.interfaces.web.desk import guesses, queue
from zhuqi.interfaces.web.desk.preview import preview
from zhuqi.interfaces.web.desk.queue import ROWS, QueueRow, Room
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.wording import phrase

ASKED = (
    Field("which", term("Which cases"), required=False, most=20),
    Field("case", term("Case"), Kind.INTEGER, required=False),
)
TOKEN = re.compile(r"([0-9]{1,15})\.([0-9]{1,9})\.([0-9a-f]{8})")
SHOWN = 2 * ROWS
"""Rows of a page that are looked after; it never has more."""
KEYS = (
    ("J K", term("down, up")),
    ("X", term("tick")),
    ("A", term("assign to the likely unit, or say the class")),
    ("U", term("choose another unit")),
    ("M", term("merge")),
    ("R", term("rule on a return, or don't accept")),
    ("N", term("note an instruction")),
    ("Z", term("take back")),
    ("B", term("assign those ticked together")),
    ("Esc", term("untick all")),
    ("/", term("search")),
    ("?", term("all keys")),
)
"""What each key of the room does, for the line below and the whole list."""


@inside
def show(request: Asked) -> HttpResponseBase:
    """The room: the queue, and beside it the case that is picked. Whoever dispatches nothing is told there is no such page."""
    if not desk.dispatches(request.actor):
        raise Missing
    asked = forms.read(ASKED, request.GET)
    actor, now, which = request.actor, request.now, queue.chosen(asked["which"])
    room = Room(actor, which, now)
    if request.headers.get("HX-Target") == "preview" and asked["case"] is not None:
        following = _after([case.pk for case in queue.first(room)], asked["case"])
        shown = preview(actor, asked["case"], which, now, following)
        return render(request, "desk/preview.html", {"preview": shown, "which": which})
    cases = queue.first(room)
    ids = [case.pk for case in cases[:ROWS]]
    picked = asked["case"] if asked["case"] is not None else ids[0] if ids else None
    beside = preview(actor, picked, which, now, _after(ids, picked)) if picked is not None else None
    board = queue.board(room, cases, picked)
    unknown = any(not row.guess and not row.back for row in board.rows)
    return render(
        request,
        "desk/room.html",
        {
            "board": board,
            "preview": beside,
            "which": which,
            "chosen": asked["case"] is not None,
            "unknown": unknown,
            "keys": KEYS,
        },
    )


def _after(cases: Sequence[int], picked: int) -> int | None:
    """The case that is picked after one: the next of the queue, else the one before it."""
    if picked not in cases:
        return cases[0] if cases else None
    n = list(cases).index(picked)
    return cases[n + 1] if n + 1 < len(cases) else cases[n - 1] if n else None


@dataclass(frozen=True)
class Token:
    """A row as a page has it: its case, the version, a digest of what it shows."""

    case: int
    version: int
    mark: str


@inside
def fresh(request: Asked) -> HttpResponseBase:
    """What is otherwise than a page has it: rows that changed, in their place, and how many are new. 304 where nothing is
    otherwise than it was told last time."""
    if not desk.dispatches(request.actor):
        raise Missing
    actor, now, which = request.actor, request.now, queue.chosen(request.GET.get("which"))
    room = Room(actor, which, now)
    sent = tokens(request.GET.getlist("row"))
    first = queue.first(room)[:ROWS]
    here = {case.pk for case in first}
    left = sent.keys() - here
    wanted = lists.rows(lists.filtered(actor).filter(pk__in=left)).select_related("finder_unit") if left else ()
    shown = {row.case: row for row in queue.rows(room, [*first, *wanted])}
    changed = [
        replace(shown[case], gone=case in left)
        for case, token in sent.items()
        if case in shown and replace(shown[case], gone=case in left).mark != token.mark
    ]
    moved = {row.case: row.version for row in changed if row.version != sent[row.case].version}
    n = len(here - sent.keys())
    told = {
        "rows": _said_by(changed, moved, desk.moved_by(moved), request),
        "tabs": queue.tabs(room),
        "news": ngettext("{n} new", "{n} new", n).format(n=n) if n else "",
        "address": queue.at(which, _number(request.GET.get("open"))),
    }
    return _unless_known(request, HttpResponse(render_to_string("desk/fresh.html", told)))


def _said_by(
    rows: Sequence[QueueRow], moved: Mapping[int, int], by: Mapping[int, str], request: Asked
) -> list[QueueRow]:
    """The rows, each with who changed it, where it was changed; nobody is told of what they did themselves."""
    own = request.actor.name
    return [
        replace(row, moved=phrase(say("changed by {who}", who=by[row.case]), request.now))
        if row.case in moved and by.get(row.case) and by[row.case] != own
        else row
        for row in rows
    ]


def tokens(sent: Sequence[str]) -> dict[int, Token]:
    """The rows that a page sends along, by case; what no page of ours sends is passed over."""
    found = (TOKEN.fullmatch(text) for text in sent[:SHOWN])
    return {int(m[1]): Token(int(m[1]), int(m[2]), m[0]) for m in found if m is not None}


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch("[0-9]{1,15}", text) else None


def _unless_known(request: Asked, answer: HttpResponse) -> HttpResponseBase:
    """The answer with a mark of its contents; without them where whoever asks has them already."""
    tag = f'"{hashlib.sha256(answer.content).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == tag:
        answer = HttpResponseNotModified()
    answer.headers["ETag"] = tag
    return answer


@inside
def likely(request: Asked) -> HttpResponseBase:
    """The likely units of the rows that have none yet: as many as a moment allows, and whether to ask again. A dozen queries each,
    for at most half a second."""
    if not desk.dispatches(request.actor):
        raise Missing
    actor, now, which = request.actor, request.now, queue.chosen(request.GET.get("which"))
    room = Room(actor, which, now)
    cases = queue.first(room)[:ROWS]
    before = {case.pk for case in cases if queue.likely(actor, case, now)}
    more = guesses.look(actor, cases, now)
    found = {case.pk: queue.likely(actor, case, now) for case in cases if case.pk not in before}
    shown = {"found": {pk: text for pk, text in found.items() if text}, "more": more, "which": which}
    return HttpResponse(render_to_string("desk/likely.html", shown))


@inside
@posted
def hand(request: Asked) -> HttpResponseBase:
    """Say that one has a case open: for half a minute, and nobody keeps it."""
    case: Any = _number(request.POST.get("open"))
    if case is None:
        raise Missing
    glance(request.actor, case, now=wall())
    return HttpResponse(status=204)
