"""One case as its page shows it: what matters first, then the moves open, words, deadlines, holders, and the story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from zhuqi.base.events import Event
from zhuqi.base.ladders.coordinators import Standing
from zhuqi.base.ladders.reminders import Sent, When
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.domain.cases.events import Accepted, Instructed, Reminded
from zhuqi.domain.cases.life.history import Reason, lit
from zhuqi.domain.cases.life.measuring import Lit
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Holding, Life
from zhuqi.domain.cases.rules.words import ANSWERED, CARRIES, NOBODY_LATE, Action, End, How, State, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.interfaces.web.cases import clock_rows, stories
from zhuqi.interfaces.web.cases.rulers import Bar, Mark
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.shown import Door, Fact, Quote
from zhuqi.interfaces.web.wording import joined, local, phrase


class Words(Protocol):
    """Words typed into a step."""

    @property
    def seq(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def outside(self) -> bool: ...


@dataclass(frozen=True)
class Booked:
    """An entry of the case's journal: what happened, when, by whom."""

    seq: int
    at: dt.datetime
    who: object
    event: Event
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the entry says besides the event: the copies."""


@dataclass(frozen=True)
class HolderRow:
    """A unit that holds or held the case."""

    hand: str
    carries: bool
    unit: str
    address: str
    since: str
    due: str
    lamp: Lamp | None
    what: str
    past: bool


@dataclass(frozen=True)
class Line:
    """A line of the story, with the words that were typed then."""

    when: str
    who: str
    what: str
    words: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class ChainLink:
    """Somebody in the chain of responsibility."""

    name: str
    role: str
    me: bool = False


@dataclass(frozen=True)
class Seen:
    """A case as the queries give it, with everything its page names."""

    number: str
    title: str
    version: int
    life: Life
    rules: CaseRules
    calendar: WorkCalendar
    units: Mapping[int, str]
    staff: Mapping[int, str]
    said: Sequence[Words]
    entries: Sequence[Booked]
    now: dt.datetime
    address: Callable[[int], str]
    """The statement of a unit, for the actor; empty where it isn't theirs to open."""
    terms: Terms | None = None
    """Every edition that the life runs under; without them lamps are the standard ones."""

    def yellow(self, clock: Clock) -> dt.datetime | None:
        """From when on a clock is nearly due: the first rung of its ladder before the deadline."""
        hand = self.life.row(clock.holding).hand if clock.holding is not None else None
        timings = [rung.timing for rung in self.rules.rungs(clock.called, self.life.traits, hand)]
        first = next((timing.offset for timing in timings if timing.when is When.BEFORE), None)
        return self.calendar.before(clock.due, first) if clock.due is not None and first is not None else None

    def lit(self, clock: Clock) -> Lit | None:
        """The lamp that the edition's own rule lights for one of its clocks."""
        return lit(self.life, clock, self.now, self.terms) if self.terms is not None else None

    def lamp(self, clock: Clock) -> Lamp:
        """The lamp of one of its clocks."""
        return clock_rows.lamp(clock, self.calendar, self.yellow, self.now, self.lit)

    def words(self, said: object) -> str:
        """Anything said, for the reader."""
        return phrase(said, self.now)


@dataclass(frozen=True)
class CaseHead:
    """The top of every page about a case."""

    address: str
    title: str
    crumbs: tuple[str, ...]
    lamp: Lamp
    lede: str
    seen: int


@dataclass(frozen=True)
class CasePage(CaseHead):
    """The whole page."""

    doors: tuple[Door, ...]
    notes: tuple[str, ...]
    told: str
    said: str
    clocks: tuple[clock_rows.ClockRow, ...]
    clocks_before: tuple[clock_rows.ClockRow, ...]
    rests: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    clocks_left_out: str
    holders: tuple[HolderRow, ...]
    story: tuple[Line, ...]
    reminded: str
    enterprise: str
    facts: tuple[Fact, ...]
    chain: tuple[ChainLink, ...]
    ending: tuple[str, ...]
    edition: str
    links: str
    code: str
    calls: str
    rising: tuple[str, ...] = ()
    coordinated: str = ""
    weight: tuple[Fact, ...] = ()
    force: str = ""
    proposed: str = ""
    file: str = ""
    """The address of the enterprise's page; empty for whoever doesn't open it."""
    outside: tuple[Line, ...] = ()
    """What was typed for the enterprise, oldest first."""
    inside: tuple[Line, ...] = ()
    """What was typed for each other; it is neither printed nor written out."""
    paper: str = ""
    """Where the case is had as a paper for Word."""


