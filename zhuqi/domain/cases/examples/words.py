"""What can happen in an example, as a rulebook writes it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from zhuqi.domain.cases.rules.words import Outcome, State


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
    REFUSE = auto()
    ESCALATE = auto()
    REPLY = auto()
    PASS = auto()
    FAIL = auto()
    ASK = auto()
    CONFIRM = auto()
    CONTEST = auto()
    WITHDRAW = auto()
    NOT_ACCEPT = auto()
    END_SILENT = auto()
    REOPEN = auto()
    WAIT = auto()


STEPS: Mapping[str, Kind] = {
    "登记": Kind.RECORD,
    "当场解决": Kind.SETTLE,
    "提交": Kind.SUBMIT,
    "甄别": Kind.SCREEN,
    "交办": Kind.ASSIGN,
    "签收": Kind.ACCEPT,
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
    "不同意": Kind.REFUSE,
    "提级": Kind.ESCALATE,
    "答复": Kind.REPLY,
    "督核通过": Kind.PASS,
    "督核不通过": Kind.FAIL,
    "问企业": Kind.ASK,
    "认可": Kind.CONFIRM,
    "不认可": Kind.CONTEST,
    "企业撤回": Kind.WITHDRAW,
    "不予受理": Kind.NOT_ACCEPT,
    "沉默销号": Kind.END_SILENT,
    "重新办理": Kind.REOPEN,
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
