"""The cast: one small city in which every test plays, set up through the actions. All names are synthetic.

city 长春（演练）: desk, supervision office, power department
└ district 南关（演练）: desk, groups (utilities, finance, construction), planning department, leader
  ├ town 幸福（演练）: team and group, no desk of its own
  └ town 明珠（演练）: desk, one department
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK, Actor, Role, of_enterprise
from zhuqi.core.rulebook.actions import adopt
from zhuqi.domain.calendar.actions import install_shipped
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.enterprises import register
from zhuqi.domain.directory.actions.organisations import found
from zhuqi.domain.directory.actions.roles import give_role
from zhuqi.domain.directory.actions.staff import employ
from zhuqi.domain.directory.models import Enterprise, Organisation, Staff
from zhuqi.domain.directory.rules import Kind, Rank
from zhuqi.domain.liaison.actions.links import bind
from zhuqi.domain.liaison.actions.posts import appoint
from zhuqi.domain.liaison.rules import Duty

ZONE = ZoneInfo("Asia/Shanghai")
SINCE = dt.date(2019, 5, 6)
SETUP = dt.datetime(2019, 5, 10, 9, tzinfo=ZONE)
START = dt.datetime(2019, 5, 13, 9, tzinfo=ZONE)
"""A Monday."""
RULEBOOK = Path(__file__).parent / "nanguan-20190510.yaml"
"""The shipped text of that name without the statements and examples that it carries, for tests that change it word by word;
tests/rulebook/test_shipped.py holds the two together."""

OWN_CLOCKS = """\
  时钟:
    - {名称: 联系企业, 起: 交办, 止: 联系企业, 归: 各承办单位}
    - {名称: 办理意见, 起: 签收, 止: 办理意见, 归: 主办}
    - {名称: 五日一报, 起: [签收, 报告进展], 止: [报告进展, 答复], 归: 主办}
    - {名称: 首次会商, 起: 成立专班, 止: 会商, 归: 专班}
  时限:
    - {钟: 联系企业, 时长: 4 工作时}
    - {钟: 办理意见, 时长: 2 工作日}
    - {钟: 五日一报, 时长: 5 天}
    - {钟: 首次会商, 时长: 3 工作日}
"""
"""What a district adds that has clocks of its own."""
GATE = """\
督核: {要: 是, 抽查: 60%, 问题: [是否解决, 是否答复], 算办结: [已解决, 已答复]}
  评价: {结果: [满意, 一般, 不满意], 不满意: [不满意], 不满意后: 提级重办, 至多: 1}
"""
"""How a city ends its cases, in place of a plain check."""
INTAKE = """\
督核: {要: 否, 算办结: [已解决]}
  受理: {不受理事由: [涉法涉诉, 重复], 双人批准: 是}
  抄送:
    - {当: 答复, 给: [cc-super, nobody-at-all]}
    - {当: 销号, 给: [mz-office, ng-finance]}
  审签: [{由: 单位负责人, 级别: C}, {由: 领导, 级别: A, 时长: 4 工作时}]
  评价: {答复: [好, 差], 不满意: [差], 至多: 2, 之后: 提级, 回访: 抽查 50%, 回访单位: [督查, 发现人]}
  级别认定: {级别: [A], 由: 督查, 时长: 1 工作日}
  协调:
    - {由: 承办单位}
    - {由: 专班, 当: [第 1 次交办, 批示, 金额 100 万元以上], 专班: 是}
