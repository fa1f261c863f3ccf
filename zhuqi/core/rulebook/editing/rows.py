"""The rows of a list as they hold for a text, its own and those it is given; and one of them changed, added, taken out or moved.

No Django.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass
from typing import Any

from zhuqi.base.errors import Refused
from zhuqi.base.words import say
from zhuqi.core.rulebook.editing.lists import ALONE, CODE, LABEL, Listed, Path
from zhuqi.core.rulebook.editing.values import NEXT, all_changed, changed, emptied, moved, renamed
from zhuqi.core.rulebook.keys import Part, keys_of
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Word, YesNo, alone_or_listed
from zhuqi.core.rulebook.standing import Layer, rooted


@dataclass(frozen=True)
class Row:
    """One row. ``place``: in the text's own list, from 1; 0 where it isn't there. ``plain``: {word: what is written}, in the way
    that is written back; ``typed``: {word: value}, also the standard's, None where the row can't be read: ``wrong`` says why.
    ``layer``: the text above that says it, None for the text's own and for the standard."""

    place: int
    plain: Mapping[str, Any]
    typed: Mapping[str, Any] | None
    line: int = 0
    layer: Layer | None = None
    wrong: Unreadable | None = None


@dataclass(frozen=True)
class Held:
    """What stands under a key: ``own`` rows of the text, and those ``given`` from above or by the standard. ``written``: whether
    the text has the key."""

    own: tuple[Row, ...]
    given: tuple[Row, ...]
    written: bool


def held(text: str, listed: Listed, above: Layer | None) -> Held:
    """The rows that hold for a text over that of the place above. Raises Unreadable where the text can't be taken apart."""
    node = _node(rooted(text), listed.path)
    own = tuple(_own(listed, item, n) for n, item in enumerate(_items(listed, node), 1)) if node is not None else ()
    if node is not None and not (listed.merges and above):
        return Held(own, (), written=True)
    has = rooted(text).has(listed.path[0])
    base = listed.of(above.sections[listed.path[0]]) if above else _standard(listed, has)
    names = {_name(listed, row.typed) for row in own if row.typed is not None}
    given = [_given(listed, each, above) for each in _each(listed, base)]
    if listed.merges:
        given = [row for row in given if _name(listed, row.typed or {}) not in names]
    return Held(own, tuple(given), written=node is not None)


def _standard(listed: Listed, has: bool) -> Any:
    return listed.default if has else listed.of(listed.section.standard())


def _each(listed: Listed, value: Any) -> list[Any]:
    return (
        list(value.items())
        if listed.labels
        else sorted(value, key=str)
        if isinstance(value, frozenset)
        else list(value)
    )


