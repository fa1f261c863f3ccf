"""How long a year's history takes to be judged by another text: ``python -m tools.postgres python -m benchmarks.whatif 10000 100000``.

Forty random lives of the synthetic city are led through the actions and then copied row by row, each copy moved by some days,
seconds and microseconds, until there are so many cases. A copy's entries carry the hashes of what they were copied from. Beyond
``WHOLE`` cases only the entries that the simulation reads are copied. Reading and judging are timed apart, best of three.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # tables are there once the house is set up
from django.db import connection  # noqa: E402
from django.db.models import DateField, DateTimeField, ForeignKey, Model  # noqa: E402

from tests.cases.walker import Walker  # noqa: E402
from tests.cast import START, City, stage  # noqa: E402
from zhuqi.base.worktime.spans import parse  # noqa: E402
from zhuqi.core.access.actor import CLOCK  # noqa: E402
from zhuqi.core.access.models import Scope  # noqa: E402
from zhuqi.core.journal.models import Entry  # noqa: E402
from zhuqi.core.rulebook import queries as rulebook  # noqa: E402
from zhuqi.domain.cases import models as cases  # noqa: E402
from zhuqi.domain.cases.rules.moments import Keeper, Moment  # noqa: E402
from zhuqi.domain.cases.rules.words import Hand, Tick  # noqa: E402
from zhuqi.domain.cases.sections.chasing import Ladder  # noqa: E402
from zhuqi.domain.cases.sections.clocks import ClockRule, OwnClock  # noqa: E402
from zhuqi.domain.cases.whatif import arrays, replaying, simulating  # noqa: E402

LIVES, STEPS = 40, 12
STRIDE, SPREAD = 1_000_000, 360
"""A copy's ids lie so far from those of the copy before it; days over which the copies are spread."""
WHOLE = 150_000
"""Up to so many cases every entry is copied."""
OF_A_CASE = (cases.CaseEdition, cases.Holding, cases.Clock, cases.Edge)
TIMES = 3
NEW = (
    ("the same text", lambda rules: rules),
    ("other spans and reminders", lambda rules: replace(rules, clocks=(*BY_HAND, *rules.clocks), ladder=LADDER)),
    ("by class and kind", lambda rules: replace(rules, clocks=(*BY_HAND, *BY_CLASS, *rules.clocks), ladder=LADDER)),
    (
        "and two own clocks",
        lambda rules: replace(rules, clocks=(*BY_CLASS, *OF_OWN, *rules.clocks), own=OWN, ladder=LADDER),
    ),
)
BY_HAND = (
    ClockRule(Tick.HANDLE, parse("7 工作日"), hands=frozenset({Hand.LEAD})),
    ClockRule(Tick.ACCEPT, parse("4 工作时"), hands=frozenset(Hand)),
)
BY_CLASS = (
    ClockRule(Tick.CASE, parse("1 个月"), grades=frozenset("BC"), kinds=frozenset({"permits"})),
    ClockRule(Tick.HANDLE, parse("3 天，至午夜"), grades=frozenset("A"), hands=frozenset({Hand.LEAD})),
)
OWN = (
    OwnClock("联系企业", frozenset({Moment.ASSIGNED}), frozenset({Moment.CONTACTED}), Keeper.LEAD),
    OwnClock("首次反馈", frozenset({Moment.ACCEPTED}), frozenset({Moment.TOLD}), Keeper.LEAD),
)
OF_OWN = (ClockRule("联系企业", parse("2 小时")), ClockRule("首次反馈", parse("3 工作日")))
LADDER = Ladder((parse("2 工作日"), parse("4 工作时")), (parse("1 工作日"), parse("3 工作日")))


def led() -> City:
    """The city and its forty lives."""
    call_command("migrate", verbosity=0)
    city = stage()
    for number in range(LIVES):
        walker = Walker(city, random.Random(number))
        for _ in range(STEPS):
            walker.step()
    return city


