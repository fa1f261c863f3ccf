"""The slow answers to what isn't asked of one clock: requests under another text, what is checked, what raises a case."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.whatif.slow import Free, Halt, Past, begun, halts, hand_of, phases, span_of
from zhuqi.base.ladders.triggers import Trigger, fired
from zhuqi.base.lamps.figures import HAIR
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.order import compare
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.drawing import to_check
from zhuqi.domain.cases.life.fold import apply, entered
from zhuqi.domain.cases.life.history import COUNTED, history
from zhuqi.domain.cases.life.measuring import since
from zhuqi.domain.cases.life.values import Clock, Life, Request
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Approver, Asked, State, Tick, TooLate
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.extending import HIGHER

TICK = dt.timedelta(microseconds=1)
Texts = Mapping[int, tuple[CaseRules, WorkCalendar]]
"""What a new text says, by the area it holds for."""


@dataclass(frozen=True)
class Extension:
    """What a new text says of an extension that was given. ``split``: the clock (its number) that it ended as overdue."""

    refused: bool
    higher: bool
    clock: int
    overdue: bool
    split: int | None
    after: bool


def extensions(past: Past, texts: Texts, now: dt.datetime, free: Free) -> Iterator[Extension]:
    """The extensions of a life, asked again."""
    life = past.life
    for asked in life.requests:
        if asked.asked is not Asked.EXTENSION or not asked.granted or asked.amount is None:
            continue
        clock = _worked(life, asked)
        rules, calendar = texts[clock.area]
        span = span_of(past, clock, rules)
        if span is None:
            continue
        ran = [*phases(past, clock, span, calendar, now, free)]
        due = [phase.due for phase in ran if phase.since < asked.at or phase.since == clock.start][-1]
        traits = [traits for at, traits, _ in past.sorted if at <= asked.at][-1]
        rule, amount = rules.extension.of(traits, hand_of(past, clock)), asked.amount
        by = calendar.due(asked.at, [rule.lead]) if rule.lead else asked.at
        late = due is not None and (by is None or by > due)
        before = [
            other
            for other in life.requests
            if other.holding == asked.holding and other.asked is Asked.EXTENSION and other.granted and other.n < asked.n
        ]
        given = [r.amount.amount for r in before if r.amount and r.amount.unit is amount.unit]
        most, total = rule.limit(span, len(before) + 1), rule.altogether(span)
        refused = len(before) >= rule.count or most is None or not most.amount or (compare(amount, most) or 0) > 0
        refused |= total is not None and total.unit is amount.unit and sum(given) + amount.amount > total.amount
        refused |= late and rule.late is TooLate.REFUSED
        ended = [c.n for c in life.clocks if c.overdue and c.left_at == asked.ruled_at and c.holding == asked.holding]
        yield Extension(
            refused=refused,
            higher=HIGHER[rule.approver(len(before) + 1, amount)] > HIGHER[asked.approver or Approver.DESK],
            clock=clock.n,
            overdue=late and rule.late is TooLate.OVERDUE,
            split=ended[-1] if ended else None,
            after=due is not None and asked.at > due,
        )


def _worked(life: Life, asked: Request) -> Clock:
    """The clock that it moved."""
    mine = [c for c in life.clocks if c.holding == asked.holding and c.tick in (Tick.HANDLE, Tick.REDO)]
    return [clock for clock in mine if any(shift.at == asked.ruled_at for shift in clock.shifts)][-1]


def suspension_refused(past: Past, halt: Halt, texts: Texts) -> bool:
    """Whether a new text would have refused a suspension."""
    rules, calendar = texts[halt.area]
    rule, asked = rules.suspension, halt.asked
    assert asked is not None and asked.until is not None
    before = [other for other in halts(past.life) if other.since < halt.since]
    last = calendar.due(asked.at, [rule.most])
    long = last is not None and asked.until > last.astimezone(calendar.zone).date()
    strange = bool(rule.causes) and asked.cause is not None and asked.cause not in rule.causes
    return len(before) >= rule.count or long or strange


def led(past: Past) -> Iterator[tuple[dt.datetime, Life]]:
    """The life after each of its events."""
    life: Life | None = None
    terms = sight.terms_of(past.life)
    for entry in Entry.objects.filter(kind="case", subject=past.case).order_by("seq"):
        event = events.KINDS[entry.verb].revive(json.loads(entry.facts))
        current = (life.editions[life.area] if life else None) or entered(event) or terms.current
        life = apply(life, event, entry.at, replace(terms, current=current))
        yield entry.at, life


def checked(past: Past, texts: Texts) -> dict[int, bool]:
    """{number of a clock for checking: whether the reply would be checked by a new text, too}."""
    found: dict[int, bool] = {}
    for _, life in led(past):
        for clock in life.clocks:
            if clock.tick is Tick.CHECK and clock.n not in found:
                found[clock.n] = to_check(life, texts[clock.area][0])
    return found


@dataclass(frozen=True)
class Lapse:
    """A clock that ran late."""

    due: dt.datetime
    since: dt.datetime
    until: dt.datetime | None
    calendar: WorkCalendar


def lapses(past: Past, texts: Texts, now: dt.datetime, free: Free) -> Iterator[Lapse]:
    """When something that somebody must keep ran late under a new text."""
    checks = checked(past, texts)
    for clock in past.life.clocks:
        rules, calendar = texts[clock.area]
        span = span_of(past, clock, rules) if clock.fixed is None else None
        if clock.tick in NOBODY_LATE or not checks.get(clock.n, True) or (span is None and clock.fixed is None):
            continue
        opened = begun(past.life, clock.holding) if clock.holding is not None else clock.start
        if clock.tick is Tick.CASE and clock.episode == 1:
            opened = next(at for at, _, screened in past.sorted if screened)
        for phase in phases(past, clock, span, calendar, now, free):
            if phase.due is not None and phase.until > phase.due:
                until = None if clock.running and phase.until == now else phase.until
                yield Lapse(phase.due, max(phase.due + TICK, phase.since, opened), until, calendar)


def first_fired(past: Past, trigger: Trigger, texts: Texts, late: list[Lapse], now: dt.datetime) -> dt.datetime | None:
    """When a trigger first held, asked at every moment at which that could begin."""
    states = list(led(past))
    terms = sight.terms_of(past.life)
    crossings = sorted({at for lapse in late for at in _crossings(trigger, lapse)})
    for (begin, life), end in zip(states, [at for at, _ in states[1:]] + [now + TICK], strict=True):
        if life.state is State.ENDED or trigger not in texts[life.area][0].raising:
            continue
        for at in [begin, *(at for at in crossings if begin < at < end)]:
            facts = replace(history(life, at, terms), overdue=_overdue(late, at))
            if fired([trigger], facts):
                return at
    return None


def _crossings(trigger: Trigger, lapse: Lapse) -> Iterator[dt.datetime]:
    yield lapse.since
    if lapse.until is not None:
        yield lapse.until
    if isinstance(trigger.unit, Unit):
        for amount in (trigger.interval.low, trigger.interval.high):
            if amount is not None and int(amount) == amount:
                at = lapse.calendar.due(lapse.due, [Span(int(amount), trigger.unit)] if amount else [])
                if at is not None:
                    yield at
                    yield at + TICK


def _overdue(late: list[Lapse], at: dt.datetime) -> Mapping[Unit, Any]:
    running = [lapse for lapse in late if lapse.since <= at and (lapse.until is None or at < lapse.until)]
    if not running:
        return {}
    first = min(running, key=lambda lapse: lapse.due)
    amounts = {unit: since(first.calendar, first.due, at, unit) for unit in COUNTED}
    return {unit: None if amount is None else max(amount, HAIR) for unit, amount in amounts.items()}
