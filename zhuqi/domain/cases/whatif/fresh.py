"""The clocks of a place's own that only a new text has, found from what happened: no step is invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q, QuerySet

from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.events import Contested, Replied, Ruled
from zhuqi.domain.cases.life.own import HANDS as HANDS_OF
from zhuqi.domain.cases.life.own import MOMENTS
from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.words import Hand, Outcome, Tick
from zhuqi.domain.cases.sections.clocks import OwnClock
from zhuqi.domain.cases.whatif.arrays import HANDS, TICKS, History, Versions, ordered, versions
from zhuqi.domain.cases.whatif.fetching import MOMENT, NEVER, NONE, NUMBER, Fact, Numbers, fetch
from zhuqi.domain.cases.whatif.forces import Forces, led
from zhuqi.domain.cases.whatif.gates import CHECK, Replies, meant
from zhuqi.domain.cases.whatif.given import Asked, ladders, opened, spans
from zhuqi.domain.cases.whatif.judging import Judged, Law, Runs, judge
from zhuqi.domain.cases.whatif.lying import endings, first_desk, screeners
from zhuqi.domain.cases.whatif.replaying import Observed
from zhuqi.domain.cases.whatif.scope import Text
from zhuqi.domain.cases.whatif.timeline import Flags, pairs, so_far

STEPLESS = frozenset({Moment.CONTACTED, Moment.OPINED, Moment.CLASSIFIED, Moment.FORMED, Moment.MET})
"""Moments that nobody books where no rule asks for them: that they are missing says nothing."""
VERBS: Mapping[Moment, tuple[str, ...]] = {
    moment: tuple(kind.verb for kind, moments in MOMENTS.items() if moment in moments) for moment in Moment
}
MOST_ROWS = 200
"""Holdings of one case whose numbers are told apart in the journal's facts."""
TRUE = ("1", "true")
"""Yes, as one engine or the other gives it out of an entry's facts."""
DESK = 0
"""Number of the row of a clock that the desk keeps."""


@dataclass(frozen=True, eq=False)
class Fresh:
    """Clocks that only a new text has (``number``: which), one a place: whose (``row``: number of its holding, the last where units
    followed each other, DESK; ``unit``: as it stood when it stopped), from when until when, and what came of them."""

    number: int
    case: Numbers
    unit: Numbers
    row: Numbers
    name: str
    start: Numbers
    until: Numbers
    running: Flags
    judged: Judged
    unsure: Flags
    unobserved: Flags


@dataclass(frozen=True, eq=False)
class Events:
    """Moments that came, in no order: the case, when, and the number of the row it was about (0: about the case)."""

    case: Numbers
    at: Numbers
    row: Numbers

    @classmethod
    def of(cls, *several: Events) -> Events:
        """Several together."""
        empty = np.empty(0, np.int64)
        columns = zip(*((one.case, one.at, one.row) for one in several), strict=True) if several else ()
        return cls(*(np.concatenate(column) for column in columns)) if several else cls(empty, empty, empty)

    def where(self, which: Flags | Numbers) -> Events:
        """Some of them."""
        return Events(self.case[which], self.at[which], self.row[which])


def fresh(seen: Observed, texts: Sequence[Text], now: int) -> list[Fresh]:
    """The clocks that the texts have and the editions that they replace haven't. Two queries for each moment they name."""
    wanted = [
        (n, text, own)
        for n, text in enumerate(texts, 1)
        for own in text.rules.own
        if own.keeper is not Keeper.NOBODY
        and any(
            own not in seen.terms.editions[old].own for old in np.unique(seen.stays.edition[seen.number == n]).tolist()
        )
    ]
    if not wanted:
        return []
    needed = {moment for _, _, own in wanted for moment in own.start | own.stop}
    came = {moment: _came(seen.history, moment) for moment in needed}
    stations, screens = _stations(seen.history)
    return [_clock(seen, text, n, own, came, stations, screens, now) for n, text, own in wanted]


