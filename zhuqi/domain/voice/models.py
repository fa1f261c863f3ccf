"""Tables of what enterprises say without an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhuqi.domain.voice.rules import LINE, NAME, Proof, Stage


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


class VoiceFile(models.Model):
    """A file that came with a need."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="files")
    n = models.PositiveIntegerField()
    file = models.OneToOneField("files.File", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "n"], name="one_voice_file_a_number")]
