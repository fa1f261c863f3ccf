"""Lists by pages: so many rows, and a cursor where they go on. A cursor is the place of the last row, signed, so that nobody
has to be believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say


def page(of: str, rows: Any, order: Sequence[str], *, size: int, cursor: str | None) -> tuple[list[Any], str | None]:
    """A page of a list, and the cursor of the next one; None behind the last row. ``of``: the list, whose cursors are its own;
    ``order``: columns that tell all rows apart, ``-`` before one that falls; none of them empty. One query. Raises Invalid.
    """
    own = " ".join((of, *order))
    after = position(own, cursor)
    found = list((rows.filter(_beyond(order, after)) if after else rows).order_by(*order)[: size + 1])
    shown = found[:size]
    return shown, marked(own, _place(shown[-1], order)) if len(found) > size else None


def marked(of: str, position: object) -> str:
    """The cursor of a position in a kind of list."""
    return _signer(of).sign_object(position)


def position(of: str, cursor: str | None) -> Any:
    """The position that a cursor marks; None at the top. Raises Invalid where it isn't one of ours."""
    if cursor is None:
        return None
    try:
        return _signer(of).unsign_object(cursor)
    except (BadSignature, ValueError):
        raise Invalid({"cursor": say("This cursor isn't one that this list gave. Begin again without one.")}) from None


def _signer(of: str) -> Signer:
    return Signer(salt=f"zhuqi.cursor.{of}")


def _place(row: Any, order: Sequence[str]) -> list[Any]:
    values = [getattr(row, column.lstrip("-")) for column in order]
    return [value.isoformat() if isinstance(value, dt.date) else value for value in values]


def _beyond(order: Sequence[str], place: Sequence[Any]) -> Q:
    """The rows that come after a place."""
    found, same = Q(pk__in=()), Q()
    for column, value in zip(order, place, strict=True):
        name = column.lstrip("-")
        found |= same & Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    return found
