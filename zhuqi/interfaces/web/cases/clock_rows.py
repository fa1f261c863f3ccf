"""The deadlines of a case, each as a ruler with the sentence that explains it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.domain.cases.life.measuring import Lit
from zhuqi.domain.cases.life.values import Clock, Holding, Shift
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Shifted, Tick
from zhuqi.interfaces.columns import width
from zhuqi.interfaces.web import lamps, wording
from zhuqi.interfaces.web.cases.rulers import Axis, Bar, Mark, Ruler, Stretch, axis, rests, ruler
from zhuqi.interfaces.web.lamps import Lamp

SIGN = 2.0
"""Percent of the axis that a sign of its words takes on the narrowest desk; a Chinese one counts as two."""
PAST = 3
"""How many stopped clocks stand in full below those that run."""
Yellow = Callable[[Clock], dt.datetime | None]
"""From which moment on a clock is nearly due: the edition in force says so, clock by clock."""
Lights = Callable[[Clock], Lit | None]
"""The lamp that the edition's own rule lights for a clock, where it has one."""


Followed = Callable[[Clock], Iterable[Holding]]
"""The rows by which units followed each other in a clock while it ran."""


def dark(clock: Clock) -> Lit | None:
    """No rule lights a lamp: the standard ones are shown."""
    return None


def alone(clock: Clock) -> Iterable[Holding]:
    """Nobody followed anybody."""
    return ()


@dataclass(frozen=True)
class ClockRow:
    """One deadline as the page shows it."""

    name: str
    whose: str
    ruler: Ruler
    lamp: Lamp
    why: str
    running: bool


@dataclass(frozen=True)
class Drawn:
    """All deadlines of a case on one axis."""

    rows: tuple[ClockRow, ...]
    before: tuple[ClockRow, ...]
    """Older ones that stopped, folded away on the page."""
    rests: tuple[Bar, ...]
    marks: tuple[Mark, ...]


def drawn(
    clocks: Iterable[Clock],
    units: Mapping[int, str],
    calendar: WorkCalendar,
    yellow: Yellow,
    now: dt.datetime,
    lit: Lights = dark,
    followed: Followed = alone,
) -> Drawn:
    """The rulers of the clocks that count: running ones first, by deadline, then those that stopped, latest first."""
    shown = sorted((clock for clock in clocks if clock.void_at is None), key=_order)
    if not shown:
        return Drawn((), (), (), ())
    along = axis([now, *(moment for clock in shown for moment in _moments(clock))])
    rows = tuple(
        _row(clock, along, units, calendar, lamp(clock, calendar, yellow, now, lit), now, followed(clock))
        for clock in shown
    )
    open_now = sum(clock.running for clock in shown) + PAST
    return Drawn(rows[:open_now], rows[open_now:], rests(along, lambda day: works(calendar, day)), marks(along, now))


def works(calendar: WorkCalendar, day: dt.date) -> bool:
    """Whether a day is worked; one whose year isn't published is drawn as if it were."""
    return not calendar.covers(day, day) or calendar.is_workday(day)


def workdays(calendar: WorkCalendar) -> lamps.Workdays:
    """The calendar's count of working days between two days, both counted; 0 where it isn't known."""

    def count(first: dt.date, last: dt.date) -> int:
        since = dt.datetime.combine(first, dt.time(), calendar.zone)
        until = dt.datetime.combine(last, dt.time(23, 59), calendar.zone)
        return calendar.working_days_left(since, until) or 0

    return count


def lamp(clock: Clock, calendar: WorkCalendar, yellow: Yellow, now: dt.datetime, lit: Lights = dark) -> Lamp:
    """The lamp of any clock, running or not."""
    stopped = clock.met_at or clock.left_at
    if stopped is not None and clock.tick is Tick.SILENCE and clock.due is not None and stopped > clock.due:
        return Lamp("grey", gettext("time is over"), wording.until(clock.due, now))
    if stopped is not None:
        return lamps.met(now, None if clock.tick in NOBODY_LATE else clock.due, stopped)
    if clock.tick in NOBODY_LATE and clock.due is not None and now > clock.due:
        return Lamp("grey", gettext("time is over"), wording.until(clock.due, now))
    paused = clock.paused_at is not None
    return lamps.lamp(now, clock.due, yellow=yellow(clock), workdays=workdays(calendar), paused=paused, lit=lit(clock))


def _order(clock: Clock) -> tuple[bool, float]:
    if not clock.running:
        return True, -(clock.met_at or clock.left_at or clock.start).timestamp()
    return False, clock.due.timestamp() if clock.due else float("inf")


def _moments(clock: Clock) -> list[dt.datetime]:
    return [at for at in (clock.start, clock.due, clock.met_at, clock.left_at, clock.paused_at) if at is not None]


