"""The same question answered slowly, one clock of one life after the other, as the text of the rule says it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhuqi.base.ladders.reminders import When
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.sessions import ticks
from zhuqi.base.worktime.spans import Span
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.fold import apply, entered
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Life, Request
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Asked, Hand, Shifted, Tick
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


def begun(life: Life, holding: int) -> dt.datetime:
    """When a row was opened, by whichever unit had it first."""
    return life.first(life.row(holding)).began_at


def traits_of(past: Past, clock: Clock) -> Traits:
    """How the case was sorted when a clock was opened."""
    opened = clock.start
    if clock.holding is not None:
        opened = max(opened, begun(past.life, clock.holding))
    if clock.tick is Tick.CASE and clock.episode == 1:
        opened = next(at for at, _, screened in past.sorted if screened)
    again = clock.episode > 1 or any(reply.contested_at and reply.contested_at <= opened for reply in past.life.replies)
    return replace([traits for at, traits, _ in past.sorted if at <= opened][-1], redone=again)


def hand_of(past: Past, clock: Clock) -> Hand | None:
    return past.life.row(clock.holding).hand if clock.holding is not None else None


def span_of(past: Past, clock: Clock, rules: CaseRules) -> Span | None:
    return rules.span(clock.name or clock.tick, traits_of(past, clock), hand_of(past, clock))


@dataclass(frozen=True)
class Halt:
    """A suspension: from when until when, where the case lay, and who asked for it."""

    since: dt.datetime
    end: dt.datetime | None
    area: int
    asked: Request | None


Free = Callable[[Halt], bool]
"""Whether nobody has to rule on a suspension."""


def halts(life: Life) -> list[Halt]:
    """When the case was suspended."""
    found = []
    for clock in life.clocks:
        if clock.tick is Tick.RECHECK:
            asked = [
                r for r in life.requests if r.asked is Asked.SUSPENSION and r.granted and r.ruled_at == clock.start
            ]
            end = clock.met_at or clock.void_at or clock.left_at
            found.append(Halt(clock.start, end, clock.area, asked[0] if asked else None))
    return found


def booked(halt: Halt) -> bool:
    """Whether it was had without a ruling."""
    return halt.asked is not None and halt.asked.at == halt.asked.ruled_at


def freely(rules: Mapping[int, CaseRules]) -> Free:
    """Whether rules, by area, let everybody have it."""

    def free(halt: Halt) -> bool:
        return halt.asked is not None and halt.asked.cause in rules[halt.area].suspension.free

    return free


@dataclass(frozen=True)
class Phase:
    """A clock between two of its moves."""

    since: dt.datetime
    due: dt.datetime | None
    until: dt.datetime
    spans: tuple[Span, ...]


def phases(
    past: Past, clock: Clock, span: Span | None, calendar: WorkCalendar, now: dt.datetime, free: Free
) -> Iterator[Phase]:
    """One clock, phase by phase: from its start or a move to the next move, or to where it stopped counting."""
    begin, spans = clock.fixed or clock.start, [span] if span is not None and clock.fixed is None else []
    until, since, own = end_of(past, clock, now, free), clock.start, span if clock.fixed is None else None
    moves = list(clock.shifts)
    while True:
        due = calendar.due(begin, spans)
        move, ends = None, until
        while moves and move is None:
            move = moves.pop(0)
            ends = move.at
            if move.why is Shifted.SUSPENSION:
                halt = [halt for halt in halts(past.life) if halt.since <= move.at][-1]
                ends = halt.since
                late = due is not None and ends > due  # it was late already: it isn't suspended
                if late or (clock.tick is Tick.CASE and free(halt)):
                    move, ends = None, until
        yield Phase(since, due, ends, tuple(spans))
        if move is None:
            return
        since = move.at
        if move.why not in (Shifted.CLASS, Shifted.SORTED):  # it is judged as it was sorted when it began
            spans.append(move.span.ending_like(own) if own is not None else move.span)


def end_of(past: Past, clock: Clock, now: dt.datetime, free: Free) -> dt.datetime:
    """When it stopped counting."""
    stop = clock.met_at or clock.void_at or clock.left_at
    for halt in halts(past.life):
        stands = clock.tick is not Tick.CASE or not free(halt)
        if clock.paused_at == halt.since and stands:
            return halt.since
        within = stop is not None and clock.start < halt.since < stop and (halt.end is None or stop <= halt.end)
        if within and clock.due is None and clock.tick is not Tick.RULE and stands and clock.paused_at is None:
            return halt.since
    return stop or now


def judged(
    past: Past,
    clock: Clock,
    span: Span | None,
    rules: CaseRules,
    calendar: WorkCalendar,
    now: dt.datetime,
    free: Free = booked,
) -> Answer:
    """One clock by one text."""
    kept, reminders, last = clock.tick not in NOBODY_LATE, 0, None
    for last in phases(past, clock, span, calendar, now, free):
        if kept and last.due is not None and last.since >= (anew(past, clock) or clock.start):
            reminders += sum(1 for _ in reminded(past, clock, rules, calendar, last))
    assert last is not None
    return Answer(last.due, kept and last.due is not None and last.until > last.due, reminders)


def anew(past: Past, clock: Clock) -> dt.datetime | None:
    """When it took the place of one that counts as overdue."""
    alike = (clock.tick, clock.holding, clock.start)
    ended = [
        other.left_at
        for other in past.life.clocks
        if other.n < clock.n and other.overdue and (other.tick, other.holding, other.start) == alike and other.left_at
    ]
    return max(ended, default=None)


def reminded(past: Past, clock: Clock, rules: CaseRules, calendar: WorkCalendar, phase: Phase) -> Iterator[dt.datetime]:
    """Every reminder that came in a phase, in no order."""
    for rung in rules.rungs(clock.name or clock.tick, traits_of(past, clock), hand_of(past, clock)):
        timing, n = rung.timing, 0
        while timing.times is None or n < timing.times:
            step = timing.every.amount * n if timing.every else 0
            amount = timing.offset.amount + (-step if timing.when is When.BEFORE else step)
            if n and timing.when is When.BEFORE and amount <= 0:
                break
            at = _rung(clock, calendar, phase, timing.when, replace(timing.offset, amount=amount))
            if at is None or at > phase.until:
                break
            if at > phase.since:
                yield at
            if timing.every is None:
                break
            n += 1


def _rung(clock: Clock, calendar: WorkCalendar, phase: Phase, when: When, span: Span) -> dt.datetime | None:
    assert phase.due is not None
    if when is When.BEFORE:
        return calendar.before(phase.due, span)
    if when is When.SINCE:
        return calendar.add(clock.start, span)
    return calendar.due(clock.fixed or clock.start, [*phase.spans, span])


def missed(past: Past, clock: Clock, answer: Answer, now: dt.datetime, free: Free) -> bool:
    """Whether a suspension would have held the clock, and none was booked for it."""
    if clock.tick is Tick.RULE or answer.due is None:
        return False
    begun = [halt.since for halt in halts(past.life)]
    given = {max(s for s in begun if s <= move.at) for move in clock.shifts if move.why is Shifted.SUSPENSION}
    over = [halt for halt in halts(past.life) if clock.start < halt.since < end_of(past, clock, now, booked)]
    return any(
        halt.since not in given and answer.due >= halt.since and not (clock.tick is Tick.CASE and free(halt))
        for halt in over
    )


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
