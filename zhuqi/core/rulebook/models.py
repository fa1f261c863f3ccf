"""Editions: dated texts of a place's rules."""

from __future__ import annotations

from django.db import models


class Edition(models.Model):
    """One text, in force at a place and below it from a day on. Never changed once adopted."""

    place = models.BigIntegerField(help_text="the area's id; this floor knows no organisation")
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True, help_text="document number (文号)")
    effective_on = models.DateField()
    text = models.TextField()
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "effective_on"], name="one_edition_a_place_and_day")]
