"""Published years and their special days."""

from __future__ import annotations

from django.db import models


class CalendarYear(models.Model):
    """A year whose notice (放假安排通知) is published: its working days are known."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(
        max_length=200, help_text="where the days come from: the notice's address, a package and its version"
    )
    fingerprint = models.CharField(max_length=32, help_text="of the days, so that a change shows without reading them")
    imported_at = models.DateTimeField(help_text="when these days and this source came in")


class SpecialDay(models.Model):
    """A day that a notice sets apart. Where two notices speak of one day, the later year's holds."""

    notice = models.ForeignKey(
        CalendarYear, models.PROTECT, related_name="days", help_text="the year whose notice names it"
    )
    day = models.DateField()
    working = models.BooleanField(help_text="a weekend day that is worked (调休), or else a day off")
    name = models.CharField(max_length=20, help_text="the festival")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "day"], name="one_word_a_notice_and_day")]
