"""Who there is: the district's bodies, 139 leaders and heads of departments, 139 enterprises. Everything is synthetic but the
district's own name, its sub-districts and their codes (NBS, as of 2023-06-30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from random import Random

from zhuqi.base.uscc import body, complete

FROM = "2016-01-04"
"""The first working day of the year."""
TOWNS = (
    ("610111001", "纺织城街道"), ("610111002", "十里铺街道"), ("610111003", "红旗街道"), ("610111004", "席王街道"),
    ("610111005", "洪庆街道"), ("610111006", "狄寨街道"), ("610111007", "灞桥街道"), ("610111008", "新筑街道"),
    ("610111009", "新合街道"),
)  # fmt: skip
DEPARTMENTS = {
    "bq-land": "区用地协调组", "bq-finance": "区融资协调组", "bq-permits": "区审批协调组", "bq-labour": "区用工协调组",
    "bq-market": "区市场协调组", "bq-other": "区综合协调组",
}  # fmt: skip
"""Handlers, by the kind of need; named so that nobody takes them for real ones."""
UNITS = tuple(f"区直单位{n:02}" for n in range(1, 47))
"""Departments whose leaders and heads hold enterprises."""
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘"
TREES = "石榴 国槐 紫薇 银杏 女贞 合欢 玉兰 海棠 丁香 木槿 连翘 迎春".split()
SECTORS = (
    ("3311", "机械", 60, 8000), ("5181", "商贸", 35, 15000), ("4790", "建筑", 80, 9000), ("7513", "科技", 25, 1200),
    ("8810", "文化", 20, 700), ("7291", "旅游", 15, 900),
)  # fmt: skip
"""Industry, commerce, construction, science and technology, culture, tourism: code, word, staff and revenue (10,000 yuan) about."""
NAMED = {"市定企业": 63, "区选企业": 76}
"""The two lists, and how many enterprises stand on each."""


@dataclass(frozen=True)
class Firm:
    """An enterprise with its list and the official who holds it."""

    uscc: str
    name: str
    town: str
    sector: str
    row: tuple[object, ...]
    list: str
    official: str


@dataclass(frozen=True)
class Place:
    """The rows of the registers."""

    organisations: Sequence[tuple[str, ...]]
    staff: Sequence[tuple[str, ...]]
    grants: Sequence[tuple[str, ...]]
    firms: list[Firm]


def make(rng: Random) -> Place:
    """Everything of the registers."""
    organisations = [
        ("xa", "city", "西安市", "", "610100", FROM),
        ("xa-desk", "desk", "市亲商助企办公室", "xa", "", FROM),
    ]
    organisations += [("baqiao", "district", "灞桥区", "xa", "610111", FROM)]
    organisations += [(code, "town", name, "baqiao", code, FROM) for code, name in TOWNS]
    bodies = [("bq-desk", "desk", "区亲商助企办公室"), ("bq-super", "supervision", "区督查室")]
    bodies.append(("bq-lead", "leading_group", "区亲商助企领导小组"))
    bodies += [(code, "department", name) for code, name in DEPARTMENTS.items()]
    bodies += [(f"bq-u{n:02}", "department", name) for n, name in enumerate(UNITS, 1)]
    organisations += [(code, kind, name, "baqiao", "", FROM) for code, kind, name in bodies]
    names = cycle(SURNAMES)
    officials = [f"bq{n:03}" for n in range(1, 140)]
    staff = [
        (code, f"{next(names)}{n:03}", "district_leader" if n <= 20 else "division" if n <= 66 else "deputy_division",
         "bq-lead" if n <= 20 else f"bq-u{(n - 21) % len(UNITS) + 1:02}", FROM)
        for n, code in enumerate(officials, 1)
    ]  # fmt: skip
    grants = [("bq001", "leader", "baqiao", FROM)]
    seats = [
        ("bq-desk", "dispatcher", 2),
        ("bq-super", "supervisor", 1),
        *((code, "handler", 1) for code in DEPARTMENTS),
    ]
    admins = [("bq-desk", role, 1) for role in ("system_admin", "security_admin", "audit_admin")]
    n = 139
    for unit, role, many in [*seats, *admins, ("xa-desk", "dispatcher", 1)]:
        for _ in range(many):
            n += 1
            staff.append((f"bq{n:03}", f"{next(names)}{n:03}", "section", unit, FROM))
            at = "baqiao" if role.endswith("_admin") else unit
            grants.append((f"bq{n:03}", role, at, FROM))
    return Place(organisations, staff, grants, _firms(rng, officials))


def _firms(rng: Random, officials: list[str]) -> list[Firm]:
    lists = [name for name, many in NAMED.items() for _ in range(many)]
    found, codes = [], set[str]()
    for n, (official, listed) in enumerate(zip(officials, lists, strict=True)):
        industry, word, people, revenue = SECTORS[n % len(SECTORS)]
        town, _ = TOWNS[rng.randrange(len(TOWNS))]
        name = f"西安{TREES[n % len(TREES)]}{n + 1:03}{word}有限公司"
        uscc = complete(f"91610111{body(f'MAY{n + 1:05}')}")
        assert uscc not in codes
        codes.add(uscc)
        many = max(3, round(people * rng.uniform(0.4, 6)))
        row = (
            uscc,
            name,
            town,
            industry,
            many,
            round(revenue * rng.uniform(0.2, 5)),
            round(revenue * rng.uniform(0.5, 6)),
        )
        found.append(Firm(uscc, name, town, word, row, listed, official))
    return found