def _came(past: History, moment: Moment) -> Events:
    """When a moment came."""
    cases = past.cases
    whole = np.arange(len(cases["id"]))
    if moment is Moment.RECORDED:
        return Events(whole, cases["recorded_at"], np.zeros_like(whole))
    if moment is Moment.ENDED:
        case, at = endings(past)
        return Events(case, at, np.zeros_like(case))
    entries = _entries(moment, int(cases["id"].min(initial=0)))
    columns = {"subject": NUMBER, "at": MOMENT, "said": tuple(str(n) for n in range(1, MOST_ROWS + 1))}
    if moment is Moment.ASKED:
        entries = entries.annotate(arrived=Fact("arrived_on")).filter(arrived__isnull=False)
    told = fetch(entries.annotate(said=Fact("holding")), columns)
    case = np.searchsorted(cases["id"], told["subject"])
    known = cases["id"][np.minimum(case, len(cases["id"]) - 1)] == told["subject"] if len(whole) else case < 0
    found = Events(case, told["at"], told["said"]).where(known)
    return Events.of(found, _at_once(past)) if moment is Moment.SUBMITTED else found


def _entries(moment: Moment, least: int) -> QuerySet[Entry]:
    """The entries that tell of a moment, of cases from a number on. A plan tells how it stands; it isn't the answer yet."""
    verbs = ("put",) if moment is Moment.ASKED else VERBS[moment]
    entries = Entry.objects.filter(kind="case", verb__in=verbs, subject__gte=least)
    replies = Entry.objects.filter(kind="case", verb=Replied.verb, subject__gte=least)
    planned = replies.annotate(outcome=Fact("outcome")).filter(outcome=Outcome.PLANNED.value).values("pk")
    if moment is Moment.REPLIED:
        return entries.exclude(pk__in=planned)
    if moment is Moment.RAISED:
        up = Entry.objects.filter(kind="case", verb=Contested.verb, subject__gte=least)
        gone = up.annotate(up=Fact("up")).filter(up__isnull=False).values("pk")
        return Entry.objects.filter(Q(pk__in=entries.values("pk")) | Q(pk__in=gone))
    if moment is Moment.RETURNED:
        ruled = Entry.objects.filter(kind="case", verb=Ruled.verb, subject__gte=least)
        return ruled.annotate(upheld=Fact("upheld")).filter(upheld__in=TRUE)
    if moment is Moment.REPORTED:
        return Entry.objects.filter(Q(pk__in=entries.values("pk")) | Q(pk__in=planned))
    return entries


def _at_once(past: History) -> Events:
    """Cases that came to a desk as they were recorded: their first clock is the one for screening."""
    clocks = past.clocks
    case = clocks["case"][(clocks["n"] == 1) & (clocks["tick"] == TICKS.index(Tick.SCREEN) + 1)]
    return Events(case, past.cases["recorded_at"][case], np.zeros_like(case))


def _stations(past: History) -> tuple[Versions, Versions]:
    """In which area, and at which desk, each case lay when; a desk as it stood when the case came to it."""
    clocks, at, count = past.clocks, opened(past), len(past.cases["id"])
    lay = np.isin(clocks["tick"], [TICKS.index(tick) + 1 for tick in (Tick.SUBMIT, Tick.SCREEN)])
    screens, desk = screeners(past)
    areas = ordered({"case": clocks["case"][lay], "at": at[lay], "area": clocks["area_id"][lay]}, "case", "at")
    desks = ordered({"case": clocks["case"][screens], "at": at[screens], "desk": desk}, "case", "at")
    return versions(areas, count, ["area"]), versions(desks, count, ["desk"])


