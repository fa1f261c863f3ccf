"""``python -m benchmarks.times.town stage`` sets up the synthetic city with some lives; ``… grow 1000`` copies them until
there are so many cases. Prints what a client needs, as JSON. Runs beside PostgreSQL only."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # tables are there once the house is set up
from django.db import connection  # noqa: E402
from django.db.models import DateField, ForeignKey, Model  # noqa: E402

from tests.cast import City, stage  # noqa: E402
from zhuqi.core.access.actor import CLOCK  # noqa: E402
from zhuqi.core.access.models import Scope  # noqa: E402
from zhuqi.core.accounts.actions import issue_token, set_password  # noqa: E402
from zhuqi.core.accounts.rules import TokenScope  # noqa: E402
from zhuqi.core.jobs import clock  # noqa: E402
from zhuqi.core.journal.models import Chain, Entry  # noqa: E402
from zhuqi.domain.cases import models as cases  # noqa: E402
from zhuqi.domain.cases.actions.clockwork import fold_days  # noqa: E402
from zhuqi.domain.cases.rules.words import Action, Channel, Outcome  # noqa: E402

PASSWORD = "Yanlian-Qiao-77"
PARTS = ("official", "dispatcher", "utilities")
LIVES = 20
"""Lives that are led and then copied; the last two don't end, so one case in ten is in hand."""
STRIDE = 1_000_000
"""A copy's ids lie so far from those of the copy before it."""
SPREAD = 900
"""Days over which the copies are spread."""
OF_A_CASE = (
    cases.CaseEdition,
    cases.Holding,
    cases.Clock,
    cases.ClockShift,
    cases.Request,
    cases.Reply,
    cases.Asking,
    cases.Edge,
    cases.Said,
)
BY_SUBJECT = ((Scope, "row"), (Entry, "subject"), (Chain, "subject"))


def staged() -> dict[str, Any]:
    """The city, a token and a password for each part, and the lives to copy."""
    call_command("migrate", verbosity=0)
    city, now = stage(), clock.now()
    tokens = {}
    for part in PARTS:
        account = city.staff[part].account_id
        assert account is not None
        until = now.date() + dt.timedelta(days=30)
        _, tokens[part] = issue_token(
            CLOCK, account, name="演练", scopes=frozenset(TokenScope), until=until, now=clock.now()
        )
        set_password(CLOCK, account, password=PASSWORD, now=clock.now())
    for n in range(LIVES):
        lead(city, n)
    return {
        "tokens": tokens,
        "password": PASSWORD,
        "enterprise": city.enterprises[0].pk,
        "lead": city.org("ng-utilities"),
        "district": city.org("ng"),
    }


def lead(city: City, n: int) -> int:
    """One life, as far as it goes: to its end, or to the handling unit. Gives its id."""
    at = clock.now() - dt.timedelta(days=2)
    hours = iter(at + dt.timedelta(minutes=step) for step in range(20))
    case = city.record(next(hours), title=f"三相电增容 {n}")
    case = city.do("official", Action.SUBMIT, case, next(hours), why="组里办不了")
    case = city.do("dispatcher", Action.SCREEN, case, next(hours), kind="utilities", grade="B")
    case = city.do("dispatcher", Action.ASSIGN, case, next(hours), lead_id=city.org("ng-utilities"))
    if n == LIVES - 1:
        return case.pk
    case = city.do("utilities", Action.ACCEPT, case, next(hours))
    if n == LIVES - 2:
        return case.pk
    case = city.do("utilities", Action.REPLY, case, next(hours), outcome=Outcome.SOLVED, text="已送电")
    case = city.do("official", Action.ASK, case, next(hours), channel=Channel.PHONE, arrived_on=at.date())
    return city.do("official", Action.CONFIRM, case, next(hours), text="已送电，满意").pk


def grow(size: int, lives: list[int] | None = None) -> dict[str, Any]:
    """Copy the lives until there are ``size`` cases, with all their rows and entries; fold the days that are over. ``lives``:
    the cases that are copied, else the first that were led.

    The copies' entries carry the hashes of what they were copied from: for timing, not for ``verify``."""
    if lives is None:
        lives = list(cases.Case.objects.filter(pk__lt=STRIDE).order_by("pk").values_list("pk", flat=True)[:LIVES])
    last = cases.Case.objects.order_by("-pk").values_list("pk", flat=True)[0] // STRIDE
    first, end = last + 1, size // LIVES - 1
    with connection.cursor() as cursor:
        for table, where in _copied():
            cursor.execute(*_copy(table, where, lives, first, end))
        for table in (cases.Case, *OF_A_CASE, Entry):
            name = table._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT MAX(id) FROM {name}))")
        cursor.execute("TRUNCATE cases_dayedge, cases_daybalance, cases_foldedday")
    fold_days(clock.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {"cases": cases.Case.objects.count(), "sample": _sample(lives, end)}


def _sample(lives: list[int], end: int) -> list[dict[str, Any]]:
    """Cases to look at, spread over the copies; ended ones and such as are in hand."""
    ids = [(n * end // 12 + 1) * STRIDE + lives[n % LIVES] for n in range(12)]
    return list(cases.Case.objects.filter(pk__in=ids).values("id", "number"))


def _copied() -> list[tuple[type[Model], str]]:
    own = "case_id = ANY(%(lives)s)"
    through = f"clock_id IN (SELECT id FROM {cases.Clock._meta.db_table} WHERE {own})"
    parts = [(table, through if table is cases.ClockShift else own) for table in OF_A_CASE]
    rest = [(table, f"kind = 'case' AND \"{column}\" = ANY(%(lives)s)") for table, column in BY_SUBJECT]
    return [(cases.Case, "id = ANY(%(lives)s)"), *parts, *rest]


def _copy(table: type[Model], where: str, lives: list[int], first: int, end: int) -> tuple[str, dict[str, Any]]:
    """One statement: every row of the lives, once for each copy."""
    subject = dict(BY_SUBJECT).get(table)  # type: ignore[call-overload]
    columns, values = [], []
    for field in table._meta.concrete_fields:
        column = f'"{field.column}"'
        columns.append(column)
        values.append(_value(field, f"src.{column}", own=field.column == subject))
    name = table._meta.db_table
    said = f'INSERT INTO "{name}" ({", ".join(columns)}) SELECT {", ".join(values)} '
    said += f'FROM "{name}" src CROSS JOIN generate_series(%(first)s::bigint, %(end)s::bigint) AS copy(n) '
    return said + f"WHERE {where}", {"lives": lives, "first": first, "end": end}


def _value(field: Any, column: str, *, own: bool) -> str:
    moved = isinstance(field, ForeignKey) and field.related_model in (cases.Case, cases.Clock)
    if own or moved or field.primary_key:
        return f"{column} + copy.n * {STRIDE}"
    if field.column == "number":
        return f"{column} || '-' || copy.n"
    if isinstance(field, DateField):  # a moment is one too
        return f"({column} - (copy.n %% {SPREAD}) * INTERVAL '1 day')::{field.db_type(connection)}"
    return column


if __name__ == "__main__":
    told = staged() if sys.argv[1] == "stage" else grow(int(sys.argv[2]))
    sys.stdout.write(json.dumps(told))
