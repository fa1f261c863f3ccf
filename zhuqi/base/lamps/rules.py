"""Palettes, lamp rules, and which lamp is lit for given figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhuqi.base.errors import Refused
from zhuqi.base.lamps.gauges import Axis, Condition, Exact, exact
from zhuqi.base.lamps.reading import parse
from zhuqi.base.lamps.writing import figure_in_words, write
from zhuqi.base.words import Named, Sentence, say, term

TOKENS = ("green", "blue", "yellow", "orange", "red", "purple", "grey", "white", "black")
"""Colours a lamp may have: names of the design's tokens, not of meanings."""
COLOURS: Mapping[str, str] = dict(zip("绿蓝黄橙红紫灰白黑", TOKENS, strict=True))
MOST_BANDS, MOST_CONDITIONS, MOST_AXES, MOST_LAMPS = 12, 3, 3, 9
Figures = Mapping[Axis, Exact | None]
"""What each axis reads; None, or left out: undetermined."""


class State(Named):
    """How a lamp stands."""

    LIT = "lit", term("lit")
    EXEMPT = "exempt", term("exempt for a good reason")
    UNKNOWN = "unknown", term("figure not yet known")


@dataclass(frozen=True)
class Lamp:
    """One lamp of a palette: its code, what it is called in that place, and its colour, which means nothing by itself."""

    code: str
    label: str
    token: str


@dataclass(frozen=True)
class Palette:
    """Lamps in order, the best first: the order is the meaning, so somewhere red may mean done. Raises Refused."""

    lamps: tuple[Lamp, ...]

    def __post_init__(self) -> None:
        codes = [lamp.code for lamp in self.lamps]
        if not 1 <= len(codes) <= MOST_LAMPS:
            raise Refused(say("A palette has from 1 to {n} lamps.", n=MOST_LAMPS))
        if len(set(codes)) < len(codes):
            raise Refused(say("Two lamps of the palette have the same code."))
        if taken := set(codes) & {"", *State}:
            raise Refused(say("A lamp can't be called “{code}”: that word is a state.", code=min(taken)))

    def rank(self, code: str) -> int:
        """How bad a lamp is: 0 for the best. Raises KeyError for a lamp that isn't there."""
        return {lamp.code: n for n, lamp in enumerate(self.lamps)}[code]

    def lamp(self, code: str) -> Lamp:
        """The lamp of a code. Raises KeyError."""
        return self.lamps[self.rank(code)]


STANDARD = Palette((Lamp("green", "绿灯", "green"), Lamp("yellow", "黄灯", "yellow"), Lamp("red", "红灯", "red")))


@dataclass(frozen=True)
class Band:
    """A lamp and the conditions under which it is lit: all must hold; none: it takes what no band before it took."""

    code: str
    conditions: tuple[Condition, ...] = ()

    @classmethod
    def read(cls, code: str, text: str) -> Band:
        """A band from its text. Raises Invalid, Refused."""
        return cls(code, parse(text))


@dataclass(frozen=True)
class LampRule:
    """Bands checked in order over a palette; the first that holds lights its lamp.

    ``without``: lamps of the palette that this rule leaves out on purpose (no yellow). ``good_reason``: whether an
    accepted good reason exempts. Raises Refused where there is more than anybody can read.
    """

    palette: Palette
    bands: tuple[Band, ...]
    without: frozenset[str] = frozenset()
    good_reason: bool = True

    def __post_init__(self) -> None:
        if not 1 <= len(self.bands) <= MOST_BANDS:
            raise Refused(say("A lamp rule has from 1 to {n} bands.", n=MOST_BANDS))
        if any(len(band.conditions) > MOST_CONDITIONS for band in self.bands):
            raise Refused(say("A band has at most {n} conditions.", n=MOST_CONDITIONS))
        if len(self.axes) > MOST_AXES:
            raise Refused(say("A lamp rule measures at most {n} things.", n=MOST_AXES))

    @property
    def axes(self) -> tuple[Axis, ...]:
        """What has to be measured to judge by this rule, in the order of the bands."""
        return tuple(dict.fromkeys(self.axis(c) for band in self.bands for c in band.conditions))

    def axis(self, condition: Condition) -> Axis:
        """Where a condition is read. One without a unit (已逾期) is read where the rule measures the same thing in a unit."""
        wanted = condition.axis
        if wanted.unit is not None:
            return wanted
        same = (c.axis for band in self.bands for c in band.conditions if c.unit is not None)
        return next((a for a in same if (a.gauge, a.of) == (wanted.gauge, wanted.of)), wanted)


