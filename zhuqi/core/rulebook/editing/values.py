"""One value, row or label of a text changed, put in, taken out or moved. No Django."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.rulebook.editing import blocks
from zhuqi.core.rulebook.editing.merging import merged
from zhuqi.core.rulebook.reading import read

LAYOUTS = ((4, 2), (2, 0))
"""How far lists stand in: two characters under their key, or not at all. The first that gives a text back as it is holds."""
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NEXT = "+"
"""In a path: the place after the last of a list."""


def changed(text: str, path: Sequence[str], plain: Any) -> str:
    """The text with one value put in (``None``: taken out). ``path`` as a node has it: keys, and places in lists counted from 1;
    ``+`` for a new place at the end of one. ``plain``: texts, numbers, lists and mappings, as ``Shape.plain`` gives them.

    Raises Unreadable where the text can't be read, Refused where the path leads nowhere. Keys on the way that aren't there are
    made.
    """
    return all_changed(text, [(path, plain)])


def all_changed(text: str, changes: Sequence[tuple[Sequence[str], Any]]) -> str:
    """The same with several values, one after the other."""
    root = _loaded(text)
    line = None
    for path, plain in changes:
        holder = _holder(root, path[:-1])
        line = _line_of(text, path, holder, plain) if len(changes) == 1 else None
        if isinstance(holder, CommentedSeq):
            _put_row(holder, path[-1], plain)
        elif plain is None:
            holder.pop(path[-1], None)
        else:
            holder[path[-1]] = _made(plain)
    return _written(text, root, line)


def emptied(text: str, path: Sequence[str]) -> str:
    """The text with nothing left in a list or in labels; that there is nothing stands written. Raises as ``changed``."""
    root = _loaded(text)
    holder = _holder(root, path[:-1])
    held = holder[path[-1]]
    holder[path[-1]] = _made([] if isinstance(held, CommentedSeq) else {})
    at, above = blocks.block(text, path), blocks.block(text, path[:-1])
    line = None
    if at is not None and above is not None and isinstance(holder, CommentedMap):
        key = above.entries[list(holder).index(path[-1])]
        line = blocks.closed(text, at, key, "[]" if isinstance(held, CommentedSeq) else "{}")
    return _written(text, root, line)


def moved(text: str, path: Sequence[str], place: int) -> str:
    """The text with an entry of a list or of labels, counted from 1, and the next one exchanged. Raises as ``changed``."""
    root = _loaded(text)
    held = _holder(root, path)
    if not 1 <= place < len(held):
        raise Refused(say("There is no place {place} in this list; it has {n}.", place=place + 1, n=len(held)))
    if isinstance(held, CommentedSeq):
        held[place - 1], held[place] = held[place], held[place - 1]
    else:
        key = list(held)[place]
        held.insert(place - 1, key, held.pop(key))
    at = blocks.block(text, path)
    alone = at is not None and all(entry.alone for entry in at.entries[place - 1 : place + 1])
    return _written(text, root, blocks.swapped(text, at, place - 1) if at is not None and alone else None)


def renamed(text: str, path: Sequence[str], old: str, new: str) -> str:
    """The text with a key of a mapping called otherwise, in its place. Raises as ``changed``."""
    root = _loaded(text)
    held = _holder(root, path)
    if not isinstance(held, CommentedMap) or old not in held:
        raise Refused(say("“{path}” leads nowhere in this text.", path=" / ".join((*path, old))))
    if new in held and new != old:
        raise Refused(say("Something is here twice."))
    place, comment = list(held).index(old), held.ca.items.pop(old, None)
    held.insert(place, new, held.pop(old))
    if comment is not None:
        held.ca.items[new] = comment
    return _written(text, root, None)


def _loaded(text: str) -> Any:
    """The text as the library holds it, to be changed. Raises Unreadable."""
    read(text)
    return _yaml(_layout(text)[0]).load(text)


def _written(text: str, root: Any, line: str | None) -> str:
    """The changed text: ``line``, made line by line, where that says the same; else as the library writes it, with every line
    that says what it said."""
    layout, same = _layout(text)
    if line is not None:
        try:
            if _alike(_yaml(layout).load(line), root):
                return line
        except YAMLError:
            pass
    return merged(text, same, _dumped(root, layout))


def _alike(one: Any, other: Any) -> bool:
    """Whether two say the same, in the same order."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return list(one) == list(other) and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, CommentedSeq | list) and isinstance(other, CommentedSeq | list):
        return len(one) == len(other) and all(map(_alike, one, other))
    return bool(one == other)


