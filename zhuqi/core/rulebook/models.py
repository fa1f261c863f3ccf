"""Editions: dated texts of a place's rules; and texts that wait to be signed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Edition(models.Model):
    """One text on one edition of the place above, in force at a place and below it from a day on. Never changed once adopted."""

    place = models.BigIntegerField(help_text="the area's id; this floor knows no organisation")
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True, help_text="document number (文号)")
    effective_on = models.DateField()
    text = models.TextField()
    adopted_at = models.DateTimeField()
    LATER: ClassVar[int] = 2  # columns that came to the table afterwards: the last ones, empty in rows from before
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="below", help_text="the edition of the place above it stands on"
    )
    origin = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="carried",
        help_text="where it only followed the place above: the edition that was adopted with this text",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "effective_on"], condition=Q(origin=None), name="one_edition_a_place_and_day"
            ),
            models.UniqueConstraint(
                fields=["place", "effective_on", "origin", "parent"], name="one_edition_follows_another_once"
            ),
        ]


class Draft(models.Model):
    """A text that somebody handed in for a place, until somebody else signs it or it is taken back."""

    place = models.BigIntegerField()
    path = models.CharField(max_length=200)
    above = models.BigIntegerField(null=True, help_text="the place above whose rules it inherits")
    name = models.CharField(max_length=120)
    number = models.CharField(max_length=60)
    effective_on = models.DateField()
    text = models.TextField()
    drafted_by = models.BigIntegerField(help_text="the account")
    drafter = models.BigIntegerField(null=True, help_text="the member of staff")
    drafted_at = models.DateTimeField()
    signed_by = models.BigIntegerField(null=True, help_text="the account")
    signed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, related_name="drafts", help_text="what it became")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(withdrawn_at=None), name="draft_signed_or_withdrawn"
            ),
        ]
        indexes = [
            models.Index(fields=["path"], condition=Q(signed_at=None, withdrawn_at=None), name="drafts_open"),
        ]
