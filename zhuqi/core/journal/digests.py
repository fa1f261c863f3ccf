"""Digests of rows, entries and seals: one canonical form for each."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import models

from zhuqi.core.journal.models import Entry, Reaction

ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: Any) -> str:
    """JSON with one form for one value."""
    return ENCODER.encode(value)


def digest(text: str) -> str:
    """Hexadecimal digest under the algorithm the settings name (SHA-256, or SM3)."""
    return hashlib.new(settings.JOURNAL_HASH, text.encode("utf-8", "surrogatepass")).hexdigest()


def bytes_digest(content: bytes | bytearray | memoryview) -> str:
    """The same of bytes: in the digest of their row they stand by it."""
    return hashlib.new(settings.JOURNAL_HASH, content).hexdigest()


@lru_cache(maxsize=4)
def _key(path: str) -> bytes:
    return Path(path).read_bytes().strip()


def keyed(text: str) -> str:
    """Hexadecimal keyed digest. The key lies in a file outside the database."""
    return hmac.new(
        _key(str(settings.JOURNAL_KEY_FILE)), text.encode("utf-8", "surrogatepass"), settings.JOURNAL_HASH
    ).hexdigest()


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The stored columns of a table, in order."""
    return [field for field in model._meta.concrete_fields if field.column]


class Cell(NamedTuple):
    """One stored column: its name on a row, its field, and the type whose values are stored and told as they are (``None``
    where there is no such type)."""

    name: str
    field: models.Field[Any, Any]
    plain: type | None


@cache
def cells(model: type[models.Model]) -> tuple[Cell, ...]:
    """The stored columns of a table, in order."""
    return tuple(Cell(field.attname, field, _plain(field)) for field in columns(model))


def _plain(field: models.Field[Any, Any]) -> type | None:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return next((plain for kind, plain in PLAIN.items() if _as(type(field)) == _as(kind)), None)


def _as(kind: Any) -> tuple[Any, ...]:
    """How a kind of column turns values over: one that does it in its own way has no plain values."""
    return kind.to_python, kind.get_prep_value, kind.get_db_prep_save


PLAIN: Mapping[type[models.Field[Any, Any]], type] = {
    models.IntegerField: int,
    models.CharField: str,
    models.TextField: str,
    models.BooleanField: bool,
}


def as_stored(field: models.Field[Any, Any], value: Any) -> Any:
    """One column's value as both engines give it back."""
    if value is None:
        return None
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    value = field.to_python(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes_digest(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal) and isinstance(field, models.DecimalField):
        return str(value.quantize(Decimal(1).scaleb(-field.decimal_places)))
    return str(value) if isinstance(value, str) else value


def row_digest(row: models.Model) -> str:
    """The digest of one row: every column, the salt among them where the table holds personal words."""
    model = type(row)
    return values_digest(model, (_told(cell, getattr(row, cell.name)) for cell in cells(model)))


def _told(cell: Cell, value: Any) -> Any:
    return value if type(value) is cell.plain else as_stored(cell.field, value)


def values_digest(model: type[models.Model], values: Iterable[Any]) -> str:
    """The same, from the values of all columns in the form that digests are taken over. The last ``LATER`` columns of a
    table came to it afterwards: as long as they are empty they are left out, so that a row from before is as it was."""
    held = list(values)
    for _ in range(getattr(model, "LATER", 0)):
        if held[-1] is not None:
            break
        held.pop()
    return digest(canonical(held))[:32]


ENTRY_PARTS = (
    "at",
    "kind",
    "subject",
    "seq",
    "account",
    "staff",
    "behalf",
    "verb",
    "facts",
    "edition",
    "rows",
    "owes",
    "prev",
)
"""The columns of an entry that its hash is taken over: all but its id and the hash itself."""


def entry_hash(entry: Entry) -> str:
    """The hash of one entry over everything it says, the link to the entry before it among it."""
    return said_hash(_said(entry, ENTRY_PARTS))


def said_hash(values: Iterable[Any]) -> str:
    """The same, from the values of ``ENTRY_PARTS``."""
    return digest(canonical(list(values)))


def link(entry_id: int, hash_: str) -> str:
    """What the next entry of a subject and the subject's chain say of an entry: its id and its hash, in one digest."""
    return digest(f"{entry_id}|{hash_}")


REACTION_PARTS = ("entry_id", "name", "done_at", "attempts", "next_at", "error")


def reaction_mac(reaction: Reaction) -> str:
    """The keyed digest of one reaction as it now stands."""
    return said_mac(_said(reaction, REACTION_PARTS))


def said_mac(values: Iterable[Any]) -> str:
    """The same, from the values of ``REACTION_PARTS``."""
    return keyed(canonical(list(values)))


def _said(row: models.Model, parts: Iterable[str]) -> Iterator[Any]:
    held = {cell.name: cell for cell in cells(type(row))}
    return (_told(held[part], getattr(row, part)) for part in parts)
