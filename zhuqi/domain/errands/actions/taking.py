"""Taking an errand on, because the enterprise asked for it."""

from __future__ import annotations

import datetime as dt
import secrets

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.texts import line, words
from zhuqi.domain.cases.queries.sight import visible as cases_seen
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Staff
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.errands import events, queries
from zhuqi.domain.errands.models import Errand, Note
from zhuqi.domain.errands.rules import NOT_YOURS, ErrandMode, ErrandState, unasked, unpromised

MATTER, OFFICE, NOTE = 200, 60, 1000
"""Characters of what it is about, of who decides, of a note."""


@verb
def take_on(
    actor: Actor,
    enterprise_id: int,
    *,
    mode: ErrandMode,
    matter: str,
    office: str,
    due: dt.date,
    asked_on: dt.date | None = None,
    case_id: int | None = None,
    note: str = "",
    key: str = "",
    now: dt.datetime,
) -> Errand:
    """Take an errand on for an enterprise (代办、陪办): ``matter`` says which approval, ``office`` who decides, ``due`` the day
    promised. It is the official's own word, so nobody promises for another. Raises Missing for an enterprise or a case out of
    sight, Refused for whoever doesn't answer for it, Invalid field by field."""
    enterprise = directory.enterprise(actor, enterprise_id)
    today = day_of(now)
    staff = Staff.objects.select_related("unit").filter(pk=actor.staff).first() if actor.seats and actor.staff else None
    unit = queries.serves(staff, enterprise.pk, today) if staff is not None else None
    if staff is None or unit is None:
        raise Refused(NOT_YOURS)
    asked = asked_on or today
    faults = {"asked_on": unasked(asked, today), "due": unpromised(due, today, asked)}
    if any(faults.values()):
        raise Invalid({name: wrong for name, wrong in faults.items() if wrong is not None})
    if case_id is not None:
        _of(actor, case_id, enterprise.pk)
    endings.hold([unit.pk])
    change = Change(actor, "errand", None, now=now, key=key)
    errand = change.insert(
        Errand(
            enterprise=enterprise,
            staff=staff,
            unit=unit,
            region=enterprise.region,
            case_id=case_id,
            mode=mode,
            state=ErrandState.TAKEN,
            matter=line("matter", matter, MATTER, needed=True),
            office=line("office", office, OFFICE, needed=True),
            salt=secrets.token_hex(16),
            asked_on=asked,
            promised=due,
            due=due,
        )
    )
    noted(change, errand, "", today, words("note", note, NOTE))
    change.subject = errand.pk
    change.record(
        events.TakenOn(
            enterprise=enterprise.pk,
            staff=staff.pk,
            unit=unit.pk,
            mode=mode,
            asked_on=asked,
            due=due,
            case=case_id,
        )
    )
    return errand


def _of(actor: Actor, case_id: int, enterprise_id: int) -> None:
    """Raises Missing for a case out of sight, Refused for another enterprise's."""
    case = cases_seen(actor).filter(pk=case_id).first()
    if case is None:
        raise Missing
    if case.enterprise_id != enterprise_id:
        raise Refused(say("This case is another enterprise's."))


def noted(change: Change, errand: Errand, deed: str, day: dt.date, written: str) -> None:
    """Keep what was done, with its words, under the errand's version."""
    change.insert(
        Note(
            errand=errand,
            n=errand.version,
            deed=deed,
            at=change.now,
            day=day,
            staff_id=change.actor.staff,
            due=errand.due,
            words=written,
            salt=secrets.token_hex(16),
        )
    )
