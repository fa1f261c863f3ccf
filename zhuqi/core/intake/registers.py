"""What can be loaded from a sheet and written as one: a table that the rooms above fill."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.sheets.columns import Layout
from zhuqi.core.sheets.loading import Load


@dataclass(frozen=True)
class Register:
    """One register: how its sheet looks, what loads it, to whom that is offered; what somebody may see of it on a day, and a
    row of that under the sheet's keys.

    ``may``: whether loading it is offered at all; what somebody may do about each row, the loading asks for each.
    """

    word: str
    layout: Layout
    load: Load
    may: Callable[[Actor], bool]
    rows: Callable[[Actor, dt.date], QuerySet[Any]]
    cells: Callable[[Any], Mapping[str, Any]]
    reads: Callable[[Actor], bool]


@lru_cache(maxsize=1)
def registers() -> Mapping[str, Register]:
    """The wiring's table, by the layouts' keys, in the order in which they are loaded. Loaded on first use."""
    return import_string(f"{settings.REGISTERS}.REGISTERS")  # type: ignore[no-any-return]


def actor_of(account_id: int, day: dt.date) -> Actor:
    """Whoever an account is, with what they may do on a day."""
    return import_string(f"{settings.REGISTERS}.ACTOR")(account_id, day)  # type: ignore[no-any-return]


def loadable(actor: Actor) -> dict[str, Register]:
    """The registers that somebody may load at all."""
    return {key: one for key, one in registers().items() if actor.account is not None and one.may(actor)}


def readable(actor: Actor) -> dict[str, Register]:
    """The registers that somebody may have as a sheet."""
    return {key: one for key, one in registers().items() if actor.account is not None and one.reads(actor)}


def to_load(actor: Actor, key: str) -> Register:
    """A register that somebody may load. Raises Missing."""
    found = loadable(actor).get(key)
    if found is None:
        raise Missing
    return found


def to_read(actor: Actor, key: str) -> Register:
    """A register that somebody may have as a sheet. Raises Missing."""
    found = readable(actor).get(key)
    if found is None:
        raise Missing
    return found
