"""Deadlines in words: what is left, what is over, and the lamp that goes with it.

A lamp is a shape, a word, then a colour. The number always says what it counts; days are counted with today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from zhuqi.domain.cases.life.measuring import Lit
from zhuqi.interfaces.web.wording import local, moment, until

Workdays = Callable[[dt.date, dt.date], int]
"""How many working days lie between two days, both counted."""


@dataclass(frozen=True)
class Lamp:
    """A lamp ready to show: ``tone`` names shape and colour, ``words`` say it, ``due`` is the line below."""

    tone: str
    words: str
    due: str = ""


def lamp(
    now: dt.datetime,
    due: dt.datetime | None,
    *,
    yellow: dt.datetime | None,
    workdays: Workdays,
    paused: bool = False,
    lit: Lit | None = None,
) -> Lamp:
    """The lamp of an open clock. ``yellow``: from which moment on it is nearly due. Late is after ``due``. ``lit``: the lamp
    that the edition's own rule lights; it is named, since its colour means what that place says it means.

    Without a ``due`` the clock stands still (``paused``), or its year isn't published yet.
    """
    if due is None:
        return Lamp("grey", gettext("clock stopped") if paused else gettext("date not yet known"))
    if lit is not None:
        words = over(now, due, workdays) if now > due else left(now, due, workdays)
        named = gettext("{lamp}: {words}").format(lamp=lit.lamp.label, words=words)
        at = until(due, now)
        return Lamp(lit.lamp.token, named, gettext("was due {at}").format(at=at) if now > due else at)
    if now > due:
        return Lamp("red", over(now, due, workdays), gettext("was due {at}").format(at=until(due, now)))
    tone = "yellow" if yellow is not None and now >= yellow else "green"
    return Lamp(tone, left(now, due, workdays), until(due, now))


def met(now: dt.datetime, due: dt.datetime | None, at: dt.datetime) -> Lamp:
    """The lamp of a clock that was stopped at ``at`` by what it waited for."""
    if due is not None and at > due:
        return Lamp("red", gettext("late"), moment(at, now))
    return Lamp("green", gettext("in time"), moment(at, now))


def left(now: dt.datetime, due: dt.datetime, workdays: Workdays) -> str:
    """What is left until ``due``: hours and minutes on its own day, else working days, or days where none is one."""
    today, last = local(now).date(), _last_day(due)
    if today == last:
        return gettext("{span} left").format(span=hours(due - now))
    days = workdays(today, last)
    if days:
        return ngettext("{n} working day left", "{n} working days left", days).format(n=days)
    days = (last - today).days + 1
    return ngettext("{n} day left", "{n} days left", days).format(n=days)


def over(now: dt.datetime, due: dt.datetime, workdays: Workdays) -> str:
    """How long ``due`` is over: working days begun since, else hours and minutes."""
    today, last = local(now).date(), _last_day(due)
    days = workdays(last + dt.timedelta(days=1), today) if today > last else 0
    if days:
        return ngettext("{n} working day late", "{n} working days late", days).format(n=days)
    return gettext("{span} late").format(span=hours(now - due))


def hours(span: dt.timedelta) -> str:
    """A span in hours and minutes, whole minutes only; under a minute counts as one."""
    minutes = max(1, int(span.total_seconds()) // 60)
    whole, rest = divmod(minutes, 60)
    if not whole:
        return gettext("{m} min").format(m=rest)
    if not rest:
        return gettext("{h} h").format(h=whole)
    return gettext("{h} h {m} min").format(h=whole, m=rest)


def _last_day(due: dt.datetime) -> dt.date:
    """The last day that counts: a due moment at midnight belongs to the day before it."""
    return (local(due) - dt.timedelta(microseconds=1)).date()
