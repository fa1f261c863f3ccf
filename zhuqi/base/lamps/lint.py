"""What is wrong with a lamp rule: gaps, contradictions, bands and lamps that are never reached, unknown colours.

The figures at and between all ends are tried; at each, which bands would hold is one number of bits. So a rule of the
largest size is looked through in well under a second.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor

from zhuqi.base.findings import Finding
from zhuqi.base.lamps.gauges import HIGH_IS_WORSE, NEVER_NEGATIVE, SIDES, Axis, Count, Gauge
from zhuqi.base.lamps.rules import TOKENS, LampRule
from zhuqi.base.lamps.writing import IN_TIME, figure_in_words
from zhuqi.base.words import say

Cell = dict[Axis, Fraction]
Cells = dict[int, Cell]
"""{bands that would hold, one bit each: figures at which they do}."""


def lint(rule: LampRule) -> list[Finding]:
    """Every fault of the rule, none twice. A rule without grave ones lights one lamp for every figure, and means it."""
    strange = list(_strange(rule))
    if strange:
        return strange
    cells = _cells(rule)
    contradictions = list(_contradictions(rule, cells))
    hidden = {n for finding in contradictions for n in finding.lines}
    found = [*_gaps(cells), *contradictions, *_unreached(rule, cells, hidden)]
    return found or list(_reversed(rule))


def _strange(rule: LampRule) -> Iterator[Finding]:
    """Lamps that the palette doesn't have, colours that don't exist."""
    codes = {lamp.code for lamp in rule.palette.lamps}
    for n, band in enumerate(rule.bands, 1):
        if band.code not in codes:
            known = " ".join(lamp.code for lamp in rule.palette.lamps)
            said = say("There is no lamp “{code}” in the palette. It has: {known}", code=band.code, known=known)
            yield Finding("lamp", said, (n,))
    for lamp in rule.palette.lamps:
        if lamp.token not in TOKENS:
            said = say("“{token}” isn't a colour. There are: {known}", token=lamp.token, known=" ".join(TOKENS))
            yield Finding("colour", said)
    for code in sorted(rule.without - codes):
        yield Finding("lamp", say("“{code}” is left out, but the palette has no such lamp.", code=code))


def _cells(rule: LampRule) -> Cells:
    """Every set of bands that hold together somewhere, with figures that show it."""
    axes = rule.axes
    columns = [_column(rule, axis) for axis in axes]
    cells: Cells = {}
    for picked in product(*columns):
        mask = (1 << len(rule.bands)) - 1
        for bits, _, _ in picked:
            mask &= bits
        if mask in cells or not _possible(axes, [late for _, late, _ in picked]):
            continue
        cells[mask] = {axis: figure for axis, (_, _, figure) in zip(axes, picked, strict=True)}
    return cells


def _column(rule: LampRule, axis: Axis) -> list[tuple[int, bool, Fraction]]:
    """Of one axis: (bands whose conditions on it hold, whether that is past the due, such a figure), each pair once."""
    found: dict[tuple[int, bool], Fraction] = {}
    for figure in samples(rule, axis):
        bits = 0
        for n, band in enumerate(rule.bands):
            if all(c.holds(figure) for c in band.conditions if rule.axis(c) == axis):
                bits |= 1 << n
        found.setdefault((bits, _past(axis, figure)), figure)
    return [(bits, late, figure) for (bits, late), figure in found.items()]


def samples(rule: LampRule, axis: Axis) -> list[Fraction]:
    """A figure at every end, between any two, and beyond the outermost."""
    ends = {Fraction(0), Fraction(1)} if axis.gauge is Gauge.USED else {Fraction(0)}
    for condition in (c for band in rule.bands for c in band.conditions if rule.axis(c) == axis):
        sign = SIDES[condition.side].sign
        ends |= {end * sign for end in (condition.interval.low, condition.interval.high) if end is not None}
    if axis.whole:
        found = {Fraction(n) for end in ends for n in (floor(end) - 1, floor(end), ceil(end), ceil(end) + 1)}
    else:
        row = sorted(ends)
        found = {*row, *((a + b) / 2 for a, b in pairwise(row)), row[0] - 1, row[-1] + 1}
    return sorted(figure for figure in found if figure >= 0 or axis.gauge not in NEVER_NEGATIVE)


def _past(axis: Axis, figure: Fraction) -> bool:
    """Whether the figure lies past the due, on its gauge's other side."""
    return figure > 1 if axis.gauge is Gauge.USED else figure < 0


