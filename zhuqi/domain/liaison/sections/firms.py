"""How a rulebook writes of which enterprises a rule speaks: ``规上``, ``[大型, 中型]``, ``C13``, the name of a list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhuqi.base.words import say
from zhuqi.core.rulebook.reading import Node, Unreadable
from zhuqi.core.rulebook.shapes import Shape, Told, listing, read_all
from zhuqi.domain.directory.rules import Scale, industry_code
from zhuqi.domain.liaison.rules.firms import Both, Industry, Plain, Size, Sort

SORTS: Mapping[str, Plain] = {
    "规上": Size.ABOVE,
    "规上企业": Size.ABOVE,
    "四上": Size.ABOVE,
    "四上企业": Size.ABOVE,
    "规模以上": Size.ABOVE,
    "规下": Size.BELOW,
    "规下企业": Size.BELOW,
    "规模以下": Size.BELOW,
    "大型": Scale.LARGE,
    "大型企业": Scale.LARGE,
    "中型": Scale.MEDIUM,
    "中型企业": Scale.MEDIUM,
    "小型": Scale.SMALL,
    "小型企业": Scale.SMALL,
    "微型": Scale.MICRO,
    "微型企业": Scale.MICRO,
    "工业": Industry("BCD"),
    "工业企业": Industry("BCD"),
    "制造业": Industry("C"),
    "建筑业": Industry("E"),
    "批发零售业": Industry("F"),
    "住宿餐饮业": Industry("H"),
}
TOGETHER: Mapping[str, str] = {"规上工业": "规上且工业", "规上工业企业": "规上且工业", "规下工业企业": "规下且工业"}
"""Words that mean two sorts at once."""
AND = "且"
ALL = ("全部", "全部企业", "所有企业")
LONGEST = 30
"""Characters of the name of a list."""


def sort_of(written: str) -> Sort:
    """The sort that a word means: one of the words, a code of GB/T 4754 (C13, 39), else the name of a list; several with 且
    between them at once."""
    written = TOGETHER.get(written, written)
    if AND in written:
        return Both(frozenset(_plain(part.strip()) for part in written.split(AND)))
    return _plain(written)


def _plain(written: str) -> Plain:
    code = industry_code(written) if written.isascii() else None
    return SORTS.get(written) or (Industry(code) if code else written)


def word_of(sort: Sort) -> str:
    """A sort as it is written."""
    if isinstance(sort, Both):
        return AND.join(sorted(map(word_of, sort.sorts)))
    if isinstance(sort, Industry) and len(sort.code) < 3:
        return sort.code
    known = next((word for word, meant in SORTS.items() if meant == sort and type(meant) is type(sort)), None)
    return known or (sort.code if isinstance(sort, Industry) else str(sort))


@dataclass(frozen=True)
class OneSort(Shape[Sort]):
    """One sort of enterprises."""

    def read(self, node: Node) -> Sort:
        return sort_of(node.text(LONGEST).strip())

    def plain(self, value: Sort) -> str:
        return word_of(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "examples": [*SORTS, "C13"], "minLength": 1, "maxLength": LONGEST}

    def told(self, value: Sort) -> Told:
        return say(value.label) if isinstance(value, (Size, Scale)) else word_of(value)


@dataclass(frozen=True)
class Sorts(Shape[frozenset[Sort]]):
    """Sorts of enterprises: one word or a list of them, of which an enterprise is one. ``全部`` is all, and so is none."""

    def read(self, node: Node) -> frozenset[Sort]:
        if not node.listed:
            return self._all_or(frozenset({OneSort().read(node)}))
        items = node.items()
        found = frozenset(read_all(OneSort(), items))
        if len(found) < len(items):
            raise node.wrong(say("Something is here twice."))
        return self._all_or(found)

    def _all_or(self, found: frozenset[Sort]) -> frozenset[Sort]:
        return frozenset() if found & set(ALL) else found

    def plain(self, value: frozenset[Sort]) -> Any:
        return sorted(map(word_of, value))

    def schema(self) -> dict[str, Any]:
        each = OneSort().schema()
        return {"oneOf": [each, {"type": "array", "items": each, "uniqueItems": True}]}

    def compare(self, one: frozenset[Sort], other: frozenset[Sort]) -> int | None:
        """By the enterprises that they surely hold: no sort is all of them."""
        if one == other:
            return 0
        if not one or (other and one > other):
            return 1
        return -1 if not other or one < other else None

    def told(self, value: frozenset[Sort]) -> Told:
        return listing([OneSort().told(sort) for sort in sorted(value, key=word_of)])


SORT_WORDS = [word_of(one) for one in SORTS.values()]


def unlisted(row: Node, word: str, lists: Collection[str]) -> Iterator[Unreadable]:
    """Names under ``word`` in a row that neither are a sort everybody knows nor one of the section's lists."""
    if not row.has(word):
        return
    found = row.at(word)
    for item in found.items() if found.listed else [found]:
        found_sort = sort_of(item.value.strip())
        for sort in found_sort.sorts if isinstance(found_sort, Both) else (found_sort,):
            plain = isinstance(sort, str) and not isinstance(sort, (Size, Scale))
            if plain and sort not in lists and sort not in ALL:
                yield item.wrong(
                    say(
                        "“{name}” is no sort of enterprises and none of the lists named under “名单”. Sorts are: {known}",
                        name=sort,
                        known=" ".join(dict.fromkeys(SORT_WORDS)),
                    )
                )
