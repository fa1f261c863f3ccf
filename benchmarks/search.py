"""How long a search takes: ``python -m benchmarks.search 1000000``, with DATABASE_URL naming an empty database.

A city of ten districts of twenty towns, so many enterprises with synthetic names spread over them, an index made by the program,
and readers who see all, a tenth, a two-hundredth. What is timed is the whole answer: the index, the rows that the reader may see,
the match. Every query is drawn anew. For each reader p50 and p99 by the wall's clock and p99 in our own processor time, in
milliseconds; on PostgreSQL the server's own time is in the first two only.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections.abc import Callable
from importlib import import_module
from zoneinfo import ZoneInfo

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # tables are there once the house is set up
from django.db import connection, transaction  # noqa: E402

from zhuqi.base.paths import lineage  # noqa: E402
from zhuqi.base.uscc import complete  # noqa: E402
from zhuqi.core.access.actor import CLOCK, Actor, Role, Seat  # noqa: E402
from zhuqi.core.search.actions import keep  # noqa: E402
from zhuqi.core.search.queries import find  # noqa: E402
from zhuqi.core.search.rules import Words, initials, tokens  # noqa: E402
from zhuqi.core.search.sources import number  # noqa: E402
from zhuqi.domain.directory.actions import found  # noqa: E402
from zhuqi.domain.directory.models import Enterprise, Organisation  # noqa: E402
from zhuqi.domain.directory.rules import Kind  # noqa: E402

TURNED, *SAMPLES = (
    import_module(f"zhuqi.core.search.migrations.{name}") for name in ("0001_found", "0002_sample", "0003_middle")
)
ROUNDS = 100
SINCE = dt.date(2026, 1, 1)
OWN = slice(8, 17)
FIRM = (
    "INSERT INTO directory_enterprise (id, uscc, name, region_id, industry, scale, scale_reason, address, salt)"
    " VALUES (%s, %s, %s, %s, '', 'unknown', '{}', '', '')"
)
ENTRY = "INSERT INTO search_found (id, kind, \"row\", tokens) VALUES (%s, 'enterprise', %s, %s)"
ASIDE = {
    True: ["DROP TRIGGER search_found_in"],
    False: [f"DROP INDEX search_found_by_token{which}" for which in ("", "_of_some", "_of_many")],
}
BACK = {
    True: ["INSERT INTO search_token(search_token) VALUES ('rebuild')", TURNED.SQLITE[1]],
    False: [*TURNED.POSTGRESQL, *(made for sample in SAMPLES for made in sample.POSTGRESQL)],
}
"""On SQLite, and elsewhere: what is put aside while rows are written, and made at the end."""
NOW = dt.datetime(2026, 1, 5, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
MARKS = "华兴泰鑫盛宏达瑞祥恒源通顺安康佳美新中天成金龙凯博远正大东方海明德诚信合力友联众创业发展程科重长行乐"
TRADES = "科技 商贸 建筑工程 食品 汽车零部件 物流 餐饮 文化传媒 机械制造 医药 农业 化工 电子 纺织 信息技术".split()
OFTEN = [30, 20, 10, 8, 6, 6, 5, 4, 4, 3, 2, 2, 2, 1, 1]
DISTRICTS = "南关 宽城 朝阳 绿园 二道 双阳 九台 农安 德惠 榆树".split()
RNG = random.Random(20260105)


def places() -> list[list[Organisation]]:
    """The towns of each district, under one city."""
    city = found(CLOCK, None, kind=Kind.CITY, name="演练市", code="cc", since=SINCE, now=NOW)
    towns = []
    for n, name in enumerate(DISTRICTS):
        said = {"since": SINCE, "now": NOW}
        district = found(CLOCK, city.pk, kind=Kind.DISTRICT, name=f"{name}区", code=f"d{n}", **said)
        towns.append(
            [
                found(CLOCK, district.pk, kind=Kind.TOWN, name=f"{name}{m}镇", code=f"t{n}-{m}", **said)
                for m in range(20)
            ]
        )
    return towns


def name(district: int) -> str:
    """A synthetic name, which six times in ten begins with its district."""
    where = f"长春市{DISTRICTS[district]}区" if RNG.random() < 0.6 else "吉林省"
    return where + "".join(RNG.choices(MARKS, k=RNG.choice((2, 3)))) + RNG.choices(TRADES, OFTEN)[0] + "有限公司"


def fill(towns: list[list[Organisation]], size: int) -> None:
    """So many enterprises with their index, written past the actions: what is the same row for row in a tenth of the time. The
    turned-over index is made at the end."""
    sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in ASIDE[sqlite]:
            cursor.execute(statement)
        for start in range(0, size, 5000):
            firms, index = [], []
            for n in range(start + 1, min(start + 5000, size) + 1):
                district, town = RNG.randrange(10), RNG.randrange(20)
                code, said, region = complete(f"912201{district:02d}MA{n:07d}"), name(district), towns[district][town]
                own = tokens("e", Words(said, (code, code[OWN])), lineage(region.path))
                firms.append((n, code, said, region.pk))
                index.append((number("enterprise", n), n, " ".join(own) if sqlite else own))
            cursor.executemany(FIRM, firms)
            cursor.executemany(ENTRY, index)
        for statement in BACK[sqlite]:
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def kept(towns: list[list[Organisation]], first: int) -> float:
    """Microseconds for each of five thousand that come by ``keep``, in one transaction."""
    made = [
        Enterprise(id=n, uscc=complete(f"91220199MA{n:07d}"), name=name(0), region=towns[0][n % 20], salt="")
        for n in range(first + 1, first + 5001)
    ]
    with transaction.atomic():
        Enterprise.objects.bulk_create(made, batch_size=500)
        began = time.process_time()
        keep("enterprise", [firm.pk for firm in made])
        took = time.process_time() - began
        transaction.set_rollback(True)
    return took / len(made) * 1e6


def reader(org: Organisation) -> Actor:
    """Somebody who sees an organisation and what lies below."""
    return Actor(account=1, staff=1, seats=(Seat(Role.LEADER, org.pk, org.path, org.pk, org.path),))


def asks(firms: list[tuple[str, str]]) -> dict[str, Callable[[], str]]:
    """What is typed, by its sort."""

    def of_name(least: int, most: int) -> str:
        text, _ = RNG.choice(firms)
        long = RNG.randint(least, most)
        at = RNG.randrange(len(text) - long + 1)
        return text[at : at + long]

    def spelt(text: str) -> str:
        return "".join(RNG.choice(sorted(initials(character))) for character in text)

    return {
        "two common characters": lambda: RNG.choice(["科技", "有限", "公司", "商贸", "长春", "吉林", *DISTRICTS]),
        "any two characters of a name": lambda: of_name(2, 2),
        "two rare characters": lambda: "".join(RNG.choices(MARKS, k=2)),
        "two that no name has": lambda: RNG.choice("魔龟鹅虎") + RNG.choice("瓷竹墨砚"),
        "a piece of a name": lambda: of_name(4, 8),
        "a whole name": lambda: RNG.choice(firms)[0],
        "two initials": lambda: spelt(of_name(2, 2)),
        "four initials": lambda: spelt(of_name(4, 4)),
        "a whole code": lambda: RNG.choice(firms)[1],
        "the beginning of a code": lambda: RNG.choice(firms)[1][: RNG.randint(4, 14)],
    }


def times(actor: Actor, ask: Callable[[], str]) -> tuple[float, float, float]:
    """p50 and p99 by the wall's clock, p99 in processor time."""
    wall, own = [], []
    for _ in range(ROUNDS):
        typed = ask()
        began, used = time.perf_counter(), time.process_time()
        find(actor, typed)
        wall.append((time.perf_counter() - began) * 1000)
        own.append((time.process_time() - used) * 1000)
    last = ROUNDS * 99 // 100 - 1
    return sorted(wall)[ROUNDS // 2], sorted(wall)[last], sorted(own)[last]


def measure(towns: list[list[Organisation]], size: int) -> None:
    """Fill up, and ask."""
    fill(towns, size)
    print(f"{connection.vendor}, {size:,} enterprises; keep: {kept(towns, size):.0f} µs of processor time each")
    drawn = RNG.sample(range(1, size + 1), min(size, 2000))
    firms = list(Enterprise.objects.filter(pk__in=drawn).values_list("name", "uscc"))
    readers = {"all": towns[0][0].path[:8], "10 %": towns[0][0].path[:16], "0.5 %": towns[0][0].path}
    orgs = {who: Organisation.objects.get(path=path) for who, path in readers.items()}
    print(f"{'typed':32}" + "".join(f"{f'who sees {who}':>24}" for who in orgs))
    for sort, ask in asks(firms).items():
        figures = [times(reader(org), ask) for org in orgs.values()]
        print(f"{sort:32}" + "".join(f"{p50:8.1f}{p99:8.1f}{own:8.1f}" for p50, p99, own in figures), flush=True)


def main() -> None:
    call_command("migrate", verbosity=0)
    measure(places(), int(sys.argv[1]))


if __name__ == "__main__":
    main()
