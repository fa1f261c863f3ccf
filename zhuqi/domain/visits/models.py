"""Tables of rounds and visits."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.visits.rules import Mode, Purpose
from zhuqi.domain.visits.rules.promises import Kept


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
    contact = models.ForeignKey(
        "contacts.Contact",
        models.PROTECT,
        null=True,
        related_name="visits",
        help_text="the contact in the enterprise's book; empty only until a visit from before there were books is entered",
    )

    LATER = 1

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "staff", "day", "mode", "kind"], name="one_visit_a_day_and_kind"
            ),
        ]
        indexes = [models.Index(fields=["round", "day", "enterprise"], name="visits_of_round")]


class Plan(models.Model):
    """What a planned contact is for (走访计划), and by whom it was planned."""

    contact = models.OneToOneField("contacts.Contact", models.PROTECT, related_name="plan")
    round = models.ForeignKey(ContactRound, models.PROTECT, null=True, related_name="plans")
    purpose = models.CharField(max_length=200)
    asked = models.CharField(max_length=200, blank=True, help_text="what the enterprise asked for, where it did")
    asked_case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, related_name="visits_asked", help_text="the need by which it asked"
    )
    planned_by = models.ForeignKey("directory.Staff", models.PROTECT, related_name="visits_planned")
    salt = models.CharField(max_length=32)


class PlanMember(models.Model):
    """Who goes."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="members")
    staff = models.ForeignKey("directory.Staff", models.PROTECT, related_name="visits_to_make")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "staff"], name="goes_once_on_a_plan")]


class VisitWords(models.Model):
    """What was talked about, in the words of whoever wrote the visit down."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="words")
    text = models.TextField()
    salt = models.CharField(max_length=32)


class NeedFound(models.Model):
    """A need that was found on a visit, and the case it became."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="needs")
    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="found_on_visit")


class Promise(models.Model):
    """What was promised to an enterprise on a visit, by whom, until when."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="promises")
    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="promises")
    staff = models.ForeignKey(
        "directory.Staff",
        models.PROTECT,
        null=True,
        related_name="promises",
        help_text="who keeps it; nobody by name where whoever did has gone, and their unit answers for it",
    )
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="promises")
    text = models.CharField(max_length=200)
    due = models.DateField(help_text="the last day on which it is kept in time")
    state = models.CharField(max_length=10, choices=Kept.choices(), default=Kept.OPEN.value)
    ended_on = models.DateField(null=True)
    why = models.CharField(max_length=200, blank=True, help_text="how it was kept, or what it was overtaken by")
    version = models.PositiveIntegerField(default=1)
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=Kept.OPEN.value, ended_on=None)
                | (~Q(state=Kept.OPEN.value) & Q(ended_on__isnull=False)),
                name="promise_ends_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "state", "due"], name="promises_of_staff"),
            models.Index(fields=["unit", "state", "due"], name="promises_of_unit"),
        ]


class RoundTarget(models.Model):
    """An enterprise that a round of contact is to reach."""

    round = models.ForeignKey(ContactRound, models.PROTECT, related_name="targets")
    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="rounds_aimed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "enterprise"], name="aimed_at_once_a_round")]


class ZeroReason(models.Model):
    """Why an official served an enterprise not once in a period: a code of the edition."""

    staff = models.ForeignKey("directory.Staff", models.PROTECT, related_name="zeros")
    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="zeros")
    since = models.DateField()
    until = models.DateField(help_text="the first day after the period")
    code = models.CharField(max_length=40)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "enterprise", "since", "until"], name="one_reason_a_zero")
        ]
