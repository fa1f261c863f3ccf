"""Which edition is in force where and when, and what its sections say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from zhuqi.base.errors import Refused
from zhuqi.base.paths import lineage
from zhuqi.base.words import say
from zhuqi.core.rulebook.models import Edition
from zhuqi.core.rulebook.reading import Node, read

HEAD = ("规则", "地区", "文号", "施行", "说明")
"""The keys every rulebook has beside its sections: name, area's code, document number, effective day, remarks."""


@lru_cache(maxsize=1)
def sections() -> Mapping[str, type]:
    """The wiring's table: the section's key in the text → the class that reads it. Loaded on first use."""
    return import_string(settings.SECTIONS)  # type: ignore[no-any-return]


def in_force(path: str, day: dt.date) -> Edition:
    """The edition in force at a place on a day: the nearest place at or above it that has one. One query.

    Raises Refused where none is.
    """
    found = Edition.objects.filter(place__in=lineage(path), effective_on__lte=day)
    edition = max(found, key=lambda e: (len(e.path), e.effective_on), default=None)
    if edition is None:
        raise Refused(say("No rulebook is in force here on {day}.", day=day))
    return edition


def adopted() -> QuerySet[Edition]:
    """Every edition, the one adopted last first. A place's rules are published: no actor is asked for."""
    return Edition.objects.order_by("-pk")


def editions(pks: set[int]) -> dict[int, Edition]:
    """Editions by id. One query."""
    return Edition.objects.in_bulk(pks)


def section(edition: Edition, key: str) -> Any:
    """What one section of an edition says, as the typed value of the room that reads it."""
    return parsed(edition.text)[key]


@lru_cache(maxsize=64)
def parsed(text: str) -> Mapping[str, Any]:
    """Every section of a text, typed. Raises Unreadable. A section left out is read as the room's standard."""
    root = read(text).only(*HEAD, *sections())
    for key in HEAD[:4]:
        root.at(key)
    return {key: _section(root, key, reader) for key, reader in sections().items()}


def _section(root: Node, key: str, reader: Any) -> Any:
    return reader.read(root.at(key)) if root.has(key) else reader.standard()
