"""Tables of cases. Each part mirrors its value in ``life.values``: same names, numbered ``n`` within the case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhuqi.domain.cases.rules.words import Hand, State


class Part(models.Model):
    """One numbered part of a case."""

    n = models.PositiveIntegerField()

    class Meta:
        abstract = True


class Case(models.Model):
    """A need of an enterprise (诉求), with where it now stands. ``version`` is what an actor saw."""

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=60, help_text="erasable words of the finder")
    salt = models.CharField(max_length=32)
    version = models.PositiveIntegerField(default=1)
    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=30)
    channel = models.CharField(max_length=20)
    desk = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    found_on = models.DateField()
    told_at = models.DateTimeField(help_text="when the enterprise told us: elapsed time runs from here")
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices())
    grade = models.CharField(max_length=30, null=True)
    finder = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="cases_found")
    finder_unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    episode = models.PositiveIntegerField(default=1)
    episode_at = models.DateTimeField(null=True)
    settled = models.BooleanField(default=False)
    contests = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=12, null=True)
    confirmation = models.CharField(max_length=12, null=True)
    end = models.CharField(max_length=16, null=True)
    ended_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    holder = models.ForeignKey(
        "directory.Organisation", models.PROTECT, null=True, related_name="+", help_text="the carrier's unit, for lists"
    )
    due = models.DateTimeField(null=True, help_text="the next deadline that runs, for lists")
    LATER: ClassVar[int] = 7  # columns that came to the table afterwards: the last ones, empty in rows from before
    category = models.CharField(max_length=30, null=True)
    urgency = models.CharField(max_length=30, null=True)
    scale = models.CharField(max_length=20, null=True, help_text="of the enterprise, when it was recorded")
    proposer = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")
    refused_for = models.CharField(max_length=30, null=True, help_text="why it isn't accepted, as the edition calls it")
    tally = models.CharField(max_length=12, null=True, help_text="why it stands apart in the books")
    raised = models.PositiveIntegerField(null=True, help_text="which triggers say that it must go up, one bit each")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.ENDED.value, end__isnull=False, holder=None)
                | (~Q(state=State.ENDED.value) & Q(end=None, holder__isnull=False)),
                name="live_with_a_holder_or_ended_with_an_end",
            ),
        ]
        indexes = [models.Index(fields=["state", "due"], name="case_by_due")]


class CaseEdition(models.Model):
    """The edition under which a case lies in an area: that of the day it entered."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="editions")
    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    edition = models.ForeignKey("rulebook.Edition", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "area"], name="one_edition_an_area")]


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
    LATER: ClassVar[int] = 5  # columns that came to the table afterwards: the last ones, empty in rows from before
    taken_back_at = models.DateTimeField(null=True, help_text="when who had asked withdrew it")
    ground = models.CharField(max_length=10, null=True, help_text="why it isn't theirs, where they said so")
    approver = models.CharField(max_length=10, null=True, help_text="who grants it, where that isn't the room")
    cause = models.CharField(max_length=30, null=True, help_text="the reason for a suspension, as the edition calls it")
    late = models.BooleanField(null=True, help_text="asked too late, by rules that take it all the same")

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


class Complaint(models.Model):
    """What an enterprise complains of (投诉): for those who oversee the area, never for the unit that handled it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="complaints")
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+", help_text="who oversees it")
    body = models.TextField()
    channel = models.CharField(max_length=20)
    at = models.DateTimeField()
    salt = models.CharField(max_length=32)


class Attachment(models.Model):
    """Files that somebody attached to a case at one time (附件), with a word about them."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey("directory.Staff", models.PROTECT, null=True, related_name="+")
    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, null=True, related_name="+")
    outside = models.BooleanField(help_text="the enterprise gets them too")
    note = models.TextField(help_text="erasable words")
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(enterprise=None) | Q(outside=True, staff=None, unit=None), name="its_own_are_open_to_it"
            )
        ]


class Enclosure(models.Model):
    """One of the files that were attached."""

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="enclosures")
    n = models.PositiveIntegerField()
    file = models.OneToOneField("files.File", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "n"], name="one_enclosure_a_number")]


class Counter(models.Model):
    """The last number given to a case of an area in a year."""

    area = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "year"], name="one_counter_a_year")]


class DayEdge(models.Model):
    """A closed day's movements between two accounts, folded and frozen: what a published figure stands on."""

    day = models.DateField()
    source_unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    source_name = models.CharField(max_length=40)
    target_unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    target_name = models.CharField(max_length=40)
    action = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    n = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="day_edges_by_day")]


class DayBalance(models.Model):
    """What a unit held when a closed day was over, where something moved on it: an opening that no history is read for."""

    day = models.DateField()
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    n = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "day"], name="one_balance_a_unit_and_day")]


class FoldedDay(models.Model):
    """A day whose movements are folded: it no longer moves."""

    day = models.DateField(unique=True)
    edges = models.PositiveIntegerField(help_text="movements folded into the day's rows")
    folded_at = models.DateTimeField()
