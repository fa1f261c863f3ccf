"""Writing bands and figures in the words of a rulebook."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from zhuqi.base.lamps.amounts import WORDS, write_amount
from zhuqi.base.lamps.bounds import write_bounds
from zhuqi.base.lamps.gauges import SIDES, Axis, Condition, Count, Gauge, Interval, Side
from zhuqi.base.lamps.phrases import NAMES, OTHERWISE, WHOLE

IN_TIME = "没有逾期"


def write(conditions: tuple[Condition, ...]) -> str:
    """The band as a rulebook writes it; ``reading.parse`` reads it back. Raises ValueError for what has no form."""
    return "且".join(_written(condition) for condition in conditions) or OTHERWISE[0]


def _written(condition: Condition) -> str:
    side, interval, unit, of = condition.side, condition.interval, condition.unit, condition.of
    if unit is None:
        return _whole(condition)
    if side is Side.RUN:
        least = interval.high is None and interval.from_low
        return f"连续{write_amount(interval.low, unit) if least else write_bounds(interval, unit)}{of}"
    if side is Side.WAITING:
        least = interval.high is None and interval.from_low
        return f"{'满' + write_amount(interval.low, unit) if least else write_bounds(interval, unit).lstrip()}未{of}"
    if side is Side.REACHED:
        return of + (_required(interval) or f"应达的{write_bounds(interval, unit)}")
    return of + NAMES[side] + write_bounds(interval, unit, zero=SIDES[side].zero)


def _required(interval: Interval) -> str:
    """A plain "below what is required" and its like; nothing for other figures."""
    one = Fraction(1)
    forms = {Interval(one): "达到应达", Interval(one, from_low=False): "高于应达"}
    forms |= {Interval(high=one, to_high=False): "低于应达", Interval(high=one): "不高于应达"}
    return forms.get(interval, "")


def _whole(condition: Condition) -> str:
    """A condition that names no figure."""
    side, interval, of = condition.side, condition.interval, condition.of
    gauge = SIDES[side].gauge
    if gauge is Gauge.WAITING:
        return f"{'已' if side is Side.DONE else '未'}{of}"
    end = (SIDES[side].sign > 0, interval.from_low)
    word = {(True, True): "不低于", (True, False): "高于", (False, True): "不高于", (False, False): "低于"}[end]
    if gauge in (Gauge.PLAN, Gauge.MEAN):
        return f"{of}{word}{'计划' if gauge is Gauge.PLAN else '均值'}"
    if gauge is Gauge.SCHEDULE and of:
        word = {Side.BEHIND: "低于", Side.AHEAD: "不低于" if interval.from_low else "高于"}[side]
        return f"{of}{word}序时进度"
    if (side, interval) not in WHOLE:
        raise ValueError(f"{condition} has no form in words")
    return WHOLE[side, interval][0]


def figure_in_words(axis: Axis, figure: Fraction) -> str:
    """A figure as the side on which it lies: ``落后 12 个百分点``, ``逾期 3 工作日``, ``已用 ≈52.38%``; at most two decimals."""
    sides = ((side, facing.sign) for side, facing in SIDES.items() if facing.gauge is axis.gauge)
    side = next(side for side, sign in sides if figure * sign > 0 or (not figure and sign > 0))
    if side is Side.DONE:
        return f"已{axis.of}"
    if axis.unit is None and axis.gauge is Gauge.LEFT:
        return "已逾期" if figure < 0 else IN_TIME
    share = axis.unit is Count.SHARE
    size = abs(figure) * (100 if share else 1)
    rounded = Decimal(round(size * 100)) / 100
    amount = f"{'' if rounded == size else '≈'}{rounded:f}"
    amount = amount.rstrip("0").rstrip(".") if "." in amount else amount
    unit = "%" if share else f" {WORDS[axis.unit]}" if axis.unit else ""
    before, after = ("", axis.of) if side is Side.RUN else (axis.of, "")
    name = f"未{before}" if side is Side.WAITING else before + NAMES[side]
    return f"{name} {amount}{unit}{after}"
