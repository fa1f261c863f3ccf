"""A crowd of cases, copied row by row from a few that were walked: for counting queries, not for the books."""

from __future__ import annotations

from itertools import count

from django.db import connection
from django.db.models import Model

from zhuqi.core.access.models import Scope
from zhuqi.domain.cases.models import Case, Clock, Holding

NUMBERS = count(1)


def multiply(cases: list[Case], times: int) -> None:
    """``times`` copies of each case with its scopes, holdings and clocks."""
    for case in cases:
        scopes = list(Scope.objects.filter(kind="case", row=case.pk).values_list("org", "reason"))
        copies: list[Case] = []
        for _ in range(times):
            copy = Case.objects.get(pk=case.pk) if not copies else Case(**fields(copies[0]))
            copy.pk, copy.number = None, f"抄 {next(NUMBERS)}"
            copies.append(copy)
        Case.objects.bulk_create(copies, batch_size=500)
        Scope.objects.bulk_create(
            (Scope(kind="case", row=copy.pk, org=org, reason=reason) for copy in copies for org, reason in scopes),
            batch_size=2000,
        )
        for row in (*Holding.objects.filter(case=case), *Clock.objects.filter(case=case)):
            table = type(row)
            rows = [table(**{**fields(row), "case_id": copy.pk, "id": None}) for copy in copies]
            table._default_manager.bulk_create(rows, batch_size=1000)
    if connection.vendor == "postgresql":  # what autovacuum does beside a city's daily work
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def fields(row: Model) -> dict[str, object]:
    """A row's columns."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
