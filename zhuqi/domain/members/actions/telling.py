"""Telling an enterprise by letters to those who have an account of it. Rooms above say what; only its own news goes there."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from zhuqi.base.words import Sentence, say
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.actions import letters
from zhuqi.domain.directory.queries.register import family, stands_for
from zhuqi.domain.members.queries.inside import open_members

LASTS = dt.timedelta(days=7)
"""A letter that couldn't be sent for so long isn't news any more."""
WHERE = "/l/our"
"""The enterprise's own page."""
WHY = say(
    "You get this because you have an account of your enterprise. What was said stands on its page, not in this letter."
)


def write_to(entry: Entry, enterprise_id: int, said: Sentence, *, now: dt.datetime) -> int:
    """Tell those who have an account of an enterprise of an entry, each once, in a sentence without names. What the enterprise did
    itself isn't told to it. Gives how many letters. Repeating writes none."""
    enterprise = stands_for(enterprise_id)
    own = entry.behalf.split(":")[:2] in (["enterprise", str(enterprise)], ["enterprise", str(enterprise_id)])
    if own or not (settings.MAIL and settings.ORIGIN) or letters.written(entry.pk):
        return 0
    readers = open_members().filter(enterprise__in=family(enterprise)).exclude(mailbox="").order_by("pk")
    for member in readers:
        letters.write(
            member.mailbox,
            (said, WHY),
            path=WHERE,
            language=settings.LANGUAGE_CODE,
            until=now + LASTS,
            now=now,
            entry=entry.pk,
            reader=member.pk,
        )
    return len(readers)