def _clock(
    seen: Observed,
    text: Text,
    number: int,
    own: OwnClock,
    came: Mapping[Moment, Events],
    stations: Versions,
    screens: Versions,
    now: int,
) -> Fresh:
    """One clock of a new text, for every unit that would have kept it."""
    past = seen.history
    starts = _kept(past, own.keeper, Events.of(*(came[moment] for moment in own.start)))
    leads = led(past) if own.keeper is Keeper.FORCE else None
    if leads is not None:
        starts = starts.where(leads.at(starts.case, starts.at) != NONE)
    area = stations.at("area", starts.case, starts.at)
    stay = np.minimum(seen.stays.of(starts.case, area), max(len(seen.stays.case) - 1, 0))
    ruled = seen.number[stay] == number
    for old, rules in seen.terms.editions.items():
        if own in rules.own:
            ruled &= seen.stays.edition[stay] != old
    starts, stay = starts.where(ruled), stay[ruled]
    hand = _of_row(past, "hand", starts, 0)
    asked = Asked(past, seen.known, np.zeros_like(hand), [own.name], starts.case, hand, starts.at)
    codes, lengths = spans(asked, text.rules)
    starts, stay, codes, asked = starts.where(codes > 0), stay[codes > 0], codes[codes > 0], asked.where(codes > 0)
    stops = {moment: _ruled(seen, stations, number, came[moment]) for moment in own.stop}
    begun, until, stepped = _runs(past, starts, stops, now, leads)
    starts, stay, codes, running = starts.where(begun), stay[begun], codes[begun], until == NEVER
    until = np.where(running, now, until)
    judged = Judged.empty(len(until), seen.would.lapses is not None)
    runs = Runs(starts.at, np.full(len(until), NEVER), until, np.ones(len(until), np.bool_))
    judge(
        runs,
        np.arange(len(until)),
        Law(text.calendar, codes, lengths, *ladders(asked.where(begun), text.rules)),
        judged,
    )
    desk = screens.at("desk", starts.case, starts.at, first_desk(past)[starts.case])
    if leads is not None:
        desk = leads.at(starts.case, starts.at)
    unit = np.where(starts.row == DESK, desk, _of_row(past, "unit_id", starts, NONE))
    stepped_by = [
        old for old, rules in seen.terms.editions.items() if any((one.start | one.stop) & STEPLESS for one in rules.own)
    ]
    blind = (
        ~stepped & ~np.isin(seen.stays.edition[stay], stepped_by)
        if own.stop & STEPLESS
        else np.zeros(len(until), np.bool_)
    )
    if Moment.CHECKED in own.stop:
        blind |= ~stepped & _unchecked(past, seen, text, starts, until)
    return Fresh(
        number=number,
        case=starts.case,
        unit=past.heirs.now(starts.case, unit, np.where(running, NEVER, until)),
        row=_whole(past, starts).row,
        name=own.name,
        start=starts.at,
        until=until,
        running=running,
        judged=judged,
        unsure=_halted(past, starts, until, judged) & ~blind,
        unobserved=blind,
    )


def _of_row(past: History, column: str, events: Events, otherwise: int) -> Numbers:
    """What the row of each event says."""
    if not len(past.rows["n"]):
        return np.full(len(events.case), otherwise)
    row = past.first_row[events.case] + np.maximum(events.row, 1) - 1
    return np.where(events.row == DESK, otherwise, past.rows[column][row])


def _whole(past: History, events: Events) -> Events:
    """The same events, rows that are one in the hands of several units by the number of the last."""
    if not len(past.rows["n"]):
        return events
    last = past.chains.last[past.first_row[events.case] + np.maximum(events.row, 1) - 1]
    return Events(events.case, events.at, np.where(events.row > DESK, past.rows["n"][last], events.row))


def _ruled(seen: Observed, stations: Versions, number: int, events: Events) -> Events:
    """The events at which the new text was in charge of the case."""
    stay = seen.stays.of(events.case, stations.at("area", events.case, events.at))
    return events.where(seen.number[np.minimum(stay, max(len(seen.number) - 1, 0))] == number)


def _kept(past: History, keeper: Keeper, events: Events) -> Events:
    """The same events, once for each row that keeps a clock begun by them: the one it is about where that row is open after
    it, else every open row in the hands that keep it; for the desk, or a task force, none."""
    if keeper in (Keeper.DESK, Keeper.FORCE):
        return Events(events.case, events.at, np.full_like(events.case, DESK))
    hands = HANDS_OF.get(keeper, frozenset({Hand.HOLD, Hand.LEAD}))
    rows = past.rows
    first, end = past.first_row, np.append(past.first_row[1:], len(rows["n"]))
    count = (end - first)[events.case]
    event = np.repeat(np.arange(len(events.case)), count)
    row = first[events.case][event] + np.arange(len(event)) - np.repeat(np.cumsum(count) - count, count)
    at = events.at[event]
    fits = np.isin(rows["hand"][row], [HANDS.index(hand) + 1 for hand in hands])
    fits &= (rows["began_at"][row] <= at) & ((rows["ended_at"][row] == NEVER) | (rows["ended_at"][row] > at))
    about = fits & (rows["n"][row] == events.row[event]) if keeper is not Keeper.HOLDER else np.zeros_like(fits)
    told = np.zeros(len(events.case), np.bool_)
    told[event[about]] = True
    fits &= about | ~told[event]
    return Events(events.case[event[fits]], at[fits], rows["n"][row[fits]])


