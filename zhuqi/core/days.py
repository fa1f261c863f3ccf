"""The place's day: at which day a moment lies, and when a day begins, in the zone of the settings."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def day_of(now: dt.datetime) -> dt.date:
    """The day it is in the place's zone."""
    return timezone.localtime(now).date()


def start_of(day: dt.date) -> dt.datetime:
    """When a day begins in the place's zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
