"""Whose rules are in force here and since when, what is coming, what is over; the editions of all places; texts handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.paths import lineage
from zhuqi.base.words import Sentence, say
from zhuqi.core.days import day_of
from zhuqi.core.rulebook import queries
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web import paging
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.rulebooks.words import State
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.wording import phrase

LATEST = ("-pk",)
WAITING = 10
"""Texts that wait to be signed, shown beside the editions; all of them stand on a list of their own."""


@inside
def show(request: Asked) -> HttpResponseBase:
    """The rules of the reader's place; by ``which`` those of all places, or the texts handed in."""
    which = request.GET.get("which", "")
    shown = {"all": _all, "drafts": _drafts}.get(which, _here)(request)
    doors = [Door(gettext("Hand in a text"), reverse("rulebook_new"))] if frame.hands_in(request.actor) else []
    known = {"tabs": frame.tabs(request.actor, which if which in ("all", "drafts") else ""), "doors": doors}
    return render(request, "rulebooks/list.html", {**known, **shown})


def _here(request: Asked) -> dict[str, Any]:
    now, today = request.now, day_of(request.now)
    if not request.actor.seats:
        lede = say("You have no place yet. The rules of all places are open to you.")
        return {"head": Head(gettext(frame.RULES), phrase(lede, now)), "parts": ()}
    path = request.actor.seats[0].sight_path
    holds = _in_force(path, today)
    chapters = queries.history(holds.place) if holds is not None else ()
    coming = list(queries.adopted().filter(place__in=lineage(path), effective_on__gt=today)[: WAITING + 1])
    waiting = list(queries.waiting(request.actor)[:WAITING]) if frame.sees_drafts(request.actor) else []
    names = frame.place_names([*coming, *waiting, *([holds] if holds else ())])
    lede = _lede(holds, names)
    parts = [
        Part(gettext("In force here"), _holding(holds, chapters, names, now), phrase(NONE, now)),
        Part(
            gettext("In preparation"),
            [*(_draft(each, names, {}, now) for each in waiting), *(_coming(each, names, now) for each in coming)],
            gettext("Nothing is in preparation."),
        ),
        Part(
            gettext("Before"),
            [_chapter(each, today, names, now) for each in reversed(chapters) if _over(each, today)],
            gettext("There was no edition before this one."),
        ),
    ]
    return {"head": Head(gettext(frame.RULES), phrase(lede, now)), "parts": parts}


NONE = say("No rules are in force here yet.")


def _in_force(path: str, today: dt.date) -> Any:
    try:
        return queries.in_force(path, today)
    except Refused:
        return None


def _lede(holds: Any, names: Mapping[int, str]) -> Sentence:
    if holds is None:
        return NONE
    return say(
        "Here the rules of {place} are in force, since {day}.",
        place=names.get(holds.place, ""),
        day=holds.effective_on,
    )


def _over(chapter: Any, today: dt.date) -> bool:
    return frame.state(chapter.edition.effective_on, chapter.until, today) is State.OVER


def _holding(holds: Any, chapters: Sequence[Any], names: Mapping[int, str], now: dt.datetime) -> list[Item]:
    """What is in force, and below it the rules of the places above that it stands on."""
    if holds is None:
        return []
    own = next((each for each in chapters if each.edition == holds), None)
    first = _edition(holds, State.HOLDS, own.until if own else None, names, now)
    above = [
        Item(
            gettext("stands on"),
            each.name,
            frame.address(each),
            (each.number, phrase(frame.period(each.effective_on, None), now)),
        )
        for each in queries.chain(holds)[1:]
    ]
    return [first, *above]


def _edition(edition: Any, state: State, until: dt.date | None, names: Mapping[int, str], now: dt.datetime) -> Item:
    facts = (names.get(edition.place, ""), edition.number, phrase(frame.period(edition.effective_on, until), now))
    return Item(phrase(state, now), edition.name, frame.address(edition), tuple(fact for fact in facts if fact))


def _coming(edition: Any, names: Mapping[int, str], now: dt.datetime) -> Item:
    return _edition(edition, State.COMES, None, names, now)


def _chapter(chapter: Any, today: dt.date, names: Mapping[int, str], now: dt.datetime) -> Item:
    edition = chapter.edition
    return _edition(edition, frame.state(edition.effective_on, chapter.until, today), chapter.until, names, now)


def _all(request: Asked) -> dict[str, Any]:
    found, further = paging.page(request, "rulebooks", queries.adopted().defer("text"), LATEST)
    names = frame.place_names(found)
    items = [
        Item(
            names.get(each.place, ""),
            each.name,
            frame.address(each),
            tuple(fact for fact in (each.number, phrase(frame.period(each.effective_on, None), request.now)) if fact),
        )
        for each in found
    ]
    lede = say(
        "Every edition that a place has put in force, the last one first. They stay readable when others follow."
    )
    return _listed(request, lede, items, further, gettext("No place has put rules in force yet."))


def _drafts(request: Asked) -> dict[str, Any]:
    if not frame.sees_drafts(request.actor):
        raise Missing
    found, further = paging.page(request, "rulebook_drafts", queries.drafts(request.actor).defer("text"), LATEST)
    names = frame.place_names(found)
    staff = directory.staff_names({each.drafter for each in found if each.drafter})
    items = [_draft(each, names, staff, request.now) for each in found]
    lede = say("One person hands a text in, a leader of the place signs it: then it is an edition.")
    return _listed(request, lede, items, further, gettext("No text has been handed in yet."))


def _draft(draft: Any, names: Mapping[int, str], staff: Mapping[int, str], now: dt.datetime) -> Item:
    handed = say("handed in {at}", at=draft.drafted_at)
    if draft.drafter in staff:
        handed = say("handed in {at} by {name}", at=draft.drafted_at, name=staff[draft.drafter])
    facts = (names.get(draft.place, ""), draft.number, frame.period(draft.effective_on, None), handed)
    return Item(
        phrase(frame.draft_state(draft), now),
        draft.name,
        reverse("rulebook_draft", args=[draft.pk]),
        tuple(phrase(fact, now) for fact in facts if fact),
    )


def _listed(request: Asked, lede: Sentence, items: list[Item], further: str, empty: str) -> dict[str, Any]:
    link = Link(gettext("The next page"), further) if further else None
    head = Head(gettext(frame.RULES), phrase(lede, request.now))
    return {"head": head, "parts": [Part("", items, empty, further=link)]}
