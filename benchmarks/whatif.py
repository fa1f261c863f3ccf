"""How long a year's history takes to be judged by another text: ``python -m benchmarks.whatif 10000 100000``.

Forty random lives of the synthetic city are led through the actions and then copied row by row, each copy moved by some weeks
and microseconds, until there are so many cases; deadlines near holidays are those of another week, and a copy's entries carry
the hashes of what they were copied from. Beyond ``WHOLE`` cases only the entries that the simulation reads are copied. What the
database gives (``reading``) is timed apart from the rest, by the wall's clock and in our own processor time; best of three.
With ``passing`` before the figures a unit ends when the lives are half led, and another follows it.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # tables are there once the house is set up
from django.db import connection  # noqa: E402
from django.db.models import DateField, DateTimeField, ForeignKey, Model  # noqa: E402

from tests.cases.walker import Walker  # noqa: E402
from tests.cast import START, City, stage  # noqa: E402
from tests.whatif.walking import followed  # noqa: E402
from zhuqi.base.ladders import triggers  # noqa: E402
from zhuqi.base.ladders.parties import Party  # noqa: E402
from zhuqi.base.ladders.reminders import Sent  # noqa: E402
from zhuqi.base.worktime.spans import parse  # noqa: E402
from zhuqi.core.access.actor import CLOCK  # noqa: E402
from zhuqi.core.access.models import Scope  # noqa: E402
from zhuqi.core.journal.models import Entry  # noqa: E402
from zhuqi.core.rulebook import queries as rulebook  # noqa: E402
from zhuqi.domain.cases import models as cases  # noqa: E402
from zhuqi.domain.cases.rules.moments import Keeper, Moment  # noqa: E402
from zhuqi.domain.cases.rules.words import Action, Hand, Tick  # noqa: E402
from zhuqi.domain.cases.sections.chasing import rung  # noqa: E402
from zhuqi.domain.cases.sections.clocks import ClockRule, OwnClock  # noqa: E402
from zhuqi.domain.cases.whatif import (  # noqa: E402
    arrays,
    fetching,
    following,
    forces,
    fresh,
    moves,
    replaying,
    rising,
    simulating,
    weights,
)  # fmt: skip

LIVES, STEPS = 40, 12
STRIDE, SPREAD = 1_000_000, 51
"""A copy's ids lie so far from those of the copy before it; weeks over which the copies are spread."""
WHOLE = 150_000
"""Up to so many cases every entry is copied."""
READ = ("recorded", "screened", "succeeded", "accepted", "assigned", "contacted", "stage_replied", "replied", "settled")
OF_A_CASE = (cases.CaseEdition, cases.Holding, cases.Clock, cases.Edge, cases.Request, cases.Reply)
TIMES, ONCE = 3, 150_000
"""How often a simulation is timed; beyond so many cases it is timed once."""
ON_POSTGRES = connection.vendor == "postgresql"
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
TRIGGERS = tuple(triggers.read(text) for text in ("第 2 次交办", "逾期满 3 工作日", "第 2 次不认可", "级别 A"))
LADDER = (
    rung("到期前 2 工作日", Sent.REMIND, Party.UNIT),
    rung("到期前 4 工作时", Sent.REMIND, Party.UNIT),
    rung("到期后 1 工作日，每 2 工作日，共 3 次", Sent.URGE, Party.UNIT),
)
NEW = (
    ("the same text", lambda rules: rules),
    ("other spans and reminders", lambda rules: replace(rules, clocks=(*BY_HAND, *rules.clocks), reminders=LADDER)),
    ("by class and kind", lambda rules: replace(rules, clocks=(*BY_HAND, *BY_CLASS, *rules.clocks), reminders=LADDER)),
    (
        "and two own clocks",
        lambda rules: replace(rules, clocks=(*BY_CLASS, *OF_OWN, *rules.clocks), own=OWN, reminders=LADDER),
    ),
    (
        "and triggers",
        lambda rules: replace(rules, clocks=(*BY_HAND, *BY_CLASS, *rules.clocks), reminders=LADDER, raising=TRIGGERS),
    ),
)


def led(passing: bool) -> City:
    """The city and its forty lives. ``passing``: a unit ends on their way."""
    call_command("migrate", verbosity=0)
    city = stage()
    if passing:
        followed(city, 0, (("ng-utilities", "ng-finance"),), walks=LIVES, steps=STEPS)
        return city
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
    read = f" AND src.verb IN ({', '.join(map(repr, READ))})" if size > WHOLE else ""
    tables: list[tuple[type[Model], str, str]] = [(cases.Case, f"src.id < {STRIDE}", "")]
    tables += [(table, own, "") for table in OF_A_CASE]
    tables += [
        (cases.ClockShift, f"src.clock_id < {STRIDE}", ""),
        (Scope, f"src.kind = 'case' AND src.row < {STRIDE}", "row"),
    ]
    tables += [(Entry, f"src.kind = 'case' AND src.subject < {STRIDE}{read}", "subject")]
    with connection.cursor() as cursor:
        if not ON_POSTGRES:
            for said in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -400000"):
                cursor.execute(f"PRAGMA {said}")
        for table, where, subject in tables:
            name = table._meta.db_table
            fields = table._meta.concrete_fields
            columns = ", ".join(f'"{field.column}"' for field in fields)
            values = ", ".join(_value(field, subject) for field in fields)
            cursor.execute(
                f"WITH RECURSIVE copy(n) AS (SELECT CAST(%(first)s AS bigint) UNION ALL SELECT n + 1 FROM copy WHERE n < %(end)s) "
                f'INSERT INTO "{name}" ({columns}) SELECT {values} FROM "{name}" src CROSS JOIN copy WHERE {where}',
                span,
            )
        cursor.execute("VACUUM ANALYZE" if ON_POSTGRES else "ANALYZE")


