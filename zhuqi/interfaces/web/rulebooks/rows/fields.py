"""The form of one row, made from its keys: which control each value has, what may be chosen, what came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.rulebook.editing.lists import ALONE, CODE, LABEL, Listed
from zhuqi.core.rulebook.editing.rows import Row, standard
from zhuqi.core.rulebook.keys import Key
from zhuqi.core.rulebook.shapes import Chosen, Day, Number, Several, Shape, Text, YesNo
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.forms import Choice, Field, Kind, Shown
from zhuqi.interfaces.web.rulebooks.rows.ground import Ground

MOST_LINES = 2_000
ONE_A_LINE = term("One a line.")
SHORT_CODE = term("Cases keep it. Left empty, the label is the code.")


@dataclass(frozen=True)
class Asked:
    """A field of the form with the key that it is for."""

    field: Field
    key: Key
    several: bool


def asked(ground: Ground, listed: Listed, row: Row | None) -> tuple[Asked, ...]:
    """The fields of a row: those that it needs first, then those of which it says something; filled in as the row is written,
    or with the standard. What nobody could choose, as the text names no label for it, isn't asked for."""
    section = ground.section(listed.path[0])
    spare = standard(listed)
    found = []
    for n, (word, key) in enumerate(listed.keys.items()):
        plain = row.plain.get(word) if row is not None else None
        if plain is None and word in spare and spare[word] is not None:
            plain = key.shape.plain(spare[word])
        if plain in (None, "", []) and _named(ground, listed, section, key) == {}:
            continue
        found.append(_asked(ground, listed, section, f"v{n}", key, plain))
    said = row.plain if row is not None else {}
    return tuple(sorted(found, key=lambda each: (not each.key.needed, each.key.word not in said)))


def _named(ground: Ground, listed: Listed, section: Any, key: Key) -> Mapping[str, str] | None:
    """The labels of the text among which a value is chosen; None where it isn't."""
    if not isinstance(getattr(key.shape, "each", key.shape), Text):
        return None
    if key.word != ALONE and listed.row is not None:
        return ground.labels(section, listed.path[0], key.word)
    return ground.labels(section, listed.path[0], listed.key.word) if key.word == ALONE else None


def _asked(ground: Ground, listed: Listed, section: Any, name: str, key: Key, plain: Any) -> Asked:
    shape: Shape[Any] = key.shape
    several = _several(shape)
    choices = _choices(ground, listed, section, key, plain)
    value: object = "" if plain is None else plain
    note = None
    kind, most, hint = Kind.TEXT, 200, ""
    if isinstance(shape, YesNo):
        kind, value = Kind.YES_NO, {"是": "yes", "否": "no"}.get(str(plain), "")
        choices = (forms.YES, forms.NO)
    elif choices:
        kind = Kind.SEVERAL if several else Kind.CHOICE
        value = tuple(map(str, _listed(plain))) if several else str(value)
    elif several:
        kind, most, hint, value = Kind.LONG_TEXT, MOST_LINES, ONE_A_LINE, "\n".join(map(str, _listed(plain)))
        note = _examples(shape, section)
    elif isinstance(shape, Number):
        kind = Kind.INTEGER
    elif isinstance(shape, Day):
        kind = Kind.DAY
    else:
        most, note = getattr(shape, "longest", 60), _examples(shape, section)
    if listed.labels and key.word == CODE:
        hint = SHORT_CODE
    label = term("Value") if not key.label else key.label
    field = Field(name, label, kind, key.needed, hint, choices, most, value=value, note=note)
    return Asked(field, key, several)


def _several(shape: Shape[Any]) -> bool:
    """Whether a value holds several: then its schema is a list, or takes one."""
    schema = shape.schema()
    return isinstance(shape, (Several, Chosen)) or any(each.get("type") == "array" for each in schema.get("oneOf", ()))


def _listed(plain: Any) -> Sequence[Any]:
    return () if plain in (None, "") else plain if isinstance(plain, list | tuple) else (plain,)


def _choices(ground: Ground, listed: Listed, section: Any, key: Key, plain: Any) -> tuple[Choice, ...]:
    """What may be chosen: words that the shape knows, or labels that the text itself names under the same key. What is written
    already stays there to be chosen, though nobody knows it."""
    each = getattr(key.shape, "each", key.shape)
    known: Mapping[str, object] = each.offers(section)
    known = known or _named(ground, listed, section, key) or {}
    strange = [str(one) for one in _listed(plain) if str(one) not in known] if known else []
    return tuple(Choice(code, label) for code, label in [*known.items(), *((one, one) for one in strange)])


def _examples(shape: Shape[Any], section: Any) -> Sentence | None:
    """How such a value is written."""
    schema = getattr(shape, "each", shape).schema()
    some = schema.get("examples") or next(
        (each["examples"] for each in schema.get("oneOf", ()) if "examples" in each), ()
    )
    return say("As in: {examples}", examples="；".join(some[:6])) if some else None


def blank(fields: Sequence[Asked]) -> list[Shown]:
    """The form before anything was typed."""
    return forms.blank([each.field for each in fields])


def again(fields: Sequence[Asked], posted: Any, faults: Mapping[str, Sentence]) -> list[Shown]:
    """The form with what was typed."""
    return forms.again([each.field for each in fields], posted, faults)


def read(fields: Sequence[Asked], row: Row | None, listed: Listed, posted: Any) -> dict[str, Any]:
    """{word: what is to be written} of what was typed; keys that say no more than the standard stay away, unless they were
    written before. Raises Invalid."""
    typed = forms.read([each.field for each in fields], posted)
    spare = standard(listed)
    plain: dict[str, Any] = {}
    for each in fields:
        word, value = each.key.word, _plain(each, typed[each.field.name])
        if value is None:
            continue
        before = row.plain.get(word) if row is not None else None
        if _same(value, before, each):
            plain[word] = before
        elif before is not None or word not in spare or not _same(value, _told(each.key, spare[word]), each):
            plain[word] = value
    if listed.labels and LABEL in plain and not plain.get(CODE):
        plain[CODE] = plain[LABEL]
    return plain


def _told(key: Key, value: Any) -> Any:
    return None if value is None else key.shape.plain(value)


def _same(one: Any, other: Any, asked: Asked) -> bool:
    """Whether two are written alike; of what is ticked, whatever comes first."""
    if not asked.several:
        return bool(one == other)
    mine, theirs = ([str(each) for each in _listed(some)] for some in (one, other))
    return (sorted(mine) == sorted(theirs)) if asked.field.kind == Kind.SEVERAL else mine == theirs


def _plain(one: Asked, value: Any) -> Any:
    """A typed value as a text has it; None where nothing was typed."""
    if one.field.kind == Kind.LONG_TEXT and isinstance(value, str):
        return [line.strip() for line in value.split("\n") if line.strip()] or None
    if value in (None, "", ()):
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
