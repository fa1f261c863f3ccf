"""Tables of sheets on their way in and out."""

from __future__ import annotations

from django.db import models

from zhuqi.core.intake.rules import NAME, ExtractState, SheetState


class Upload(models.Model):
    """A sheet that was handed in (导入). It belongs to the account that did."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="uploads")
    register = models.CharField(max_length=30, help_text="which register it is for")
    name = models.CharField(max_length=NAME, help_text="the file's name; empty when swept")
    size = models.PositiveIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file; it stays when the content is swept")
    content = models.BinaryField(help_text="the file; empty when swept")
    salt = models.CharField(max_length=32)
    state = models.CharField(max_length=20, choices=SheetState.choices())
    findings = models.TextField(default="{}", help_text="what it would do and what is wrong with it, as JSON")
    mark = models.CharField(max_length=64, blank=True, help_text="digest of what it would do, as it was shown")
    at = models.DateTimeField(help_text="when it was handed in")
    done_at = models.DateTimeField(null=True, help_text="when its rows were loaded")

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="uploads_of_account")]


class Extract(models.Model):
    """A register written as a sheet (导出). It belongs to the account that asked for it."""

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="extracts")
    register = models.CharField(max_length=30)
    state = models.CharField(max_length=20, choices=ExtractState.choices())
    rows = models.PositiveIntegerField(default=0)
    content = models.BinaryField(help_text="the sheet; empty until it is written, and when swept")
    salt = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="extracts_of_account")]
