"""What was in sheets isn't kept for ever."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.intake import events
from zhuqi.core.intake.models import Extract, Upload
from zhuqi.core.intake.rules import GIVEN_OUT, KEPT, ExtractState, SheetState
from zhuqi.core.journal.change import Change


def sweep(now: dt.datetime) -> None:
    """Empty sheets whose time is over: file, name and findings go; that they were there, whose they were, their size and
    digest stay. One that is being loaded is left alone."""
    over = Upload.objects.filter(at__lte=now - KEPT).exclude(state__in=(SheetState.SWEPT, SheetState.CONFIRMED))
    for pk in over.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            upload = Upload.objects.select_for_update().get(pk=pk)
            change = Change(CLOCK, "upload", pk, now=now)
            empty = {"name": "", "content": b"", "findings": "{}", "mark": "", "salt": secrets.token_hex(16)}
            change.update(upload, state=SheetState.SWEPT, **empty)
            change.record(events.Swept())
    out = Extract.objects.filter(at__lte=now - GIVEN_OUT).exclude(state=ExtractState.SWEPT)
    for pk in out.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            extract = Extract.objects.select_for_update().get(pk=pk)
            change = Change(CLOCK, "extract", pk, now=now)
            change.update(extract, state=ExtractState.SWEPT, content=b"", salt=secrets.token_hex(16))
            change.record(events.Swept())
