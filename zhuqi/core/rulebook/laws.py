"""The guard: what a text asks for that the laws of the land forbid, with the law. Works over plain words; no Django.

A key, or a value that does something, is refused. Prose that only carries words (remarks, quoted originals, labels,
questions, examples) is flagged. What is forbidden in a text ("不得打卡") or switched off ("打卡: 否") is neither.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from zhuqi.base.words import Sentence, say
from zhuqi.core.rulebook.classes import HINTS
from zhuqi.core.rulebook.disguised import DISGUISED_NOT
from zhuqi.core.rulebook.disguised_must import DISGUISED_MUST
from zhuqi.core.rulebook.lawbook import LAWS, Law
from zhuqi.core.rulebook.lawwords import Kind, Row, bare, settled
from zhuqi.core.rulebook.must import MUST
from zhuqi.core.rulebook.mustnot import MUST_NOT
from zhuqi.core.rulebook.negation import banned, denied, switched_off
from zhuqi.core.rulebook.suspected import SUSPECTED_NOT
from zhuqi.core.rulebook.suspected_must import SUSPECTED_MUST

ROWS = MUST_NOT + MUST + DISGUISED_NOT + DISGUISED_MUST + SUSPECTED_NOT + SUSPECTED_MUST


@dataclass(frozen=True)
class Said:
    """One key, or one scalar, of a text: the keys that lead to it (its own last; places in a list as numbers), its line, its
    words. A scalar has the path of its key."""

    path: tuple[str, ...]
    line: int
    text: str

    @property
    def is_key(self) -> bool:
        """Whether it is a key and not what stands under one."""
        return bool(self.path) and self.path[-1] == self.text


@dataclass(frozen=True)
class Verdict:
    """What is wrong with one of the said: refused, or only flagged."""

    said: Said
    law: Law
    sentence: Sentence
    refused: bool


PROSE = frozenset(
    "说明 原文 备注 注 注释 依据 出处 来源 引文 引用 标题 名称 标签 问 问题 问句 题目 提问 文字 提示 提示语 规则 "
    "释义 描述 简介 原话 条文 例 例子 示例 样例 举例"
    " 案例 情景 待实现 背景 目的 文号 种类 类别 事由 不受理事由 零走访原因".split()
)
"""Keys under which words are only carried."""
ASKED = frozenset({"问", "问题"})
"""Under 督核 a question decides whether a reply holds: what it asks for is wanted."""
WEIGHED = re.compile("权重|分值|得分|计分|加分|扣分|满分|每次|目标值|排名|考核")
BY_STEM: dict[str, list[Row]] = {}
for _row in ROWS:
    for _stem in _row.stems:
        BY_STEM.setdefault(_stem, []).append(_row)
STRONG = frozenset(stem for row in ROWS if not row.weak for stem in row.stems)
PAIRS: dict[str, tuple[str, ...]] = {
    stem[:2]: tuple(other for other in STRONG if other[:2] == stem[:2]) for stem in STRONG
}
"""The stems by their first two characters; none is shorter."""
SCREEN = re.compile(f"[{''.join({pair[0] for pair in PAIRS})}](?=[{''.join({pair[1] for pair in PAIRS})}])")
BY_FIRST: dict[str, list[str]] = {}
for _stem in BY_STEM:
    BY_FIRST.setdefault(_stem[0], []).append(_stem)
LABELS = frozenset({"名称", "标题", "标签", "规则"})
CARRIED = PROSE - LABELS
LONGEST_QUOTE = 40
LONGEST_SENTENCE, OVERLAP = 400, 60
"""Characters. A sentence that goes on for longer is read in pieces."""
MOST_BESIDE = 40
"""Entries of a mapping that are read together; one with more is a list of things, not one thing."""


def forbidden(entries: Iterable[Said], known: Collection[str] = frozenset()) -> Iterator[Verdict]:
    """What the text asks for that is forbidden, in the text's order: at most one verdict for each of the said and law, and none
    below a key that has one already. ``entries``: every key and every scalar, in the text's order. ``known``: keys of the
    language; a mapping of these alone says what each of them says, and nothing more by standing together.

    Cost: one search over all words for the stems of the table, then some 50 µs for each line that has one.
    """
    said = list(entries)
    text = _Text(said, frozenset(known))
    told: dict[bool, set[tuple[str, tuple[str, ...]]]] = {True: set(), False: set()}
    broken: dict[tuple[int, str], Row] = {}
    for at, row in text.broken():
        held = broken.setdefault((at, row.law), row)
        if held.mild and not row.mild:
            broken[at, row.law] = row
    meant = {(law, said[at].path) for (at, law), row in broken.items() if not row.mild}
    for (at, law), row in sorted(broken.items(), key=lambda item: item[0]):
        one = said[at]
        above = {(law, one.path[:n]) for n in range(1, len(one.path) + (not one.is_key))}
        untold = told[False].isdisjoint(above) and (not row.mild or told[True].isdisjoint(above))
        if untold and not (row.mild and (law, one.path) in meant):
            if one.is_key:
                told[row.mild].add((law, one.path))
            yield _verdict(one, row, weighed=text.weighed(one))


def _verdict(said: Said, row: Row, *, weighed: bool) -> Verdict:
    law = LAWS[row.law]
    above = said.path[: len(said.path) - said.is_key]
    carried = (PROSE - ASKED if "督核" in above else PROSE) & set(above)
    prose = bool(carried - LABELS) or bool(carried and not weighed)
    quote = " ".join(said.text.split())
    quote = quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE]}…"
    sentence = say(
        "“{quote}”: {why} ({code}, {source})", quote=quote, why=law.sentence, code=law.code, source=law.source
    )
    return Verdict(said, law, sentence, refused=not (prose or row.mild))


class _Text:
    """The said of one text, as rows are held against them."""

    def __init__(self, said: Sequence[Said], known: frozenset[str]) -> None:
        self.said, self.known = said, known
        self.wanted = self._candidates()
        self._records = dict(self._grouped())
        self._weighed: dict[tuple[str, ...], bool] = {}

    def _candidates(self) -> list[int]:
        """Where a word of the table stands, and what stands under such a key."""
        parts = [one.text.replace("\n", "，") if "\n" in one.text else one.text for one in self.said]
        joined = bare("\n".join(parts))
        ends = list(accumulate(len(part) + 1 for part in joined.split("\n")))
        wanted: set[int] = set()
        for hit in sorted({bisect_right(ends, at) for at in _stems_in(joined)}):
            if self.said[hit].is_key and hit not in wanted:
                wanted.update(self._below(hit))
            wanted.add(hit)
        return sorted(wanted)

    def _below(self, hit: int) -> Iterator[int]:
        path = self.said[hit].path
        for index in range(hit + 1, len(self.said)):
            if self.said[index].path[: len(path)] != path:
                return
            yield index

    def _grouped(self) -> Iterator[tuple[tuple[str, ...], list[tuple[int, Said, Said]]]]:
        """(keys above, (place of the value, key, value) of each scalar) of every mapping in which something is wanted. What is
        switched off or only carried is left out."""
        seen: set[tuple[str, ...]] = set()
        for index in self.wanted:
            parent = self.said[index].path[:-1]
            if parent and parent not in seen:
                seen.add(parent)
                yield (
                    parent,
                    [
                        (at, self.said[at - 1], self.said[at])
                        for at in self._inside(index, parent)
                        if (key := self.said[at - 1]).path == self.said[at].path
                        and key.path[:-1] == parent
                        and key.is_key
                        and key.text not in CARRIED
                        and not switched_off(settled(self.said[at].text))
                    ],
                )

    def _inside(self, index: int, parent: tuple[str, ...]) -> range:
        """What stands under ``parent`` around a place, the first left out."""
        deep, said = len(parent), self.said
        first = last = index
        while first > 0 and said[first - 1].path[:deep] == parent:
            first -= 1
        while last < len(said) and said[last].path[:deep] == parent:
            last += 1
        return range(first + 1, last)

    def broken(self) -> Iterator[tuple[int, Row]]:
        """(which of the said, row) for each row that is broken, by one alone or by several of a mapping together."""
        for index in self.wanted:
            yield from self._alone(index)
        for parent, pairs in self._records.items():
            if 2 <= len(pairs) <= MOST_BESIDE and not all(key.text in self.known for _, key, _ in pairs):
                yield from self._together(parent, pairs)

    def _alone(self, index: int) -> Iterator[tuple[int, Row]]:
        one = self.said[index]
        if not one.is_key:
            if index and self.said[index - 1].is_key and self.said[index - 1].path == one.path:
                yield from self._pair(index - 1, self.said[index - 1], one)
            else:
                yield from ((index, row) for row, *_ in _breaks("/".join(_names(one.path)) + ":", settled(one.text)))
        elif index + 1 < len(self.said) and self.said[index + 1].path == one.path:
            yield from self._pair(index, one, self.said[index + 1])
        else:
            yield from ((index, row) for row, *_ in _breaks(_head(one.path[:-1]), settled(one.text)))

    def _pair(self, index: int, key: Said, value: Said) -> Iterator[tuple[int, Row]]:
        head, name, words = _head(key.path[:-1]), settled(key.text), settled(value.text)
        for row, start, _ in _breaks(head, f"{name}:{words}", words):
            yield (index if start <= len(head) + len(name) else index + 1), row

    def _together(self, parent: tuple[str, ...], pairs: list[tuple[int, Said, Said]]) -> Iterator[tuple[int, Row]]:
        head = _head(parent)
        parts = [f"{settled(key.text)}:{settled(value.text)}" for _, key, value in pairs]
        starts = list(accumulate((len(part) + 1 for part in parts[:-1]), initial=len(head)))
        for row, _, end in _breaks(head, "|".join(parts)):
            yield pairs[max(bisect_right(starts, end - 1) - 1, 0)][0], row

    def weighed(self, one: Said) -> bool:
        """Whether this stands beside a weight or a score, or under one: then a label is what is scored."""
        above = one.path[:-1]
        if above not in self._weighed:
            beside = (key.text for _, key, _ in self._records.get(above, ()))
            self._weighed[above] = any(WEIGHED.search(word) for word in (*beside, *above))
        return self._weighed[above]


def _stems_in(text: str) -> Iterator[int]:
    """Where a stem begins, or where a duty of an enterprise may stand."""
    for found in SCREEN.finditer(text):
        at = found.start()
        stems = PAIRS.get(text[at : at + 2])
        if stems and text.startswith(stems, at):
            yield at
    yield from (found.start() for found in HINTS.finditer(text))


def _head(path: tuple[str, ...]) -> str:
    return "".join(f"{name}/" for name in _names(path))


def _names(path: tuple[str, ...]) -> Iterator[str]:
    return (settled(name) for name in path if not name.isdigit())


@lru_cache(maxsize=4096)
def _breaks(head: str, body: str, value: str = "") -> tuple[tuple[Row, int, int], ...]:
    """(row, where its words begin and end) for each row that ``body`` breaks, standing under ``head``. ``value``: what stands
    behind the colon, where the body is a key with its value."""
    if banned(head):
        return ()
    off = len(head) + len(body) - len(value) if value and switched_off(value) else 0
    found: dict[int, tuple[Row, int, int]] = {}
    at = 0
    for sentence in body.split("。"):
        for start in range(0, max(len(sentence), 1), LONGEST_SENTENCE - OVERLAP):
            text = head + sentence[start : start + LONGEST_SENTENCE]
            for row in _rows_for(text):
                if id(row) not in found and (span := _span(row, text, len(head), off=off)) is not None:
                    begins, ends = span
                    found[id(row)] = row, begins + at + start if begins >= len(head) else begins, ends + at + start
        at += len(sentence) + 1
    return tuple(found.values())


def _rows_for(text: str) -> list[Row]:
    """The rows of which a stem is there."""
    stems = [stem for first in set(text) if first in BY_FIRST for stem in BY_FIRST[first] if stem in text]
    rows = {id(row): row for stem in stems for row in BY_STEM[stem]}
    return list(rows.values())


def _span(row: Row, text: str, head: int, *, off: int) -> tuple[int, int] | None:
    """Where in a sentence the words of a row stand that it means; None where it doesn't."""
    if row.wide and not _fits(row, text, text):
        return None
    for found in row.words.finditer(text):
        if found.end() > head and _holds(row, text, found, head, off=off):
            return found.span()
    return None