def head(seen: Seen, address: str) -> CaseHead:
    """What a case's pages begin with."""
    life = seen.life
    crumbs = [seen.number, seen.rules.kinds.get(life.kind, life.kind), seen.words(life.state)]
    if life.grade is not None:
        grade = seen.rules.grades.get(life.grade, life.grade)
        crumbs.append(seen.words(say("{grade}, to be confirmed", grade=grade)) if life.provisional else grade)
    if life.episode > 1:
        crumbs.append(seen.words(say("opened for the {n}. time", n=life.episode)))
    return CaseHead(address, seen.title, tuple(crumbs), main_lamp(seen), seen.words(lede(seen)), seen.version)


def main_clock(life: Life) -> Clock | None:
    """The deadline that matters first: the carrier's own work, else the next one that somebody must keep."""
    running = [c for c in life.running if c.tick not in NOBODY_LATE and c.due is not None]
    own = next((c for c in _work(life) if c.due is not None), None)
    return own or min(running, key=lambda c: (c.due, c.n), default=None)


def main_lamp(seen: Seen) -> Lamp:
    """The lamp beside the title: the next deadline, or what became of the case."""
    life = seen.life
    if life.end is not None:
        return Lamp("grey", seen.words(life.end))
    clock = main_clock(life)
    if clock is not None:
        return seen.lamp(clock)
    return Lamp("grey", seen.words(life.state))


def lede(seen: Seen) -> Sentence:
    """The sentence that says what matters now."""
    life = seen.life
    if life.end is not None:
        return _ended(life)
    carrier = life.carrier
    unit = seen.units.get(carrier.unit, "") if carrier else ""
    clock = next((c for c in _work(life) if c.due is not None), None)
    if life.state in ANSWERED:
        return _answered(seen, unit)
    if clock is None or clock.due is None:
        return say("It lies with {unit}.", unit=unit)
    return Sentence(LEDES[life.state].text, {"unit": unit, "due": clock.due})


LEDES: Mapping[State, Sentence] = {
    State.FOUND: say("{unit} has it: to settle it on the spot, or to submit it by {due}."),
    State.SCREENING: say("{unit} has it, to screen and dispatch it by {due}."),
    State.ASSIGNED: say("{unit} leads, and is to sign for it by {due}."),
    State.HANDLING: say("{unit} leads, and is to answer the enterprise by {due}."),
    State.PLANNED: say("{unit} works by a plan; its next date is {due}."),
    State.SUSPENDED: say("The clocks stand still with {unit}; it is looked at again by {due}."),
}
WORK: Mapping[State, frozenset[Tick]] = {
    State.FOUND: frozenset({Tick.SUBMIT}),
    State.SCREENING: frozenset({Tick.SCREEN}),
    State.ASSIGNED: frozenset({Tick.ACCEPT}),
    State.HANDLING: frozenset({Tick.HANDLE, Tick.REDO}),
    State.PLANNED: frozenset({Tick.PLAN}),
    State.SUSPENDED: frozenset({Tick.RECHECK}),
}


def _work(life: Life) -> Iterable[Clock]:
    """The running clocks that a state is about, the carrier's own first."""
    carrier = life.carrier
    wanted = [c for c in life.running if c.tick in WORK.get(life.state, frozenset())]
    return sorted(wanted, key=lambda c: (carrier is None or c.holding not in (None, carrier.n), c.n))


def _ended(life: Life) -> Sentence:
    if life.end is End.CLOSED:
        said = say(
            "Struck off on {day}: {outcome}, {confirmation}.",
            day=_day(life.ended_at),
            outcome=life.outcome,
            confirmation=life.confirmation,
        )
        return say("{said} In the books it stands apart: {why}.", said=said, why=life.tally) if life.tally else said
    return say("Ended on {day}: {end}.", day=_day(life.ended_at), end=life.end)


def _day(at: dt.datetime | None) -> object:
    return local(at).date() if at is not None else ""


def _answered(seen: Seen, unit: str) -> Sentence:
    life = seen.life
    clock = next((c for c in life.running if c.tick in {Tick.CHECK, Tick.ASK, Tick.SILENCE} and c.due), None)
    if clock is None:
        return say("{unit} replied “{outcome}”; the enterprise has the word.", unit=unit, outcome=life.outcome)
    if clock.tick is Tick.CHECK:
        return say(
            "{unit} replied “{outcome}”; somebody else checks that by {due}.",
            unit=unit,
            outcome=life.outcome,
            due=clock.due,
        )
    if clock.tick is Tick.ASK:
        return say(
            "{unit} replied “{outcome}”; the enterprise is to be asked by {due}.",
            unit=unit,
            outcome=life.outcome,
            due=clock.due,
        )
    return say(
        "{unit} replied “{outcome}”, and the enterprise was asked; it has until {due} to say so.",
        unit=unit,
        outcome=life.outcome,
        due=clock.due,
    )


