"""Tables of grants and scopes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhuqi.core.access.actor import Role


class Grant(models.Model):
    """A role at an organisation, for a time (角色授权)."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices())
    org = models.BigIntegerField(help_text="the organisation's id; this floor knows no organisation")
    path = models.CharField(max_length=200)
    sight = models.BigIntegerField(help_text="from which organisation downward the role sees")
    sight_path = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True, help_text="the first day without the role")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "org"], condition=Q(until=None), name="one_open_grant_a_role_and_place"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="grant_ends_after_it_began"
            ),
        ]


class Scope(models.Model):
    """One row is seen from one organisation, for a reason. Written once for each ancestor, so that every list costs
    the same at a village and at a province."""

    pk = models.CompositePrimaryKey("kind", "org", "row", "reason")
    kind = models.CharField(max_length=20, help_text="which table the row is in: case, visit ...")
    row = models.BigIntegerField()
    org = models.BigIntegerField()
    reason = models.CharField(max_length=12)

    class Meta:
        indexes = [models.Index(fields=["kind", "row"], name="scope_of_row")]
