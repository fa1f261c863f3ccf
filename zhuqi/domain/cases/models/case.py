"""A case, the editions under which it lies, the numbers that cases get."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhuqi.domain.cases.rules.words import State


class Case(models.Model):
    """A need of an enterprise (诉求), with where it now stands. ``version`` is what an actor saw."""

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=60, help_text="erasable words of the finder")
    salt = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=1)
    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    desk = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    found_on = models.DateField()
    told_at = models.DateTimeField(help_text="when the enterprise told us: elapsed time runs from here")
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices())
    grade = models.CharField(max_length=30, null=True)
    finder = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="cases_found")
    finder_unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    episode = models.PositiveIntegerField(default=1)
    episode_at = models.DateTimeField(null=True)
    settled = models.BooleanField(default=False)
    contests = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=12, null=True)
    confirmation = models.CharField(max_length=12, null=True)
    end = models.CharField(max_length=16, null=True)
    ended_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    holder = models.ForeignKey(
        "directory.Organisation", models.PROTECT, null=True, related_name="+", help_text="the carrier's unit, for lists"
    )
    due = models.DateTimeField(null=True, help_text="the next deadline that runs, for lists")
    LATER: ClassVar[int] = 14  # columns that came to the table afterwards: the last ones, empty in rows from before
    category = models.CharField(max_length=30, null=True)
    urgency = models.CharField(max_length=30, null=True)
    scale = models.CharField(max_length=20, null=True, help_text="of the enterprise, when it was recorded")
    proposer = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")
    refused_for = models.CharField(max_length=30, null=True, help_text="why it isn't accepted, as the edition calls it")
    tally = models.CharField(max_length=12, null=True, help_text="why it stands apart in the books")
    raised = models.PositiveIntegerField(null=True, help_text="which triggers say that it must go up, one bit each")
    stake = models.PositiveBigIntegerField(null=True, help_text="what is at stake, in yuan")
    firms = models.PositiveIntegerField(null=True, help_text="how many enterprises it concerns")
    signed = models.BooleanField(null=True, help_text="whether there is a signed request")
    instructed_on = models.DateField(null=True, help_text="when a leader instructed it last")
    provisional = models.CharField(max_length=12, null=True, help_text="who must still confirm its class")
    joined = models.CharField(max_length=16, null=True, help_text="the mark of cases that are handled together")
    heirs = models.TextField(
        null=True, help_text="units of it that ended, each with who stands in its place: 12>45 7>45"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.ENDED.value, end__isnull=False, holder=None)
                | (~Q(state=State.ENDED.value) & Q(end=None, holder__isnull=False)),
                name="live_with_a_holder_or_ended_with_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due"], name="case_by_due"),
            models.Index(fields=["joined"], condition=Q(joined__isnull=False), name="cases_joined"),
        ]


class CaseEdition(models.Model):
    """The edition under which a case lies in an area: that of the day it entered."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="editions")
    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    edition = models.ForeignKey("rulebook.Edition", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "area"], name="one_edition_an_area")]


class Counter(models.Model):
    """The last number given to a case of an area in a year."""

    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "year"], name="one_counter_a_year")]
