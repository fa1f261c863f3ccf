"""Tables of errands and of what was done about them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.errands.rules import LIVE, ErrandMode, ErrandOutcome, ErrandState, Why


class Errand(models.Model):
    """One approval in which an official acts for an enterprise or goes with it (代办、陪办)."""

    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="errands")
    staff = models.ForeignKey("directory.Staff", models.PROTECT, related_name="errands", help_text="who runs it")
    unit = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="errands", help_text="group, team or unit of who runs it"
    )
    region = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        related_name="errands_asked",
        help_text="where the enterprise lay when it asked",
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="errands", help_text="the need it came from, if any"
    )
    mode = models.CharField(max_length=10, choices=ErrandMode.choices())
    state = models.CharField(max_length=10, choices=ErrandState.choices())
    matter = models.CharField(max_length=200, help_text="which approval, in plain words")
    office = models.CharField(max_length=60, help_text="the office that decides")
    salt = models.CharField(max_length=32)
    asked_on = models.DateField(help_text="the day the enterprise asked for it")
    promised = models.DateField(help_text="the day promised at first")
    due = models.DateField(help_text="the day promised now")
    outcome = models.CharField(max_length=10, choices=ErrandOutcome.choices(), blank=True)
    why = models.CharField(max_length=12, choices=Why.choices(), blank=True)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in LIVE], ended_on=None)
                | Q(state=ErrandState.FINISHED.value, ended_on__isnull=False) & ~Q(outcome="")
                | Q(state=ErrandState.STOPPED.value, ended_on__isnull=False) & ~Q(why=""),
                name="errand_ends_with_what_came_of_it",
            ),
            models.CheckConstraint(condition=Q(due__gte=F("asked_on")), name="errand_promised_after_it_was_asked"),
        ]
        indexes = [
            models.Index(fields=["state", "due", "id"], name="errands_by_due"),
            models.Index(fields=["staff", "state", "due"], name="errands_of_staff"),
        ]


class Note(models.Model):
    """One thing done about an errand, with its words. The journal holds only their salted digest."""

    errand = models.ForeignKey(Errand, models.PROTECT, related_name="notes")
    n = models.PositiveIntegerField(help_text="the version of the errand that it made")
    deed = models.CharField(max_length=10, help_text="a deed of the rules; empty where it was taken on")
    at = models.DateTimeField()
    day = models.DateField(help_text="the day on which it happened")
    staff = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")
    due = models.DateField(help_text="the day promised from then on")
    words = models.TextField(blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["errand", "n"], name="one_note_a_number")]
