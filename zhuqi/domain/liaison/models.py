"""Tables of posts and liaisons."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.liaison.rules import Duty


class Post(models.Model):
    """A member of staff holding a duty at a team or group for a time."""

    staff = models.ForeignKey("directory.Staff", models.PROTECT, related_name="posts")
    org = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="posts")
    duty = models.CharField(max_length=20, choices=Duty.choices())
    since = models.DateField()
    until = models.DateField(null=True, help_text="the first day without it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "org", "duty"], condition=Q(until=None), name="one_open_post"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="post_ends_after_it_began"),
        ]


class Liaison(models.Model):
    """An official linked to an enterprise for a time, in a group or one to one (包企, 一对一)."""

    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="liaisons")
    staff = models.ForeignKey("directory.Staff", models.PROTECT, related_name="liaisons")
    group = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="liaisons")
    place = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        related_name="liaisons_held",
        help_text="from where it is held and seen: the group or, one to one, the official's unit on the day of linking",
    )
    since = models.DateField()
    until = models.DateField(null=True, help_text="the first day without it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "staff"], condition=Q(until=None), name="one_open_liaison"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="liaison_ends_after_it_began"
            ),
        ]
