"""What visits took place, on the enterprise's page: who came, when and for what; and that one didn't."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from zhuqi.base.words import say, term
from zhuqi.core.access.actor import Actor
from zhuqi.domain.visits.queries import visible
from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Kept, late
from zhuqi.domain.voice.actions import doubt
from zhuqi.domain.voice.queries.visited import Visited, Word, visited
from zhuqi.domain.voice.rules import TEXT
from zhuqi.interfaces.portal.case_page import Line
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.wording import day, local, phrase

FIELDS = (
    forms.Field("visit", "", forms.Kind.INTEGER, least=1),
    forms.Field(
        "text", term("What was otherwise"), forms.Kind.LONG_TEXT, False, term("You need no reason."), most=TEXT
    ),
)


@dataclass(frozen=True)
class Came:
    """A visit in words."""

    pk: int
    when: str
    who: str
    what: str
    doubted: bool
    promised: tuple[Line, ...] = ()


def act(request: Asked, actor: Actor) -> None:
    """Note that a visit didn't take place so. Raises Invalid, Missing, Refused."""
    typed = forms.read(FIELDS, request.POST)
    key = forms.key(request.POST)
    doubt(actor, typed["visit"], text=typed["text"], key=key, now=request.now)


NAME = "doubt"
DONE = say("Noted. It goes to those who supervise the unit; whoever wrote the visit down isn't told.")


def section(actor: Actor, now: dt.datetime, *, staff: bool, reader: Actor | None = None) -> dict[str, Any]:
    """What the page shows of visits, and of what was promised on them; to a ``reader`` of the staff those that they see. One
    query, two for a reader."""
    found = visited(actor)
    if reader is not None:
        seen = visible(reader).filter(pk__in=[one.visit.pk for one in found]).values_list("pk", flat=True)
        kept = set(seen)
        found = tuple(one for one in found if one.visit.pk in kept)
    rows = tuple(_came(one, now) for one in found)
    return {"rows": rows, "more": not staff, "field": forms.blank(FIELDS[1:])[0], "key": forms.new_key()}


def _came(one: Visited, now: dt.datetime) -> Came:
    visit = one.visit
    what = say("{mode}, {kind}", mode=Mode(visit.mode), kind=Purpose(visit.kind))
    who = f"{visit.staff.name} · {visit.unit.name}"
    promised = tuple(_promised(word, now) for word in one.promised)
    return Came(visit.pk, day(visit.day, now), who, phrase(what, now), one.doubted, promised)


def _promised(word: Word, now: dt.datetime) -> Line:
    """What was promised, until when, and whether it was kept."""
    if word.state is Kept.KEPT:
        how = say("Kept, noted on {day}.", day=word.ended_on)
    elif word.state is Kept.OVERTAKEN:
        how = say("Overtaken by something else, noted on {day}.", day=word.ended_on)
    elif late(word.state, word.due, local(now).date()):
        how = say("This day is over, and it isn't noted as kept.")
    else:
        how = say("It stands.")
    return Line(day(word.due, now), phrase(how, now), (word.text,))
