"""What is owed and doesn't get done."""

from __future__ import annotations

from django.db.models import QuerySet

from zhuqi.core.journal.models import Reaction


def failing() -> QuerySet[Reaction]:
    """Reactions that failed and are tried again, the longest owed first."""
    return Reaction.objects.filter(done_at=None, attempts__gt=0).select_related("entry").order_by("entry_id", "name")
