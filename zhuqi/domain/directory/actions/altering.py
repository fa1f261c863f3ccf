"""The history of a register: what a column said before and says now, by whom and why, beside the change itself."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model

from zhuqi.core.journal.change import Change
from zhuqi.core.search import actions as search
from zhuqi.core.texts import line
from zhuqi.domain.directory.models import Alteration

WHY = 200
TRACKED: Mapping[str, frozenset[str]] = {
    "organisation": frozenset({"name", "parent", "region_code", "since", "retired_on"}),
    "staff": frozenset({"name", "rank", "unit", "since", "left_on"}),
    "enterprise": frozenset({
        "name", "region", "industry", "staff_count", "revenue_wan", "assets_wan", "address", "scale", "above", "park",
        "in_base_since", "standing", "standing_since", "merged_into",
    }),
}  # fmt: skip
"""The columns that have a history; the others follow from them."""


def alterations(change: Change, row: Model, said: Mapping[str, Any], why: str = "") -> list[Alteration]:
    """What will be history once ``said`` is written, unsaved: one row a column that says something new."""
    found = []
    for name, value in said.items():
        column = row._meta.get_field(name)
        if column.name not in TRACKED[change.kind]:
            continue
        before = getattr(row, column.attname)  # type: ignore[union-attr]
        after = value.pk if isinstance(value, Model) else value
        if before == after:
            continue
        found.append(
            Alteration(
                kind=change.kind,
                subject=change.booked_on(),
                column=column.name,
                before=_text(before),
                after=_text(after),
                why=why,
                staff_id=change.actor.staff,
                at=change.now,
                salt=secrets.token_hex(16),
            )
        )
    return found


def alter(change: Change, row: Model, *, why: str = "", **said: Any) -> None:
    """Write columns of a row, and what they said before; it is found by what they say now."""
    change.insert_many(alterations(change, row, said, why))
    change.update(row, **said)
    if search.follows(change.kind, said):
        search.keep(change.kind, [row.pk])


def reason(typed: str) -> str:
    """Why something is done, as it was typed: one line. Raises Invalid."""
    return line("why", typed, WHY)


def needed_reason(typed: str) -> str:
    """The same where one must be given."""
    return line("why", typed, WHY, needed=True)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)