def _runs(
    past: History, starts: Events, stops: Mapping[Moment, Events], now: int, leads: Forces | None = None
) -> tuple[Numbers, Numbers, Flags]:
    """Which of the starts begin a clock (not anew where it runs already), until when it runs (NEVER: still), and whether it was
    stopped by one of ``STEPLESS``."""
    starts, stops = _whole(past, starts), {moment: _whole(past, events) for moment, events in stops.items()}
    most = int(past.rows["n"].max(initial=0)) + 1
    key = starts.case * most + starts.row
    keys = np.unique(key)
    case, row = keys // most, keys % most
    columns = [(key, starts.at, np.full_like(key, START))]
    for moment, events in stops.items():
        which, event = pairs(case, events.case, len(past.cases["id"]))
        meant = (events.row[event] == 0) | (events.row[event] == row[which]) | (row[which] == DESK)
        sort = STEPLESS_STOP if moment in STEPLESS else STOP
        columns.append((keys[which[meant]], events.at[event[meant]], np.full(int(meant.sum()), sort)))
    held = np.flatnonzero(row != DESK)
    ended = _of_row(past, "ended_at", Events(case[held], case[held], row[held]), NEVER)
    columns.append((keys[held[ended != NEVER]], ended[ended != NEVER], np.full(int((ended != NEVER).sum()), STOP)))
    ends = _came(past, Moment.ENDED)
    if leads is not None:
        case_over, over = leads.ends
        ends = Events.of(ends, Events(case_over, over, np.zeros_like(over)))
    which, event = pairs(case, ends.case, len(past.cases["id"]))
    columns.append((keys[which], ends.at[event], np.full(len(which), STOP)))
    every, at, kind = [np.concatenate([column[n] for column in columns]) for n in range(3)]
    order = np.lexsort((kind, at, every))
    every, at, kind = every[order], at[order], kind[order]
    same = np.append(False, every[1:] == every[:-1])
    begins = (kind == START) & ~(same & np.append(False, kind[:-1] == START))
    nth = np.where(kind == START, len(kind), np.arange(len(kind)))
    following = np.append(np.minimum.accumulate(nth[::-1])[::-1], len(kind))[np.flatnonzero(begins)]
    inside = (following < len(kind)) & (every[np.minimum(following, len(kind) - 1)] == every[begins])
    following = np.minimum(following, len(kind) - 1)
    return order[begins], np.where(inside, at[following], NEVER), inside & (kind[following] == STEPLESS_STOP)


STEPLESS_STOP, STOP, START = 0, 1, 2
"""At one moment what stops comes before what starts."""


def _halted(past: History, starts: Events, until: Numbers, judged: Judged) -> Flags:
    """Clocks over which a suspension came before they were late: what they would have lost was never booked."""
    unsure, halts = np.zeros(len(until), np.bool_), past.halts
    which, halt = pairs(starts.case, halts.case, len(past.cases["id"]))
    since = halts.since[halt]
    over = (starts.at[which] < since) & (since < until[which]) & (since <= judged.due[which])
    unsure[which[over]] = True
    return unsure


def _unchecked(past: History, seen: Observed, text: Text, starts: Events, until: Numbers) -> Flags:
    """Clocks in whose time an answer was given that nobody had to check, and that the new text has checked."""
    given = seen.replies
    if given is None:
        return np.zeros(len(until), np.bool_)
    here = np.flatnonzero(~given.checked)
    here = here[~_checking(past, given, here)]
    here = here[meant(past, given, text.rules.gate, seen.known, here)]
    case, at = given.case[here], given.at[here]
    return so_far(case, at, starts.case, until) > so_far(case, at, starts.case, starts.at)


def _checking(past: History, given: Replies, here: Numbers) -> Flags:
    """Which of some answers got a clock for their check."""
    clocks = past.clocks
    mine = np.flatnonzero(clocks["tick"] == CHECK)
    case, at = clocks["case"][mine], clocks["start"][mine]
    return so_far(case, at, given.case[here], given.at[here]) > so_far(case, at, given.case[here], given.at[here] - 1)
