"""What differs between two editions, key by key, and which of the two is stricter. No Django.

A section compares its keys one by one, by the order that each declares. Where strictness doesn't lie in single rows, as
with deadlines of which the closest holds, the section's class says what differs there: a class method
``differences_in(field, old, new)`` gives the differences of that field, their paths beginning below it, or None where
the field is compared as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.rulebook.keys import Key, Order, Part, Rows, keys_of
from zhuqi.core.rulebook.shapes import Shape, Told


class Stance(Named):
    """How the new value stands to the old one."""

    STRICTER = "stricter", term("stricter")
    LAXER = "laxer", term("laxer")
    SAME = "same", term("the same in effect")
    UNLIKE = "unlike", term("not comparable")
    UNKNOWN = "unknown", term("too many combinations to compare")


@dataclass(frozen=True)
class Difference:
    """One key or row that differs. ``old`` is None where it is new, ``new`` where it is gone. ``case``: where it takes
    effect, if not everywhere that its row speaks of."""

    path: tuple[str, ...]
    label: Told
    old: Told | None
    new: Told | None
    stance: Stance
    case: Told | None = None


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What differs between the sections of two editions, in the order of their keys. {section: its typed value}."""
    return tuple(
        each
        for word in new
        if word in old and old[word] != new[word]
        for each in _within((word,), old[word], new[word])
    )


def overall(stances: Iterable[Stance]) -> Stance:
    """How several together stand: laxer where one is, stricter only where none is otherwise."""
    found = set(stances)
    for worst in (Stance.LAXER, Stance.UNKNOWN, Stance.UNLIKE, Stance.STRICTER):
        if worst in found:
            return worst
    return Stance.SAME


def in_words(difference: Difference) -> Sentence:
    """One difference as a line: “答复（级别 A）: from 5 working days to 3 working days: stricter”."""
    what = difference.label if isinstance(difference.label, Sentence) else say("{name}", name=difference.label)
    if difference.case is not None:
        what = say("{what}, for {case}", what=what, case=difference.case)
    stance = say(difference.stance.label)
    if difference.old is None:
        return say("{what}: new, {new}: {stance}", what=what, new=difference.new, stance=stance)
    if difference.new is None:
        return say("{what}: gone, was {old}: {stance}", what=what, old=difference.old, stance=stance)
    return say(
        "{what}: from {old} to {new}: {stance}", what=what, old=difference.old, new=difference.new, stance=stance
    )


def stance(row: Key, old: Any, new: Any) -> Stance:
    """How two values of one key stand to each other. What isn't there asks for nothing: it is the laxest."""
    if old == new:
        return Stance.SAME
    if row.order is Order.NONE:
        return Stance.UNLIKE
    if old is None or new is None:
        return Stance.STRICTER if old is None else Stance.LAXER
    found = row.shape.compare(new, old)
    if found is None:
        return Stance.UNLIKE
    if found == 0:
        return Stance.SAME
    return Stance.STRICTER if (found < 0) is (row.order is Order.LESS) else Stance.LAXER


def row_words(rows: Rows[Any], row: Any) -> str:
    """What a row is known by, in the rulebook's own words: 答复（级别 A）."""
    keys = keys_of(rows.cls)
    first, *others = ((keys[field], getattr(row, field)) for field in rows.by)
    said = [
        f"{key.word} {_flat(key.shape, value)}" for key, value in others if value not in (None, "", (), frozenset())
    ]
    name = _flat(first[0].shape, first[1])
    return f"{name}（{'，'.join(said)}）" if said else name


def _flat(shape: Shape[Any], value: Any) -> str:
    plain = shape.plain(value)
    return "、".join(map(str, plain)) if isinstance(plain, list) else str(plain)


def _within(path: tuple[str, ...], old: Any, new: Any) -> Iterator[Difference]:
    """What differs between two values of one dataclass that stands at ``path``."""
    own: Callable[..., Iterable[Difference] | None] = getattr(type(new), "differences_in", lambda *_: None)
    for field, row in keys_of(type(new)).items():
        before, after = getattr(old, field), getattr(new, field)
        if before == after:
            continue
        here = (*path, row.word)
        found = own(field, old, new)
        if found is not None:
            yield from (replace(each, path=(*here, *each.path)) for each in found)
        elif isinstance(row.shape, Part) and before is not None and after is not None:
            for each in _within(here, before, after):
                yield replace(each, label=say("{part}: {key}", part=say(row.label), key=each.label))
        elif isinstance(row.shape, Rows):
            yield from _rows(here, row, before, after)
        else:
            yield Difference(here, say(row.label), _told(row, before), _told(row, after), stance(row, before, after))


def _told(row: Key, value: Any) -> Told | None:
    return None if value is None else row.shape.told(value)


def _rows(path: tuple[str, ...], key: Key, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Difference]:
    """Rows that changed, came or went, each by what it is known by."""
    rows: Rows[Any] = key.shape  # type: ignore[assignment]
    whole = Part(rows.cls)
    before, after = {rows.name(row): row for row in old}, {rows.name(row): row for row in new}
    came = {Order.MORE: Stance.STRICTER, Order.LESS: Stance.LAXER}.get(key.order, Stance.UNLIKE)
    went = {Order.MORE: Stance.LAXER, Order.LESS: Stance.STRICTER}.get(key.order, Stance.UNLIKE)
    for name, row in (before | after).items():
        words = row_words(rows, row)
        here, label = (*path, words), say("{part}: {key}", part=say(key.label), key=words)
        if name not in before:
            yield Difference(here, label, None, whole.told(row), came)
        elif name not in after:
            yield Difference(here, label, whole.told(row), None, went)
        else:
            for each in _within(here, before[name], after[name]):
                yield replace(each, label=say("{part}: {key}", part=label, key=each.label))
