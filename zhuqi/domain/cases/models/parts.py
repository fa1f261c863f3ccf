"""The numbered parts of a case. Each mirrors its value in ``life.values``: same names, numbered ``n`` within the case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.cases.models.case import Case
from zhuqi.domain.cases.rules.words import Hand


class Part(models.Model):
    """One numbered part of a case."""

    n = models.PositiveIntegerField()

    class Meta:
        abstract = True


class Holding(Part):
    """One unit answering for a case for a time (交办). The facts that every balance and statistic counts."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="holdings")
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="holdings")
    hand = models.CharField(max_length=8)
    dispatch = models.PositiveIntegerField()
    opened_by = models.CharField(max_length=20)
    began_at = models.DateTimeField()
    source = models.PositiveIntegerField(null=True)
    accepted_at = models.DateTimeField(null=True)
    contributed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, null=True)
    locked = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "n"], name="one_holding_a_number"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(hand__in=(Hand.HOLD, Hand.LEAD), ended_at=None), name="one_holder"
            ),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="held_forward"),
        ]
        indexes = [models.Index(fields=["unit", "ended_at"], name="held_by_unit")]


RUNNING = Q(met_at=None, void_at=None, left_at=None)  # clocks that are neither met nor void nor left


class Clock(Part):
    """One deadline of a case (时限)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    tick = models.CharField(max_length=10)
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="clocks")
    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    start = models.DateTimeField()
    episode = models.PositiveIntegerField()
    holding = models.PositiveIntegerField(null=True)
    span = models.CharField(max_length=40, null=True)
    fixed = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    rungs = models.PositiveIntegerField(default=0)
    remind_at = models.DateTimeField(null=True)
    LATER: ClassVar[int] = 2  # columns that came to the table afterwards: the last ones, empty in rows from before
    name = models.CharField(max_length=20, null=True, help_text="what a clock of the place's own is called")
    overdue = models.BooleanField(null=True, help_text="counts as late: more time was asked too late")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="one_clock_a_number")]
        indexes = [
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="clocks_to_remind"),
            models.Index(fields=["tick", "due"], condition=RUNNING, name="clocks_running"),
        ]


class ClockShift(Part):
    """One move of a clock: an extension or a suspension, in the clock's own unit."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="shifts")
    why = models.CharField(max_length=12)
    span = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "n"], name="one_shift_a_number")]


class Request(Part):
    """What a handler asked of its room, and the ruling."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="requests")
    holding = models.PositiveIntegerField()
    asked = models.CharField(max_length=12)
    at = models.DateTimeField()
    amount = models.CharField(max_length=40, null=True)
    until = models.DateField(null=True)
    ruled_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    void_at = models.DateTimeField(null=True)
    LATER: ClassVar[int] = 10  # columns that came to the table afterwards: the last ones, empty in rows from before
    taken_back_at = models.DateTimeField(null=True, help_text="when who had asked withdrew it")
    ground = models.CharField(max_length=10, null=True, help_text="why it isn't theirs, where they said so")
    approver = models.CharField(max_length=10, null=True, help_text="who grants it, where that isn't the room")
    cause = models.CharField(max_length=30, null=True, help_text="the reason for a suspension, as the edition calls it")
    late = models.BooleanField(null=True, help_text="asked too late, by rules that take it all the same")
    staff = models.ForeignKey(
        "directory.Staff",
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="who asked, where the head of the unit or a leader grants it",
    )
    outcome = models.CharField(max_length=12, null=True, help_text="what the answer says that is to be signed")
    ruled_by = models.ForeignKey(
        "directory.Staff", models.PROTECT, null=True, related_name="+", help_text="who signed the answer"
    )
    next_on = models.DateField(null=True, help_text="the next date that the answer names")
    recheck_on = models.DateField(null=True, help_text="when it is looked at again, as the answer says")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="one_request_a_number")]


class Reply(Part):
    """What was told to the enterprise (答复, 阶段性答复)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="replies")
    holding = models.PositiveIntegerField()
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    stage = models.BooleanField()
    staff = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=12, null=True)
    told_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    recheck_on = models.DateField(null=True)
    checked_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)
    contested_at = models.DateTimeField(null=True)
    LATER: ClassVar[int] = 1  # columns that came to the table afterwards: the last ones, empty in rows from before
    spared = models.BooleanField(null=True, help_text="goes unchecked where others are checked")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="one_reply_a_number")]


class Asking(Part):
    """The enterprise asked what it thinks of a reply (征求意见)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="askings")
    reply = models.PositiveIntegerField()
    channel = models.CharField(max_length=20)
    at = models.DateTimeField()
    arrived_on = models.DateField(null=True)
    void_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="one_asking_a_number")]


class Copy(Part):
    """A unit that sees a case from a moment on, and only looks at it (抄送)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="copies")
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    moment = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="one_copy_a_number")]


class Member(Part):
    """A unit in a task force set up for one case (专班)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="members")
    force = models.PositiveIntegerField(help_text="which task force of the case, counted from 1")
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    leads = models.BooleanField()
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="one_member_a_number")]


class Edge(Part):
    """One movement from account to account (往来). A unit is empty where the account is a boundary."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="edges")
    at = models.DateTimeField()
    day = models.DateField(help_text="the day of booking in the place's zone")
    action = models.CharField(max_length=20)
    source_unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    source_name = models.CharField(max_length=40)
    target_unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    target_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="one_edge_a_number")]
        indexes = [models.Index(name=f"edges_by_{by}", fields=[f]) for by, f in (("day", "day"), ("moment", "at"))]


class Said(Part):
    """Words about a case: the need, reasons, replies. Erasable; the journal holds only their salted digest."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="said")
    seq = models.PositiveIntegerField(help_text="the entry of the journal they belong to")
    name = models.CharField(max_length=20, help_text="the field of the step they were typed into")
    outside = models.BooleanField(help_text="the enterprise reads them too")
    body = models.TextField()
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()
    staff = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="one_said_a_number")]
