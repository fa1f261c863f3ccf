"""What enterprises say of the service, for those who oversee it: ratings, complaints, and shares with both their numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.queries import heard
from zhuqi.domain.cases.queries.rated import label, rules_of
from zhuqi.domain.cases.rules.words import Channel
from zhuqi.domain.cases.sections.rating import REPLY, RESULT, RatingRule
from zhuqi.domain.visits.rules import Mode
from zhuqi.domain.voice.measures import Satisfaction, satisfaction, whole
from zhuqi.domain.voice.queries.visited import LATEST_DOUBTS, doubts
from zhuqi.domain.voice.rules import OF_DOUBTS
from zhuqi.interfaces.web import paging
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.shown import Fact, Link, Quote, Tab
from zhuqi.interfaces.web.wording import phrase

DAYS = 90
"""How far back the figures reach."""
BAD = 2
"""Up to so many of five a rating stands out."""
FEW = 10
"""Below so many a share is shown and not to be compared."""


SAID = (
    (REPLY, say("Reply {n}"), say("Reply: {word}")),
    (RESULT, say("Result {n}"), say("Result: {word}")),
)
"""How a rating of each is told: as a number of five, and in the words of the edition."""


@dataclass(frozen=True)
class Stars:
    """What was rated and how, in words; ``bad``: one or two of five."""

    word: str
    bad: bool


@dataclass(frozen=True)
class Line:
    """A rating or a complaint. ``case`` leads to the case where the reader sees it."""

    meta: tuple[str, ...]
    case: Link | None = None
    rated: tuple[Stars, ...] = ()
    quote: Quote | None = None


@inside
def show(request: Asked) -> HttpResponseBase:
    """Ratings, or complaints; everybody who oversees nothing is told there is no such page."""
    actor = request.actor
    complaining = request.GET.get("what") == "complaints"
    if not actor.has(*(heard.OF_COMPLAINTS if complaining else heard.OF_RATINGS)):
        raise Missing
    if request.GET.get("what") == "visits":
        return _doubts(request)
    told: Any = heard.complaints(actor) if complaining else heard.ratings(actor)
    rows = heard.with_cases(actor, told)
    found, further = paging.page(request, "complaints" if complaining else "ratings", rows, heard.LATEST)
    known = None if complaining else heard.figures(actor, request.now - dt.timedelta(days=DAYS))
    rules = {} if complaining else rules_of(found)
    shown = {
        "tabs": _tabs(actor, "complaints" if complaining else "ratings"),
        "facts": _facts(known, request.now) if known else (),
        "closures": () if complaining else _closures(actor, request.now),
        "few": known is not None and known.answers < FEW,
        "days": DAYS,
        "lines": tuple(_line(row, rules, request.now) for row in found),
        "further": further,
        "complaining": complaining,
        "worded": any(each.of_reply or each.of_result for each in rules.values()),
    }
    return render(request, "oversight/heard.html", {"heard": shown})


def _tabs(actor: Actor, here: str) -> tuple[Tab, ...]:
    own = reverse("heard")
    tabs = [Tab(gettext("Ratings"), own, here == "ratings")]
    if actor.has(*heard.OF_COMPLAINTS):
        tabs.append(Tab(gettext("Complaints"), f"{own}?what=complaints", here == "complaints"))
    if actor.has(*OF_DOUBTS):
        tabs.append(Tab(gettext("Visits doubted"), f"{own}?what=visits", here == "visits"))
    return tuple(tabs)


def _doubts(request: Asked) -> HttpResponseBase:
    """Visits that enterprises say didn't take place as they are written down."""
    if not request.actor.has(*OF_DOUBTS):
        raise Missing
    found, further = paging.page(request, "doubts", doubts(request.actor), LATEST_DOUBTS)
    lines = tuple(_doubted(row, request.now) for row in found)
    shown = {"tabs": _tabs(request.actor, "visits"), "lines": lines, "further": further, "doubting": True}
    return render(request, "oversight/heard.html", {"heard": shown})


def _doubted(row: Any, now: dt.datetime) -> Line:
    visit = row.visit
    written = say("{day}, {mode}, written down by {who}", day=visit.day, mode=Mode(visit.mode), who=visit.staff.name)
    known = (visit.enterprise.name, row.unit.name, phrase(written, now), phrase(row.at, now))
    return Line(meta=known, quote=Quote(row.body, True) if row.body else None)


def _facts(known: heard.Figures, now: dt.datetime) -> tuple[Fact, ...]:
    """Each share with both its numbers."""
    rows = (
        (say("Answers given"), known.answers),
        (say("Reply rated"), say("{n} of {whole} answers", n=known.reply_rated, whole=known.answers)),
        (say("Of these 4 or 5"), say("{n} of {whole} rated", n=known.reply_good, whole=known.reply_rated)),
        (say("Result rated"), say("{n} of {whole} answers", n=known.result_rated, whole=known.answers)),
        (say("Of these 4 or 5"), say("{n} of {whole} rated", n=known.result_good, whole=known.result_rated)),
    )
    return tuple(Fact(phrase(name, now), phrase(what, now)) for name, what in rows)


@dataclass(frozen=True)
class Closed:
    """What is known of the enterprises' word on what was struck off, of one channel or of all, each share with its whole."""

    by: str
    closures: int
    heard: str
    content: str
    reported: int
    silent: int


def _closures(actor: Actor, now: dt.datetime) -> tuple[Closed, ...]:
    """All channels together, then each by itself; nothing where nothing was struck off. One query."""
    parts = satisfaction(actor, now - dt.timedelta(days=DAYS), now)
    named = sorted(((phrase(by or say("not asked by any"), now), part) for by, part in parts.items()), key=_name)
    rows = [(gettext("All"), whole(parts)), *named] if parts else []
    return tuple(
        Closed(
            by=name,
            closures=part.closures,
            heard=phrase(say("{n} of {whole}", n=part.heard, whole=part.closures), now),
            content=phrase(say("{n} of {whole}", n=part.content, whole=part.heard), now),
            reported=part.reported,
            silent=part.silent,
        )
        for name, part in rows
    )


def _name(pair: tuple[str, Satisfaction]) -> str:
    return pair[0]


def _line(row: Any, rules: Mapping[int, RatingRule], now: dt.datetime) -> Line:
    case = row.case if row.sees_case else None
    known = (row.unit.name if row.unit else "", phrase(row.at, now), phrase(Channel(row.channel), now))
    words = getattr(row, "body", "")
    return Line(
        meta=tuple(part for part in known if part),
        case=Link(f"{case.number} {case.title}", reverse("case", args=[case.pk])) if case is not None else None,
        rated=_rated(row, rules.get(row.pk, RatingRule()), now),
        quote=Quote(words, True) if words else None,
    )


def _rated(row: Any, rules: RatingRule, now: dt.datetime) -> tuple[Stars, ...]:
    """Reply and result, apart, in the words of the edition under which they were given; what wasn't rated is left out. What the
    edition calls not satisfied stands out, and without such words one and two of five."""
    found = []
    for name, said, words in SAID:
        stars = getattr(row, name, None)
        if stars:
            word = label(rules, name, stars)
            bad = stars in rules.bad(name) if rules.dissatisfied else stars <= BAD
            told = Sentence(words.text, {"word": word}) if word else Sentence(said.text, {"n": stars})
            found.append(Stars(phrase(told, now), bad))
    for more in row.more.all() if rules.more else ():
        word = label(rules, more.name, more.stars) or more.stars
        told = say("{what}: {word}", what=more.name, word=word)
        found.append(Stars(phrase(told, now), more.stars in rules.bad(more.name)))
    return tuple(found)
