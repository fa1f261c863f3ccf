"""The sheets of visits: rounds and visits made."""

from __future__ import annotations

from zhuqi.core.sheets.columns import Column, Day, Layout, Text, choice
from zhuqi.domain.directory.sheets import CreditCode
from zhuqi.domain.visits.rules import Mode, Purpose

MODES = choice(
    {Mode.ON_SITE: ("上门", "现场"), Mode.REMOTE: ("远程", "电话", "线上"), Mode.ASKED: ("问过没有需要", "已询问")}
)
PURPOSES = choice({
    Purpose.SERVICE: ("服务走访", "走访"),
    Purpose.PROBLEM: ("问题会商",),
    Purpose.POLICY: ("政策宣讲",),
    Purpose.JOINT: ("联合服务",),
})  # fmt: skip

VISITS = Layout("visits", ("走访", "走访记录"), (
    Column("uscc", ("统一社会信用代码", "信用代码", "credit code"), CreditCode()),
    Column("staff", ("工号", "staff code"), Text(30)),
    Column("day", ("走访日期", "visit date"), Day()),
    Column("mode", ("走访方式", "visit mode"), MODES),
    Column("kind", ("走访类型", "visit kind"), PURPOSES),
    Column("round", ("轮次", "contact round"), Text(60), required=False),
))  # fmt: skip

LAYOUTS = (VISITS,)
"""In the order in which they are loaded."""
