"""Consequences that keep failing, for the system administrator: what, of what, why, and when it is tried again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.jobs.actions import try_again
from zhuqi.core.jobs.queries import LONGEST_OWED, failing, owed, tends
from zhuqi.core.messages.actions import send_again
from zhuqi.core.messages.queries import failing as unsent
from zhuqi.core.messages.rules import Way, why_failed
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.wording import phrase

NAMES: Mapping[str, str] = {
    "cases.redate": term("set the deadlines that a year's working days move"),
    "cases.tell": term("tell those whom it concerns"),
    "cases.seen_anew": term("show the cases of an enterprise that moved to its new area, and no longer to the old one"),
    "cases.seen_from_there": term(
        "show the cases seen from an organisation that moved to its new place, and no longer to the old"
    ),
    "common.tell": term("tell those whom a common issue concerns"),
    "common.tell_cases": term("note on every case in a common issue that it moved on"),
    "errands.tell": term("tell those whom an errand concerns"),
    "liaison.tell": term("tell those whom a link or a hand-over concerns"),
    "visits.tell": term("tell those whom a visit or a promise concerns"),
    "voice.tell": term("tell those whom a need without an account concerns"),
    "common.index": term("index the words of a case, by which similar ones are found"),
    "common.seen_from_there": term(
        "show the common issues seen from an organisation that moved to its new place, and no longer to the old"
    ),
    "intake.draw": term("write the sheet that was asked for"),
    "intake.load": term("load the sheet that was confirmed"),
    "intake.look_through": term("look through the sheet that was handed in"),
    "errands.hand_on_all": term("hand on the errands of somebody who has left, or went over to another unit"),
    "visits.hand_on_all": term(
        "hand on the promises and planned visits of somebody who has left, or went over to another unit"
    ),
    "liaison.end_all": term("hand on the enterprises of somebody who has left, or went over to another unit"),
    "liaison.seen_from_there": term(
        "show the enterprises seen from an organisation that moved to its new place, and no longer to the old"
    ),
    "visits.seen_from_there": term(
        "show the visits seen from an organisation that moved to its new place, and no longer to the old"
    ),
    "voice.seen_from_there": term(
        "show what was told to us, seen from an organisation that moved, to its new place, and no longer to the old"
    ),
}
"""What each consequence of ``zhuqi/reactions.py`` does, in words. A test holds the two together."""
ONE = (Field("entry", term("Journal entry"), Kind.INTEGER, least=1), Field("name", term("Name"), most=60))
"""Which consequence is tried again."""


SENDING = (Field("sending", term("Number"), Kind.INTEGER, least=1),)
"""What is sent again."""
UNSENT = 50
"""So many that couldn't be sent are shown, the oldest first: who is sent again makes room."""


@dataclass(frozen=True)
class Unsent:
    """Something that couldn't be sent out."""

    pk: int
    what: str
    of: str
    since: str
    tried: str
    again: str
    error: str
    key: str


@dataclass(frozen=True)
class Owed:
    """A consequence that failed. ``entry`` and ``name`` say which; ``error`` is whole."""

    entry: int
    name: str
    what: str
    of: str
    since: str
    tried: str
    again: str
    error: str
    key: str


@inside
def show(request: Asked) -> HttpResponseBase:
    """What failed, the longest owed first; a POST lets one be tried at once. Everybody else is told there is no such page."""
    if not tends(request.actor):
        raise Missing
    if request.method == "POST" and "sending" in request.POST:
        sending = forms.read(SENDING, request.POST)["sending"]
        send_again(request.actor, sending, key=forms.key(request.POST), now=request.now)
        return done(request, reverse("failing"), say("It is tried again as soon as a worker comes to it."))
    if request.method == "POST":
        asked = forms.read(ONE, request.POST)
        key = forms.key(request.POST)
        try_again(request.actor, asked["entry"], name=asked["name"], key=key, now=request.now)
        return done(request, reverse("failing"), say("It is tried again as soon as a worker comes to it."))
    found, further = paging.page(request, "failing", failing(), LONGEST_OWED)
    left = _unsent(request.now)
    shown = {
        "lede": _lede(request.now) if found or not left else "",
        "rows": _rows(found, request.now),
        "further": further,
        "unsent": left,
    }
    return render(request, "oversight/failing.html", {"failing": shown})


def _unsent(now: dt.datetime) -> tuple[Unsent, ...]:
    return tuple(
        Unsent(
            pk=row.pk,
            what=phrase(Way(row.channel), now),
            of=row.subscription.name if row.subscription else "",
            since=phrase(row.made_at, now),
            tried=phrase(_tried(row.attempts), now),
            again=phrase(say("given up") if row.failed_at else say("tried again {at}", at=row.due_at), now),
            error=phrase(why_failed(row.error), now),
            key=forms.new_key(),
        )
        for row in unsent()[:UNSENT]
    )


def _tried(attempts: int) -> Sentence:
    return say("failed {n} times", n=attempts) if attempts > 1 else say("failed once")


def _lede(now: dt.datetime) -> str:
    figures = owed()
    if not figures.failing:
        return phrase(say("Nothing fails. {n} are waiting for their turn.", n=figures.count), now)
    return phrase(
        say("{failing} of {n} that aren't done yet have failed.", failing=figures.failing, n=figures.count), now
    )


def _rows(found: Sequence[Any], now: dt.datetime) -> tuple[Owed, ...]:
    staff = directory.staff_names({row.entry.subject for row in found if row.entry.kind == "staff"})
    return tuple(_row(row, staff, now) for row in found)


def _row(row: Any, staff: Mapping[int, str], now: dt.datetime) -> Owed:
    known = NAMES.get(row.name)
    return Owed(
        entry=row.entry_id,
        name=row.name,
        what=gettext(known) if known else row.name,
        of=phrase(_subject(row.entry, staff), now),
        since=phrase(row.entry.at, now),
        tried=phrase(_tried(row.attempts), now),
        again=phrase(say("tried again {at}", at=row.next_at) if row.next_at > now else say("tried again now"), now),
        error=row.error,
        key=forms.new_key(),
    )


def _subject(entry: Any, staff: Mapping[int, str]) -> object:
    """Of whom or of what it is a consequence, by name where it has one."""
    facts = json.loads(entry.facts)
    if entry.kind == "staff" and entry.subject in staff:
        return say("{name} (staff)", name=staff[entry.subject])
    if entry.kind == "calendar_year" and facts.get("year"):
        return say("the calendar of {year}", year=str(facts["year"]))
    return f"{entry.kind} {entry.subject}"
