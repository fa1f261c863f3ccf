"""Parts of the first page: the one move that frees a stuck case, whom an official should call, and where one goes today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from zhuqi.base.words import say
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.domain.cases.life.freeing import move
from zhuqi.domain.cases.queries.sight import situations
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.contacts.rules.words import ContactHow
from zhuqi.domain.visits.queries import calling
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.shown import Door, Row
from zhuqi.interfaces.web.wording import phrase

FRESH = 14
"""An enterprise that was asked in so many days needs no call for that alone."""


def doors(actor: Actor, cases: Sequence[Any], clocks: Mapping[int, Any], now: dt.datetime) -> dict[int, Door]:
    """{case: the one move that would free it}, of those cases where one is open to the actor; the first stands out. Five queries
    where the cases are remembered."""
    found: dict[int, Door] = {}
    places = situations(actor, cases, now=now)
    for case in cases:
        clock = clocks.get(case.pk)
        action = move(places[case.pk], Tick(clock.tick) if clock is not None else None) if case.pk in places else None
        if action is not None:
            address = reverse("act", args=[case.pk, action.value])
            found[case.pk] = Door(phrase(action, now), address, main=not found)
    return found


def with_doors(rows: Sequence[Row], cases: Sequence[Any], opened: Mapping[int, Door]) -> tuple[Row, ...]:
    """The rows of some cases, each with its move."""
    return tuple(replace(row, door=opened.get(case.pk)) for row, case in zip(rows, cases, strict=False))


def today(actor: Actor, calendar: WorkCalendar, now: dt.datetime) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """(the visits that one makes today, whom one should call). Five queries at most."""
    found = calling.today(actor, day_of(now), now, calendar)
    goes = tuple(_visit(row, now) for row in found.visits)
    rows = tuple(_call(call, now) for call in found.calls if _stale(call, now))
    return goes, rows


def _stale(call: calling.Call, now: dt.datetime) -> bool:
    return call.asked_on is None or (day_of(now) - call.asked_on).days >= FRESH


def _visit(row: Any, now: dt.datetime) -> Row:
    when = phrase(row.begins_at, now).rsplit(" ", 1)[-1] if row.begins_at is not None else gettext("Today")
    return Row(
        row.enterprise.name,
        reverse("visit_plan", args=[row.goes]),
        Lamp("plain", when),
        (row.unit.name, phrase(ContactHow(row.how), now)),
    )


def _call(call: calling.Call, now: dt.datetime) -> Row:
    """An enterprise, since when nobody asked it, and what the budget says."""
    firm = call.enterprise
    if call.asked_on is None:
        lamp = Lamp("plain", gettext("nobody asked yet"))
    else:
        n = (day_of(now) - call.asked_on).days
        said = ngettext("{n} day ago", "{n} days ago", n).format(n=n)
        lamp = Lamp("plain", said, phrase(call.asked_on, now))
    door = None
    why = ""
    if call.unasked is not None:
        why = phrase(call.unasked, now)
    elif call.unvisited is not None:
        why = phrase(say("Call; no visit today: {why}", why=call.unvisited), now)
    else:
        door = Door(gettext("Plan a visit"), f"{reverse('visit_new')}?enterprise={firm.pk}")
    address = reverse("enterprise_book", args=[firm.pk])
    return Row(firm.name, address, lamp, (firm.region.name,), why, door)