def _row(
    clock: Clock,
    along: Axis,
    units: Mapping[int, str],
    calendar: WorkCalendar,
    shown: Lamp,
    now: dt.datetime,
    followed: Iterable[Holding] = (),
) -> ClockRow:
    name = wording.phrase(clock.called, now)
    label = f"{name}: {shown.words} {shown.due}".strip()
    end = clock.met_at or clock.left_at or clock.due
    stroke = Stretch(_stroke(clock), end, end) if end is not None else None
    lines = ruler(along, stretches(clock, calendar, now), end=stroke, now=now, label=label)
    passed = [
        say("Since {at} it is with {unit}; nothing was added.", at=row.began_at, unit=units.get(row.unit, "–"))
        for row in followed
    ]
    why = wording.joined([*explained(clock), *passed], now)
    return ClockRow(name, units.get(clock.unit, ""), lines, shown, why, clock.running)


def _stroke(clock: Clock) -> str:
    stopped = clock.met_at or clock.left_at
    if stopped is None or clock.due is None:
        return "run"
    return "missed" if stopped > clock.due and clock.tick not in NOBODY_LATE else "met"


def stretches(clock: Clock, calendar: WorkCalendar, now: dt.datetime) -> list[Stretch]:
    """How the clock ran, in the order of time: what is gone, what stood still, what is left, what an extension added."""
    stopped = clock.met_at or clock.left_at
    until = stopped or clock.paused_at or now
    gone = "met" if stopped is not None and not clock.late(now) else "run"
    found, at = [], clock.start
    for since, end in _pauses(clock, calendar):
        found += [Stretch(gone, at, since), Stretch("pause", since, end)]
        at = end
    found.append(Stretch(gone, at, min(until, clock.due) if clock.due else until))
    if clock.due is not None and until > clock.due:
        found.append(Stretch("run" if clock.tick in NOBODY_LATE else "missed", clock.due, until))
    if clock.paused_at is not None:
        found.append(Stretch("pause", clock.paused_at, now))
    elif clock.running and clock.due is not None and clock.due > now:
        added = min(max(now, _without_extension(clock, calendar) or clock.due), clock.due)
        found += [Stretch("ahead", now, added), Stretch("more", added, clock.due)]
    return found


def _pauses(clock: Clock, calendar: WorkCalendar) -> list[tuple[dt.datetime, dt.datetime]]:
    """Where the clock stood still; a shift tells when that ended and how much was lost."""
    ends = [
        (shift.at, calendar.before(shift.at, shift.span)) for shift in clock.shifts if shift.why is Shifted.SUSPENSION
    ]
    return [(max(since, clock.start), at) for at, since in ends if since is not None]


def _without_extension(clock: Clock, calendar: WorkCalendar) -> dt.datetime | None:
    if clock.span is None or not any(shift.why is Shifted.EXTENSION for shift in clock.shifts):
        return None
    spans = [clock.span, *(shift.span for shift in clock.shifts if shift.why is Shifted.SUSPENSION)]
    return calendar.due(clock.start, spans)


def explained(clock: Clock) -> list[Sentence]:
    """Why the clock is due when it is, and what became of it, one sentence each."""
    said = [say("{span}, from {start} on.", span=clock.span, start=clock.start)] if clock.span else []
    said += [_moved(shift) for shift in clock.shifts]
    if clock.paused_at is not None:
        said.append(say("It stands still since {at}.", at=clock.paused_at))
    elif clock.due is None and clock.running:
        said.append(say("The calendar of that year isn't published yet; the date follows when it is."))
    if clock.fixed is not None:
        said.append(say("The day was named: {at}.", at=clock.fixed))
    if clock.due is not None and (clock.met_at or clock.left_at):
        said.append(say("It was due {at}.", at=clock.due))
    if clock.left_at is not None:
        lapsed = clock.tick is Tick.CLASS
        passed = say("It had to be passed on before this was done, and counts as late.")
        said.append(say("Nobody confirmed it in time.") if lapsed else passed)
    return said


def _moved(shift: Shift) -> Sentence:
    if shift.why is Shifted.EXTENSION:
        return say("On {at} it was extended by {span}.", at=shift.at, span=shift.span)
    if shift.why is Shifted.CLASS:
        return say("On {at} its class was confirmed otherwise: the time is that of the other class.", at=shift.at)
    if shift.why is Shifted.SORTED:
        return say("On {at} the case was sorted otherwise: what is sent follows that from then on.", at=shift.at)
    return say("Until {at} it stood still; {span} were given back.", at=shift.at, span=shift.span)


def marks(along: Axis, now: dt.datetime) -> tuple[Mark, ...]:
    """The words on the axis: its first day, the Mondays, and now; what would overlap is left out."""
    here, word = along.at(now), gettext("now")
    anchor = "start" if here < 4 else "end" if here > 96 else "middle"
    half = SIGN * width(word) / 2
    middle = min(max(here, half), 100 - half)
    taken = middle - half, middle + half + SIGN
    words, free = [], 0.0
    for n, day in enumerate(along.days()):
        x = along.at(along.since + dt.timedelta(days=n))
        named = wording.day(day, now)
        end = x + SIGN * (width(named) + 1)
        apart = end <= taken[0] or x >= taken[1]
        if (n == 0 or day.weekday() == 0) and free <= x and end <= 100 and apart:
            words.append(Mark(named, f"{x}%"))
            free = end
    return (*words, Mark(word, f"{here}%", "nowt", anchor))
