"""What suspensions did to clocks, and what they would do under a new text: which it would have refused, which it lets everybody
have without a ruling, so that the promise to the enterprise runs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.bulk_ticks import due_ticks
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Tick
from zhuqi.domain.cases.whatif.arrays import TICKS, History, stops
from zhuqi.domain.cases.whatif.fetching import NEVER, Numbers
from zhuqi.domain.cases.whatif.judging import Runs
from zhuqi.domain.cases.whatif.rungs import THIS_DAY
from zhuqi.domain.cases.whatif.scope import Stays, Text
from zhuqi.domain.cases.whatif.timeline import Flags, latest, pairs

RULE, CASE = (TICKS.index(tick) + 1 for tick in (Tick.RULE, Tick.CASE))
NOBODYS = [TICKS.index(tick) + 1 for tick in NOBODY_LATE]


@dataclass(frozen=True, eq=False)
class Stood:
    """Clocks as they ran. ``held``: the suspension (its place) in which each stood still to its end, -1 where in none. ``clock``,
    ``halt``: the pairs of a clock and a suspension that passed over it."""

    runs: Runs
    held: Numbers
    clock: Numbers
    halt: Numbers


def stood(past: History, now: int) -> Stood:
    """The clocks as they ran, with what suspensions they stood still in."""
    clocks, halts, moves = past.clocks, past.halts, past.moves
    stop, paused = stops(clocks), clocks["paused_at"]
    until = _ends(past, now)
    held = np.full(len(until), -1)
    still = np.flatnonzero(paused != NEVER)
    held[still] = latest(halts.case, halts.since, clocks["case"][still], paused[still])
    until[still] = paused[still]
    some = (
        np.flatnonzero(np.isin(clocks["case"], halts.case) & (clocks["tick"] != RULE)) if len(halts.case) else still[:0]
    )
    which, halt = pairs(clocks["case"][some], halts.case, len(past.cases["id"]))
    clock, since = some[which], halts.since[halt]
    most = len(halts.case) + 1
    given = np.isin(clock * most + halt, moves.clock * most + np.where(moves.halt < 0, len(halts.case), moves.halt))
    over = (clocks["start"][clock] < since) & (since < until[clock]) & ~given & (paused[clock] != since)
    clock, halt, since = clock[over], halt[over], since[over]
    inside = (clocks["due"][clock] == NEVER) & (stop[clock] != NEVER) & (stop[clock] <= halts.until[halt])
    until[clock[inside]], held[clock[inside]] = since[inside], halt[inside]  # it stopped while it stood still
    kept = ~np.isin(clocks["tick"], NOBODYS)
    spared = np.zeros(len(moves.clock), np.bool_)
    runs = Runs(clocks["start"], clocks["fixed"], until, kept, moves, spared, _anew(past))
    return Stood(runs, held, clock[~inside], halt[~inside])


def _ends(past: History, now: int) -> Numbers:
    """When each clock stopped, or the cut-off."""
    stop = stops(past.clocks)
    return np.where(stop == NEVER, now, stop)


def _anew(past: History) -> Numbers:
    """When each clock took the place of one that counted as overdue; NEVER where it didn't."""
    clocks = past.clocks
    anew = np.full(len(clocks["id"]), NEVER)
    split = np.flatnonzero((clocks["overdue"] == 1) & (clocks["left_at"] != NEVER))
    if not len(split):
        return anew
    others = np.flatnonzero(np.isin(clocks["case"], clocks["case"][split]))
    which, other = pairs(clocks["case"][split], clocks["case"][others], len(past.cases["id"]))
    one, two = split[which], others[other]
    same = clocks["n"][two] > clocks["n"][one]
    for name in ("tick", "holding", "start"):
        same &= clocks[name][two] == clocks[name][one]
    np.maximum.at(anew, two[same], clocks["left_at"][one[same]])
    return anew


def numbers(past: History, stays: Stays, number: Numbers) -> Numbers:
    """Under which new text each suspension lies, 0 for none."""
    halts = past.halts
    return number[stays.of(halts.case, halts.area)] if len(halts.case) else np.empty(0, np.int64)


def free(past: History, ruled: Numbers, texts: Sequence[Text]) -> Flags:
    """The suspensions that nobody would have to rule on: as it was where no new text lies over them."""
    halts = past.halts
    found = halts.free.copy()
    for n, text in enumerate(texts, 1):
        named = [code for code, cause in enumerate(halts.causes, 1) if cause in text.rules.suspension.free]
        found[ruled == n] = np.isin(halts.cause[ruled == n], named)
    return found


def under(past: History, seen: Stood, at_will: Flags, now: int) -> tuple[Stood, Flags]:
    """The clocks as they would have run, where the promise to the enterprise stands still only in what somebody rules on; and which
    of them stand still at the cut-off."""
    clocks, moves = past.clocks, past.moves
    promise = clocks["tick"] == CASE
    freed = promise & (seen.held >= 0)
    freed[freed] = at_will[seen.held[freed]]
    spared = (moves.halt >= 0) & promise[moves.clock]
    spared[spared] = at_will[moves.halt[spared]]
    runs = replace(seen.runs, until=np.where(freed, _ends(past, now), seen.runs.until), spared=spared)
    missed = ~(promise[seen.clock] & at_will[seen.halt])
    standing = (clocks["paused_at"] != NEVER) & ~freed
    return Stood(runs, np.where(freed, -1, seen.held), seen.clock[missed], seen.halt[missed]), standing


def refused(past: History, ruled: Numbers, texts: Sequence[Text]) -> Flags:
    """The suspensions that a new text would have refused: one too many, too long, or for a reason that it doesn't name. A reason
    that nobody gave is none that it refuses."""
    halts = past.halts
    found = np.zeros(len(halts.case), np.bool_)
    before = np.arange(len(halts.case)) - np.searchsorted(halts.case, halts.case)
    for n, text in enumerate(texts, 1):
        here, rule = np.flatnonzero(ruled == n), text.rules.suspension
        last = due_ticks(text.calendar, halts.asked[here], [rule.most])
        day_over = due_ticks(text.calendar, last, [THIS_DAY])
        named = [code for code, cause in enumerate(halts.causes, 1) if cause in rule.causes]
        strange = (halts.cause[here] > 0) & ~np.isin(halts.cause[here], named) if rule.causes else False
        long = (day_over != UNDETERMINED) & (halts.last[here] >= day_over)
        found[here] = (before[here] >= rule.count) | long | strange
    return found
