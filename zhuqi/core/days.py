"""The place's day: at which day a moment lies, when a day begins, in the zone of the settings; which rows hold on a day."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone


def day_of(now: dt.datetime) -> dt.date:
    """The day it is in the place's zone."""
    return timezone.localtime(now).date()


def start_of(day: dt.date) -> dt.datetime:
    """When a day begins in the place's zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def holds_on(day: dt.date, through: str = "") -> Q:
    """The condition under which a row's half-open period, ``since`` to ``until``, holds a day. ``through``: the relation by which
    the row is reached, as in ``posts__``."""
    return Q(**{f"{through}since__lte": day}) & not_over(day, through)


def not_over(day: dt.date, through: str = "") -> Q:
    """The condition under which it holds on that day or begins later."""
    return Q(**{f"{through}until": None}) | Q(**{f"{through}until__gt": day})