@dataclass(frozen=True)
class Shown:
    """How a lamp stands and why. ``code``: the lamp that is lit. ``band``: which band of the rule took it, from 1.

    Where it is exempt, ``reason`` is the reason accepted and ``instead`` the lamp that would be lit, if that is known.
    """

    state: State
    why: Sentence
    code: str = ""
    band: int | None = None
    reason: str = ""
    instead: str = ""


def judge(rule: LampRule, figures: Figures, *, reason: str = "") -> Shown:
    """Which lamp is lit. ``reason``: the good reason that was accepted, in words, if any was.

    A good reason exempts from every lamp but the palette's best, and from a figure that isn't known. Raises TypeError
    for a float.
    """
    shown = _lit(rule, {axis: None if figure is None else exact(figure) for axis, figure in figures.items()})
    best = shown.state is State.LIT and rule.palette.rank(shown.code) == 0
    if not reason or not rule.good_reason or best:
        return shown
    why = say("A good reason was accepted: {reason}", reason=reason)
    return Shown(State.EXEMPT, why, band=shown.band, reason=reason, instead=shown.code)


def _lit(rule: LampRule, figures: Mapping[Axis, Fraction | None]) -> Shown:
    """The first band that holds. Where one before it can't be decided, nothing is."""
    for n, band in enumerate(rule.bands, 1):
        held = [_holds(rule, condition, figures) for condition in band.conditions]
        if False in held:
            continue
        if None in held:
            missing = band.conditions[held.index(None)]
            return Shown(State.UNKNOWN, say("Not known yet: {what}.", what=write((missing,))))
        if not band.conditions:
            return Shown(State.LIT, say("No other band takes it."), band.code, n)
        found = "、".join(_figure_of(rule, condition, figures) for condition in band.conditions)
        return Shown(State.LIT, say("{figure}: “{band}”.", figure=found, band=write(band.conditions)), band.code, n)
    return Shown(State.UNKNOWN, say("No band of the rule takes this figure. The rule has a gap."))


def _holds(rule: LampRule, condition: Condition, figures: Mapping[Axis, Fraction | None]) -> bool | None:
    figure = _read(rule.axis(condition), figures)
    return None if figure is None else condition.holds(figure)


def _read(axis: Axis, figures: Mapping[Axis, Fraction | None]) -> Fraction | None:
    """The figure of an axis. Where only its side matters, any figure of the same gauge tells."""
    if axis in figures or axis.unit is not None:
        return figures.get(axis)
    same = [figure for other, figure in figures.items() if (other.gauge, other.of) == (axis.gauge, axis.of)]
    return next((figure for figure in same if figure is not None), None)


def _figure_of(rule: LampRule, condition: Condition, figures: Mapping[Axis, Fraction | None]) -> str:
    axis = rule.axis(condition)
    figure = _read(axis, figures)
    return "" if figure is None else figure_in_words(axis, figure)


def in_a_row(history: Sequence[str], codes: Iterable[str]) -> int:
    """How often in a row, up to the last, one of the lamps ``codes`` was lit. ``history``: codes or states, oldest first.

    An exempt period ends the run: the good reason means that it wasn't to blame. One that isn't known is passed over:
    keeping figures back ends no run, and adds nothing to it.
    """
    wanted = frozenset(codes)
    run = 0
    for seen in reversed(history):
        if seen in wanted:
            run += 1
        elif seen != State.UNKNOWN:
            break
    return run


def in_all(history: Sequence[str], codes: Iterable[str]) -> int:
    """How often one of the lamps was lit altogether."""
    wanted = frozenset(codes)
    return sum(seen in wanted for seen in history)
