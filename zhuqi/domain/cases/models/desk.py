"""What a dispatch room has beside the cases: who looks at which just now, and what it assigned together."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhuqi.domain.cases.models.case import Case


class Glance(models.Model):
    """The case that somebody at a dispatch room has open just now. One row a person, written over, and removed within a
    minute: so that two don't take up the same case. Nothing of it is kept."""

    staff = models.OneToOneField("directory.Staff", models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    until = models.DateTimeField(help_text="when it is forgotten unless it is said again")


class Batch(models.Model):
    """Cases that a dispatch room assigned to one unit together (一批交办), under a number of the room's own."""

    desk = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    n = models.PositiveIntegerField(help_text="which batch of the room in that year, counted from 1 without a gap")
    lead = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    staff = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "year", "n"], name="one_batch_a_number")]
        indexes = [models.Index(fields=["lead", "at"], name="batches_of_a_unit")]


class Batched(models.Model):
    """A case of a batch, with the dates that were set then; or one that was to go with it and couldn't."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="cases")
    n = models.PositiveIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(null=True, help_text="the entry by which it was assigned")
    sign_by = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    left = models.CharField(max_length=8, null=True, help_text="why it didn't go: moved meanwhile, or refused")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "n"], name="one_batched_a_number"),
            models.UniqueConstraint(fields=["batch", "case"], name="a_case_once_a_batch"),
            models.CheckConstraint(
                condition=Q(version__isnull=False, left=None) | Q(version=None, left__isnull=False),
                name="batched_or_left_out",
            ),
        ]


class BatchCounter(models.Model):
    """The last number that a room gave to a batch in a year."""

    desk = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "year"], name="one_batch_counter_a_year")]
