"""Tables of enterprises' accounts: who has one, who is in now, which codes are on their way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhuqi.domain.members.rules import NAME, MemberProof, MemberStage


class Member(models.Model):
    """Somebody who comes in for an enterprise by an account (企业账户). Name and mailbox lie here, to be erased."""

    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="members")
    name = models.CharField(max_length=NAME, blank=True)
    mailbox = models.CharField(max_length=120, blank=True, help_text="in small letters; empty when erased")
    salt = models.CharField(max_length=32)
    asked_by = models.ForeignKey(
        "directory.Staff", models.PROTECT, null=True, related_name="+", help_text="empty: the enterprise itself"
    )
    asked_at = models.DateTimeField()
    stage = models.CharField(max_length=20, choices=MemberStage.choices())
    proof = models.CharField(max_length=20, choices=MemberProof.choices(), blank=True)
    digest = models.CharField(max_length=64, null=True, unique=True, help_text="SHA-256 of the secret of the letter")
    until = models.DateTimeField(null=True, help_text="until when the letter opens the account")
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=MemberStage.ENDED.value, ended_at__isnull=False)
                | (~Q(stage=MemberStage.ENDED.value) & Q(ended_at=None, erased_at=None)),
                name="member_ends_before_it_is_erased",
            ),
            models.CheckConstraint(
                condition=~Q(stage=MemberStage.OPEN.value) | Q(opened_at__isnull=False) & ~Q(proof=""),
                name="member_opens_when_admitted",
            ),
        ]
        indexes = [
            models.Index(fields=["mailbox", "stage"], name="members_by_mailbox"),
            models.Index(fields=["stage", "asked_at", "id"], name="members_in_order"),
        ]


class Sitting(models.Model):
    """Somebody who is in now, by a secret that their browser has. Not in the journal: nothing is decided by it, and nobody
    counts log-ins."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="sittings")
    digest = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()


class Code(models.Model):
    """A code on its way to a mailbox, whether or not that has an account: the rows alike for both. Swept after a day."""

    digest = models.CharField(max_length=64, unique=True, help_text="a keyed digest of mailbox and code")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
