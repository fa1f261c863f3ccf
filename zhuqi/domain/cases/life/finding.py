"""What the first events do: recorded, settled on the spot, submitted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.drawing import to_call, to_check
from zhuqi.domain.cases.life.edits import answer, end_row, meet, open_clock, open_row
from zhuqi.domain.cases.life.raising import stated
from zhuqi.domain.cases.life.standing import handled_by
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Holding, Life, edit
from zhuqi.domain.cases.rules.words import Action, Hand, How, State, Tick
from zhuqi.domain.cases.sections.rating import Caller


def recorded(event: events.Recorded, at: dt.datetime, terms: Terms) -> Life:
    """A life begins: in the hands of the finder's unit, or at once at a desk."""
    life = Life(
        enterprise=event.enterprise,
        kind=event.kind,
        channel=event.channel,
        desk=event.desk,
        area=event.area,
        found_on=event.found_on,
        told_at=event.told_at,
        recorded_at=at,
        episode_at=event.told_at,
        finder=event.finder,
        finder_unit=event.unit if event.finder is not None else None,
        category=event.category,
        scale=event.scale,
        editions={event.area: event.edition},
    )
    life = open_row(stated(life, event), event.unit, Hand.HOLD, Action.RECORD, at)
    if event.at_desk:
        life = replace(life, state=State.SCREENING, submitted_at=at)
        return open_clock(life, Tick.SCREEN, event.unit, at, terms, row=life.row(1))
    return open_clock(life, Tick.SUBMIT, event.unit, at, terms, row=life.row(1))


def settled(life: Life, event: events.Settled, at: dt.datetime, terms: Terms) -> Life:
    """Solved on the spot: booked now, ended later by another unit's callback, by the enterprise, or by silence."""
    row = carrier(life)
    life = meet(life, Tick.SUBMIT, at)
    life = answer(life, row, at, stage=False, staff=event.staff, outcome=event.outcome, told_on=terms.day(at))
    life = replace(life, state=State.REPLIED, settled=True, outcome=event.outcome)
    return after_reply(life, at, terms, event.caller)


def submitted(life: Life, event: events.Submitted, at: dt.datetime, terms: Terms) -> Life:
    """To the dispatch room: its screening clock starts."""
    row = carrier(life)
    life = meet(life, Tick.SUBMIT, at)
    life = end_row(life, row, How.PASSED, at)
    life = replace(life, state=State.SCREENING, submitted_at=at, settled=False)
    return at_desk(life, Action.SUBMIT, at, terms, source=row.n)


def carrier(life: Life) -> Holding:
    """The row that carries the balance of a live case."""
    row = life.carrier
    if row is None:
        raise ValueError("an ended case has no holder")
    return row


def at_desk(life: Life, action: Action, at: dt.datetime, terms: Terms, *, source: int | None) -> Life:
    """The life's desk holds it to be screened."""
    life = open_row(life, life.desk, Hand.HOLD, action, at, source=source)
    return open_clock(life, Tick.SCREEN, life.desk, at, terms, row=life.holdings[-1])


def after_reply(life: Life, at: dt.datetime, terms: Terms, caller: int | None, *, gone: bool = False) -> Life:
    """What follows a reply: the check where the edition has the gate for it, else the asking."""
    rules, reply = terms.editions[life.editions[life.area]], life.reply
    if not rules.gate.on or reply is None:
        return to_ask(life, at, terms, caller, gone=gone)
    if to_check(life, rules):
        return open_clock(life, Tick.CHECK, _named(life, rules.gate.by_of(life.traits), caller, gone), at, terms)
    return to_ask(edit(life, "replies", reply.n, spared=True), at, terms, caller, gone=gone)


def to_ask(life: Life, at: dt.datetime, terms: Terms, caller: int | None, *, gone: bool = False) -> Life:
    """Who asks the enterprise, of those whom the edition names where it is called back, else the finder's unit; the desk
    where that unit handled it itself. ``caller``: the supervision office, where it is that one's; ``gone``: the finder's unit
    is retired."""
    rules = terms.editions[life.editions[life.area]]
    callers = rules.rating.callers if to_call(life, rules) else (Caller.FINDER,)
    return open_clock(life, Tick.ASK, _named(life, callers, caller, gone), at, terms)


def _named(life: Life, callers: Sequence[Caller], supervision: int | None, gone: bool) -> int:
    """The unit of the first of those whom the rules name: it keeps the clock. The desk where that is nobody, has no unit (a
    leader), is retired, or handled the case itself."""
    first = callers[0] if callers else Caller.DESK
    unit = {Caller.FINDER: None if gone else life.found_by, Caller.SUPERVISION: supervision}.get(first)
    return life.desk if unit is None or handled_by(life, unit) else unit
