"""The sheets of the directory: organisations, staff, grants, enterprises."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from zhuqi.base import uscc
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Role
from zhuqi.core.sheets.columns import Amount, Column, Day, Integer, Layout, Text, Unread, choice
from zhuqi.core.sheets.files import Cell
from zhuqi.domain.directory.rules import Kind, Rank, industry_code
from zhuqi.domain.directory.rules.industries import industry_called

NO_UNIT = say("No organisation in force has this code.")
NO_STAFF = say("No member of staff has this code.")
NO_PARK = say("No park in force has this code.")
NO_ENTERPRISE = say("No enterprise of the register has this code.")
"""What is said of a cell, of any room's sheet, that names what isn't there."""


@dataclass(frozen=True)
class CreditCode:
    """A unified social credit code, or a 15-digit registration number, as it is stored. What is merely unusual passes."""

    def read(self, cell: Cell) -> str | Sentence:
        """The code."""
        typed = Text(40).read(cell)
        if isinstance(typed, Sentence):
            return typed
        checked = uscc.check(typed)
        return checked.errors[0] if checked.errors else checked.code


CODED = re.compile("([A-Ta-t][0-9]{0,4}|[0-9]{2,4})[ ._-]*[\u4e00-\u9fff].*")
"""A code with the name of its industry behind it."""
WORDS = re.compile("[^0-9A-Za-z]*[\u4e00-\u9fff][^0-9A-Za-z]*")
"""Chinese words, without a letter or digit that could be a code's."""


@dataclass(frozen=True)
class IndustryCode:
    """A code of GB/T 4754-2017, with or without its section's letter, as it is stored."""

    def read(self, cell: Cell) -> str | Sentence | Unread:
        """The code: alone, before its name (C13 农副食品加工业), or of a section or division that is named (制造业, 汽车制造).
        Words that name neither are no reason to leave an enterprise out."""
        typed = Text(60, code=True).read(cell)
        if isinstance(typed, Sentence):
            return typed
        plain = unicodedata.normalize("NFKC", typed)
        begins = CODED.fullmatch(plain)
        code = industry_code(begins[1] if begins else typed) or industry_called(plain)
        if code is None and WORDS.fullmatch(plain):
            return Unread(say("No section or division of GB/T 4754-2017 is called so: the row goes without it."))
        return code or say("This is no code of GB/T 4754-2017: a section's letter, or two to four digits.")


KINDS = choice({
    Kind.CITY: ("市", "城市"),
    Kind.DISTRICT: ("区", "县", "区县", "县级市"),
    Kind.TOWN: ("街道", "镇", "乡", "乡镇", "乡镇街道"),
    Kind.VILLAGE: ("村", "社区"),
    Kind.LEADING_GROUP: ("领导小组",),
    Kind.OFFICE: ("办公室",),
    Kind.DESK: ("调度室", "总调度室"),
    Kind.FUNCTIONAL_GROUP: ("功能组", "服务功能组"),
    Kind.DEPARTMENT: ("部门",),
    Kind.TEAM: ("工作队", "服务队"),
    Kind.GROUP: ("服务组",),
    Kind.TASK_FORCE: ("专班",),
    Kind.SUPERVISION: ("督查室", "督查组"),
    Kind.PARK: ("园区", "功能区", "开发区"),
    Kind.WINDOW: ("窗口", "服务站"),
})  # fmt: skip
RANKS = choice({
    Rank.DISTRICT_LEADER: ("区级领导", "县级领导"),
    Rank.DIVISION: ("正处", "正处级"),
    Rank.DEPUTY_DIVISION: ("副处", "副处级"),
    Rank.SECTION: ("科级", "正科", "副科"),
    Rank.STAFF: ("干部", "一般干部", "科员"),
})  # fmt: skip
ROLES = choice({
    Role.OFFICIAL: ("包企干部",),
    Role.TEAM_LEAD: ("队长", "组长", "工作队或服务组负责人"),
    Role.DISPATCHER: ("调度员",),
    Role.HANDLER: ("承办人",),
    Role.TASK_FORCE: ("专班成员",),
    Role.MONITOR: ("监测员",),
    Role.SUPERVISOR: ("督查员",),
    Role.LEADER: ("领导",),
    Role.SYSTEM_ADMIN: ("系统管理员",),
    Role.SECURITY_ADMIN: ("安全管理员",),
    Role.AUDIT_ADMIN: ("审计管理员",),
})  # fmt: skip