def _line_of(text: str, path: Sequence[str], holder: Any, plain: Any) -> str | None:
    """The text changed line by line, where something is put behind the last of its like, or a whole entry is taken out."""
    at = blocks.block(text, path[:-1])
    if at is None:
        return None
    if isinstance(holder, CommentedSeq):
        if path[-1] == NEXT and plain is not None:
            flow = at.entries[-1].flow
            return blocks.put_in(
                text, at, _dumped(CommentedSeq([_made(plain, like=None if flow else holder[-1])]), LAYOUTS[1])
            )
        place = _place(holder, path[-1])
    elif path[-1] in holder:
        place = list(holder).index(path[-1])
    elif plain is not None:
        return blocks.put_in(text, at, _dumped(CommentedMap({path[-1]: _made(plain)}), LAYOUTS[0]))
    else:
        return text
    alone = len(at.entries) > 1 and at.entries[place].alone
    return blocks.taken_out(text, at, place) if plain is None and alone else None


def _date(plain: str) -> dt.date | str:
    """A date, which is written without quotation marks; what only looks like one stays a text."""
    try:
        return dt.date.fromisoformat(plain)
    except ValueError:
        return plain


def _yaml(layout: tuple[int, int]) -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes, yaml.width, yaml.allow_unicode = True, 1 << 16, True
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=layout[0], offset=layout[1])
    return yaml


def _dumped(root: Any, layout: tuple[int, int]) -> str:
    written = io.StringIO()
    _yaml(layout).dump(root, written)
    return written.getvalue()


@lru_cache(maxsize=16)
def _layout(text: str) -> tuple[tuple[int, int], str]:
    """How a text's lists stand in, and the text as the library writes it so."""
    found = [(layout, _dumped(_yaml(layout).load(text), layout)) for layout in LAYOUTS]
    return next((pair for pair in found if pair[1] == text), found[0])


def _holder(root: Any, path: Sequence[str]) -> CommentedMap | CommentedSeq:
    """The mapping or list that a path leads to; mappings that aren't there are made."""
    found = root
    for step in path:
        if isinstance(found, CommentedMap):
            if found.get(step) is None:
                found[step] = CommentedMap()
            found = found[step]
        elif isinstance(found, CommentedSeq):
            found = found[_place(found, step)]
        else:
            break
    if not isinstance(found, CommentedMap | CommentedSeq):
        raise Refused(say("“{path}” leads nowhere in this text.", path=" / ".join(path)))
    return found


def _place(rows: CommentedSeq, step: str) -> int:
    """A place in a list, from 0. Raises Refused."""
    if not step.isdecimal() or not 1 <= int(step) <= len(rows):
        raise Refused(say("There is no place {place} in this list; it has {n}.", place=step, n=len(rows)))
    return int(step) - 1


def _put_row(rows: CommentedSeq, step: str, plain: Any) -> None:
    if step == NEXT and plain is not None:
        if not len(rows) and isinstance(plain, Mapping):
            rows.fa.set_block_style()
        rows.append(_made(plain, like=rows[-1] if len(rows) else None))
    elif plain is None:
        del rows[_place(rows, step)]
    else:
        place = _place(rows, step)
        rows[place] = _made(plain, like=rows[place])


def _made(plain: Any, like: Any = None) -> Any:
    """A value as the library holds it; lists and mappings in one line, unless what they stand beside isn't; a list of rows with
    a line each."""
    made: CommentedMap | CommentedSeq
    if isinstance(plain, Mapping):
        made = CommentedMap({key: _made(value) for key, value in plain.items()})
    elif isinstance(plain, list | tuple):
        made = CommentedSeq(_made(value) for value in plain)
    elif isinstance(plain, str) and DATE.fullmatch(plain):
        return _date(plain)
    else:
        return plain
    rows = isinstance(made, CommentedSeq) and len(made) and all(isinstance(each, CommentedMap) for each in made)
    if rows or (isinstance(like, CommentedMap) and not like.fa.flow_style()):
        made.fa.set_block_style()
    else:
        made.fa.set_flow_style()
    return made
