"""The same question answered slowly, one clock of one life after the other, as the text of the rule says it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from zhuqi.base.ladders.reminders import When, offsets
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.sessions import ticks
from zhuqi.base.worktime.spans import Span
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.fold import apply, entered
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Life
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Hand, Shifted, Tick
from zhuqi.domain.cases.sections import CaseRules


@dataclass(frozen=True)
class Answer:
    """What one text makes of one clock. ``due`` is None where no calendar says."""

    due: dt.datetime | None
    late: bool
    reminders: int


@dataclass(frozen=True)
class Past:
    """A life and how it was sorted: from which moment on, as what."""

    case: int
    life: Life
    sorted: tuple[tuple[dt.datetime, Traits, bool], ...]
    """(moment, traits, whether by screening)."""


def pasts() -> Iterator[Past]:
    """Every life there is."""
    for case in Case.objects.order_by("pk"):
        life, traits, versions = lives.load(case), Traits(), []
        for entry in Entry.objects.filter(kind="case", subject=case.pk, verb__in=["recorded", "screened"]).order_by(
            "seq"
        ):
            facts: dict[str, Any] = json.loads(entry.facts)
            category = facts.get("category") or traits.category
            sort = {"kind": facts["kind"], "category": category, "grade": facts.get("grade") or ""}
            traits = Traits(**sort, urgency=facts.get("urgency") or "", channel=life.channel, scale=life.scale or "")
            versions.append((entry.at, traits, entry.verb == "screened"))
        yield Past(case.pk, life, tuple(versions))


def traits_of(past: Past, clock: Clock) -> Traits:
    """How the case was sorted when a clock was opened."""
    opened = clock.start
    if clock.holding is not None:
        opened = max(opened, past.life.row(clock.holding).began_at)
    if clock.tick is Tick.CASE and clock.episode == 1:
        opened = next(at for at, _, screened in past.sorted if screened)
    return [traits for at, traits, _ in past.sorted if at <= opened][-1]


def hand_of(past: Past, clock: Clock) -> Hand | None:
    return past.life.row(clock.holding).hand if clock.holding is not None else None


def span_of(past: Past, clock: Clock, rules: CaseRules) -> Span | None:
    return rules.span(clock.name or clock.tick, traits_of(past, clock), hand_of(past, clock))


def halts(life: Life) -> list[tuple[dt.datetime, dt.datetime | None]]:
    """When the case was suspended."""
    rechecks = [clock for clock in life.clocks if clock.tick is Tick.RECHECK]
    return [(clock.start, clock.met_at or clock.void_at or clock.left_at) for clock in rechecks]


def judged(
    past: Past, clock: Clock, span: Span | None, rules: CaseRules, calendar: WorkCalendar, now: dt.datetime
) -> Answer:
    """One clock by one text, phase by phase: from its start or a move to the next move, or to where it stopped counting."""
    begin, spans = clock.fixed or clock.start, [span] if span is not None and clock.fixed is None else []
    until, since, reminders = _end(past, clock, now), clock.start, 0
    moves = list(clock.shifts)
    while True:
        due = _after(calendar, begin, spans)
        move, ends = None, until
        while moves and move is None:
            move = moves.pop(0)
            ends = move.at
            if move.why is Shifted.SUSPENSION:
                ends = [start for start, _ in halts(past.life) if start <= move.at][-1]
                if due is not None and ends > due:  # it was late already: it isn't suspended
                    move, ends = None, until
        reminders += _reminded(calendar, steps(past, clock, rules), clock.start, begin, spans, due, since, ends)
        if move is None:
            break
        since = move.at
        both = bool(spans) and spans[0].in_days and move.span.in_days
        spans.append(replace(move.span, ends=spans[0].ends) if both else move.span)
    kept = clock.tick not in NOBODY_LATE
    late = kept and ((due is not None and until > due) or bool(clock.overdue and clock.void_at is None))
    return Answer(due, late, reminders if kept else 0)


def _end(past: Past, clock: Clock, now: dt.datetime) -> dt.datetime:
    """When it stopped counting."""
    if clock.paused_at is not None:
        return clock.paused_at
    stop = clock.met_at or clock.void_at or clock.left_at
    if stop is not None and clock.due is None and clock.tick is not Tick.RULE:
        for start, end in halts(past.life):
            if clock.start < start < stop and (end is None or stop <= end):
                return start
    return stop or now


def _after(calendar: WorkCalendar, begin: dt.datetime, spans: list[Span]) -> dt.datetime | None:
    return calendar.due(begin, spans)


def steps(past: Past, clock: Clock, rules: CaseRules) -> list[tuple[When, Span]]:
    """The rungs of its ladder in their order, a repeating one as often as it may come."""
    rungs = rules.rungs(clock.name or clock.tick, traits_of(past, clock), hand_of(past, clock))
    return [(rung.timing.when, offset) for rung in rungs for offset in offsets(rung.timing)]


def _reminded(
    calendar: WorkCalendar,
    rungs: list[tuple[When, Span]],
    start: dt.datetime,
    begin: dt.datetime,
    spans: list[Span],
    due: dt.datetime | None,
    since: dt.datetime,
    until: dt.datetime,
) -> int:
    """How many rungs of the ladder came in a phase: none that lay before it, none before the one before it."""
    count, latest = 0, since
    for when, span in rungs if due is not None else ():
        if when is When.BEFORE:
            assert due is not None
            rung = calendar.before(due, span)
        else:
            rung = calendar.add(start, span) if when is When.SINCE else _after(calendar, begin, [*spans, span])
        if rung is None:
            break
        if rung > since:
            latest = max(latest, rung)
            count += latest <= until
    return count


def missed(past: Past, clock: Clock, answer: Answer, now: dt.datetime) -> bool:
    """Whether a suspension would have held the clock, and none was booked for it."""
    if clock.tick is Tick.RULE or answer.due is None:
        return False
    begun = [start for start, _ in halts(past.life)]
    booked = {max(s for s in begun if s <= move.at) for move in clock.shifts if move.why is Shifted.SUSPENSION}
    within = [start for start in begun if clock.start < start < _end(past, clock, now)]
    return any(start not in booked and answer.due >= start for start in within)


def own_clocks(
    past: Past, rules: CaseRules, calendar: WorkCalendar, now: dt.datetime
) -> Iterator[tuple[tuple[int, str, int, int], tuple[int, int, int, bool]]]:
    """The place's own clocks that the life has when it is led again under a text: what the fold of its events makes of them."""
    editions = past.life.editions.values()
    terms = Terms(dict.fromkeys(editions, rules), dict.fromkeys(editions, calendar), min(editions))
    life: Life | None = None
    for entry in Entry.objects.filter(kind="case", subject=past.case).order_by("seq"):
        event = events.KINDS[entry.verb].revive(json.loads(entry.facts))
        current = life.editions[life.area] if life else entered(event) or terms.current
        life = apply(life, event, entry.at, replace(terms, current=current))
    assert life is not None
    for clock in life.clocks:
        if clock.tick is Tick.OWN:
            until = clock.met_at or clock.void_at or clock.left_at or now
            due = UNDETERMINED if clock.due is None else ticks(clock.due)
            key = (past.case, clock.name or "", clock.holding or 0, ticks(clock.start))
            yield key, (clock.unit, ticks(until), due, clock.late(now))
