"""What raises a case to the desk above, and when first: what people did, a contest, and the triggers of a text.

A trigger fires as soon as it holds while the case lies under the text, as the clock books it; whether it holds is known from
one event to the next, and for what runs late at the moment at which it is over by so much.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

import numpy as np

from zhuqi.base.ladders.triggers import Trigger
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.bulk_ticks import due_ticks
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.cases.whatif.arrays import SORTED, History
from zhuqi.domain.cases.whatif.fetching import NEVER, Numbers
from zhuqi.domain.cases.whatif.gates import Replies, reopenings
from zhuqi.domain.cases.whatif.lying import LEAD, Lying
from zhuqi.domain.cases.whatif.moves import FOREVER
from zhuqi.domain.cases.whatif.timeline import Flags, pairs
from zhuqi.domain.cases.whatif.together import handled
from zhuqi.domain.cases.whatif.weights import WEIGHTS, Times, weighed


@dataclass(frozen=True, eq=False)
class Overdue:
    """Times in which something somebody must keep ran late: the case, when it was due, from when and until when it ran so, and the
    calendar (its place in ``calendars``) by which its delay counts."""

    calendars: Sequence[WorkCalendar]
    case: Numbers
    due: Numbers
    since: Numbers
    until: Numbers
    calendar: Numbers


@dataclass(frozen=True, eq=False)
class Facts:
    """What triggers look at. ``replies``: where any looks at them; ``known``: the labels that the history tells apart."""

    past: History
    replies: Replies | None
    overdue: Overdue
    known: Mapping[str, Sequence[str]]


def looked_at(triggers: Iterable[Trigger]) -> dict[str, set[str]]:
    """The labels that some triggers look at, by trait."""
    found: dict[str, set[str]] = {}
    for trigger in triggers:
        if trigger.sort.value in SORTED:
            found.setdefault(trigger.sort.value, set()).update(trigger.codes)
    return found


def fired(trigger: Trigger, facts: Facts, there: Lying, now: int) -> Numbers | None:
    """When a trigger first fired for each case in the times in which it lay ``there``, by ``now``; FOREVER where it didn't. None
    where the ledger doesn't tell what it looks at."""
    sort, moment = trigger.sort.value, np.full(len(facts.past.cases["id"]), FOREVER)
    if sort == "overdue":
        case, at = _overdue(trigger, facts.overdue, there)
    elif sort in COUNTS or sort in SORTED or sort in WEIGHTS or sort == "units":
        times = _times(trigger, facts)
        which, time = pairs(there.case, times[0], len(moment))
        case, at = there.case[which], np.maximum(there.since[which], times[1][time])
        held = at < np.minimum(there.until[which], times[2][time])
        case, at = case[held], at[held]
    else:
        return None
    np.minimum.at(moment, case[at <= now], at[at <= now])
    return moment


def _times(trigger: Trigger, facts: Facts) -> Times:
    """When what a trigger looks at was so."""
    if trigger.sort.value in WEIGHTS:
        return weighed(trigger, facts.past)
    if trigger.sort.value == "units":
        return handled(trigger, facts.past)
    return _labelled(trigger, facts) if trigger.sort.value in SORTED else _counted(trigger, facts)


def _leads(facts: Facts) -> tuple[Numbers, ...]:
    rows = facts.past.rows
    mine = (rows["hand"] == LEAD) & (rows["opened_by"] == 1)
    return rows["case"][mine], rows["began_at"][mine]


def _returns(facts: Facts) -> tuple[Numbers, ...]:
    rows = facts.past.rows
    mine = (rows["hand"] == LEAD) & (rows["how"] == 1)
    return rows["case"][mine], rows["ended_at"][mine]


def _contests(facts: Facts) -> tuple[Numbers, ...]:
    """Counted anew in each life that follows an ending."""
    if facts.replies is None:
        return (np.empty(0, np.int64),) * 2
    mine = facts.replies.contested != NEVER
    return facts.replies.case[mine], facts.replies.contested[mine], *reopenings(facts.past)


def _extensions(facts: Facts) -> tuple[Numbers, ...]:
    return facts.past.grants.case, facts.past.grants.granted


def _suspensions(facts: Facts) -> tuple[Numbers, ...]:
    return facts.past.halts.case, facts.past.halts.since


COUNTS: Mapping[str, Callable[[Facts], tuple[Numbers, ...]]] = {
    "assigned": _leads,
    "returned": _returns,
    "contested": _contests,
    "extended": _extensions,
    "suspended": _suspensions,
    "reopened": lambda facts: reopenings(facts.past),
}
"""Sort of a trigger → the events that it counts: cases and moments, and those at which it counts anew."""