def holders(seen: Seen) -> tuple[HolderRow, ...]:
    """Who has it, then who had it: leads before co-handlers, the latest dispatch first."""
    rows = sorted(seen.life.holdings, key=lambda h: (h.ended_at is not None, -h.dispatch, h.hand not in CARRIES, h.n))
    return tuple(_holder(seen, row) for row in rows)


def _holder(seen: Seen, row: Holding) -> HolderRow:
    mine = [c for c in seen.life.running if c.holding == row.n and c.tick not in (Tick.RULE, Tick.SIGN)]
    clock = min((c for c in mine if c.due is not None), key=lambda c: (c.due, c.n), default=None)
    lamp = seen.lamp(clock) if clock is not None else None
    past = row.ended_at is not None
    return HolderRow(
        hand=seen.words(row.hand),
        carries=row.hand in CARRIES,
        unit=seen.units.get(row.unit, ""),
        address=seen.address(row.unit),
        since=seen.words(_day(row.began_at)),
        due=seen.words(_day(clock.due)) if clock is not None else "",
        lamp=None if past else lamp,
        what=_what(seen, row),
        past=past,
    )


def _what(seen: Seen, row: Holding) -> str:
    if row.ended_at is not None:
        return seen.words(say("{how}, {at}", how=row.how or How.PASSED, at=row.ended_at))
    if row.accepted_at is not None:
        signed = seen.life.then(row, row.accepted_at)
        silent = any(
            isinstance(one.event, Accepted) and one.event.silent and one.event.holding == signed.n
            for one in seen.entries
        )
        if silent:
            return seen.words(say("counts as signed for since {day}", day=_day(row.accepted_at)))
        return seen.words(say("signed for on {day}", day=_day(row.accepted_at)))
    return seen.words(say("not yet signed for")) if seen.life.first(row).opened_by is Action.ASSIGN else ""


def talk(lines: Iterable[Line], *, outside: bool) -> tuple[Line, ...]:
    """Of a story told latest first, the words typed for the enterprise or those typed for each other; oldest first."""
    kept = [(line, tuple(words for words in line.words if words.outside is outside)) for line in lines]
    return tuple(Line(line.when, line.who, line.what, words) for line, words in reversed(kept) if words)


MILD = frozenset({Sent.REMIND, Sent.URGE})
"""What is told in one line; what is sterner is part of the story."""


def story(seen: Seen) -> tuple[Line, ...]:
    """What happened, latest first."""
    told = stories.Told(seen.life, seen.units, seen.rules)
    lines = []
    for entry in seen.entries:
        mild = isinstance(entry.event, Reminded) and not set(entry.event.sent) - MILD
        if mild and not entry.facts.get("copies"):
            continue
        words = _quotes(entry.event, [said for said in seen.said if said.seq == entry.seq and said.name != "body"])
        said = seen.words(stories.copied(stories.sentence(entry.event, told), entry.facts, told))
        lines.append(Line(seen.words(entry.at), seen.words(entry.who), said, words))
    return tuple(reversed(lines))


def _quotes(event: Event, found: Sequence[Words]) -> tuple[Quote, ...]:
    """The words typed into a step, a quote each; who instructed it and by which paper stand in one."""
    if not isinstance(event, Instructed):
        return tuple(Quote(said.body, said.outside) for said in found)
    head = [said.body for said in found if said.name != "text"]
    texts = [said.body for said in found if said.name == "text"]
    return tuple(Quote(text, False) for text in (" · ".join(head), *texts) if text)


def reminded(seen: Seen) -> str:
    """How often a reminder or an urging was due: told once, so that it doesn't drown what people did."""
    found = [(entry.at, entry.event.sent) for entry in seen.entries if isinstance(entry.event, Reminded)]
    if not found:
        return ""
    said = [say("Reminders due: {n}, the last on {at}.", n=len(found), at=found[-1][0])]
    urged = sum(Sent.URGE in sent for _, sent in found)
    return joined([*said, *([say("Among them to urge: {n}.", n=urged)] if urged else [])], seen.now)


def rising(seen: Seen, reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Why the case must go up to the desk above."""
    return tuple(seen.words(reason.why) for reason in reasons)


def coordinated(seen: Seen, standing: Standing | None) -> str:
    """Who coordinates it by the rules here, and why."""
    if standing is None:
        return ""
    said = [say("Coordinated by {who}, rung {n}.", who=standing.coordinator.label, n=standing.rung)]
    return joined([*said, *(fired.why for fired in standing.why)], seen.now)
