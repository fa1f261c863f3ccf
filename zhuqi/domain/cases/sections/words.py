"""How a rulebook writes the words of a case."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.words import CLOCKS, Approver, Channel, Hand, Tick, TooLate
from zhuqi.domain.directory.rules import Scale

TICKS: Mapping[str, Tick] = {row.word: tick for tick, row in CLOCKS.items() if row.spanned}
"""The standing clocks: every case has them, and every edition gives each a span."""
CALLED: Mapping[str, Tick] = {row.word: tick for tick, row in CLOCKS.items() if row.word}
"""Every clock that has a word of its own; of those that aren't standing the span stands where they are spoken of."""
HANDS: Mapping[str, Hand] = {"主办": Hand.LEAD, "分办": Hand.PART, "协办": Hand.ASSIST}
CHANNELS: Mapping[str, Channel] = {
    "走访": Channel.VISIT,
    "电话": Channel.PHONE,
    "链接": Channel.LINK,
    "网上": Channel.PORTAL,
    "回访": Channel.CALLBACK,
    "热线": Channel.HOTLINE,
    "窗口": Channel.WINDOW,
    "小程序": Channel.APP,
    "座谈": Channel.MEETING,
    "来文": Channel.LETTER,
    "上级交办": Channel.SUPERIOR,
}
SCALES: Mapping[str, Scale] = {
    "大型": Scale.LARGE,
    "中型": Scale.MEDIUM,
    "小型": Scale.SMALL,
    "微型": Scale.MICRO,
}
MOMENTS: Mapping[str, Moment] = {
    "登记": Moment.RECORDED,
    "提交": Moment.SUBMITTED,
    "甄别": Moment.SCREENED,
    "交办": Moment.ASSIGNED,
    "签收": Moment.ACCEPTED,
    "联系企业": Moment.CONTACTED,
    "办理意见": Moment.OPINED,
    "报告进展": Moment.REPORTED,
    "协办反馈": Moment.CONTRIBUTED,
    "告知企业": Moment.TOLD,
    "答复": Moment.REPLIED,
    "督核": Moment.CHECKED,
    "问企业": Moment.ASKED,
    "不认可": Moment.CONTESTED,
    "销号": Moment.ENDED,
    "提级": Moment.RAISED,
    "同意退回": Moment.RETURNED,
    "批示": Moment.INSTRUCTED,
    "认定级别": Moment.CLASSIFIED,
    "成立专班": Moment.FORMED,
    "会商": Moment.MET,
}
CHASED: Mapping[str, Moment] = {
    "逾期": Moment.OVERDUE,
    "提醒": Moment.REMINDED,
    "催办": Moment.URGED,
    "督办": Moment.SUPERVISED,
    "上报": Moment.REPORTED_UP,
    "约谈": Moment.TALKED,
    "通报": Moment.CIRCULATED,
}
"""Moments that the clock brings: a time limit ran out, something of a ladder was due."""
COPYING: Mapping[str, Moment] = {**MOMENTS, **CHASED}
"""Moments that bring copies. No clock of a place's own starts or stops by what the clock brings."""
APPROVERS: Mapping[str, Approver] = {
    "无需": Approver.NOBODY,
    "单位负责人": Approver.HEAD,
    "调度室": Approver.DESK,
    "领导": Approver.LEADER,
}
TOO_LATE: Mapping[str, TooLate] = {"拒绝": TooLate.REFUSED, "照收并计逾期": TooLate.OVERDUE}
KEEPERS: Mapping[str, Keeper] = {
    "持有单位": Keeper.HOLDER,
    "调度室": Keeper.DESK,
    "主办": Keeper.LEAD,
    "分办": Keeper.PART,
    "协办": Keeper.ASSIST,
    "各承办单位": Keeper.EACH,
    "专班": Keeper.FORCE,
    "无人": Keeper.NOBODY,
}
