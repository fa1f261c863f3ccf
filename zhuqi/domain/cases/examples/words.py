"""What can happen in an example, as a rulebook writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, auto

from zhuqi.domain.cases.rules.words import Confirmation, End, Outcome, State


class Kind(Enum):
    """What happens."""

    RECORD = auto()
    SETTLE = auto()
    SUBMIT = auto()
    SCREEN = auto()
    ASSIGN = auto()
    ACCEPT = auto()
    CONTACT = auto()
    OPINE = auto()
    REPORT = auto()
    CONTRIBUTE = auto()
    HAND_BACK = auto()
    UPHOLD = auto()
    REJECT_RETURN = auto()
    ASK_EXTENSION = auto()
    EXTEND = auto()
    ASK_SUSPENSION = auto()
    SUSPEND = auto()
    RESUME = auto()
    ASK_SIGNING = auto()
    SIGN = auto()
    REFUSE = auto()
    ESCALATE = auto()
    REPLY = auto()
    PASS = auto()
    FAIL = auto()
    CHECK = auto()
    ASK = auto()
    CONFIRM = auto()
    CONTEST = auto()
    WITHDRAW = auto()
    NOT_ACCEPT = auto()
    AGREE = auto()
    LAPSE = auto()
    RATE = auto()
    END_SILENT = auto()
    REOPEN = auto()
    RESTATE = auto()
    INSTRUCT = auto()
    CLASSIFY = auto()
    LET_STAND = auto()
    SET_UP = auto()
    MEET = auto()
    STAND_DOWN = auto()
    WAIT = auto()


STEPS: Mapping[str, Kind] = {
    "登记": Kind.RECORD,
    "当场解决": Kind.SETTLE,
    "提交": Kind.SUBMIT,
    "甄别": Kind.SCREEN,
    "交办": Kind.ASSIGN,
    "签收": Kind.ACCEPT,
    "视为签收": Kind.LAPSE,
    "联系企业": Kind.CONTACT,
    "办理意见": Kind.OPINE,
    "报告进展": Kind.REPORT,
    "协办反馈": Kind.CONTRIBUTE,
    "申请退回": Kind.HAND_BACK,
    "同意退回": Kind.UPHOLD,
    "不同意退回": Kind.REJECT_RETURN,
    "申请延期": Kind.ASK_EXTENSION,
    "同意延期": Kind.EXTEND,
    "申请挂账": Kind.ASK_SUSPENSION,
    "同意挂账": Kind.SUSPEND,
    "恢复办理": Kind.RESUME,
    "送审": Kind.ASK_SIGNING,
    "审签": Kind.SIGN,
    "不同意": Kind.REFUSE,
    "提级": Kind.ESCALATE,
    "答复": Kind.REPLY,
    "督核通过": Kind.PASS,
    "督核不通过": Kind.FAIL,
    "督核": Kind.CHECK,
    "问企业": Kind.ASK,
    "认可": Kind.CONFIRM,
    "不认可": Kind.CONTEST,
    "企业撤回": Kind.WITHDRAW,
    "不予受理": Kind.NOT_ACCEPT,
    "同意不予受理": Kind.AGREE,
    "评价": Kind.RATE,
    "沉默销号": Kind.END_SILENT,
    "重新办理": Kind.REOPEN,
    "更正": Kind.RESTATE,
    "批示": Kind.INSTRUCT,
    "认定级别": Kind.CLASSIFY,
    "按报送认定": Kind.LET_STAND,
    "成立专班": Kind.SET_UP,
    "会商": Kind.MEET,
    "撤销专班": Kind.STAND_DOWN,
    "到此为止": Kind.WAIT,
}
"""``到此为止``: nothing happens, but time has gone by."""
OUTCOMES: Mapping[str, Outcome] = {
    "已解决": Outcome.SOLVED,
    "已答复": Outcome.ANSWERED,
    "已解释": Outcome.EXPLAINED,
    "分期": Outcome.PLANNED,
}
STATES: Mapping[State, str] = {
    State.FOUND: "已登记",
    State.SCREENING: "甄别中",
    State.ASSIGNED: "已交办",
    State.HANDLING: "办理中",
    State.PLANNED: "分期办理",
    State.SUSPENDED: "已挂账",
    State.REPLIED: "已答复",
    State.CHECKED: "督核通过",
    State.ENDED: "已办结",
}
NONE = "无"
RESULTS: Mapping[Outcome, str] = {
    Outcome.SOLVED: "已解决",
    Outcome.ANSWERED: "已答复",
    Outcome.EXPLAINED: "已解释",
}
CONFIRMED: Mapping[Confirmation, str] = {
    Confirmation.ENTERPRISE: "企业认可",
    Confirmation.REPORTED: "转述认可",
    Confirmation.CALLBACK: "回访认可",
    Confirmation.UNCONFIRMED: "沉默",
    Confirmation.DISPUTED: "争议",
}
ENDED: Mapping[End, str] = {
    End.WITHDRAWN: "企业撤回",
    End.MERGED: "并案",
    End.NOT_ACCEPTED: "不予受理",
    End.TRANSFERRED_OUT: "移送",
}
"""Words of 结局, beside 算办结, 不算办结 and 不计数."""
LOOKS = ("提级", "协调", "抄送", "结局", "督核结果", "评价", "回访", "谈话", "专班", "级别", "批准", "转告")
"""What an example can look at beside clocks, states and what is overdue: each is a function of ``looking``."""
KEY = re.compile(r"(.+?)[（(](.*)[）)]")


def split(key: str) -> tuple[str, str]:
    """A key of 应有 and what stands in brackets after it: ``抄送（答复）``."""
    found = KEY.fullmatch(key.strip())
    return (found[1].strip(), found[2].strip()) if found else (key.strip(), "")
