"""The sheets of liaison: posts and links."""

from __future__ import annotations

from zhuqi.core.sheets.columns import Column, Day, Layout, Text, choice
from zhuqi.domain.directory.sheets import CreditCode
from zhuqi.domain.liaison.rules import Duty

DUTIES = choice({
    Duty.LEADS_TEAM: ("带队",),
    Duty.HOLDS_TEAM: ("包队",),
    Duty.HOLDS_GROUP: ("包组",),
    Duty.HOLDS_ENTERPRISES: ("包企", "包联", "一对一"),
})  # fmt: skip

POSTS = Layout("posts", ("职责", "责任链"), (
    Column("staff", ("工号", "staff code"), Text(30)),
    Column("organisation", ("组织代码", "organisation code"), Text(30)),
    Column("duty", ("职责",), DUTIES),
    Column("since", ("起始日期", "start date"), Day(), required=False),
))  # fmt: skip

LIAISONS = Layout("liaisons", ("包联", "包企"), (
    Column("uscc", ("统一社会信用代码", "信用代码", "credit code"), CreditCode()),
    Column("staff", ("工号", "staff code"), Text(30)),
    Column("group", ("服务组代码", "group code"), Text(30), required=False),
    Column("since", ("起始日期", "start date"), Day(), required=False),
))  # fmt: skip

LAYOUTS = (POSTS, LIAISONS)
"""In the order in which they are loaded."""
