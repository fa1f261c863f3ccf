"""Tables of what enterprises say without an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhuqi.domain.voice.rules import ELSEWHERE, LINE, NAME, PLACE, Proof, Result, Stage


class Voice(models.Model):
    """A need that somebody told without an account, for an enterprise whose name they wrote. The words are erasable."""

    desk = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="voices")
    firm = models.CharField(max_length=NAME, help_text="the enterprise as it was written; erasable")
    uscc = models.CharField(max_length=18, blank=True, help_text="as it was written, never compared for the sender")
    body = models.TextField(help_text="erasable words")
    name = models.CharField(max_length=LINE, help_text="who told it; empty when erased or handed to the case")
    phone = models.CharField(max_length=30, help_text="empty when erased or handed to the case")
    salt = models.CharField(max_length=32)
    told_at = models.DateTimeField()
    due = models.DateTimeField(null=True, help_text="by when the room is in touch; null where no calendar says when")
    stage = models.CharField(max_length=20, choices=Stage.choices())
    reached_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, help_text="what the sender reads; erasable words")
    enterprise = models.ForeignKey("directory.Enterprise", models.PROTECT, null=True, related_name="voices")
    case = models.OneToOneField("cases.Case", models.PROTECT, null=True, related_name="voice")
    proof = models.CharField(max_length=20, choices=Proof.choices(), blank=True)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret of the receipt")
    until = models.DateTimeField(help_text="until when the receipt opens")
    version = models.PositiveIntegerField(default=1)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=Stage.TAKEN_IN.value, case__isnull=False, enterprise__isnull=False)
                | (~Q(stage=Stage.TAKEN_IN.value) & Q(case=None, enterprise=None, proof="")),
                name="voice_has_a_case_when_taken_in",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.WAITING.value, ended_at=None)
                | (~Q(stage=Stage.WAITING.value) & Q(ended_at__isnull=False)),
                name="voice_waits_or_is_over",
            ),
        ]
        indexes = [models.Index(fields=["stage", "told_at", "id"], name="voices_in_order")]


class Relay(models.Model):
    """A need that a hotline handed in by program: under which number of its own, and where. Its words are the need's."""

    voice = models.OneToOneField(Voice, models.PROTECT, related_name="relay")
    source = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", help_text="the hotline's account")
    number = models.CharField(max_length=LINE, help_text="the hotline's own; one need a number")
    token = models.CharField(
        max_length=32, unique=True, help_text="by which the hotline asks for it; opens nothing by itself"
    )
    code = models.CharField(max_length=30, help_text="the kind of matter as it was handed in")
    at = models.DateTimeField()
    address = models.CharField(max_length=PLACE, blank=True, help_text="erasable, as all that follows")
    address_id = models.CharField(max_length=LINE, blank=True)
    lat = models.IntegerField(null=True, help_text="millionths of a degree north (WGS 84)")
    long = models.IntegerField(null=True, help_text="millionths of a degree east (WGS 84)")
    media_url = models.CharField(
        max_length=ELSEWHERE, blank=True, help_text="kept as it was written; nothing ever fetches it"
    )
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="one_need_a_number_of_a_hotline")]
        indexes = [models.Index(fields=["source", "at"], name="relayed_by_whom")]


class VoiceFile(models.Model):
    """A file that came with a need."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="files")
    n = models.PositiveIntegerField()
    file = models.OneToOneField("files.File", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "n"], name="one_voice_file_a_number")]


class Doubt(models.Model):
    """An enterprise says that a visit didn't take place as it is written down. For who oversees the unit, not for who came."""

    visit = models.OneToOneField("visits.Visit", models.PROTECT, related_name="doubt")
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+", help_text="whose visit it was")
    body = models.TextField(help_text="erasable words; may be empty")
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()


class Try(models.Model):
    """A call to an enterprise to ask what came of an answer (回访), whether or not it was reached. It says nothing for it."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="tries")
    reply = models.PositiveIntegerField(help_text="the answer that it was asked about")
    unit = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    staff = models.ForeignKey("directory.Staff", models.PROTECT, related_name="+")
    result = models.CharField(max_length=20, choices=Result.choices())
    at = models.DateTimeField()