def grow(size: int) -> None:
    """Copy the lives until there are ``size`` cases."""
    last = cases.Case.objects.order_by("-pk").values_list("pk", flat=True)[0] // STRIDE
    span = {"first": last + 1, "end": -(-size // LIVES) - 1}
    own = f"src.case_id < {STRIDE}"
    read = " AND src.verb IN ('recorded', 'screened', 'accepted')" if size > WHOLE else ""
    tables: list[tuple[type[Model], str, str]] = [(cases.Case, f"src.id < {STRIDE}", "")]
    tables += [(table, own, "") for table in OF_A_CASE]
    tables += [
        (cases.ClockShift, f"src.clock_id < {STRIDE}", ""),
        (Scope, f"src.kind = 'case' AND src.row < {STRIDE}", "row"),
    ]
    tables += [(Entry, f"src.kind = 'case' AND src.subject < {STRIDE}{read}", "subject")]
    with connection.cursor() as cursor:
        for table, where, subject in tables:
            name = table._meta.db_table
            fields = table._meta.concrete_fields
            columns = ", ".join(f'"{field.column}"' for field in fields)
            values = ", ".join(_value(field, subject) for field in fields)
            copies = "generate_series(%(first)s::bigint, %(end)s::bigint) AS copy(n)"
            cursor.execute(
                f'INSERT INTO "{name}" ({columns}) SELECT {values} FROM "{name}" src CROSS JOIN {copies} WHERE {where}',
                span,
            )
        cursor.execute("VACUUM ANALYZE")


def _value(field: Any, subject: str) -> str:
    column = f'src."{field.column}"'
    moved = isinstance(field, ForeignKey) and field.related_model in (cases.Case, cases.Clock)
    if moved or field.primary_key or field.column == subject:
        return f"{column} + copy.n * {STRIDE}"
    if field.column == "number":
        return f"{column} || '-' || copy.n"
    if isinstance(field, DateTimeField):
        return f"{column} - (copy.n %% {SPREAD}) * INTERVAL '1 day' + (copy.n * 7919 %% 1000003) * INTERVAL '1 microsecond'"
    if isinstance(field, DateField):
        return f"({column} - (copy.n %% {SPREAD})::int)"
    return column


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """(seconds in all, of these in reading, what it gave): the best of a few."""
    best: tuple[float, float, Any] = (float("inf"), 0.0, None)
    for _ in range(TIMES):
        reading = [0.0]
        kept = arrays.fetch, replaying.history

        def read(*args: Any, kept: Any = kept, reading: list[float] = reading) -> Any:
            began = time.perf_counter()
            found = kept[1](*args)
            reading[0] += time.perf_counter() - began
            return found

        replaying.history = read
        began = time.perf_counter()
        found = work()
        taken = time.perf_counter() - began
        replaying.history = kept[1]
        best = min(best, (taken, reading[0], found), key=lambda one: one[0])
    return best


def main(sizes: list[int]) -> None:
    city = led()
    edition = rulebook.in_force(city.orgs["ng"].path, START.date())
    sections = rulebook.standing(edition).sections
    now = START + dt.timedelta(days=200)
    for size in sizes:
        grow(size)
        for name, change in NEW:
            new = {**sections, "办理": change(sections["办理"])}
            ask = {
                "new": new,
                "place": city.orgs["cc"].path,
                "since": dt.date(2018, 1, 1),
                "until": now.date(),
                "now": now,
            }
            taken, reading, result = timed(lambda ask=ask: simulating.simulate(CLOCK, **ask))
            was, would = result.total.was, result.total.would
            told = f"{was.cases:>9,} cases {was.clocks:>10,} clocks  reading {reading:6.2f} s  the rest {taken - reading:6.2f} s"
            print(f"{told}  late {was.late:,} → {would.late:,}  {name}", flush=True)
        actor = city.actor("dispatcher")
        taken, reading, result = timed(lambda ask=ask, actor=actor: simulating.simulate(actor, **ask))
        print(
            f"{result.total.was.cases:>9,} cases seen by the district's dispatcher: {taken:6.2f} s, reading {reading:6.2f} s",
            flush=True,
        )
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000])