ORGANISATIONS = Layout("organisations", ("组织", "组织机构"), (
    Column("code", ("组织代码", "organisation code"), Text(30)),
    Column("name", ("组织名称", "organisation name"), Text(60)),
    Column("kind", ("组织类型", "organisation kind"), KINDS),
    Column("parent", ("上级组织代码", "parent code"), Text(30), required=False),
    Column("region_code", ("行政区划代码", "region code"), Text(12), required=False),
    Column("since", ("成立日期", "start date"), Day(), required=False),
))  # fmt: skip

STAFF = Layout("staff", ("干部", "人员"), (
    Column("code", ("工号", "staff code"), Text(30)),
    Column("name", ("姓名", "staff name"), Text(40)),
    Column("rank", ("职级", "staff rank"), RANKS),
    Column("unit", ("所在组织代码", "unit code"), Text(30)),
    Column("since", ("入库日期", "start date"), Day(), required=False),
))  # fmt: skip

GRANTS = Layout("grants", ("授权", "角色授权"), (
    Column("staff", ("工号", "staff code"), Text(30)),
    Column("role", ("角色",), ROLES),
    Column("organisation", ("组织代码", "organisation code"), Text(30)),
    Column("since", ("起始日期", "start date"), Day(), required=False),
))  # fmt: skip

ENTERPRISES = Layout("enterprises", ("企业", "企业名录"), (
    Column("uscc", (
        "统一社会信用代码", "信用代码", "社会信用代码", "统一信用代码", "统一社会信用代码/注册号", "注册号/统一社会信用代码",
        "税号", "纳税人识别号", "credit code",
    ), CreditCode()),
    Column("name", (
        "企业名称", "单位名称", "企业全称", "单位详细名称", "公司名称", "名称", "企业名", "enterprise name",
    ), Text(120)),
    Column("region", (
        "所属区域代码", "所属区域", "区域", "区域代码", "属地", "所属地", "所在地", "地区", "所属地区", "所在地区",
        "行政区划", "所属行政区划", "所在行政区划", "所属区县", "所在区县", "所属县区", "所在县区", "所属县(市、区)",
        "县(市、区)", "县(市区)", "县市区", "区县", "县区", "所属区", "所在区", "所属城区", "所在城区", "所属市",
        "所在市", "所属城市", "所在城市", "城市", "地市", "市州", "街道", "所属街道", "所在街道", "乡镇", "所属乡镇",
        "所在乡镇", "镇街", "所属镇街", "街镇", "所属街镇", "乡镇街道", "乡镇(街道)", "所属乡镇(街道)", "属地街道",
        "属地乡镇",
        "region organisation code",
    ), Text(60), required=False, several=True),
    Column("industry", (
        "行业代码", "国民经济行业代码", "所属行业", "行业", "行业类别", "行业名称", "行业大类", "国民经济行业", "industry code",
    ), IndustryCode(), required=False),
    Column("staff_count", ("从业人员", "从业人员(人)", "从业人数", "期末从业人员", "number of staff"), Integer(), required=False),
    Column("revenue_wan", ("营业收入(万元)", "revenue (10,000 yuan)"), Amount(wan=True), required=False),
    Column("assets_wan", ("资产总额(万元)", "assets (10,000 yuan)"), Amount(wan=True), required=False),
    Column("address", (
        "地址", "住所", "注册地址", "详细地址", "单位地址", "企业地址", "公司地址", "经营地址", "生产经营地址", "注册地",
        "enterprise address",
    ), Text(200), required=False),
    Column("park", ("园区代码", "所在园区代码", "park code"), Text(30), required=False),
    Column("in_base_since", ("入统日期", "在库日期", "in the statistics base since"), Day(), required=False),
))  # fmt: skip

LAYOUTS = (ORGANISATIONS, STAFF, GRANTS, ENTERPRISES)
"""In the order in which they are loaded: each may name what those before it hold."""
