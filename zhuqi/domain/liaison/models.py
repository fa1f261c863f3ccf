"""Tables of posts and liaisons."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.liaison.rules import Duty, Fate, Knows


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


class Handover(models.Model):
    """An enterprise passing from one official to the next (交接). Until the successor is named, the group or unit holds it."""

    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="handovers")
    ended = models.OneToOneField(Liaison, models.PROTECT, related_name="handover", help_text="the link that ended")
    outgoing = models.ForeignKey("directory.Staff", models.PROTECT, related_name="handovers_given")
    place = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="handovers", help_text="who holds it meanwhile"
    )
    since = models.DateField(help_text="the first day without the one who leaves")
    note = models.TextField(blank=True, help_text="what the next one should know")
    salt = models.CharField(max_length=32)
    opened_at = models.DateTimeField()
    successor = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="handovers_taken")
    link = models.OneToOneField(Liaison, models.PROTECT, null=True, related_name="came_by", help_text="the new link")
    named_at = models.DateTimeField(null=True)
    noted_at = models.DateTimeField(null=True, help_text="when the successor took note of it")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(successor=None, link=None, named_at=None)
                | Q(successor__isnull=False, link__isnull=False, named_at__isnull=False),
                name="successor_with_link",
            ),
            models.CheckConstraint(condition=Q(noted_at=None) | Q(named_at__isnull=False), name="noted_after_named"),
        ]


class Acquaintance(models.Model):
    """What an enterprise says of the official who is linked to it: whether it knows them. Its last word counts."""

    liaison = models.OneToOneField(Liaison, models.PROTECT, related_name="acquaintance")
    answer = models.CharField(max_length=12, choices=Knows.choices())
    at = models.DateTimeField()


class Proposal(models.Model):
    """Links proposed for the enterprises of an area that have too few officials; nothing holds before it is confirmed."""

    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="proposals")
    author = models.ForeignKey("directory.Staff", models.PROTECT, related_name="proposals")
    made_at = models.DateTimeField()
    weights = models.TextField(help_text="as JSON: {term: weight}")
    wanted = models.PositiveIntegerField(help_text="officials that the enterprises lacked")
    state = models.CharField(max_length=12, choices=Fate.choices(), default=Fate.OPEN.value)
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(state=Fate.OPEN.value), name="one_open_proposal_an_area"
            ),
        ]


class ProposedLink(models.Model):
    """One proposed link, with the terms that speak for it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="links")
    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="proposed")
    staff = models.ForeignKey("directory.Staff", models.PROTECT, related_name="proposed")
    group = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="proposed")
    terms = models.TextField(help_text="as JSON: {term: points}")
    typed = models.BooleanField(default=False, help_text="chosen by hand")
    dropped = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "enterprise", "staff"], name="one_proposed_link_a_pair"),
        ]
