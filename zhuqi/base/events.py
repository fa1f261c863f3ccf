"""What can happen, as frozen values: the root of every context's ``events``, and their form in the journal."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import types
import typing
from collections.abc import Mapping
from typing import Any, ClassVar, Self


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. ``verb`` names it in the journal; the fields are its facts (ids, dates, numbers)."""

    verb: ClassVar[str]

    def facts(self) -> dict[str, Any]:
        """The event's fields in a form JSON can hold; dates and moments as ISO text, none left out."""
        return {f.name: plain(getattr(self, f.name)) for f in dataclasses.fields(self)}

    @classmethod
    def revive(cls, facts: Mapping[str, Any]) -> Self:
        """The event again, from what ``facts`` gave. Facts that aren't its own are left aside."""
        hints = typing.get_type_hints(cls)
        return cls(**{f.name: _typed(hints[f.name], facts[f.name]) for f in dataclasses.fields(cls) if f.name in facts})


def _typed(hint: Any, value: Any) -> Any:
    """A JSON value as the type a field declares."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        if value is None:
            return None
        hint = next(arm for arm in typing.get_args(hint) if arm is not type(None))
    if typing.get_origin(hint) is tuple:
        return tuple(_typed(typing.get_args(hint)[0], item) for item in value)
    if not isinstance(hint, type):
        return value
    if issubclass(hint, dt.datetime | dt.date):
        return hint.fromisoformat(value)
    if issubclass(hint, enum.Enum):
        return hint(value)
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return hint(**{name: _typed(hints[name], item) for name, item in value.items()})
    return value


def plain(value: Any) -> Any:
    """A value in a form JSON can hold. Moments become UTC, so that one moment has one form."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, str):
        return str(value)
    return value
