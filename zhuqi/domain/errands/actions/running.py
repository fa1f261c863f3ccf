"""What is done about an errand until the result is in the enterprise's hands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from zhuqi.base.errors import Invalid, Refused, Stale
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.texts import words
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.errands import events, queries
from zhuqi.domain.errands.actions.taking import NOTE, noted
from zhuqi.domain.errands.models import Errand
from zhuqi.domain.errands.rules import (
    STEPS,
    ErrandDeed,
    ErrandOutcome,
    ErrandState,
    Why,
    leads,
    open_to,
    unmoved,
    unpromised,
)

NOT_THERE = say("They don't answer for this enterprise, nor serve in the group that does.")
THE_SAME = say("They run it already.")


def _taken(actor: Actor, errand_id: int, deed: ErrandDeed, seen: int) -> Errand:
    """An errand that the actor may do this about, as they saw it. Raises Missing, Refused, Stale."""
    errand = queries.one(actor, errand_id)
    led = leads(actor, (errand.unit.path, errand.region.path))
    refused = open_to(deed, ErrandState(errand.state), runs=queries.runs(actor, errand), leads=led)
    if refused is not None:
        raise Refused(refused)
    if errand.version != seen:
        raise Stale
    return errand


def _moved(change: Change, errand: Errand, deed: ErrandDeed, day: dt.date, written: str, **columns: Any) -> None:
    """Write what a deed makes of an errand, and the note of it."""
    to = STEPS[deed].to
    state = {"state": to} if to is not None else {}
    change.update(errand, version=errand.version + 1, **state, **columns)
    noted(change, errand, deed, day, written)


def _happened(day: dt.date | None, errand: Errand, now: dt.datetime) -> dt.date:
    """The day on which it happened, today where nothing is said. Raises Invalid for one that can't be."""
    today = day_of(now)
    if day is None:
        return today
    if day > today:
        raise Invalid({"day": say("This is written down after it happened, not before.")})
    if day < errand.asked_on:
        raise Invalid({"day": say("The enterprise hadn't asked for it yet.")})
    return day


@verb
def file(
    actor: Actor,
    errand_id: int,
    *,
    note: str = "",
    day: dt.date | None = None,
    seen: int,
    key: str = "",
    now: dt.datetime,
) -> Errand:
    """Note that the papers are in, or that the enterprise was at the window with its official."""
    errand = _taken(actor, errand_id, ErrandDeed.FILE, seen)
    on, written = _happened(day, errand, now), words("note", note, NOTE)
    change = Change(actor, "errand", errand.pk, now=now, key=key)
    _moved(change, errand, ErrandDeed.FILE, on, written)
    change.record(events.Filed(day=on))
    return errand


@verb
def report(
    actor: Actor,
    errand_id: int,
    *,
    note: str,
    day: dt.date | None = None,
    seen: int,
    key: str = "",
    now: dt.datetime,
) -> Errand:
    """Write down where it stands."""
    errand = _taken(actor, errand_id, ErrandDeed.REPORT, seen)
    on, written = _happened(day, errand, now), words("note", note, NOTE, needed=True)
    change = Change(actor, "errand", errand.pk, now=now, key=key)
    _moved(change, errand, ErrandDeed.REPORT, on, written)
    change.record(events.Reported(day=on))
    return errand


@verb
def postpone(
    actor: Actor, errand_id: int, *, due: dt.date, note: str, seen: int, key: str = "", now: dt.datetime
) -> Errand:
    """Move the promised day, earlier or later, with the reason. The day promised at first stays beside it."""
    errand = _taken(actor, errand_id, ErrandDeed.POSTPONE, seen)
    was, today = errand.due, day_of(now)
    wrong = unmoved(due, was) or unpromised(due, today)
    if wrong is not None:
        raise Invalid({"due": wrong})
    written = words("note", note, NOTE, needed=True)
    change = Change(actor, "errand", errand.pk, now=now, key=key)
    _moved(change, errand, ErrandDeed.POSTPONE, today, written, due=due)
    change.record(events.Postponed(was=was, due=due))
    return errand


@verb
def hand_on(
    actor: Actor, errand_id: int, *, staff_id: int, note: str = "", seen: int, key: str = "", now: dt.datetime
) -> Errand:
    """Let another official run it who answers for the enterprise too. The promised day stays. Where it goes out of the actor's
    sight by that, a repeated ``key`` is answered until something more happens to it."""
    errand = _taken(actor, errand_id, ErrandDeed.HAND_ON, seen)
    today = day_of(now)
    staff = queries.runners(errand, today).filter(pk=staff_id).first() if staff_id != errand.staff_id else None
    unit = queries.serves(staff, errand.enterprise_id, today) if staff is not None else None
    if staff is None or unit is None:
        raise Invalid({"staff_id": THE_SAME if staff_id == errand.staff_id else NOT_THERE})
    endings.hold([unit.pk])
    was, written = errand.staff_id, words("note", note, NOTE)
    change = Change(actor, "errand", errand.pk, now=now, key=key)
    _moved(change, errand, ErrandDeed.HAND_ON, today, written, staff=staff, unit=unit)
    change.record(events.HandedOn(was=was, staff=staff.pk, unit=unit.pk))
    return errand


@verb
def finish(
    actor: Actor,
    errand_id: int,
    *,
    outcome: ErrandOutcome,
    note: str = "",
    day: dt.date | None = None,
    seen: int,
    key: str = "",
    now: dt.datetime,
) -> Errand:
    """End it: the office has decided and the enterprise has the result in hand. What wasn't granted needs the reason."""
    errand = _taken(actor, errand_id, ErrandDeed.FINISH, seen)
    on, written = _happened(day, errand, now), words("note", note, NOTE, needed=outcome is ErrandOutcome.REFUSED)
    change = Change(actor, "errand", errand.pk, now=now, key=key)
    _moved(change, errand, ErrandDeed.FINISH, on, written, outcome=outcome, ended_on=on)
    change.record(events.Finished(day=on, outcome=outcome))
    return errand


@verb
def stop(actor: Actor, errand_id: int, *, why: Why, note: str, seen: int, key: str = "", now: dt.datetime) -> Errand:
    """End it before its end, with the reason in words that the enterprise may read."""
    errand = _taken(actor, errand_id, ErrandDeed.STOP, seen)
    today, written = day_of(now), words("note", note, NOTE, needed=True)
    change = Change(actor, "errand", errand.pk, now=now, key=key)
    _moved(change, errand, ErrandDeed.STOP, today, written, why=why, ended_on=today)
    change.record(events.Stopped(day=today, why=why))
    return errand
