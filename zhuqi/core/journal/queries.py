"""Reads of the journal."""

from __future__ import annotations

from zhuqi.core.journal.models import Chain


def head(kind: str, subject: int) -> str:
    """The head of a subject's chain: it stands for everything that ever happened to it. Empty where nothing did."""
    return Chain.objects.filter(kind=kind, subject=subject).values_list("head", flat=True).first() or ""
