"""A case's rows as a life, and a life as columns: the one translation between tables and values."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.db import models as db

from zhuqi.base.words import Named
from zhuqi.base.worktime.spans import Span, parse, write
from zhuqi.core.journal.queries import head, heads
from zhuqi.domain.cases import models
from zhuqi.domain.cases.life import values
from zhuqi.domain.cases.life.values import Account, Life
from zhuqi.domain.cases.rules import words
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.tally import Tally

PARTS: Mapping[str, tuple[type[db.Model], type[Any]]] = {
    "holdings": (models.Holding, values.Holding),
    "clocks": (models.Clock, values.Clock),
    "requests": (models.Request, values.Request),
    "replies": (models.Reply, values.Reply),
    "askings": (models.Asking, values.Asking),
    "copies": (models.Copy, values.Copy),
    "members": (models.Member, values.Member),
    "edges": (models.Edge, values.Edge),
}
"""Name of the part in a life → (its table, its value)."""

SPANS = frozenset({"span", "amount"})
UNITS = frozenset(
    {"unit", "area", "desk", "enterprise", "finder", "finder_unit", "staff", "merged_into", "proposer", "ruled_by"}
)
WORDS: Mapping[str, type[Named]] = {
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
    "ground": words.Ground,
    "approver": words.Approver,
    "why": words.Shifted,
    "moment": Moment,
    "tally": Tally,
    "provisional": words.Judge,
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
            columns[name] = item.value if isinstance(item, Named) else item
    return columns


_span = lru_cache(maxsize=256)(parse)


def _value(name: str, item: Any) -> Any:
    if item is None:
        return None
    if name in SPANS:
        return _span(item)
    return WORDS[name](item) if name in WORDS else item


@lru_cache(maxsize=16)
def _plan(kind: type[object]) -> tuple[tuple[str, str], ...]:
    """(field, column) pairs of a value's plain fields."""
    names = (f.name for f in dataclasses.fields(kind) if f.name not in LINKED)  # type: ignore[arg-type]
    if kind is values.Edge:
        names = (name for name in names if name not in ("source", "target"))
    return tuple((name, f"{name}_id" if name in UNITS else name) for name in names)


def clock_value(row: models.Clock, shifts: tuple[values.Shift, ...] = ()) -> values.Clock:
    """A clock's row as its value."""
    return values.Clock(**_fields(row, values.Clock), shifts=shifts)


def shift_value(row: models.ClockShift) -> values.Shift:
    """A shift's row as its value."""
    return values.Shift(**_fields(row, values.Shift))


def _fields(row: db.Model, kind: type[object]) -> dict[str, Any]:
    return {name: _value(name, getattr(row, column)) for name, column in _plan(kind)}  # type: ignore[arg-type]


ENDS = ("source_unit_id", "source_name", "target_unit_id", "target_name")


def _read(rows: db.QuerySet[Any], owner: str, kind: type[Any]) -> dict[int, list[tuple[int, dict[str, Any]]]]:
    """{owner: [(row id, fields of the value)]} in the order of the rows. One query."""
    plan = _plan(kind)  # type: ignore[arg-type]
    extra = ENDS if kind is values.Edge else ()
    found: dict[int, list[tuple[int, dict[str, Any]]]] = {}
    for pk, belongs, *items in rows.values_list("pk", owner, *(column for _, column in plan), *extra):
        fields = {name: _value(name, item) for (name, _), item in zip(plan, items, strict=False)}
        if extra:
            source_unit, source, target_unit, target = items[len(plan) :]
            fields |= {"source": Account(source_unit, source), "target": Account(target_unit, target)}
        found.setdefault(belongs, []).append((pk, fields))
    return found


_remembered: OrderedDict[str, Life] = OrderedDict()
REMEMBERED = 2000
"""Lives kept in this process. A head stands for one history, so what is kept under it is never out of date."""


def remember(at: str, life: Life) -> None:
    """Keep the life to which a case's entries led, under the head of its chain."""
    _remembered[at] = life
    while len(_remembered) > REMEMBERED:
        _remembered.popitem(last=False)


def current(case: models.Case, at: str | None = None) -> Life:
    """A case's life as its last entry left it: remembered, or read. One query, or fourteen; ``at``: the head of its chain, where it
    was read already, spares one.

    What is read is kept only where nobody moved the case meanwhile.
    """
    before = head("case", case.pk) if at is None else at
    known = _remembered.get(before)
    if known is None:
        known = load(models.Case.objects.get(pk=case.pk))
        if head("case", case.pk) == before:
            remember(before, known)
    return known


def current_many(cases: Iterable[models.Case]) -> dict[int, Life]:
    """Lives by case id, each as ``current`` gives it. One query where all are remembered, or thirteen, whatever their number."""
    wanted = [case.pk for case in cases]
    before = heads("case", wanted)
    found = {pk: _remembered[at] for pk, at in before.items() if at in _remembered}
    missing = [pk for pk in wanted if pk not in found]
    if missing:
        read = load_many(models.Case.objects.filter(pk__in=missing))
        for pk, at in heads("case", missing).items():
            if before.get(pk) == at:
                remember(at, read[pk])
        found |= read
    return found


def load(case: models.Case) -> Life:
    """A case's life from its tables. Ten queries."""
    return load_many([case])[case.pk]


def chunks(pks: Iterable[int], size: int = 500) -> Iterator[list[int]]:
    """Ids of cases in portions whose lives fit into memory together."""
    left = list(pks)
    yield from (left[start : start + size] for start in range(0, len(left), size))


def load_many(cases: Iterable[models.Case]) -> dict[int, Life]:
    """Lives by case id. Ten queries, whatever their number."""
    found = {case.pk: case for case in cases}
    moved = models.ClockShift.objects.filter(clock__case__in=found).order_by("clock_id", "n")
    shifts = {
        pk: tuple(values.Shift(**f) for _, f in rows) for pk, rows in _read(moved, "clock_id", values.Shift).items()
    }
    parts: dict[str, dict[int, tuple[Any, ...]]] = {}
    for name, (table, kind) in PARTS.items():
        read = _read(table._default_manager.filter(case__in=found).order_by("case_id", "n"), "case_id", kind)
        for case_id, rows in read.items():
            linked = [{"shifts": shifts.get(pk, ())} if kind is values.Clock else {} for pk, _ in rows]
            made = tuple(kind(**fields, **extra) for (_, fields), extra in zip(rows, linked, strict=True))
            parts.setdefault(name, {})[case_id] = made
    editions: dict[int, dict[int, int]] = {}
    for case_id, area, edition in (
        models.CaseEdition.objects.filter(case__in=found).order_by("id").values_list("case_id", "area_id", "edition_id")
    ):
        editions.setdefault(case_id, {})[area] = edition
    lives: dict[int, Life] = {}
    for pk, case in found.items():
        fields: dict[str, Any] = {n: _value(n, getattr(case, f"{n}_id" if n in UNITS else n)) for n in SCALARS}
        fields |= {name: parts.get(name, {}).get(pk, ()) for name in PARTS}
        lives[pk] = Life(**fields, editions=editions.get(pk, {}))
    return lives
