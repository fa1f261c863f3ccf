"""What differs between two editions, in words, and which way each difference goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.comparing import Difference, Stance, differences
from zhuqi.core.rulebook.shapes import Told, apart
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.keeping.frame import Head
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.rulebooks.words import SECTIONS, STANCES
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase


@dataclass(frozen=True)
class Said:
    """A value, or one of several that have parts of their own. ``differs``: it stands on this side alone."""

    words: str
    differs: bool = False


@dataclass(frozen=True)
class Row:
    """One difference: what, where it takes effect, before and now, and which way it goes, by a sign and a word."""

    what: str
    case: str
    before: tuple[Said, ...]
    now: tuple[Said, ...]
    sign: str
    stance: str
    grave: bool


@dataclass(frozen=True)
class Group:
    """The differences of one section."""

    title: str
    rows: tuple[Row, ...]


@inside
def show(request: Asked, edition_id: int, other_id: int) -> HttpResponseBase:
    """An edition beside another: what the first one changes of the second. Four queries."""
    new, old = frame.edition(edition_id), frame.edition(other_id)
    found = differences(queries.standing(old).sections, queries.standing(new).sections)
    title = gettext("What differs")
    both = (Link(each.name, frame.address(each)) for each in (new, old))
    lede = say(
        "“{new}” of {day} beside “{old}” of {before}.",
        new=new.name,
        day=new.effective_on,
        old=old.name,
        before=old.effective_on,
    )
    shown = {
        "head": Head(title, phrase(lede, request.now), frame.crumbs(*both)),
        "summed": phrase(summed(found), request.now),
        "groups": rows(found, request.now),
        "turned": reverse("rulebook_against", args=[old.pk, new.pk]),
    }
    return render(request, "rulebooks/against.html", shown)


def summed(found: Iterable[Difference]) -> Sentence:
    """How many differences go which way."""
    stances = [each.stance for each in found]
    if not stances:
        return say("Both say the same.")
    return say(
        "{n} differences: {stricter} stricter, {laxer} laxer, {others} that can't be compared or change nothing.",
        n=len(stances),
        stricter=stances.count(Stance.STRICTER),
        laxer=stances.count(Stance.LAXER),
        others=len(stances) - stances.count(Stance.STRICTER) - stances.count(Stance.LAXER),
    )


def rows(found: Iterable[Difference], now: dt.datetime) -> tuple[Group, ...]:
    """Differences by section, as a table takes them."""
    return tuple(
        Group(gettext(SECTIONS.get(word, word)), tuple(_row(each, now) for each in those))
        for word, those in groupby(found, key=lambda each: each.path[0])
    )


def _row(one: Difference, now: dt.datetime) -> Row:
    return Row(
        what=frame.written(one.label, now),
        case=phrase(one.case, now) if one.case is not None else "",
        before=_said(one.old, one.new, now),
        now=_said(one.new, one.old, now),
        sign=STANCES[one.stance],
        stance=phrase(one.stance, now),
        grave=one.stance is Stance.LAXER,
    )


def _said(one: Told | None, other: Told | None, now: dt.datetime) -> tuple[Said, ...]:
    """A value by its lines; of several, which ones the other side hasn't."""
    mine, theirs = ([phrase(each, now) for each in apart(side)] if side is not None else [] for side in (one, other))
    several = max(len(mine), len(theirs)) > 1
    return tuple(Said(words, several and words not in theirs) for words in mine)
