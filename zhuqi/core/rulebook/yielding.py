"""What holds where a place has values that the place above doesn't take because they are laxer. No Django.

A section may say for a field of its own, by a class method ``yielded_in(field, above, own)``, what is left of a value
after everything laxer has given way; None where the field gives way as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from zhuqi.core.rulebook.comparing import Stance, stance
from zhuqi.core.rulebook.keys import Key, Order, Part, Rows, keys_of

GIVES_WAY = frozenset({Stance.LAXER, Stance.UNKNOWN})


def yielded(above: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The sections of a place with each laxer value replaced by that of the place above; the others stay."""
    return {word: _part(above[word], value) if word in above else value for word, value in own.items()}


def _part(above: Any, own: Any) -> Any:
    if above == own:
        return own
    fields = keys_of(type(own))
    held = {field: _field(row, field, above, own) for field, row in fields.items()}
    changed = {field: value for field, value in held.items() if value is not getattr(own, field)}
    return replace(own, **changed) if changed else own


def _field(row: Key, field: str, above: Any, own: Any) -> Any:
    told: Callable[..., Any] = getattr(type(own), "yielded_in", lambda *_: None)
    left = told(field, above, own)
    if left is not None:
        return left
    theirs, ours = getattr(above, field), getattr(own, field)
    if isinstance(row.shape, Part) and theirs is not None and ours is not None:
        return _part(theirs, ours)
    if isinstance(row.shape, Rows):
        return _rows(row, theirs, ours)
    return theirs if stance(row, theirs, ours) in GIVES_WAY else ours


def _rows(row: Key, above: tuple[Any, ...], own: tuple[Any, ...]) -> tuple[Any, ...]:
    """Each row as its like above lets it be; rows that only the place has go where fewer rows are stricter."""
    rows: Rows[Any] = row.shape  # type: ignore[assignment]
    theirs = {rows.name(each): each for each in above}
    held = tuple(
        _part(theirs[rows.name(each)], each) if rows.name(each) in theirs else each
        for each in own
        if row.order is not Order.LESS or rows.name(each) in theirs
    )
    return own if all(a is b for a, b in zip(held, own, strict=False)) and len(held) == len(own) else held
