"""Digests of rows, entries and seals: one canonical form for each."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from zhuqi.core.journal.models import Entry, Reaction


def canonical(value: Any) -> str:
    """JSON with one form for one value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Hexadecimal digest under the algorithm the settings name (SHA-256, or SM3)."""
    return hashlib.new(settings.JOURNAL_HASH, text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=4)
def _key(path: str) -> bytes:
    return Path(path).read_bytes().strip()


def keyed(text: str) -> str:
    """Hexadecimal keyed digest. The key lies in a file outside the database."""
    return hmac.new(_key(str(settings.JOURNAL_KEY_FILE)), text.encode("utf-8", "surrogatepass"), settings.JOURNAL_HASH).hexdigest()


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The stored columns of a table, in order."""
    return list(model._meta.concrete_fields)


def _stored(field: models.Field[Any, Any], value: Any) -> Any:
    """One column's value as both engines give it back."""
    if value is None:
        return None
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    value = field.to_python(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal) and isinstance(field, models.DecimalField):
        return str(value.quantize(Decimal(1).scaleb(-field.decimal_places)))
    return str(value) if isinstance(value, str) else value


def row_digest(row: models.Model) -> str:
    """The digest of one row: every column, the salt among them where the table holds personal words."""
    return values_digest(columns(type(row)), [getattr(row, field.attname) for field in columns(type(row))])


def values_digest(fields: list[models.Field[Any, Any]], values: Iterable[Any]) -> str:
    """The same, from bare values in the order of ``fields``."""
    return digest(canonical([_stored(field, value) for field, value in zip(fields, values, strict=True)]))[:32]


ENTRY_PARTS = ("kind", "subject", "seq", "account", "staff", "behalf", "verb", "facts", "edition", "rows", "owes", "prev")


def entry_hash(entry: Entry) -> str:
    """The hash of one entry over everything it says and the hash before it."""
    return digest(canonical([entry.at.astimezone(dt.UTC).isoformat(), *(getattr(entry, part) for part in ENTRY_PARTS)]))


def reaction_mac(reaction: Reaction) -> str:
    """The keyed digest of one reaction as it now stands."""
    values = (reaction.entry_id, reaction.name, reaction.done_at, reaction.attempts, reaction.next_at, reaction.error)
    return keyed(canonical([v.astimezone(dt.UTC).isoformat() if isinstance(v, dt.datetime) else v for v in values]))
