"""What a lamp looks at: gauges, their sides, and intervals with open and closed ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from zhuqi.base.errors import Refused
from zhuqi.base.words import Named, say, term
from zhuqi.base.worktime.spans import Unit

Exact = int | Decimal | Fraction
"""A figure. Never a float: 0.1 of one isn't a tenth."""


class Gauge(Named):
    """What is measured."""

    LEFT = "left", term("time left until it is due")
    USED = "used", term("share of the span used")
    RUN = "run", term("how often in a row")
    SCHEDULE = "schedule", term("behind or ahead of schedule")
    REACHED = "reached", term("share of what is required")
    PLAN = "plan", term("against the plan")
    MEAN = "mean", term("against the mean of peers")
    WAITING = "waiting", term("time for which it isn't done")


class Count(Named):
    """What is counted, where it isn't time on a calendar."""

    SHARE = "share", term("share")
    POINT = "point", term("percentage point")
    TIMES = "times", term("times")
    WEEKS = "weeks", term("weeks in a row")
    MONTHS = "months", term("months in a row")
    QUARTERS = "quarters", term("quarters in a row")
    YEARS = "years", term("years in a row")
    WAN = "wan", term("10,000 yuan")
    FIRMS = "firms", term("enterprises")
    UNITS = "units", term("units")


Measure = Unit | Count


class Side(Named):
    """A half of a gauge, as people name it."""

    LEFT = "left", term("left")
    OVERDUE = "overdue", term("overdue")
    USED = "used", term("used")
    RUN = "run", term("in a row")
    BEHIND = "behind", term("behind schedule")
    AHEAD = "ahead", term("ahead of schedule")
    REACHED = "reached", term("reached")
    BELOW_PLAN = "below_plan", term("below plan")
    ABOVE_PLAN = "above_plan", term("above plan")
    BELOW_MEAN = "below_mean", term("below the mean")
    ABOVE_MEAN = "above_mean", term("above the mean")
    WAITING = "waiting", term("not done")
    DONE = "done", term("done")


@dataclass(frozen=True)
class Facing:
    """Where a side lies on its gauge: ``sign`` turns the gauge's figure into the side's; ``zero``: 0 lies on it, too."""

    gauge: Gauge
    sign: int
    zero: bool


SIDES: Mapping[Side, Facing] = {
    Side.LEFT: Facing(Gauge.LEFT, 1, True),
    Side.OVERDUE: Facing(Gauge.LEFT, -1, False),
    Side.USED: Facing(Gauge.USED, 1, True),
    Side.RUN: Facing(Gauge.RUN, 1, True),
    Side.BEHIND: Facing(Gauge.SCHEDULE, 1, False),
    Side.AHEAD: Facing(Gauge.SCHEDULE, -1, False),
    Side.REACHED: Facing(Gauge.REACHED, 1, True),
    Side.BELOW_PLAN: Facing(Gauge.PLAN, -1, False),
    Side.ABOVE_PLAN: Facing(Gauge.PLAN, 1, False),
    Side.BELOW_MEAN: Facing(Gauge.MEAN, -1, False),
    Side.ABOVE_MEAN: Facing(Gauge.MEAN, 1, False),
    Side.WAITING: Facing(Gauge.WAITING, 1, True),
    Side.DONE: Facing(Gauge.WAITING, -1, False),
}
HIGH_IS_WORSE: Mapping[Gauge, bool] = {
    Gauge.LEFT: False,
    Gauge.USED: True,
    Gauge.RUN: True,
    Gauge.SCHEDULE: True,
    Gauge.REACHED: False,
    Gauge.PLAN: False,
    Gauge.MEAN: False,
    Gauge.WAITING: True,
}
NEVER_NEGATIVE = frozenset({Gauge.USED, Gauge.RUN, Gauge.REACHED})


@dataclass(frozen=True)
class Axis:
    """A gauge in one measure. ``of`` names the event it speaks of (入统, 应开未开), where it speaks of one. Without a
    ``unit`` only the side matters: 已逾期."""

    gauge: Gauge
    unit: Measure | None = None
    of: str = ""

    @property
    def whole(self) -> bool:
        """Whether it counts in whole numbers."""
        return self.gauge is Gauge.RUN


@dataclass(frozen=True)
class Interval:
    """Figures from ``low`` to ``high`` (None: without end). ``from_low``, ``to_high``: the end itself is in it.

    Raises Refused where nothing lies in it, TypeError for a float.
    """

    low: Fraction = Fraction(0)
    high: Fraction | None = None
    from_low: bool = True
    to_high: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", exact(self.low))
        if self.high is None:
            object.__setattr__(self, "to_high", True)
            return
        object.__setattr__(self, "high", exact(self.high))
        if self.low > self.high or (self.low == self.high and not (self.from_low and self.to_high)):
            raise Refused(say("Nothing lies between these two ends. Write the lower one first."))

    def holds(self, figure: Fraction) -> bool:
        """Whether the figure lies in it."""
        if figure < self.low or (figure == self.low and not self.from_low):
            return False
        return self.high is None or figure < self.high or (figure == self.high and self.to_high)


@dataclass(frozen=True)
class Condition:
    """One side of a gauge and which figures on it are meant: 落后, 10 to 30 points, both ends included."""

    side: Side
    interval: Interval
    unit: Measure | None = None
    of: str = ""

    def __post_init__(self) -> None:
        if self.interval.low < 0:
            raise Refused(say("A side of a gauge counts from 0. What is less lies on its other side."))

    @property
    def axis(self) -> Axis:
        """On which axis the condition lies."""
        return Axis(SIDES[self.side].gauge, self.unit, self.of)

    def holds(self, figure: Fraction) -> bool:
        """Whether it holds for a figure of its gauge."""
        return self.interval.holds(figure * SIDES[self.side].sign)


def exact(figure: Exact) -> Fraction:
    """The figure as a Fraction. Raises TypeError for a float or a truth value, ValueError for what isn't finite."""
    if isinstance(figure, bool) or not isinstance(figure, int | Decimal | Fraction):
        raise TypeError(f"{figure!r} isn't an exact figure; give an int, a Decimal or a Fraction")
    if isinstance(figure, Decimal) and not figure.is_finite():
        raise ValueError(f"{figure!r} isn't a figure")
    return Fraction(figure)