def _value(field: Any, subject: str) -> str:
    column = f'src."{field.column}"'
    moved = isinstance(field, ForeignKey) and field.related_model in (cases.Case, cases.Clock)
    if moved or field.primary_key or field.column == subject:
        return f"{column} + copy.n * {STRIDE}"
    if field.column == "number":
        return f"{column} || '-' || copy.n"
    if isinstance(field, DateTimeField | DateField):
        return _earlier(column, isinstance(field, DateTimeField))
    return column


def _earlier(column: str, moment: bool) -> str:
    """Some weeks earlier, and a moment by a few microseconds off the second."""
    if ON_POSTGRES and moment:
        weeks = f"(copy.n %% {SPREAD}) * INTERVAL '7 days'"
        return f"{column} - {weeks} + (copy.n * 7919 %% 1000003) * INTERVAL '1 microsecond'"
    if ON_POSTGRES:
        return f"({column} - 7 * (copy.n %% {SPREAD})::int)"
    back = f"'-' || ((copy.n %% {SPREAD}) * 7) || ' days'"
    if not moment:
        return f"date({column}, {back})"
    return f"strftime('%%Y-%%m-%%d %%H:%%M:%%S', {column}, {back}) || printf('.%%06d', copy.n * 7919 %% 1000003 %% 1000000)"


@dataclass
class Taken:
    """Seconds by the wall's clock and of our own processor time, for reading alone and in all."""

    reading: float = 0.0
    reading_own: float = 0.0
    all: float = 0.0
    own: float = 0.0

    def __str__(self) -> str:
        judging, own = self.all - self.reading, self.own - self.reading_own
        return f"reading {self.reading:6.2f} s ({self.reading_own:5.2f} own)  judging {judging:6.2f} s ({own:5.2f} own)"


def timed(work: Callable[[], Any], times: int) -> tuple[Taken, Any]:
    """What a simulation took, and what it gave: the best of a few."""
    best: tuple[Taken, Any] = (Taken(all=float("inf")), None)
    kept = fetching.fetch
    for _ in range(times):
        taken = Taken()

        def read(*asked: Any, taken: Taken = taken) -> Any:
            began, own = time.perf_counter(), time.process_time()
            found = kept(*asked)
            taken.reading += time.perf_counter() - began
            taken.reading_own += time.process_time() - own
            return found

        for module in (arrays, following, forces, fresh, moves, replaying, rising, weights):
            module.fetch = read  # type: ignore[attr-defined]
        began, own = time.perf_counter(), time.process_time()
        found = work()
        taken.all, taken.own = time.perf_counter() - began, time.process_time() - own
        best = min(best, (taken, found), key=lambda one: one[0].all)
    return best


def main(sizes: list[int], *, passing: bool) -> None:
    """Grow, ask, print."""
    city = led(passing)
    if passing:
        print(f"{cases.Holding.objects.filter(opened_by=Action.SUCCEED.value).count()} rows passed on in {LIVES} lives")
    edition = rulebook.in_force(city.orgs["ng"].path, START.date())
    sections = rulebook.standing(edition).sections
    now = START + dt.timedelta(days=200)
    for size in sizes:
        grow(size)
        times = TIMES if size <= ONCE else 1
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
        ask: dict[str, Any] = {
            "place": city.orgs["cc"].path,
            "since": dt.date(2018, 1, 1),
            "until": now.date(),
            "now": now,
        }
        for name, change in NEW:
            new = {**sections, "办理": change(sections["办理"])}
            taken, result = timed(lambda new=new, ask=ask: simulating.simulate(CLOCK, new=new, **ask), times)  # type: ignore[misc]
            was, would = result.total.was, result.total.would
            told = f"{was.cases:>9,} cases {was.clocks:>10,} clocks  {taken}  late {was.late:,} → {would.late:,}"
            print(f"{told}  {name}", flush=True)
        actor = city.actor("dispatcher")
        taken, result = timed(lambda actor=actor, ask=ask: simulating.simulate(actor, new=sections, **ask), times)  # type: ignore[misc]
        print(f"{result.total.was.cases:>9,} cases, as the district's dispatcher sees them  {taken}", flush=True)
        print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[1:] if size != "passing"]
    main(sizes or [10_000], passing="passing" in sys.argv)
