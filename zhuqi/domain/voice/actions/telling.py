"""A need told without an account: whoever comes says which enterprise, what it needs, and how it is reached."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actions import share
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.core.days import day_of
from zhuqi.core.files import actions as files
from zhuqi.core.files.looking import looked_through
from zhuqi.core.files.rules import Sound, Upload
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.core.texts import trimmed, unkeepable
from zhuqi.domain.cases.queries.sight import terms
from zhuqi.domain.cases.rules import masking
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.voice import events
from zhuqi.domain.voice.actions.writing import columns, typed
from zhuqi.domain.voice.life import apply
from zhuqi.domain.voice.models import Voice, VoiceFile
from zhuqi.domain.voice.queries import outside
from zhuqi.domain.voice.queries.sight import seen_from
from zhuqi.domain.voice.rules import LINE, NAME, OPENS, TEXT, coded

MOST = {"firm": NAME, "body": TEXT, "name": LINE, "phone": masking.LONGEST}


def tell(
    actor: Actor,
    *,
    desk_id: int,
    firm: str,
    body: str,
    name: str,
    phone: str,
    secret: str,
    uscc: str = "",
    uploads: Sequence[Upload] = (),
    key: str = "",
    now: dt.datetime,
) -> Voice:
    """Tell a need. It lies with the dispatch room chosen; ``secret`` opens its receipt. Nothing is compared with the register.

    Files are looked through before a transaction begins. Raises Invalid, one sentence a field; Refused for staff.
    """
    if actor != Actor():
        raise Refused(say("You are logged in as staff. What an enterprise told you is written down under “Record”."))
    kept = typed(MOST, firm=firm, body=body, name=name, phone=phone)
    if not masking.WRITTEN.fullmatch(kept["phone"]):
        raise Invalid({"phone": say("A telephone number is written in digits, as 13800001234 or 0431-12345678.")})
    code = trimmed(uscc)
    if unkeepable(code, NAME) is not None:
        raise Invalid({"uscc": say("A credit code has 18 characters.")})
    found = looked_through(uploads) if uploads else []
    return _tell(actor, desk_id=desk_id, kept=kept, uscc=coded(code), secret=secret, found=found, key=key, now=now)


@verb
def _tell(
    actor: Actor,
    *,
    desk_id: int,
    kept: dict[str, str],
    uscc: str,
    secret: str,
    found: Sequence[Sound],
    key: str,
    now: dt.datetime,
) -> Voice:
    desk = next((one for one in outside.desks() if one.pk == desk_id), None)
    if desk is None:
        raise Invalid({"desk": say("Please choose one from the list.")})
    endings.hold([desk.pk])
    change = Change(actor, "voice", None, now=now, key=key)
    files_kept = [files.keep(change, sound) for sound in found]
    event = events.Told(desk=desk.pk, due=in_touch_by(desk, now), files=tuple(file.pk for file in files_kept))
    row = Voice(
        uscc=uscc,
        **kept,
        **columns(apply(None, event, now)),
        salt=secrets.token_hex(16),
        digest=fingerprint(secret),
        until=now + OPENS,
    )
    change.subject = change.insert(row).pk
    change.insert_many([VoiceFile(voice=row, n=n, file=file) for n, file in enumerate(files_kept, 1)])
    change.record(event)
    share("voice", row.pk, seen_from(desk.path, row.stage))
    return row


def in_touch_by(desk: Organisation, now: dt.datetime) -> dt.datetime | None:
    """By when a room is in touch with whoever told a need: the edition's clock that stops by contacting the enterprise, else
    that for screening. None where no edition is in force, or no calendar says when."""
    try:
        edition = rulebook.in_force(desk.path, day_of(now)).pk
    except Refused:
        return None
    found = terms((), edition)
    rules: CaseRules = found.editions[edition]
    own = next((clock.name for clock in rules.own if Moment.CONTACTED in clock.stop), None)
    span = (rules.span(own) if own else None) or rules.span(Tick.SCREEN)
    return found.calendar.due(now, [span]) if span is not None else None
