"""One edition to read: its rules by chapter, the statements it carries, its examples with what becomes of them, its text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.rules import may_draft
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.keeping.frame import Head
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.rulebooks.chapters import chapters
from zhuqi.interfaces.web.rulebooks.report import examples
from zhuqi.interfaces.web.rulebooks.reporting import text_lines
from zhuqi.interfaces.web.rulebooks.statements import counted, statements
from zhuqi.interfaces.web.rulebooks.values import values
from zhuqi.interfaces.web.rulebooks.words import State
from zhuqi.interfaces.web.shown import Door, Fact, Link, Tab
from zhuqi.interfaces.web.wording import phrase

PARTS = {"": term("Rules"), "statements": term("Statements"), "examples": term("Examples"), "text": term("Text")}
"""What of an edition is shown, by ``part``."""
NEIGHBOURS = 12
"""Editions that one can be compared with by a link, the nearest in time."""


@inside
def show(request: Asked, edition_id: int) -> HttpResponseBase:
    """An edition as people read it. At most ten queries."""
    edition = frame.edition(edition_id)
    part = request.GET.get("part", "")
    part = part if part in PARTS else ""
    chapters_in_time = queries.history(edition.place)
    own = next((each for each in chapters_in_time if each.edition == edition), None)
    until = own.until if own else None
    names = frame.place_names([edition, *queries.chain(edition)])
    known = {
        "head": _head(edition, until, names, request.now),
        "tabs": _tabs(edition, part),
        "part": part,
        "facts": _facts(edition, own, names, request.now),
        "beside": _beside(edition, [each.edition for each in chapters_in_time], request.now),
        "doors": _doors(request, edition),
    }
    return render(request, "rulebooks/edition.html", {**known, **SHOWN[part](edition, request.now)})


def _rules(edition: Any, now: dt.datetime) -> dict[str, Any]:
    layer = queries.standing(edition)
    return {
        "chapters": chapters(layer.sections, values(edition, now), now),
        "remarks": layer.head.remarks,
    }


def _statements(edition: Any, now: dt.datetime) -> dict[str, Any]:
    layer = queries.standing(edition)
    rows = statements(edition, layer, values(edition, now) if layer.head.statements else (), now)
    return {"statements": rows, "counted": counted(layer, now)}


def _examples(edition: Any, now: dt.datetime) -> dict[str, Any]:
    return {"examples": examples(queries.standing(edition), now, f"{frame.address(edition)}?part=text")}


def _text(edition: Any, now: dt.datetime) -> dict[str, Any]:
    return {"lines": text_lines(edition.text)}


SHOWN: Mapping[str, Callable[[Any, dt.datetime], dict[str, Any]]] = {
    "": _rules,
    "statements": _statements,
    "examples": _examples,
    "text": _text,
}


def _head(edition: Any, until: dt.date | None, names: Mapping[int, str], now: dt.datetime) -> Head:
    stands = frame.state(edition.effective_on, until, day_of(now))
    lede = _lede(stands, names.get(edition.place, ""), edition.effective_on, until)
    state = "" if stands is State.HOLDS else phrase(stands, now)
    return Head(edition.name, phrase(lede, now), frame.crumbs(), state)


def _lede(state: State, place: str, begins: dt.date, until: dt.date | None) -> Sentence:
    if state is State.OVER:
        last = until - dt.timedelta(days=1) if until else begins
        if last < begins:
            return say("Was to hold in {place} from {day} on; another edition took its place.", place=place, day=begins)
        return say(
            "Held in {place} from {day} to {last}. Cases that came in then keep it.", place=place, day=begins, last=last
        )
    if state is State.COMES:
        return say("Holds in {place} and below it from {day} on, for cases that come in then.", place=place, day=begins)
    return say(
        "Holds in {place} and below it, where nothing stricter is written, since {day}.", place=place, day=begins
    )


def _tabs(edition: Any, part: str) -> tuple[Tab, ...]:
    own = frame.address(edition)
    return tuple(
        Tab(gettext(word), f"{own}?part={code}" if code else own, code == part) for code, word in PARTS.items()
    )


def _facts(edition: Any, own: Any, names: Mapping[int, str], now: dt.datetime) -> tuple[Fact, ...]:
    draft = own.draft if own else None
    hands = queries.hands([draft.pk]).get(draft.pk, {}) if draft else {}
    staff = directory.staff_names({pk for pk in hands.values() if pk})
    rows: list[tuple[Sentence, object, str]] = [
        (say("Whose rules"), names.get(edition.place, ""), ""),
        (say("Document number"), edition.number, ""),
        (say("Holds"), frame.period(edition.effective_on, own.until if own else None), ""),
    ]
    if edition.parent:
        rows.append((say("Stands on"), edition.parent.name, frame.address(edition.parent)))
    if edition.origin_id:
        rows.append(
            (
                say("Text of"),
                say("an edition of its own, put upon new rules above"),
                reverse("rulebook", args=[edition.origin_id]),
            )
        )
    if draft is not None:
        for what, verb, at in (
            (say("Handed in"), "drafted", draft.drafted_at),
            (say("Signed"), "signed", draft.signed_at),
        ):
            name = staff.get(hands.get(verb) or 0, "")
            rows.append((what, say("{at}, by {name}", at=at, name=name) if name else at, ""))
    else:
        rows.append((say("Put in force"), edition.adopted_at, ""))
    return tuple(Fact(phrase(name, now), phrase(what, now), at) for name, what, at in rows if what)


def _beside(edition: Any, history: Sequence[Any], now: dt.datetime) -> tuple[Link, ...]:
    """The editions it can be compared with: its neighbours in time, the one before first, and those it stands on."""
    place = next((n for n, each in enumerate(history) if each == edition), 0)
    others = [*reversed(history[:place]), *history[place + 1 :], *queries.chain(edition)[1:]][:NEIGHBOURS]
    return tuple(
        Link(
            phrase(say("{name}, from {day} on", name=each.name, day=each.effective_on), now),
            reverse("rulebook_against", args=[edition.pk, each.pk]),
        )
        for each in others
    )


def _doors(request: Asked, edition: Any) -> tuple[Door, ...]:
    doors = [Door(gettext("Try a sample case"), reverse("rulebook_sample", args=[edition.pk]))]
    if may_draft(request.actor, edition.path):
        doors.append(Door(gettext("Change lists by forms"), f"{reverse('rulebook_rows')}?from={edition.pk}"))
        doors.append(Door(gettext("Write the next edition"), f"{reverse('rulebook_new')}?from={edition.pk}"))
    return tuple(doors)