def _counted(trigger: Trigger, facts: Facts) -> Times:
    """When the events that a trigger counts were as many as it says."""
    case, at, *rest = COUNTS[trigger.sort.value](facts)
    every = np.arange(len(facts.past.cases["id"]))
    anew, since = (
        np.concatenate(both) for both in zip((every, np.full_like(every, NEVER)), rest or (every[:0],) * 2, strict=True)
    )
    whose = np.concatenate([anew, case])
    begins = np.arange(len(whose)) < len(anew)
    when = np.concatenate([since, at])
    order = np.lexsort((begins, when, whose))
    whose, when, begins = whose[order], when[order], begins[order]
    place = np.arange(len(whose))
    nth = place - np.maximum.accumulate(np.where(begins, place, 0))
    until = np.full(len(whose), FOREVER)
    same = whose[1:] == whose[:-1]
    until[:-1][same] = when[1:][same]
    holds = np.array([trigger.interval.holds(Fraction(n)) for n in range(int(nth.max(initial=0)) + 1)])[nth]
    return whose[holds], when[holds], until[holds]


def _labelled(trigger: Trigger, facts: Facts) -> Times:
    """When a case was sorted so."""
    sort, versions = trigger.sort.value, facts.past.sorting
    codes = [code for code, word in enumerate(facts.known[sort], 1) if word in trigger.codes]
    found: list[Times] = [(np.empty(0, np.int64),) * 3]
    for k, (since, said) in enumerate(zip(versions.since, versions.said, strict=True)):
        case = np.flatnonzero((since != NEVER) & np.isin(said[sort], codes))
        following = versions.since[k + 1][case] if k + 1 < len(versions.since) else np.full(len(case), NEVER)
        found.append((case, since[case], np.where(following == NEVER, FOREVER, following)))
    return tuple(np.concatenate(column) for column in zip(*found, strict=True))  # type: ignore[return-value]


def _overdue(trigger: Trigger, overdue: Overdue, there: Lying) -> tuple[Numbers, Numbers]:
    """Cases, and moments at which something was over by as much as a trigger says. Of what runs late at a time the trigger looks at
    what was due first."""
    since, until = overdue.since.copy(), overdue.until.copy()
    interval, unit = trigger.interval, trigger.unit
    for n, calendar in enumerate(overdue.calendars):
        if not isinstance(unit, Unit):
            break
        here = np.flatnonzero(overdue.calendar == n)
        low, above, known = _over_by(calendar, overdue.due[here], unit, interval.low)
        since[here] = np.maximum(since[here], low if interval.from_low else above)
        if interval.high is not None:
            high, beyond, there_too = _over_by(calendar, overdue.due[here], unit, interval.high)
            until[here] = np.minimum(until[here], beyond if interval.to_high else high)
            known &= there_too
        until[here[~known]] = NEVER
    count = int(max(overdue.case.max(initial=-1), there.case.max(initial=-1))) + 1
    which, time = pairs(there.case, overdue.case, count)
    at = np.maximum(there.since[which], since[time])
    end = np.minimum(there.until[which], until[time])
    if isinstance(unit, Unit) and interval.high is not None:
        at = _first(overdue, time, at)
    held = at < end
    return there.case[which[held]], at[held]


def _first(overdue: Overdue, place: Numbers, at: Numbers) -> Numbers:
    """From each moment on, when something is what was due first of what runs late in its case."""
    at, still = at.copy(), np.arange(len(at))
    count = int(overdue.case.max(initial=-1)) + 1
    while len(still):
        which, other = pairs(overdue.case[place[still]], overdue.case, count)
        mine, now = place[still[which]], at[still[which]]
        before = (overdue.due[other] < overdue.due[mine]) | ((overdue.due[other] == overdue.due[mine]) & (other < mine))
        before &= (overdue.since[other] <= now) & (now < overdue.until[other])
        np.maximum.at(at, still[which[before]], overdue.until[other[before]])
        still = np.unique(still[which[before]])
    return at


def _over_by(calendar: WorkCalendar, due: Numbers, unit: Unit, amount: Fraction) -> tuple[Numbers, Numbers, Flags]:
    """When each deadline is over by at least an amount, and by more: at the nth unit after it, or within the unit after that; and
    where that is known."""
    whole = floor(amount)
    begins = due_ticks(calendar, due, [Span(whole, unit)]) if whole else due
    ends = due_ticks(calendar, due, [Span(whole + 1, unit)])
    known = (begins != UNDETERMINED) & (ends != UNDETERMINED) & (begins != ends)
    part = Fraction(amount) - whole
    length = np.where(known, ends - begins, 0) * part.numerator
    least, above = begins - (-length // part.denominator), begins + length // part.denominator + 1
    return np.where(known, least, FOREVER), np.where(known, above, FOREVER), known