def _possible(axes: Iterable[Axis], past: Iterable[bool]) -> bool:
    """Whether such figures can stand together: late by one measure is late by all; done is done."""
    said: dict[tuple[Gauge, str], bool] = {}
    for axis, late in zip(axes, past, strict=True):
        if axis.gauge is Gauge.USED and axis.unit is not Count.SHARE:
            continue
        gauge = Gauge.LEFT if axis.gauge is Gauge.USED else axis.gauge
        if said.setdefault((gauge, axis.of), late) != late:
            return False
    return True


def _gaps(cells: Cells) -> Iterator[Finding]:
    if 0 in cells:
        figures = "、".join(figure_in_words(axis, figure) for axis, figure in cells[0].items())
        yield Finding(
            "gap", say("No lamp is lit for some figures, such as {figures}. Add a band, or 其余.", figures=figures)
        )


def _contradictions(rule: LampRule, cells: Cells) -> Iterator[Finding]:
    """Two bands that claim the same figures for different lamps, unless the first is an exception to the second.

    Over different measures the first band wins; then it may not be the milder one.
    """
    measured = [frozenset(rule.axis(c) for c in band.conditions) for band in rule.bands]
    for a, first in enumerate(rule.bands):
        for b, second in enumerate(rule.bands[a + 1 :], a + 1):
            both, a_bit, b_bit = (1 << a) | (1 << b), 1 << a, 1 << b
            shared = next((cell for mask, cell in cells.items() if mask & both == both), None)
            if shared is None or first.code == second.code or not (first.conditions and second.conditions):
                continue
            inside = not any(mask & a_bit and not mask & b_bit for mask in cells)
            milder = rule.palette.rank(first.code) < rule.palette.rank(second.code)
            if milder if measured[a] != measured[b] else not inside:
                figures = "、".join(_told(shared))
                yield Finding(
                    "contradiction",
                    say(
                        "Where it is {figures}, both band {a} and band {b} hold. Write the worse or narrower one first, "
                        "or part them.",
                        a=a + 1, b=b + 1, figures=figures,
                    ),
                    (a + 1, b + 1),
                )  # fmt: skip


def _told(cell: Cell) -> list[str]:
    """The figures in words; that it isn't overdue goes without saying where there is another figure."""
    found = [figure_in_words(axis, figure) for axis, figure in cell.items()]
    return [one for one in found if one != IN_TIME or len(found) == 1]


def _unreached(rule: LampRule, cells: Cells, hidden: Collection[int]) -> Iterator[Finding]:
    """Bands that take nothing, except those whose contradiction says so; lamps without a band."""
    lit = {(mask & -mask).bit_length() for mask in cells if mask}
    for n, _ in enumerate(rule.bands, 1):
        if n not in lit and n not in hidden:
            said = say("Band {n} is never reached: the bands before it take all it would take.", n=n)
            yield Finding("unreached", said, (n,))
    used = {band.code for band in rule.bands}
    for lamp in rule.palette.lamps:
        if lamp.code not in used | rule.without:
            said = say("The lamp “{code}” is never lit. Give it a band, or say that it is left out.", code=lamp.code)
            yield Finding("unlit", said)
        if lamp.code in used & rule.without:
            yield Finding("unlit", say("The lamp “{code}” is left out, but a band lights it.", code=lamp.code))


def _reversed(rule: LampRule) -> Iterator[Finding]:
    """A worse figure that lights a better lamp: most likely the palette is written with its worst first.

    Only where one thing is measured; what happened in a row may be good or bad.
    """
    axes = rule.axes
    if len(axes) != 1 or axes[0].gauge is Gauge.RUN:
        return
    figures = samples(rule, axes[0])
    if not HIGH_IS_WORSE[axes[0].gauge]:
        figures.reverse()
    ranks = [
        rule.palette.rank(next(band.code for band in rule.bands if all(c.holds(figure) for c in band.conditions)))
        for figure in figures
    ]
    if ranks != sorted(ranks):
        said = say("A worse figure lights a better lamp. Is the palette written with the best lamp first?")
        yield Finding("reversed", said, grave=False)
