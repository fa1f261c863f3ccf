"""A deadline drawn as a ruler: what has run, what stood still, what is left. SVG by attributes, no styles.

All rulers of a page share one axis of days, so that they can be compared down the page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zhuqi.interfaces.web.wording import local

Works = Callable[[dt.date], bool]
"""Whether a day is a working day."""


@dataclass(frozen=True)
class Bar:
    """A stretch of a ruler. ``kind``: run, met, missed, pause, ahead, more; or rest, the days that don't count."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class Mark:
    """A word on the axis."""

    word: str
    x: str
    kind: str = ""
    anchor: str = "start"


@dataclass(frozen=True)
class Stretch:
    """A stretch of time before it is drawn."""

    kind: str
    since: dt.datetime
    until: dt.datetime


@dataclass(frozen=True)
class Ruler:
    """One ruler, ready to draw; ``end`` is where its deadline stands, ``strokes`` what else happens at a moment."""

    bars: tuple[Bar, ...]
    end: Bar | None
    now: str
    label: str
    strokes: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class Axis:
    """The days a page's rulers share: whole days in local time, ``until`` without."""

    since: dt.datetime
    until: dt.datetime

    def at(self, moment: dt.datetime) -> float:
        """Where a moment lies, in percent of the width, held within the axis."""
        share = (moment - self.since) / (self.until - self.since)
        return round(100 * min(1.0, max(0.0, share)), 2)

    def bar(self, stretch: Stretch) -> Bar:
        """A stretch as a bar."""
        x = self.at(stretch.since)
        return Bar(stretch.kind, f"{x}%", f"{round(self.at(stretch.until) - x, 2)}%")

    def days(self) -> list[dt.date]:
        """Every day of the axis."""
        first, last = local(self.since).date(), local(self.until).date()
        return [first + dt.timedelta(days=n) for n in range((last - first).days)]


def axis(moments: Iterable[dt.datetime]) -> Axis:
    """The axis that holds all ``moments``, at least a week."""
    known = sorted(local(moment) for moment in moments)
    since = known[0].replace(hour=0, minute=0, second=0, microsecond=0)
    last = known[-1].replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    return Axis(since, max(last, since + dt.timedelta(days=7)))


def rests(along: Axis, works: Works) -> tuple[Bar, ...]:
    """The days that don't count, neighbours joined."""
    bars: list[Bar] = []
    begun: dt.datetime | None = None
    days = along.days()
    for n, day in enumerate([*days, None]):
        midnight = along.since + dt.timedelta(days=n)
        free = day is not None and not works(day)
        if free and begun is None:
            begun = midnight
        if not free and begun is not None:
            bars.append(along.bar(Stretch("rest", begun, midnight)))
            begun = None
    return tuple(bars)


def ruler(along: Axis, stretches: Iterable[Stretch], *, end: Stretch | None, now: dt.datetime, label: str) -> Ruler:
    """One ruler on the axis. ``end``: where its deadline stands, drawn as an upright stroke of its kind."""
    bars = tuple(along.bar(stretch) for stretch in stretches if stretch.until > stretch.since)
    stroke = along.bar(end) if end is not None else None
    return Ruler(bars, stroke, f"{along.at(now)}%", label)
