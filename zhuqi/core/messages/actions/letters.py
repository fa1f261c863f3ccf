"""Letters: a mail to somebody who has no account of the staff, such as one of an enterprise. What it says is sealed until it went
out, and then forgotten."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from django.utils import timezone

from zhuqi.base.words import Sentence
from zhuqi.core.accounts.codes import opened, sealed
from zhuqi.core.messages import writing
from zhuqi.core.messages.models import Sending
from zhuqi.core.messages.rules import Quiet, Way, as_stored, revived


def write(
    address: str,
    said: Sequence[Sentence],
    *,
    path: str,
    language: str,
    until: dt.datetime,
    now: dt.datetime,
    entry: int | None = None,
    reader: int | None = None,
) -> Sending:
    """Put a letter with what goes out next, inside the caller's transaction. ``said``: its sentences, the first also its subject;
    ``path``: where on this site it leads, between the first and the others; ``until``: afterwards it isn't sent any more.
    ``entry``: of the journal, of which it tells: then it waits for the quiet hours to be over; ``reader``: by whom ``forget`` finds
    it."""
    letter = {
        "to": address,
        "said": [as_stored(one) for one in said],
        "path": path,
        "language": language,
        "until": until.isoformat(),
    }
    return Sending.objects.create(
        channel=Way.CODE.value,
        content=sealed(json.dumps(letter).encode()),
        entry=entry,
        mailbox=reader,
        made_at=now,
        due_at=now if entry is None else Quiet().until(timezone.localtime(now)),
    )


def written(entry: int) -> bool:
    """Whether letters were written that tell of an entry. One query."""
    return Sending.objects.filter(channel=Way.CODE.value, entry=entry).exists()


def forget(reader: int, now: dt.datetime) -> None:
    """Send nothing that still waits for a reader: they aren't to be told any more."""
    waiting = Sending.objects.filter(channel=Way.CODE.value, mailbox=reader, entry__isnull=False, done_at=None)
    waiting.update(done_at=now, content="")


def blank(now: dt.datetime) -> Sending:
    """The same for nobody: a row that is over, so that asking for a letter writes alike whether or not anybody gets one."""
    return Sending.objects.create(channel=Way.CODE.value, content=sealed(b""), made_at=now, due_at=now, done_at=now)


def post(sending: Sending, now: dt.datetime) -> bool:
    """Send a letter. Gives whether anybody was to get it: not one that is too old, nor one that can't be read any more."""
    content = opened(sending.content)
    letter = json.loads(content) if content else {}
    if not letter or now > dt.datetime.fromisoformat(letter["until"]):
        return False
    said = [revived(one) for one in letter["said"]]
    writing.letter(said, letter["path"], letter["to"], letter["language"]).send()
    return True
