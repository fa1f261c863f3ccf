"""What the enterprise has of a case: an address that opens it, who speaks for it, what it thinks of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhuqi.domain.cases.models.case import Case


class Link(models.Model):
    """An address that opens one case to its enterprise, without an account. The secret in it is kept nowhere."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret in the address")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=20, help_text="by which way it was sent")
    until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Contact(models.Model):
    """Who in the enterprise told us of a need, and how to reach them. Erasable; shown masked."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=60, help_text="empty when erased")
    role = models.CharField(max_length=60, help_text="what they are in the enterprise; empty when erased")
    phone = models.CharField(max_length=30, help_text="empty when erased")
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class Rating(models.Model):
    """What the enterprise thinks of a reply and, apart from that, of the result (答复评价, 解决评价)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings")
    reply = models.PositiveIntegerField()
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+", help_text="the unit rated")
    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+", help_text="who oversees it")
    reply_rating = models.PositiveIntegerField(null=True)
    result_rating = models.PositiveIntegerField(null=True)
    channel = models.CharField(max_length=20)
    at = models.DateTimeField()
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "reply"], name="one_rating_a_reply"),
            models.CheckConstraint(condition=Q(reply_rating=None) | Q(reply_rating__range=(1, 5)), name="reply_1_to_5"),
            models.CheckConstraint(
                condition=Q(result_rating=None) | Q(result_rating__range=(1, 5)), name="result_1_to_5"
            ),
        ]


class RatedMore(models.Model):
    """What the enterprise thinks of something else that the edition lets it rate, by itself (另评)."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="more")
    name = models.CharField(max_length=20, help_text="what is rated, as the edition calls it")
    stars = models.PositiveIntegerField()
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rating", "name"], name="each_rated_once"),
            models.CheckConstraint(condition=Q(stars__range=(1, 5)), name="stars_1_to_5"),
        ]


class Complaint(models.Model):
    """What an enterprise complains of (投诉): for those who oversee the area, never for the unit that handled it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="complaints")
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+", help_text="who oversees it")
    body = models.TextField()
    channel = models.CharField(max_length=20)
    at = models.DateTimeField()
    salt = models.CharField(max_length=32)
