"""Tables of organisations, staff and enterprises."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.directory.rules import Kind, Rank, Scale


class Organisation(models.Model):
    """Any unit of the tree: an area, or a body that serves one (组织)."""

    kind = models.CharField(max_length=20, choices=Kind.choices())
    name = models.CharField(max_length=60)
    code = models.CharField(max_length=30, unique=True, help_text="short code by which sheets name it")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, unique=True, help_text="segments of its ancestors and itself: base/paths")
    area = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="bodies",
        help_text="the nearest area at or above; an area's is itself",
    )
    region_code = models.CharField(max_length=12, blank=True, help_text="GB/T 2260 code of an area, where it has one")
    since = models.DateField()
    retired_on = models.DateField(null=True, help_text="the first day without it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(kind=Kind.DESK.value, retired_on=None), name="one_live_desk_an_area"
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(retired_on__gte=F("since")), name="organisation_retires_after_it_began"
            ),
        ]


class Staff(models.Model):
    """A member of staff (干部). ``account`` is the door they come in by; what they may do is in grants."""

    code = models.CharField(max_length=30, unique=True, help_text="工号, also the account's name")
    name = models.CharField(max_length=40)
    salt = models.CharField(max_length=32)
    rank = models.CharField(max_length=20, choices=Rank.choices())
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="staff")
    account = models.OneToOneField("accounts.Account", models.PROTECT, null=True, related_name="staff")
    since = models.DateField()
    left_on = models.DateField(null=True, help_text="the first day without them")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("since")), name="staff_leaves_after_it_came"
            ),
        ]


class Enterprise(models.Model):
    """An enterprise of the register (企业名录库). ``scale`` is computed from the four columns before it, with its reason."""

    uscc = models.CharField(max_length=18, unique=True, help_text="统一社会信用代码, or a 15-digit registration number")
    name = models.CharField(max_length=120)
    region = models.ForeignKey(
        Organisation, models.PROTECT, related_name="enterprises", help_text="the area it lies in"
    )
    industry = models.CharField(max_length=4, blank=True, help_text="GB/T 4754-2017 code: C, 13, 131 or 1311")
    staff_count = models.PositiveIntegerField(null=True, help_text="persons at the end of the period")
    revenue_wan = models.DecimalField(
        max_digits=15, decimal_places=2, null=True, help_text="operating revenue, 10,000 yuan"
    )
    assets_wan = models.DecimalField(max_digits=15, decimal_places=2, null=True, help_text="total assets, 10,000 yuan")
    scale = models.CharField(max_length=20, choices=Scale.choices(), default=Scale.UNKNOWN.value)
    scale_reason = models.TextField(default="{}", help_text="a sentence as JSON: {text, facts}")
    address = models.CharField(max_length=200, blank=True)
    salt = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="enterprise_by_name")]
