"""A case's rows as a life, and a life as columns: the one translation between tables and values."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models as db

from zhuqi.base.worktime.spans import Span, parse, write
from zhuqi.domain.cases import models
from zhuqi.domain.cases.life import values
from zhuqi.domain.cases.life.values import Account, Life
from zhuqi.domain.cases.rules import words

PARTS: Mapping[str, tuple[type[db.Model], type[Any]]] = {
    "holdings": (models.Holding, values.Holding),
    "clocks": (models.Clock, values.Clock),
    "requests": (models.Request, values.Request),
    "replies": (models.Reply, values.Reply),
    "askings": (models.Asking, values.Asking),
    "edges": (models.Edge, values.Edge),
}
"""Name of the part in a life → (its table, its value)."""

SPANS = frozenset({"span", "amount"})
UNITS = frozenset({"unit", "area", "desk", "enterprise", "finder", "finder_unit", "staff", "merged_into"})
WORDS: Mapping[str, type[words.Named]] = {
    "state": words.State,
    "hand": words.Hand,
    "opened_by": words.Action,
    "action": words.Action,
    "how": words.How,
    "tick": words.Tick,
    "asked": words.Asked,
    "outcome": words.Outcome,
    "confirmation": words.Confirmation,
    "end": words.End,
    "channel": words.Channel,
    "grade": words.Grade,
    "why": words.Shifted,
}
LINKED = frozenset({"editions", "shifts", *PARTS})
SCALARS = tuple(f.name for f in dataclasses.fields(Life) if f.name not in LINKED)


def to_columns(value: Any) -> dict[str, Any]:
    """The columns of one part: units by id, spans as text, accounts as unit and name. Shifts have a table of their own."""
    columns: dict[str, Any] = {}
    for field in dataclasses.fields(value):
        name, item = field.name, getattr(value, field.name)
        if name in LINKED:
            continue
        if isinstance(item, Account):
            columns[f"{name}_unit_id"], columns[f"{name}_name"] = item.unit, item.name
        elif isinstance(item, Span):
            columns[name] = write(item)
        elif name in UNITS:
            columns[f"{name}_id"] = item
        else:
            columns[name] = item.value if isinstance(item, words.Named) else item
    return columns


def _value(name: str, item: Any) -> Any:
    if item is None:
        return None
    if name in SPANS:
        return parse(item)
    return WORDS[name](item) if name in WORDS else item


def from_row(kind: type[Any], row: db.Model, **linked: Any) -> Any:
    """One part's value from its row."""
    found: dict[str, Any] = dict(linked)
    for field in dataclasses.fields(kind):
        name = field.name
        if name in found:
            continue
        if name in ("source", "target") and kind is values.Edge:
            found[name] = Account(getattr(row, f"{name}_unit_id"), getattr(row, f"{name}_name"))
        else:
            found[name] = _value(name, getattr(row, f"{name}_id" if name in UNITS else name))
    return kind(**found)


def load(case: models.Case) -> Life:
    """A case's life from its tables. Eight queries."""
    return load_many([case])[case.pk]


def load_many(cases: Iterable[models.Case]) -> dict[int, Life]:
    """Lives by case id. Eight queries, whatever their number."""
    found = {case.pk: case for case in cases}
    shifts: dict[int, list[Any]] = {}
    for row in models.ClockShift.objects.filter(clock__case__in=found).order_by("clock_id", "n"):
        shifts.setdefault(row.clock_id, []).append(from_row(values.Shift, row))
    parts: dict[str, dict[int, list[Any]]] = {}
    for name, (table, kind) in PARTS.items():
        for part in table._default_manager.filter(case__in=found).order_by("case_id", "n"):
            linked = {"shifts": tuple(shifts.get(part.pk, ()))} if table is models.Clock else {}
            parts.setdefault(name, {}).setdefault(part.case_id, []).append(from_row(kind, part, **linked))  # type: ignore[attr-defined]
    editions: dict[int, dict[int, int]] = {}
    for case_id, area, edition in models.CaseEdition.objects.filter(case__in=found).order_by("id").values_list(
        "case_id", "area_id", "edition_id"
    ):
        editions.setdefault(case_id, {})[area] = edition
    return {
        pk: Life(
            **{n: _value(n, getattr(case, f"{n}_id" if n in UNITS else n)) for n in SCALARS},
            **{name: tuple(parts.get(name, {}).get(pk, ())) for name in PARTS},
            editions=editions.get(pk, {}),
        )
        for pk, case in found.items()
    }
