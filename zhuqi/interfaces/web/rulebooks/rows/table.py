"""A list as a table that people read, and all lists with how much stands in each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say
from zhuqi.core.rulebook.editing.lists import ALONE, CODE, LABEL, Listed
from zhuqi.core.rulebook.editing.rows import Held, Row
from zhuqi.core.rulebook.keys import Key
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.rulebooks.rows.ground import Ground, every_list
from zhuqi.interfaces.web.rulebooks.values import NOTHING
from zhuqi.interfaces.web.rulebooks.words import SECTIONS
from zhuqi.interfaces.web.wording import phrase

OWN, GIVEN = "", "g"
"""Before a row's place in what a form sends: one of the text's own, or one that it is given."""


@dataclass(frozen=True)
class Cell:
    """A value of a row, and what it is called."""

    what: str
    told: str


@dataclass(frozen=True)
class Line:
    """A row of the table. ``ref``: how a form names it; ``own``: it stands in this text; ``wrong``: why it can't be read;
    ``name``: what its buttons speak of."""

    ref: str
    cells: tuple[Cell, ...]
    source: str
    own: bool
    name: str
    wrong: str = ""
    up: bool = False
    down: bool = False
    removable: bool = True


@dataclass(frozen=True)
class Table:
    """``heads``: what its columns are called."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Entry:
    """A list to be opened."""

    code: str
    title: str
    told: str
    written: bool


@dataclass(frozen=True)
class Chapter:
    """The lists of a section. ``more``: those in which nothing stands."""

    title: str
    entries: tuple[Entry, ...]
    more: tuple[Entry, ...]


def title(listed: Listed, now: dt.datetime) -> str:
    """What a list is called, with the part it belongs to."""
    words = [frame.written(say(key.label), now) for key, _ in listed.parts]
    own = frame.written(say(listed.key.label), now)
    return phrase(say("{part}: {key}", part=words[-1], key=own), now) if words else own


def overview(ground: Ground, now: dt.datetime) -> tuple[Chapter, ...]:
    """Every list of every section."""
    chapters = []
    for word, called in SECTIONS.items():
        entries = [_entry(each, ground.held(each), now) for each in every_list().values() if each.path[0] == word]
        if entries:
            full = tuple(each for each, n in entries if n)
            chapters.append(Chapter(gettext(called), full, tuple(each for each, n in entries if not n)))
    return tuple(chapters)


def _entry(listed: Listed, held: Held, now: dt.datetime) -> tuple[Entry, int]:
    own, given = len(held.own), len(held.given)
    told: Sentence = say("{n} rows", n=own) if own != 1 else say("1 row")
    if given and own:
        told = say("{n} rows of its own, {m} given", n=own, m=given)
    elif given:
        told = say("{n} given", n=given)
    return Entry(listed.code, title(listed, now), phrase(told, now), held.written), own + given


def rows(held: Held) -> list[tuple[str, Row]]:
    """(how a form names it, row) of all that hold, the text's own first."""
    own = [(f"{OWN}{row.place}", row) for row in held.own]
    return own + [(f"{GIVEN}{n}", row) for n, row in enumerate(held.given, 1)]


def table(ground: Ground, listed: Listed, now: dt.datetime) -> Table:
    """A list with all that holds."""
    held = ground.held(listed)
    every = rows(held)
    words = _columns(listed, [row for _, row in every])
    section = ground.section(listed.path[0])
    heads = tuple(_head(listed, word, now) for word in words)
    lines = tuple(_line(ground, listed, section, words, ref, row, now, held, n) for n, (ref, row) in enumerate(every))
    return Table(heads, lines)


def _columns(listed: Listed, found: Sequence[Row]) -> list[str]:
    """The keys that some row says something of; those that each needs stand first."""
    if listed.labels:
        return [LABEL, CODE] if any(row.plain.get(CODE) != row.plain.get(LABEL) for row in found) else [LABEL]
    used = {word for row in found for word in row.plain}
    shown = [word for word, key in listed.keys.items() if key.needed or word in used]
    return sorted(shown, key=lambda word: not listed.keys[word].needed)


def _head(listed: Listed, word: str, now: dt.datetime) -> str:
    return frame.written(say(listed.keys[word].label), now) if word != ALONE else title(listed, now)


def _line(
    ground: Ground,
    listed: Listed,
    section: Any,
    words: Iterable[str],
    ref: str,
    row: Row,
    now: dt.datetime,
    held: Held,
    n: int,
) -> Line:
    cells = tuple(
        Cell(
            _head(listed, word, now),
            told(listed.keys[word], row, ground.labels(section, listed.path[0], word) or {}, now),
        )
        for word in words
    )
    own = bool(row.place)
    movable = listed.ordered and not row.wrong
    many = len(held.own) + len(held.given)
    return Line(
        ref=ref,
        cells=cells,
        source=_source(row, now),
        own=own,
        name="；".join(cell.told for cell in cells if cell.told),
        wrong=_why(row.wrong, now),
        up=movable and n > 0,
        down=movable and n < many - 1,
        removable=own or not (listed.merges and ground.above),
    )


def told(key: Key, row: Row, labels: Mapping[str, str], now: dt.datetime) -> str:
    """A value of a row in words; as it is written where it can't be read."""
    if row.typed is None or key.word not in row.typed:
        plain = row.plain.get(key.word)
        return phrase(list(map(str, plain)) if isinstance(plain, list) else str(plain or ""), now)
    value = row.typed[key.word]
    if key.word not in row.plain or row.plain[key.word] in NOTHING:
        return ""
    if labels and isinstance(value, frozenset | tuple | list):
        ranked = [code for code in labels if code in value] + sorted(str(each) for each in value if each not in labels)
        return phrase([labels.get(code, code) for code in ranked], now)
    return phrase(key.shape.told(value), now)


def _source(row: Row, now: dt.datetime) -> str:
    if row.place:
        return gettext("line {n}").format(n=row.line)
    return gettext("from “{name}”").format(name=row.layer.head.name) if row.layer is not None else gettext("standard")


def _why(wrong: Unreadable | None, now: dt.datetime) -> str:
    return phrase(wrong.why, now) if wrong is not None else ""