"""
"""What a district takes on, how it ends its cases, who gets a copy, confirms a class, and when a task force is set up."""

UNITS: tuple[tuple[str, Kind, str | None], ...] = (
    ("cc", Kind.CITY, None),
    ("cc-desk", Kind.DESK, "cc"),
    ("cc-super", Kind.SUPERVISION, "cc"),
    ("cc-power", Kind.DEPARTMENT, "cc"),
    ("cc-land", Kind.DEPARTMENT, "cc"),
    ("ng", Kind.DISTRICT, "cc"),
    ("ng-desk", Kind.DESK, "ng"),
    ("ng-utilities", Kind.FUNCTIONAL_GROUP, "ng"),
    ("ng-finance", Kind.FUNCTIONAL_GROUP, "ng"),
    ("ng-construction", Kind.FUNCTIONAL_GROUP, "ng"),
    ("ng-planning", Kind.DEPARTMENT, "ng"),
    ("xf", Kind.TOWN, "ng"),
    ("xf-team", Kind.TEAM, "xf"),
    ("xf-group", Kind.GROUP, "xf-team"),
    ("mz", Kind.TOWN, "ng"),
    ("mz-desk", Kind.DESK, "mz"),
    ("mz-office", Kind.DEPARTMENT, "mz"),
)
NAMES = {"cc": "长春（演练）市", "ng": "南关（演练）区", "xf": "幸福（演练）乡", "mz": "明珠（演练）镇"}
PEOPLE: tuple[tuple[str, str, Role | Duty, str], ...] = (
    ("official", "ng-planning", Duty.HOLDS_ENTERPRISES, "xf-group"),
    ("keeper", "ng-planning", Duty.HOLDS_GROUP, "xf-group"),
    ("dispatcher", "ng-desk", Role.DISPATCHER, "ng-desk"),
    ("town_dispatcher", "mz-desk", Role.DISPATCHER, "mz-desk"),
    ("city_dispatcher", "cc-desk", Role.DISPATCHER, "cc-desk"),
    ("utilities", "ng-utilities", Role.HANDLER, "ng-utilities"),
    ("finance", "ng-finance", Role.HANDLER, "ng-finance"),
    ("construction", "ng-construction", Role.HANDLER, "ng-construction"),
    ("planner", "ng-planning", Role.HANDLER, "ng-planning"),
    ("town_handler", "mz-office", Role.HANDLER, "mz-office"),
    ("power", "cc-power", Role.HANDLER, "cc-power"),
    ("land", "cc-land", Role.HANDLER, "cc-land"),
    ("supervisor", "cc-super", Role.SUPERVISOR, "cc-super"),
    ("leader", "ng-planning", Role.LEADER, "ng"),
    ("administrator", "ng-desk", Role.SYSTEM_ADMIN, "cc"),
    ("security", "ng-desk", Role.SECURITY_ADMIN, "cc"),
    ("auditor", "ng-desk", Role.AUDIT_ADMIN, "cc"),
)


@dataclass
class City:
    """The stage: units by code, staff and actors by part, enterprises."""

    orgs: dict[str, Organisation] = field(default_factory=dict)
    staff: dict[str, Staff] = field(default_factory=dict)
    enterprises: list[Enterprise] = field(default_factory=list)

    def org(self, code: str) -> int:
        """A unit's id."""
        return self.orgs[code].pk

    def actor(self, part: str) -> Actor:
        """Somebody of the cast, or ``enterprise`` (the first one), or ``clock``."""
        if part == "clock":
            return CLOCK
        if part == "enterprise":
            return of_enterprise(self.enterprises[0].pk)
        account = self.staff[part].account_id
        assert account is not None
        return directory.actor(account, START.date())

    def do(self, part: str, action: Action, case: Case | int | None, now: dt.datetime, **typed: Any) -> Case:
        """One step of a case by one of the cast."""
        arguments = (case.pk if isinstance(case, Case) else case,) if case is not None else ()
        return ACTIONS[action](self.actor(part), *arguments, now=now, **typed)

    def record(self, now: dt.datetime = START, part: str = "official", **typed: Any) -> Case:
        """A need found at the first enterprise."""
        words = {"title": "三相电增容", "body": "新设备六月到厂，现有变压器带不动。", "kind": "utilities"}
        return self.do(part, Action.RECORD, None, now, **{"enterprise_id": self.enterprises[0].pk, **words, **typed})


def stage(*, city_checks: bool = False, endings: bool = False) -> City:
    """The whole cast, through the actions. ``city_checks``: the city has an edition of its own, with the closing check;
    the district one with clocks of its own. ``endings``: both have rules of their own for what is taken on and how it ends."""
    city = City()
    install_shipped(CLOCK, SETUP)
    for code, kind, parent in UNITS:
        above = city.org(parent) if parent else None
        name = NAMES.get(code, code)
        city.orgs[code] = found(CLOCK, above, kind=kind, name=name, code=code, since=SINCE, now=SETUP)
    plain = RULEBOOK.read_text()
    checked = plain.replace("督核: 否\n", GATE if endings else "督核: 是\n")
    adopt(CLOCK, text=checked if city_checks else plain, place=(city.org("cc"), city.orgs["cc"].path), now=SETUP)
    if city_checks:
        own = plain.replace("  时限:\n", OWN_CLOCKS).replace("督核: 否\n", INTAKE if endings else "督核: 否\n")
        adopt(CLOCK, text=own, place=(city.org("ng"), city.orgs["ng"].path), now=SETUP)
    for part, unit, duty, place in PEOPLE:
        person = employ(CLOCK, city.org(unit), code=part, name=f"演练{part}", rank=Rank.STAFF, since=SINCE, now=SETUP)
        city.staff[part] = person
        if isinstance(duty, Role):
            give_role(CLOCK, person.pk, role=duty, org_id=city.org(place), since=SINCE, now=SETUP)
        else:
            appoint(CLOCK, person.pk, org_id=city.org(place), duty=duty, since=SINCE, now=SETUP)
    for n, region in enumerate(("xf", "xf", "mz"), 1):
        code = complete(f"91220102MA0000{n:03d}")
        city.enterprises.append(
            register(CLOCK, uscc=code, name=f"演练{n:03d}有限公司", region_id=city.org(region), now=SETUP)
        )
    for enterprise in city.enterprises[:2]:
        bind(
            CLOCK,
            enterprise.pk,
            staff_id=city.staff["official"].pk,
            group_id=city.org("xf-group"),
            since=SINCE,
            now=SETUP,
        )
    return city
