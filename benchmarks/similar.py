"""How often the right unit is proposed, and how long similar cases take to find. See benchmarks/README.md.

ZHUQI_VAR=<a replayed preset> .venv/bin/python -m benchmarks.similar unit
DATABASE_URL=sqlite:////tmp/similar.sqlite3 .venv/bin/python -m benchmarks.similar time 10000 100000
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import count

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.settings")
django.setup()

from django.db import connection  # noqa: E402

from tests.cast import START, stage  # noqa: E402
from zhuqi.core.access.actor import CLOCK, Actor  # noqa: E402
from zhuqi.core.access.models import Scope  # noqa: E402
from zhuqi.domain.cases.models import Case, Holding, Said  # noqa: E402
from zhuqi.domain.cases.rules.words import Action, Hand  # noqa: E402
from zhuqi.domain.common.actions import indexing  # noqa: E402
from zhuqi.domain.common.models import Posting  # noqa: E402
from zhuqi.domain.common.queries import similar as room  # noqa: E402
from zhuqi.interfaces.cli import database  # noqa: E402

THINGS = (
    "电力增容 消防验收 污水接管 道路积水 用工招聘 贷款展期 出口退税 "
    "环评批复 土地证 厂房租赁 天然气 通信光缆 食堂许可 班车线路 员工子女入学"
).split()
ENDS = (
    "批下来了没人来办 材料补了好几次 等了三个月没有回音 几家部门都说不归自己 "
    "停工损失不小 客户催得紧 想问什么时候能办 希望一次说清缺什么"
).split()


def units() -> None:
    """Leave one out: each case that a lead unit signed for and kept is proposed a unit by all the others."""
    print(f"{indexing.rebuild(START)} cases indexed anew, {Case.objects.count()} cases")
    held = Holding.objects.filter(hand=Hand.LEAD).order_by("case_id", "n")
    last = {row.case_id: row for row in held}
    truth = {case: row.unit_id for case, row in last.items() if row.accepted_at and row.how in room.KEPT}
    asked = list(Case.objects.filter(pk__in=truth).order_by("pk"))
    kinds: dict[str, Counter[int]] = {}
    for case in asked:
        kinds.setdefault(case.kind, Counter())[truth[case.pk]] += 1
    print(f"{len(asked)} cases kept by a lead unit, {len(set(truth.values()))} units, {len(kinds)} kinds")
    by_kind = [[unit for unit, _ in (kinds[c.kind] - Counter({truth[c.pk]: 1})).most_common(3)] for c in asked]
    _told("by kind alone", asked, by_kind, truth)
    found = [room.similar(CLOCK, case.pk) for case in asked]
    _told("by words and kind", asked, [[one.unit for one in s.proposal.likely] for s in found], truth)
    for name, inside in (("with one alike", True), ("with none alike", False)):
        some = [(c, s) for c, s in zip(asked, found, strict=True) if bool(s.likes) is inside]
        _told(f"  {name}", [c for c, _ in some], [[one.unit for one in s.proposal.likely] for _, s in some], truth)
    shares = [
        (s.proposal.likely[0].n, s.proposal.likely[0].unit == truth[c.pk])
        for c, s in zip(asked, found, strict=True)
        if s.proposal.likely
    ]
    for low, high in ((1, 3), (4, 5), (6, 7), (8, 10)):
        right = [is_right for n, is_right in shares if low <= n <= high]
        print(f"  {low} to {high} of the ten nearest: right {sum(right)} of {len(right)}")


def _told(name: str, asked: list[Case], named: list[list[int]], truth: dict[int, int]) -> None:
    pairs = list(zip(asked, named, strict=True))
    first = sum(units[:1] == [truth[case.pk]] for case, units in pairs)
    three = sum(truth[case.pk] in units for case, units in pairs)
    silent = sum(not units for _, units in pairs)
    print(f"{name}: first {first} of {len(pairs)}, among three {three}, nobody named {silent}")


def timed(does: Callable[[], object], times: int = 20) -> tuple[float, float]:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        does()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), max(taken)


def grown(sizes: list[int]) -> None:
    """A town with so many cases: median and longest of twenty pages, for the district's room and a small town's."""
    database.migrate()
    city = stage()
    case = city.record(START)
    city.do("official", Action.SUBMIT, case, START, why="办不了")
    case.refresh_from_db()
    draw = random.Random(20190510)
    scopes = list(Scope.objects.filter(kind="case", row=case.pk).values("kind", "org", "reason"))
    made = count(1)
    print(f"engine: {connection.vendor}; {os.cpu_count()} cores")
    for size in sizes:
        while Case.objects.count() < size:
            _more(case, draw, made, scopes)
        began = time.perf_counter()
        indexing.rebuild(START)
        taken = time.perf_counter() - began
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{size} cases: {Posting.objects.count()} rows of the index, rebuilt in {taken:.0f} s")
        for part in ("dispatcher", "leader"):
            actor: Actor = city.actor(part)
            pks = draw.sample(range(case.pk + 1, case.pk + size - 1), 20)
            seen = [pk for pk in pks if room.visible(actor).filter(pk=pk).exists()][:20] or [case.pk]
            pick = partial(next, iter(seen * 20))
            middle, longest = timed(partial(_asked, actor, pick))
            print(f"  similar cases and likely unit, {part}: median {middle:.0f} ms, longest {longest:.0f} ms")
        middle, longest = timed(partial(indexing.index, [case.pk]), 5)
        print(f"  indexing one case that hasn't changed: median {middle:.1f} ms")


def _asked(actor: Actor, pick: Callable[[], int]) -> None:
    room.similar(actor, pick())


def _more(case: Case, draw: random.Random, made: count[int], scopes: list[dict]) -> None:
    """Two thousand copies of a case with words of their own."""
    rows = []
    for _ in range(2000):
        copy = (
            Case.objects.get(pk=case.pk)
            if not rows
            else Case(**{f.attname: getattr(rows[0], f.attname) for f in Case._meta.concrete_fields})
        )
        copy.pk, copy.number = None, f"bench-{next(made)}"
        copy.title = f"{draw.choice(THINGS)}{draw.choice(ENDS)}"[:60]
        rows.append(copy)
    Case.objects.bulk_create(rows, batch_size=500)
    said = []
    for row in rows:
        street = "".join(chr(0x4E00 + draw.randrange(3000)) for _ in range(12))
        body = (
            f"{row.title}，{street}，{draw.choice(ENDS)}，{draw.choice(THINGS)}也一样，第{draw.randrange(1000)}次问了。"
        )
        said.append(Said(case=row, n=1, seq=1, name="body", outside=True, body=body, salt="", at=START))
    Said.objects.bulk_create(said, batch_size=500)
    Scope.objects.bulk_create([Scope(row=row.pk, **scope) for row in rows for scope in scopes], batch_size=2000)


if __name__ == "__main__":
    if sys.argv[1] == "unit":
        units()
    else:
        grown([int(size) for size in sys.argv[2:]])
