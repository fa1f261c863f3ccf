"""Closed days, folded and frozen: what published figures stand on."""

from __future__ import annotations

from django.db import models


class DayEdge(models.Model):
    """A closed day's movements between two accounts, folded and frozen: what a published figure stands on."""

    day = models.DateField()
    source_unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    source_name = models.CharField(max_length=40)
    target_unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    target_name = models.CharField(max_length=40)
    action = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    n = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="day_edges_by_day")]


class DayBalance(models.Model):
    """What a unit held when a closed day was over, where something moved on it: an opening that no history is read for."""

    day = models.DateField()
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="one_balance_a_unit_and_day")]


class FoldedDay(models.Model):
    """A day whose movements are folded: it no longer moves."""

    day = models.DateField(unique=True)
    edges = models.PositiveIntegerField(help_text="movements folded into the day's rows")
    folded_at = models.DateTimeField()