def _fits(row: Row, here: str, around: str) -> bool:
    """Whether what must stand beside the words of a row does, and nothing excuses them."""
    return not (row.beside and not row.beside.search(here)) and not (row.unless and row.unless.search(around))


def _holds(row: Row, text: str, found: re.Match[str], head: int, *, off: int) -> bool:
    """Whether what was found is meant: what must stand beside it does, nothing excuses it, and it isn't denied."""
    if not row.wide:
        clause, aside = _clause(text, found, head)
        if not _fits(row, clause, clause + aside):
            return False
    if row.if_so and not row.if_so(found):
        return False
    if row.kind is Kind.BARE:
        return True
    drops = row.kind is Kind.DROPS
    return (found.start() < off or denied(text, found, head, needed=drops)) is drops


ALLOWS = re.compile(r"(?:也?可|自愿|不强制|非必)[^,]*")


def _clause(text: str, found: re.Match[str], head: int) -> tuple[str, str]:
    """The clause around what was found with the keys above it; and the next one, where that leaves it open."""
    first = text.rfind(",", head, max(found.start(), head)) + 1 or head
    last = text.find(",", found.end())
    last = last if last >= 0 else len(text)
    aside = ALLOWS.match(text, last + 1)
    return text[:head] + text[first:last], f",{aside[0]}" if aside else ""