def _name(listed: Listed, typed: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(typed.get(word) for word in listed.known_by)


def _node(root: Node, path: Path) -> Node | None:
    """What stands at a path; None where nothing does, or the part is said by one value alone."""
    node: Node = root
    for step in path:
        if not node.keyed or not node.has(step):
            return None
        node = node.at(step)
    return node


def _items(listed: Listed, node: Node) -> list[Node]:
    if listed.labels and node.keyed:
        return [item for _, item in node.pairs()]
    return alone_or_listed(node)


def _own(listed: Listed, item: Node, place: int) -> Row:
    """A row of the text's own, as far as it can be read."""
    if listed.labels:
        label = str(item.value)
        whole = {LABEL: label, CODE: item.key if _node_is_pair(item) else label}
        return Row(place, whole, whole, item.line)
    plain: dict[str, Any] = {}
    typed: dict[str, Any] = {}
    for word, key in listed.keys.items():
        node = item if _stands_for(listed, item, word) else item.at(word) if item.keyed and item.has(word) else None
        if node is None:
            continue
        try:
            typed[word] = key.shape.read(node)
            plain[word] = key.shape.plain(typed[word]) if _picked(key.shape) else node.value
        except Unreadable:
            plain[word] = node.value
    try:
        value = listed.shape.each.read(item) if listed.row is None else _whole(listed, item)
    except Unreadable as wrong:
        return Row(place, plain, None, item.line, wrong=wrong)
    return Row(place, plain, _typed(listed, value), item.line)


def _picked(shape: Any) -> bool:
    """Whether a value is one of some words, which may be written in several ways; else it is kept as somebody wrote it."""
    return isinstance(getattr(shape, "each", shape), (Word, YesNo))


def _node_is_pair(item: Node) -> bool:
    return not (item.path and item.path[-1].isdecimal() and item.path[-1] != item.key)


def _stands_for(listed: Listed, item: Node, word: str) -> bool:
    """Whether a row is written as the value of this key alone."""
    return not item.keyed and word == (listed.short if listed.row is not None else ALONE)


def _whole(listed: Listed, item: Node) -> Any:
    if not item.keyed and listed.short:
        return _part(listed, short=True).read(item)
    return _part(listed).read(item)


def _part(listed: Listed, *, short: bool = False) -> Any:
    from_short = {key.word: field for field, key in keys_of(listed.row).items()} if listed.row else {}
    return Part(listed.row, from_short[listed.short] if short else "")  # type: ignore[arg-type]


def _typed(listed: Listed, value: Any) -> Mapping[str, Any]:
    """{word: value} of a row."""
    if listed.row is None:
        return {ALONE: value}
    return {key.word: getattr(value, field) for field, key in keys_of(listed.row).items()}


def _given(listed: Listed, each: Any, above: Layer | None) -> Row:
    if listed.labels:
        whole = {LABEL: each[1], CODE: each[0]}
        return Row(0, whole, whole, layer=above)
    typed = _typed(listed, each)
    plain = _plain(listed, typed)
    word = listed.path[0]
    from_above = [
        one for one in (above.chain() if above else ()) if each in _each(listed, listed.of(one.sections[word]))
    ]
    return Row(0, plain, typed, layer=from_above[-1] if from_above else above)


def _plain(listed: Listed, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What is written of a row: not what is the standard anyway."""
    spare = standard(listed)
    said = {word: value for word, value in typed.items() if word not in spare or value != spare[word]}
    return {word: listed.keys[word].shape.plain(value) for word, value in said.items() if value is not None}


def standard(listed: Listed) -> Mapping[str, Any]:
    """{word: value} of the keys of a row that may be left out."""
    if listed.row is None:
        return {}
    found = {}
    for field, key in keys_of(listed.row).items():
        made = listed.row.__dataclass_fields__[field]
        if made.default is not MISSING or made.default_factory is not MISSING:
            found[key.word] = made.default if made.default is not MISSING else made.default_factory()
    return found


def added(text: str, listed: Listed, plain: Mapping[str, Any], above: Layer | None) -> str:
    """The text with one more row at the end of its own. Where it has none of its own and rows don't merge, what was given is
    written out first: a list of its own takes the place of the whole."""
    text = _ready(text, listed, above)
    if not listed.labels:
        return changed(text, (*listed.path, NEXT), _row(listed, plain))
    code, label = plain.get(CODE) or plain[LABEL], plain[LABEL]
    text = _mapped(text, listed) if code != label else text
    if _mapping(text, listed):
        if code in rooted_at(text, listed.path).value:
            raise Refused(say("Something is here twice."))
        return changed(text, (*listed.path, code), label)
    return changed(text, (*listed.path, NEXT), label)


def rewritten(text: str, listed: Listed, row: Row, plain: Mapping[str, Any], above: Layer | None) -> str:
    """The text with a row of its own, or one that it is given, as ``plain`` says; only keys that say something else are touched."""
    if row.place and plain == row.plain:
        return text
    if not row.place:
        if listed.merges and above:
            return added(text, listed, plain, above)
        found = held(text, listed, above).given
        place = found.index(row) + 1
        text = _ready(text, listed, above)
        row = held(text, listed, above).own[place - 1]
    text = _ready(text, listed, above)
    if listed.labels:
        return _relabelled(text, listed, row, plain)
    if listed.row is None:
        return changed(text, (*listed.path, str(row.place)), plain[ALONE])
    here = (*listed.path, str(row.place))
    if not rooted_at(text, here).keyed and listed.short:
        text = changed(text, here, {listed.short: rooted_at(text, here).value})
    differ = [word for word in listed.keys if plain.get(word) != row.plain.get(word)]
    return all_changed(text, [((*here, word), plain.get(word)) for word in differ])


def removed(text: str, listed: Listed, row: Row, above: Layer | None) -> str:
    """The text without a row. Raises Refused for one of the place above, where these merge."""
    if not row.place:
        if listed.merges and above:
            raise Refused(say("This row comes from the place above. It can be changed here, not taken out."))
        place = held(text, listed, above).given.index(row) + 1
        text = _ready(text, listed, above)
        row = held(text, listed, above).own[place - 1]
    text = _ready(text, listed, above)
    own = held(text, listed, above).own
    if len(own) == 1:
        return emptied(text, listed.path)
    step = row.plain[CODE] if _mapping(text, listed) else str(row.place)
    return changed(text, (*listed.path, step), None)


def shifted(text: str, listed: Listed, row: Row, by: int, above: Layer | None) -> str:
    """The text with a row one place further up (``by`` -1) or down (1). Raises Refused at an end of the list."""
    place = row.place or held(text, listed, above).given.index(row) + 1
    return moved(_ready(text, listed, above), listed.path, place if by > 0 else place - 1)


def _row(listed: Listed, plain: Mapping[str, Any]) -> Any:
    return plain[ALONE] if listed.row is None else {word: plain[word] for word in listed.keys if word in plain}


def _relabelled(text: str, listed: Listed, row: Row, plain: Mapping[str, Any]) -> str:
    code, label = plain.get(CODE) or plain[LABEL], plain[LABEL]
    if not _mapping(text, listed):
        if code == label:
            return changed(text, (*listed.path, str(row.place)), label)
        text = _mapped(text, listed)
    if code != row.plain[CODE]:
        text = renamed(text, listed.path, row.plain[CODE], code)
    return changed(text, (*listed.path, code), label) if label != row.plain[LABEL] else text


def _ready(text: str, listed: Listed, above: Layer | None) -> str:
    """The text with a list at the key: parts said by one value alone are opened, a row that stands alone is put into a list, and
    what was given as a whole is written out."""
    for depth, (_, part) in enumerate(listed.parts, 2):
        node = _node(rooted(text), listed.path[:depth])
        if node is not None and not node.keyed and part.short:
            text = changed(text, listed.path[:depth], {keys_of(part.cls)[part.short].word: node.value})
    node = _node(rooted(text), listed.path)
    if node is None:
        given = () if listed.merges and above else held(text, listed, above).given
        if listed.labels:
            return changed(text, listed.path, {row.plain[CODE]: row.plain[LABEL] for row in given})
        return changed(text, listed.path, [_row(listed, row.plain) for row in given])
    if not node.listed and not (listed.labels and node.keyed):
        return changed(text, listed.path, [node.value])
    return text


def _mapping(text: str, listed: Listed) -> bool:
    """Whether labels are written with their codes."""
    return listed.labels and rooted_at(text, listed.path).keyed


def _mapped(text: str, listed: Listed) -> str:
    """The text with codes before its labels."""
    node = rooted_at(text, listed.path)
    return text if node.keyed else changed(text, listed.path, {item.value: item.value for item in node.items()})


def rooted_at(text: str, path: Sequence[str]) -> Node:
    """The node at a path. Raises Refused where nothing stands there."""
    node = rooted(text)
    for step in path:
        if node.listed and step.isdecimal() and 1 <= int(step) <= len(node.value):
            node = node.items()[int(step) - 1]
        elif node.keyed and node.has(step):
            node = node.at(step)
        else:
            raise Refused(say("“{path}” leads nowhere in this text.", path=" / ".join(path)))
    return node
