"""What a text that was handed in would have done to the cases of a period, beside what was: by unit, by kind, for open cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of, start_of
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.whatif.arrays import within
from zhuqi.domain.cases.whatif.report import Change, Line, Result
from zhuqi.domain.cases.whatif.simulating import simulate
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping.frame import Head
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.rulebooks.report import judged_at
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase, until

LONGEST = dt.timedelta(days=366)
MOST = 100_000
"""Cases that a page goes through, in four to eight seconds; more is for the console, where nobody waits for a browser."""
LISTED = 50
"""Units, and changes of open cases, that are listed; the others are counted."""
BACK = dt.timedelta(days=89)
"""How far back the period reaches where nothing is asked for."""


@dataclass(frozen=True)
class Figures:
    """One line of a table: what was, what would have been."""

    name: str
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Table:
    """Lines by unit or by kind, those with the most missed deadlines first; ``more`` are left out."""

    title: str
    first: str
    lines: tuple[Figures, ...]
    more: int


@dataclass(frozen=True)
class Moved:
    """A running deadline of an open case that would be due at another moment."""

    case: Link
    clock: str
    unit: str
    was: str
    would: str


HEADS = (term("missed deadlines"), term("reminders"), term("raised cases"))
"""What is counted beside each other."""


@inside
def show(request: Asked, draft_id: int) -> HttpResponseBase:
    """The form for a period, and what comes of it. Nothing is written. About thirty queries, whatever the number of cases."""
    draft = queries.draft(request.actor, draft_id)
    if not request.actor.sights:
        raise Missing
    fields = _fields(day_of(request.now))
    head = Head(
        gettext("What would it do?"),
        phrase(_lede(), request.now),
        frame.crumbs(Link(draft.name, reverse("rulebook_draft", args=[draft.pk]))),
    )
    if not request.GET:
        return render(request, "rulebooks/what_if.html", {"head": head, "form": forms.blank(fields)})
    try:
        asked = _asked(fields, request)
        found = _simulated(request, draft, asked)
    except Invalid as fault:
        context = {
            "head": head,
            "form": forms.again(fields, request.GET, fault.fields),
            "said": _unplaced(fields, fault),
        }
        return render(request, "rulebooks/what_if.html", context, status=422)
    context = {"head": head, "form": forms.again(fields, request.GET, {}), **_shown(found, request.now)}
    return render(request, "rulebooks/what_if.html", context)


def _lede() -> Sentence:
    return say(
        "The cases of a period that you see, judged by this text. What people did is held fixed; only what follows from rules "
        "is reckoned anew: deadlines, reminders, what raises a case."
    )


def _fields(today: dt.date) -> list[Field]:
    return [
        Field("since", term("Cases that came in from"), Kind.DAY, value=today - BACK),
        Field("until", term("to the end of"), Kind.DAY, value=today, hint=term("At most one year.")),
    ]


def _unplaced(fields: list[Field], fault: Invalid) -> Sentence | None:
    return forms.unplaced(fields, fault.fields)


def _asked(fields: list[Field], request: Asked) -> Mapping[str, dt.date]:
    """The period. Raises Invalid where it ends before it begins, is too long, or has too many cases."""
    asked = forms.read(fields, request.GET)
    since, last = asked["since"], asked["until"]
    if last < since:
        raise Invalid({"until": say("This lies before the first day.")})
    if last - since > LONGEST:
        raise Invalid({"until": say("This is more than a year. Choose a shorter period.")})
    cases = within(sight.visible(request.actor), start_of(since), start_of(last + dt.timedelta(days=1)))
    if cases.order_by()[: MOST + 1].count() > MOST:
        why = say(
            "More than {n} cases lie in this period. Choose a shorter one, or ask the console: zhuqi rulebook simulate",
            n=MOST,
        )
        raise Invalid({"until": why})
    return asked


def _simulated(request: Asked, draft: Any, asked: Mapping[str, dt.date]) -> Result:
    """What the text would have done. Raises Invalid where it can't be taken."""
    found = judged_at(draft.text, (draft.place, draft.path), above=draft.above)
    if found.layer is None:
        raise Invalid({"text": say("This text can't be taken as it is, so nothing can be reckoned.")})
    return simulate(
        request.actor,
        new=found.layer.sections,
        place=draft.path,
        since=asked["since"],
        until=asked["until"],
        now=request.now,
        below=below(draft.place, (*(each.text for each in reversed(found.layer.chain())),), day_of(request.now)),
    )


def below(place: int, texts: tuple[str, ...], day: dt.date) -> dict[str, Mapping[str, Any]]:
    """{path: sections} of the places below whose texts in force on a day would stand on new ones. A query a level."""
    found: dict[str, Mapping[str, Any]] = {}
    level = {place: texts}
    while level:
        rows = queries.adopted().filter(parent__place__in=level, effective_on__lte=day).select_related("parent")
        latest: dict[int, Any] = {}
        for row in rows:  # the one adopted last comes first
            if row.place not in latest or row.effective_on > latest[row.place].effective_on:
                latest[row.place] = row
        following: dict[int, tuple[str, ...]] = {}
        for row in latest.values():
            upon = (*level[row.parent.place], row.text)
            try:
                found[row.path] = queries.layer(*upon).sections
            except Unreadable:  # it couldn't stand on the new text, and stays on the old
                continue
            following[row.place] = upon
        level = following
    return found


def _shown(found: Result, now: dt.datetime) -> dict[str, Any]:
    told = [frame.written(each, now) for each in found.told()]
    return {
        "ran": True,
        "told": told,
        "heads": [gettext(word) for word in HEADS],
        "tables": (
            _table(gettext("By unit"), gettext("Unit"), found.units),
            _table(gettext("By kind"), gettext("Kind"), found.kinds),
        ),
        "moved": tuple(_moved(each, now) for each in found.changes[:LISTED]),
        "more": max(0, found.changed_clocks - LISTED),
        "triggers": [_trigger(written, n, now) for written, n in found.triggers],
    }


def _table(title: str, first: str, lines: Iterable[Line]) -> Table:
    rows = tuple(lines)
    return Table(title, first, tuple(_figures(line) for line in rows[:LISTED]), max(0, len(rows) - LISTED))


def _figures(line: Line) -> Figures:
    pairs = tuple((getattr(line.was, name), getattr(line.would, name)) for name in ("late", "reminders", "escalated"))
    return Figures(line.name, pairs)


def _moved(change: Change, now: dt.datetime) -> Moved:
    gone, none = gettext("no such deadline"), gettext("none so far")
    return Moved(
        Link(change.number, reverse("case", args=[change.case])),
        frame.written(change.clock, now),
        change.unit_name,
        until(change.was, now) if change.was else none,
        until(change.would, now) if change.would else gone,
    )


def _trigger(written: str, n: int | None, now: dt.datetime) -> str:
    if n is None:
        return phrase(say("“{what}”: the records don't tell", what=written), now)
    return phrase(say("“{what}” would have raised {n} cases", what=written, n=n), now)
