"""Tables of common issues, and of the index of words."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.common.rules.words import OPEN, IssueDeed, IssueStanding


class CommonIssue(models.Model):
    """What several enterprises say alike (共性问题): a class of cases, with an owner. ``version`` is what an actor saw."""

    title = models.CharField(max_length=60, help_text="the enterprises in it read this")
    matter = models.TextField(help_text="what is the matter; read inside")
    wanted = models.TextField(help_text="the change that is proposed; read inside")
    salt = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=1)
    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    owner = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, help_text="by when the owner means to have changed it")
    standing = models.CharField(max_length=12, choices=IssueStanding.choices())
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")
    taken_up_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__in=sorted(OPEN), ended_at=None)
                | (~Q(standing__in=sorted(OPEN)) & Q(ended_at__isnull=False)),
                name="issue_open_or_ended",
            ),
        ]


class Membership(models.Model):
    """A case in a common issue, for a time."""

    issue = models.ForeignKey(CommonIssue, models.PROTECT, related_name="memberships")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "case"], condition=Q(left_at=None), name="in_an_issue_once"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")), name="left_after_it_joined"
            ),
        ]


class Told(models.Model):
    """Words with which a common issue moved on: every enterprise in it reads them."""

    issue = models.ForeignKey(CommonIssue, models.PROTECT, related_name="told")
    seq = models.PositiveIntegerField(help_text="the entry of the journal they belong to")
    deed = models.CharField(max_length=12, choices=IssueDeed.choices())
    body = models.TextField()
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()
    staff = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "seq"], name="told_once_an_entry")]


class Posting(models.Model):
    """A pair of signs that a case's words have. Derived: written anew from the words, gone with them."""

    pk = models.CompositePrimaryKey("gram", "case_id")
    gram = models.BigIntegerField()
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")


class Frequent(models.Model):
    """How many cases have a pair of signs, where it is many. Counted anew each day; only the order of a search rests on it."""

    gram = models.BigIntegerField(primary_key=True)
    n = models.PositiveIntegerField()
