"""Tables of rounds and visits."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.visits.rules import Mode, Purpose


class ContactRound(models.Model):
    """A round of contact (第一轮对接): the enterprises of an area are to be reached in these days."""

    name = models.CharField(max_length=60)
    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="rounds")
    since = models.DateField()
    until = models.DateField(null=True, help_text="the first day after it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="one_round_a_name"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="round_ends_after_it_began"
            ),
        ]


class Visit(models.Model):
    """A member of staff served an enterprise on a day (走访)."""

    round = models.ForeignKey(ContactRound, models.PROTECT, null=True, related_name="visits")
    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="visits")
    staff = models.ForeignKey("directory.Staff", models.PROTECT, related_name="visits")
    unit = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="visits", help_text="group, team or unit"
    )
    region = models.ForeignKey(
        "directory.Organisation",
        models.PROTECT,
        related_name="visits_received",
        help_text="where the enterprise lay when the visit was recorded",
    )
    day = models.DateField()
    mode = models.CharField(max_length=10, choices=Mode.choices())
    kind = models.CharField(max_length=20, choices=Purpose.choices())
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "staff", "day", "mode", "kind"], name="one_visit_a_day_and_kind"
            ),
        ]
        indexes = [models.Index(fields=["round", "day", "enterprise"], name="visits_of_round")]
