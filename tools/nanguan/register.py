"""Who there is: the organisations of the two levels, their staff, and what each may do. Everything here is synthetic but
the district's own name, its sub-districts and their codes (NBS, as of 2023-06-30)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle, islice
from random import Random

CAMPAIGN = "2019-05-06"
CHAIN = "2019-05-10"
TOWNS = (
    ("220102001", "南岭街道"), ("220102002", "自强街道"), ("220102003", "民康街道"), ("220102004", "新春街道"),
    ("220102005", "长通街道"), ("220102006", "全安街道"), ("220102007", "曙光街道"), ("220102008", "永吉街道"),
    ("220102009", "桃源街道"), ("220102010", "鸿城街道"), ("220102011", "明珠街道"), ("220102012", "富裕街道"),
    ("220102013", "盛世街道"), ("220102200", "幸福乡"),
)  # fmt: skip
GROUPS = {
    "ng-fg-utilities": "要素保障组", "ng-fg-finance": "金融服务组", "ng-fg-permits": "审批服务组",
    "ng-fg-labour": "人力资源组", "ng-fg-policy": "政策兑现组", "ng-fg-market": "产销对接组",
    "ng-fg-construction": "项目建设组",
}  # fmt: skip
"""The seven functional groups (服务功能组)."""
TASK_FORCES = ("现代服务业专班", "规划和招商引资专班", "战略性新兴产业专班", "基础设施建设专班")
CITY_BODIES = {
    "cc-power": "市供电协调组", "cc-gas": "市燃气协调组", "cc-water": "市供水排水协调组", "cc-heat": "市供热协调组",
    "cc-finance": "市金融协调组", "cc-planning": "市规划用地协调组", "cc-roads": "市道路交通协调组",
    "cc-policy": "市政策协调组",
}  # fmt: skip
"""Handlers of the city's master dispatch room; named so that nobody takes them for real ones."""
DEPARTMENTS = (
    "区委办公室", "区政府办公室", "区人大办公室", "区政协办公室", "区纪委监委机关", "区委组织部", "区委宣传部", "区委统战部",
    "区委政法委机关", "区委编办", "区直属机关工委", "区委老干部局", "区发展和改革局", "区工业和信息化局", "区科学技术局",
    "区商务局", "区投资促进中心", "区财政局", "区金融服务中心", "区人力资源和社会保障局", "区就业服务中心", "区社会保险中心",
    "区住房和城乡建设局", "区城市管理局", "区市政维护中心", "区园林绿化中心", "区环境卫生中心", "区房屋征收中心",
    "规划资源分局", "生态环境分局", "区农业农村局", "区教育局", "区民政局", "区司法局", "区文化和旅游局", "区卫生健康局",
    "区医疗保障局", "区退役军人事务局", "区应急管理局", "区审计局", "区市场监督管理局", "区统计局", "区政务服务局",
    "区信访局", "区税务局", "公安分局", "交警大队", "消防大队", "区人民法院", "区人民检察院", "区总工会", "团区委",
    "区妇女联合会", "区工商业联合会", "区残疾人联合会", "区科学技术协会", "区档案馆", "区机关事务中心",
)  # fmt: skip
HELPERS = (
    "区发展和改革局", "区工业和信息化局", "区商务局", "区财政局", "区金融服务中心", "区人力资源和社会保障局", "区就业服务中心",
    "区住房和城乡建设局", "区城市管理局", "区市政维护中心", "规划资源分局", "生态环境分局", "区市场监督管理局",
    "区政务服务局", "区税务局", "消防大队",
)  # fmt: skip
"""Departments with a handler of their own: they take parts and assist."""
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜夏钟汪田任姜"
)
RANKS = {"division": 66, "deputy_division": 196, "section": 140, "staff": 110}
TEAMS, TEAMS_OF_FOUR = 63, 3


@dataclass
class Person:
    """One member of staff. ``kind`` is what the generator uses them for."""

    code: str
    name: str
    rank: str
    unit: str
    kind: str = ""


@dataclass
class Register:
    """The rows of the first four files, and who can act for whom."""

    organisations: list[tuple[str, ...]] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    grants: list[tuple[str, ...]] = field(default_factory=list)
    posts: list[tuple[str, ...]] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    """Team → its groups."""
    officials: dict[str, list[str]] = field(default_factory=dict)
    """Group → officials who hold enterprises in it."""
    town: dict[str, str] = field(default_factory=dict)
    """Team → the sub-district it serves."""
    acting: dict[str, list[str]] = field(default_factory=dict)
    """Desk, handler or supervision office → the people who can act for it."""

    def allow(self, person: Person, role: str, unit: str, since: str = CHAIN) -> None:
        """Grant a role."""
        self.grants.append((person.code, role, unit, since))
        self.acting.setdefault(unit, []).append(person.code)


def department(name: str) -> str:
    """The code of one of the 58 departments."""
    return f"ng-d{DEPARTMENTS.index(name) + 1:02}"


def make(rng: Random) -> Register:
    """Everything of the register."""
    register = Register()
    _areas_and_bodies(register)
    _teams(register)
    leaders, officials = _district_staff(register, rng)
    _chain(register, leaders, officials)
    _district_seats(register, leaders)
    _city(register, rng)
    return register


