"""What can happen, as frozen values: the root of every context's ``events``, and their form in the journal."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any, ClassVar


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. ``verb`` names it in the journal; the fields are its facts (ids, dates, numbers)."""

    verb: ClassVar[str]

    def facts(self) -> dict[str, Any]:
        """The event's fields in a form JSON can hold; dates and moments as ISO text, none left out."""
        return {f.name: plain(getattr(self, f.name)) for f in dataclasses.fields(self)}


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
