"""How the sides of gauges are called in a band: whole phrases, and words that stand before figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.lamps.amounts import POINTS, TIME, Units
from zhuqi.base.lamps.gauges import Interval, Side

OTHERWISE = ("其余", "否则", "其他", "其它", "其余情形", "其他情形")
"""A band without a condition: it takes what no other took. The first form is written."""
MORE_THAN_NOTHING = Interval(from_low=False)
ANY = Interval()
_LATE = ("逾期", "超期", "超时", "超过时限", "超过期限")
_BEHIND = ("落后", "滞后", "进度落后", "进度滞后", "落后序时进度", "落后于序时进度", "滞后序时进度", "慢于序时进度")
_AHEAD = ("超前", "进度超前", "快于序时进度", "超序时进度")
_ON = ("不落后", "未落后", "达序时进度", "达序时", "按序时进度", "按序时", "不落后序时进度", "不落后于序时进度")
WHOLE: Mapping[tuple[Side, Interval], tuple[str, ...]] = {
    (Side.OVERDUE, MORE_THAN_NOTHING): ("已逾期", *_LATE, "已超期", "已超时", "已超过时限"),
    (Side.LEFT, ANY): ("未逾期", "未超期", "未超时", "期限内", "时限内"),
    (Side.AHEAD, ANY): _ON,
    (Side.BEHIND, MORE_THAN_NOTHING): _BEHIND,
    (Side.AHEAD, MORE_THAN_NOTHING): _AHEAD,
}
"""Phrases that are a condition by themselves; the first form is written."""


@dataclass(frozen=True)
class Phrase:
    """How a side is named before its figures. The first form is written."""

    side: Side
    forms: tuple[str, ...]
    units: Units


PHRASES = (
    Phrase(Side.LEFT, ("剩余", "剩余时间", "剩余时限", "还剩", "距到期", "距期满", "距截止", "离到期", "到期前"), TIME),
    Phrase(Side.OVERDUE, (*_LATE, *(f"已{form}" for form in _LATE)), TIME),
    Phrase(Side.USED, ("已用", "已用时", "用时", "已用时限", "时限已用", "时限", "办理时限", "办理时间"), TIME),
    Phrase(Side.BEHIND, _BEHIND, POINTS | TIME),
    Phrase(Side.AHEAD, _AHEAD, POINTS | TIME),
    Phrase(Side.REACHED, ("应达的", "完成率", "到位率", "完成计划", "完成年度计划", "完成目标", "完成"), {}),
)


@dataclass(frozen=True)
class Mark:
    """What a figure is held against: the sides above and below it, and in which units the distance may be given.

    ``share``: a share of it is a share of what is required.
    """

    above: Side
    below: Side
    units: Units
    share: bool


MARKS: Mapping[str, Mark] = {
    "计划": Mark(Side.ABOVE_PLAN, Side.BELOW_PLAN, POINTS, True),
    "均值": Mark(Side.ABOVE_MEAN, Side.BELOW_MEAN, POINTS, False),
    "序时": Mark(Side.AHEAD, Side.BEHIND, POINTS | TIME, True),
}
NAMES: Mapping[Side, str] = {phrase.side: phrase.forms[0] for phrase in PHRASES} | {
    Side.RUN: "连续",
    Side.WAITING: "未",
    Side.DONE: "已",
    Side.BELOW_PLAN: "低于计划",
    Side.ABOVE_PLAN: "高于计划",
    Side.BELOW_MEAN: "低于均值",
    Side.ABOVE_MEAN: "高于均值",
}
"""What is written before a side's figures."""
SHARES = frozenset({Side.USED, Side.REACHED})
"""Sides on which a share of a whole can be measured."""
