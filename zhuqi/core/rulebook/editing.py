"""Changing one value of a text and nothing else: comments, order and the way it is laid out stay. No Django."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
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
    read(text)
    layout = _layout(text)
    root = _yaml(layout).load(text)
    holder = _holder(root, path[:-1])
    last = path[-1]
    if isinstance(holder, CommentedSeq):
        _put_row(holder, last, plain)
    elif plain is None:
        holder.pop(last, None)
    else:
        holder[last] = _made(plain)
    written = io.StringIO()
    _yaml(layout).dump(root, written)
    return written.getvalue()


def _date(plain: str) -> dt.date | str:
    """A date, which is written without quotation marks; what only looks like one stays a text."""
    try:
        return dt.date.fromisoformat(plain)
    except ValueError:
        return plain


def _yaml(layout: tuple[int, int]) -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes, yaml.width, yaml.allow_unicode = True, 1 << 16, True
    yaml.indent(mapping=2, sequence=layout[0], offset=layout[1])
    return yaml


def _layout(text: str) -> tuple[int, int]:
    """How a text's lists stand in."""
    for layout in LAYOUTS:
        written = io.StringIO()
        _yaml(layout).dump(_yaml(layout).load(text), written)
        if written.getvalue() == text:
            return layout
    return LAYOUTS[0]


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
        rows.append(_made(plain, like=rows[-1] if len(rows) else None))
    elif plain is None:
        del rows[_place(rows, step)]
    else:
        place = _place(rows, step)
        rows[place] = _made(plain, like=rows[place])


def _made(plain: Any, like: Any = None) -> Any:
    """A value as the library holds it; lists and mappings in one line, unless what they stand beside isn't."""
    made: CommentedMap | CommentedSeq
    if isinstance(plain, Mapping):
        made = CommentedMap({key: _made(value) for key, value in plain.items()})
    elif isinstance(plain, list | tuple):
        made = CommentedSeq(_made(value) for value in plain)
    elif isinstance(plain, str) and DATE.fullmatch(plain):
        return _date(plain)
    else:
        return plain
    if isinstance(like, CommentedMap) and not like.fa.flow_style():
        made.fa.set_block_style()
    else:
        made.fa.set_flow_style()
    return made
