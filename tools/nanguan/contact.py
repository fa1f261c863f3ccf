"""Whom they serve: 20,000 synthetic enterprises, some 4,000 of them closely, and the visits of the first round."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tools.nanguan.register import CHAIN, TOWNS, Register
from zhuqi.base.uscc import body, complete

HERE = Path(__file__).parent
PLANTS = (
    "云杉 水杉 雪松 白桦 紫藤 银杏 金桂 海棠 青禾 红柳 胡杨 丁香 杜鹃 芍药 茉莉 玉兰 木槿 石楠 冬青 连翘 "
    "合欢 凌霄 鸢尾 百合 萱草 芦苇 菖蒲 薄荷 紫苏 沙棘 山楂 槐花 榆钱 枫杨 梧桐 香樟 翠竹 文竹 腊梅 忍冬"
).split()
SHARES = {"m": 8, "f": 3, "r": 36, "e": 15, "l": 5, "t": 7, "b": 5, "p": 3, "h": 4, "a": 1, "x": 13}
"""Percent of the register in each class of trade."""
SERVED = {"m": 34, "f": 12, "r": 10, "e": 8, "l": 8, "t": 9, "b": 7, "p": 4, "h": 4, "a": 2, "x": 2}
"""Percent of the closely served."""
ALL, CLOSELY, VISITED = 20_000, 4_000, 554
ROUND, FIRST, AFTER = "首轮对接", dt.date(2019, 5, 13), dt.date(2019, 5, 17)
FORMS = {"company": ("91", "长春{}有限公司"), "individual": ("92", "南关区{}"), "coop": ("93", "长春{}专业合作社")}
YIELD = {"m": 42, "f": 48, "r": 60, "e": 14, "l": 38, "t": 30, "b": 45, "p": 26, "h": 15, "a": 12, "x": 18}
"""Revenue a head in 10,000 yuan, about."""


@dataclass
class Enterprise:
    """One enterprise; ``official`` and ``group`` where it is closely served."""

    uscc: str
    name: str
    town: str
    industry: str
    trade: str
    staff: int
    revenue: int
    assets: int
    official: str = ""
    group: str = ""

    def row(self) -> tuple[object, ...]:
        """Its line in the file."""
        return (self.uscc, self.name, self.town, self.industry, self.staff, self.revenue, self.assets)


@dataclass
class Contacts:
    """The rows of the four files."""

    enterprises: list[Enterprise]
    served: list[Enterprise]
    visited: list[tuple[Enterprise, dt.date]]
    visits: list[tuple[str, ...]]

    def liaisons(self) -> list[tuple[str, ...]]:
        """Their lines."""
        return [(e.uscc, e.official, e.group, CHAIN) for e in self.served]


def make(rng: Random, register: Register) -> Contacts:
    """Enterprises, liaisons and the first round."""
    enterprises = _enterprises(rng)
    served = _serve(rng, register, enterprises)
    visited = _first_round(rng, register, served)
    return Contacts(enterprises, served, visited, _visits(rng, served, visited))


def _enterprises(rng: Random) -> list[Enterprise]:
    with (HERE / "trades.csv").open(encoding="utf-8") as file:
        trades = list(csv.DictReader(file))
    by_class = {code: [t for t in trades if t["class"] == code] for code in SHARES}
    numbers = rng.sample(range(100_000), ALL)
    names = _names(rng)
    made = []
    for n in range(ALL):
        code = rng.choices(list(SHARES), list(SHARES.values()))[0]
        trade = rng.choices(by_class[code], [int(t["weight"]) for t in by_class[code]])[0]
        authority, pattern = FORMS[trade["form"]]
        first = f"{authority}{'220102' if rng.random() < 0.8 else '220100'}{body(f'MAY{numbers[n]:05}')}"
        town = rng.choices(TOWNS, [9, 8, 7, 6, 8, 7, 8, 7, 8, 7, 8, 6, 5, 4])[0][0]
        name = pattern.format(next(names) + trade["word"])
        made.append(Enterprise(complete(first), name, town, trade["industry"], code, *_size(rng, code, trade["form"])))
    return made


def _names(rng: Random) -> Iterator[str]:
    """A plant and three to five digits, never twice."""
    known: set[str] = set()
    while True:
        digits = rng.choices((3, 4, 5), (4, 10, 6))[0]
        name = rng.choice(PLANTS) + f"{rng.randrange(1, 10**digits):0{digits}}"
        if name not in known:
            known.add(name)
            yield name


def _size(rng: Random, code: str, form: str) -> tuple[int, int, int]:
    """Persons, revenue and assets in 10,000 yuan."""
    middle, spread = {"individual": (3, 0.6), "coop": (14, 0.6)}.get(form, (22 if code in "mfbh" else 13, 1.0))
    staff = max(1, round(middle * rng.lognormvariate(0, spread)))
    revenue = max(3, round(staff * YIELD[code] * rng.lognormvariate(0, 0.5) * (0.35 if form == "individual" else 1)))
    return staff, revenue, max(1, round(revenue * rng.uniform(0.3, 1.6)))


def _serve(rng: Random, register: Register, enterprises: list[Enterprise]) -> list[Enterprise]:
    """Bind some 4,000 to an official of a group that serves their sub-district."""
    pools: dict[str, list[Enterprise]] = {}
    for enterprise in sorted(enterprises, key=lambda e: -e.staff * rng.uniform(0.3, 1)):
        pools.setdefault(enterprise.trade, []).append(enterprise)
    served = [e for code, share in SERVED.items() for e in pools[code][: CLOSELY * share // 100]]
    seats = {town: _seats(register, town) for town, _ in TOWNS}
    for places in seats.values():
        rng.shuffle(places)
    counts = dict.fromkeys(seats, 0)
    rng.shuffle(served)
    for enterprise in served:
        town = enterprise.town
        enterprise.group, enterprise.official = seats[town][counts[town] % len(seats[town])]
        counts[town] += 1
    return served


def _seats(register: Register, town: str) -> list[tuple[str, str]]:
    teams = [team for team, served in register.town.items() if served == town]
    return [(g, o) for team in teams for g in register.groups[team] for o in register.officials[g]]


def _first_round(rng: Random, register: Register, served: list[Enterprise]) -> list[tuple[Enterprise, dt.date]]:
    """554 enterprises on four days: every group goes out, so every team does."""
    by_group: dict[str, list[Enterprise]] = {}
    for enterprise in served:
        by_group.setdefault(enterprise.group, []).append(enterprise)
    groups = [group for groups in register.groups.values() for group in groups]
    quota = dict.fromkeys(groups, VISITED // len(groups))
    for group in rng.sample(groups, VISITED % len(groups)):
        quota[group] += 1
    return [
        (enterprise, FIRST + dt.timedelta(days=(n + rng.randrange(2)) % 4))
        for group in groups
        for n, enterprise in enumerate(by_group[group][: quota[group]])
    ]


def _visits(rng: Random, served: list[Enterprise], visited: list[tuple[Enterprise, dt.date]]) -> list[tuple[str, ...]]:
    """The round's visits: 554 enterprises on site, eleven of them twice; six enterprises were only
    telephoned, which is no part of the round."""
    rows = [(ROUND, e.uscc, e.official, str(day), "on_site", "service") for e, day in visited]
    last = AFTER - dt.timedelta(days=1)
    twice = rng.sample([pair for pair in visited if pair[1] < last], 11)
    rows += [(ROUND, e.uscc, e.official, str(day + dt.timedelta(days=1)), "on_site", "problem") for e, day in twice]
    went = {e.uscc for e, _ in visited}
    phoned = rng.sample([e for e in served if e.uscc not in went], 6)
    rows += [
        ("", e.uscc, e.official, str(FIRST + dt.timedelta(days=n % 4)), "remote", "service")
        for n, e in enumerate(phoned)
    ]
    return sorted(rows, key=lambda row: (row[3], row[2], row[1]))