def _areas_and_bodies(register: Register) -> None:
    def add(code: str, kind: str, name: str, parent: str, region: str = "") -> None:
        register.organisations.append((code, kind, name, parent, region, CAMPAIGN))

    add("cc", "city", "长春市", "", "220100")
    add("cc-desk", "desk", "市总调度室", "cc")
    for code, name in CITY_BODIES.items():
        add(code, "department", name, "cc")
    add("ng", "district", "南关区", "cc", "220102")
    for code, name in TOWNS:
        add(code, "town", name, "ng", code)
    add("ng-lead", "leading_group", "区重大项目领导小组", "ng")
    add("ng-office1", "office", "第一服务推进办公室", "ng-lead")
    add("ng-office2", "office", "第二服务推进办公室", "ng-lead")
    for n, name in enumerate(TASK_FORCES, 1):
        add(f"ng-tf{n}", "task_force", name, "ng-lead")
    add("ng-desk", "desk", "区调度室", "ng")
    for code, name in GROUPS.items():
        add(code, "functional_group", name, "ng")
    add("ng-sup1", "supervision", "第一督查室", "ng")
    add("ng-sup2", "supervision", "第二督查室", "ng")
    for name in DEPARTMENTS:
        add(department(name), "department", name, "ng")


def _teams(register: Register) -> None:
    """63 teams, 192 groups: three to a team, four to three of them."""
    for n, (town, _) in zip(range(1, TEAMS + 1), cycle(TOWNS), strict=False):
        team = f"ng-t{n:02}"
        size = 4 if n % (TEAMS // TEAMS_OF_FOUR) == 0 else 3
        register.organisations.append((team, "team", f"第{n}服务队", "ng", "", CAMPAIGN))
        register.groups[team] = [f"{team}-{g}" for g in range(1, size + 1)]
        register.town[team] = town
        for g, group in enumerate(register.groups[team], 1):
            register.organisations.append((group, "group", f"第{n}服务队第{g}服务组", team, "", CAMPAIGN))


def _district_staff(register: Register, rng: Random) -> tuple[list[Person], list[Person]]:
    """28 leaders and 512 officials, every one of them in a department."""
    offices = cycle([department(name) for name in DEPARTMENTS[:4]])
    leaders = [Person(f"ng{n:03}", _name(rng, n), "district_leader", next(offices)) for n in range(1, 29)]
    ranks = [rank for rank, count in RANKS.items() for _ in range(count)]
    units = list(islice(cycle(department(name) for name in DEPARTMENTS), len(ranks)))
    officials = [
        Person(f"ng{n:03}", _name(rng, n), rank, unit)
        for n, (rank, unit) in enumerate(zip(ranks, units, strict=True), 29)
    ]
    register.people += leaders + officials
    return leaders, officials


def _name(rng: Random, n: int) -> str:
    return f"{rng.choice(SURNAMES)}{n:03}"


def _chain(register: Register, leaders: list[Person], officials: list[Person]) -> None:
    """一带三包: a leader leads two or three teams; a full-division official holds each team, a deputy each group, one to
    three officials its enterprises."""
    by_rank = {rank: [p for p in officials if p.rank == rank] for rank in RANKS}
    lower = by_rank["section"] + by_rank["staff"]
    specials = by_rank["division"][TEAMS:] + by_rank["deputy_division"][192:]
    holders = iter(lower[:224])
    for person in specials + lower[224:]:
        person.kind = "seat"
    for n, team in enumerate(register.groups):
        register.posts.append((leaders[n % 28].code, team, "leads_team", CHAIN))
        register.posts.append((by_rank["division"][n].code, team, "holds_team", CHAIN))
    for n, group in enumerate(g for groups in register.groups.values() for g in groups):
        deputy = by_rank["deputy_division"][n]
        register.posts.append((deputy.code, group, "holds_group", CHAIN))
        takers = [next(holders).code] + ([next(holders).code] if n % 6 == 0 else [])
        if n % 8 in (1, 2, 4, 5, 7):
            takers.append(deputy.code)
        register.officials[group] = takers
        register.posts += [(taker, group, "holds_enterprises", CHAIN) for taker in takers]


def _district_seats(register: Register, leaders: list[Person]) -> None:
    """Dispatchers, handlers, supervisors, administrators; leaders see the whole district."""
    for leader in leaders:
        register.allow(leader, "leader", "ng")
    seats = [p for p in register.people if p.kind == "seat"]
    take = iter(sorted(seats, key=lambda p: p.code))
    for unit in ("ng-sup1", "ng-sup2", "ng-sup1", "ng-sup2"):
        register.allow(next(take), "supervisor", unit)
    for _ in range(5):
        register.allow(next(take), "dispatcher", "ng-desk")
    for unit in GROUPS:
        for _ in range(3):
            register.allow(next(take), "handler", unit)
    for role in ("system_admin", "security_admin", "audit_admin"):
        register.allow(next(take), role, "ng")
    for name in HELPERS:
        unit = department(name)
        person = next(p for p in register.people if p.unit == unit and p.rank in ("section", "staff") and not p.kind)
        register.allow(person, "handler", unit)


def _city(register: Register, rng: Random) -> None:
    """Sixteen people above the district, who aren't in its staff base; the last tends the whole place."""
    seats = [("cc-desk", "dispatcher")] * 4 + [(unit, "handler") for unit in CITY_BODIES] + [("cc", "leader")]
    seats += [("cc-power", "handler"), ("cc-planning", "handler")]
    for n, (unit, role) in enumerate(seats, 1):
        person = Person(f"cc{n:03}", _name(rng, 900 + n), "division" if role == "leader" else "section", unit)
        if unit == "cc":
            person.unit = "cc-policy"
        register.people.append(person)
        register.allow(person, role, unit)
    tends = Person("cc016", "程916", "section", "cc-policy")
    register.people.append(tends)
    register.allow(tends, "system_admin", "cc")
