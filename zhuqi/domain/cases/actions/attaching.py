"""Files of a case (附件): attach them, erase one. Neither moves the case, so neither is a step of its table."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence

from zhuqi.base.errors import Missing, Refused, Stale
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of, start_of
from zhuqi.core.files import actions as files
from zhuqi.core.files.looking import looked_through
from zhuqi.core.files.models import File
from zhuqi.core.files.rules import Sound, Upload
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.texts import words
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.standing import Situation
from zhuqi.domain.cases.models import Attachment, Case, Enclosure
from zhuqi.domain.cases.queries.files import A_CASE, A_DAY, attaching_refused, erasable, on_case, unit_of
from zhuqi.domain.cases.queries.sight import situation, visible
from zhuqi.domain.cases.rules.words import Action

NOTE = 300
"""Characters of the word about what is attached."""


def attach(
    actor: Actor,
    case_id: int,
    *,
    uploads: Sequence[Upload],
    outside: bool = False,
    note: str = "",
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Attachment:
    """Attach files to a case: all of them or none. ``outside``: its enterprise gets them too; what an enterprise attaches
    is always open to it.

    Raises Missing, Stale, Refused, Invalid (under ``files``). Whoever may not attach is told so before any file is looked
    through, and that is done before a transaction begins.
    """
    case = _taken(actor, case_id, seen, len(uploads), now)
    words = _word(note)
    found = looked_through(uploads)
    return _attach(actor, case.pk, found=found, outside=outside, note=words, seen=seen, key=key, now=now)


@verb
def _attach(
    actor: Actor,
    case_id: int,
    *,
    found: Sequence[Sound],
    outside: bool,
    note: str,
    seen: int | None,
    key: str,
    now: dt.datetime,
) -> Attachment:
    case = _taken(actor, case_id, seen, len(found), now)
    at = situation(actor, case, now=now, action=Action.CONFIRM)
    change = Change(actor, "attachment", None, now=now, key=key)
    row = change.insert(
        Attachment(
            case=case,
            unit_id=unit_of(at, actor),
            staff_id=actor.staff,
            enterprise_id=actor.enterprise,
            outside=outside or actor.enterprise is not None,
            note=note,
            salt=secrets.token_hex(16),
            at=now,
        )
    )
    change.subject = row.pk
    kept = [files.keep(change, sound) for sound in found]
    change.insert_many([Enclosure(attachment=row, n=n, file=file) for n, file in enumerate(kept, 1)])
    told = {"files": tuple(file.pk for file in kept), "sizes": tuple(file.size for file in kept)}
    change.record(events.Attached(case=case.pk, outside=row.outside, **told))
    return row


def bring(actor: Actor, case: Case, kept: Sequence[File], *, now: dt.datetime) -> Attachment:
    """Attach files of the enterprise that are kept already, inside the caller's transaction."""
    change = Change(actor, "attachment", None, now=now)
    row = Attachment(
        case=case, enterprise_id=case.enterprise_id, outside=True, note="", salt=secrets.token_hex(16), at=now
    )
    change.subject = change.insert(row).pk
    change.insert_many([Enclosure(attachment=row, n=n, file=file) for n, file in enumerate(kept, 1)])
    told = {"files": tuple(file.pk for file in kept), "sizes": tuple(file.size for file in kept)}
    change.record(events.Attached(case=case.pk, outside=True, **told))
    return row


@verb
def erase(actor: Actor, file_id: int, *, case_id: int, key: str = "", now: dt.datetime) -> Attachment:
    """Erase what is in a file, and its name; that it was attached, when and by whom stays. For who attached it, while the
    case lives. Raises Missing, Refused; one that is erased already stays so."""
    found = on_case(actor, case_id).filter(file=file_id).first()
    if found is None:
        raise Missing
    at = situation(actor, found.attachment.case, now=now, action=Action.CONFIRM)
    if not erasable(found.attachment, at.life, actor):
        raise Refused(say("A file is erased by who attached it, while the case lives."))
    if found.file.erased_at is None:
        change = Change(actor, "attachment", found.attachment_id, now=now, key=key)
        files.erase(change, found.file)
        change.record(events.Erased(case=case_id, file=found.file_id))
    return found.attachment


def _word(note: str) -> str:
    """The word about what is attached. Raises Invalid."""
    return words("note", note, NOTE)


def _taken(actor: Actor, case_id: int, seen: int | None, files: int, now: dt.datetime) -> Case:
    """The case, if the actor may attach so many files to it. Raises Missing, Stale, Refused."""
    case = visible(actor).filter(pk=case_id).first()
    if case is None:
        raise Missing
    if seen is not None and case.version != seen:
        raise Stale
    at: Situation = situation(actor, case, now=now, action=Action.CONFIRM)
    refused = attaching_refused(at)
    if refused is not None:
        raise Refused(refused)
    there = Enclosure.objects.filter(attachment__case=case)
    if there.count() + files > A_CASE:
        raise Refused(say("This case has {n} files at most. Erase what isn't needed any more.", n=A_CASE))
    today = start_of(day_of(now))
    if actor.enterprise is not None:
        sent = there.filter(attachment__enterprise=actor.enterprise, attachment__at__gte=today).count()
        if sent + files > A_DAY:
            raise Refused(say("{n} files a day are taken here. Attach the rest tomorrow.", n=A_DAY))
    return case
