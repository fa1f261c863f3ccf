"""Letters: a mail to somebody who has no account of the staff, such as one of an enterprise. What it says is sealed until it went
out, and then forgotten."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from zhuqi.base.words import Sentence
from zhuqi.core.accounts.codes import opened, sealed
from zhuqi.core.messages import writing
from zhuqi.core.messages.models import Sending
from zhuqi.core.messages.rules import Way, as_stored, revived


def write(
    address: str, said: Sequence[Sentence], *, path: str, language: str, until: dt.datetime, now: dt.datetime
) -> Sending:
    """Put a letter with what goes out next, inside the caller's transaction. ``said``: its sentences, the first also its subject;
    ``path``: where on this site it leads, between the first and the others; ``until``: afterwards it isn't sent any more."""
    letter = {
        "to": address,
        "said": [as_stored(one) for one in said],
        "path": path,
        "language": language,
        "until": until.isoformat(),
    }
    return Sending.objects.create(
        channel=Way.CODE.value, content=sealed(json.dumps(letter).encode()), made_at=now, due_at=now
    )


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
