"""Files that were attached to a case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhuqi.domain.cases.models.case import Case


class Attachment(models.Model):
    """Files that somebody attached to a case at one time (附件), with a word about them."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")
    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, null=True, related_name="+")
    outside = models.BooleanField(help_text="the enterprise gets them too")
    note = models.TextField(help_text="erasable words")
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise=None) | Q(outside=True, staff=None, unit=None), name="its_own_are_open_to_it"
            )
        ]


class Enclosure(models.Model):
    """One of the files that were attached."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="enclosures")
    n = models.PositiveIntegerField()
    file = models.OneToOneField("files.File", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "n"], name="one_enclosure_a_number")]
