"""Whether a path that a statement writes (``办理/时限/答复（种类 咨询）``) leads to a value of an edition. No Django.

A row is known by its name and its filters: in any order, by codes or labels, with either sort of brackets and commas.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from zhuqi.core.rulebook.keys import keys_of

Path = tuple[str, ...]
Labels = Mapping[str, Mapping[str, str]]
"""{filter: {label: code}}"""
ROW = re.compile(r"([^()]*)\((.*)\)")
APART = re.compile(r"[,、;\s]+")
Known = tuple[str, frozenset[tuple[str, frozenset[str]]]]


def labels_of(section: Any) -> Labels:
    """The labels that a section gives, by the key under which it does."""
    return {
        row.word: {str(label): str(code) for code, label in value.items()}
        for field, row in keys_of(type(section)).items()
        if isinstance(value := getattr(section, field), Mapping)
    }


def leads(path: Path, to: Path, labels: Labels) -> bool:
    """Whether a path as a statement writes it leads to a value: a part of it, a row by its first words or by its filters, or
    further into a row."""
    first, *steps = zip(path, to, strict=False)
    return first[0] == first[1] and all(
        there.startswith(asked) or (known(asked, labels) is not None and known(asked, labels) == known(there, labels))
        for asked, there in steps
    )


def known(written: str, labels: Labels) -> Known | None:
    """By what a row is known: its name, and each filter with its codes; None for what names no filter."""
    return _known(written, tuple((key, tuple(pairs.items())) for key, pairs in labels.items()))


@lru_cache(maxsize=4096)
def _known(written: str, labels: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> Known | None:
    plain = unicodedata.normalize("NFKC", written).strip()
    for label, code in sorted({pair for _, pairs in labels for pair in pairs}, key=lambda pair: -len(pair[0])):
        name = unicodedata.normalize("NFKC", label)
        if APART.search(name):
            plain = plain.replace(name, code)
    found = ROW.fullmatch(plain)
    if found is None:
        return None
    codes = {key: {unicodedata.normalize("NFKC", label): code for label, code in pairs} for key, pairs in labels}
    named: dict[str, set[str]] = {}
    key = ""
    for word in filter(None, APART.split(found[2])):
        begins = next((filter_ for filter_ in FILTERS if word.startswith(filter_)), None)
        if begins is not None:
            key = begins
            named.setdefault(key, set())
        value = word.removeprefix(begins or "").lstrip(":")
        if value:
            named.setdefault(key, set()).add(codes.get(key, {}).get(value, value))
    return found[1].strip(), frozenset((key, frozenset(values)) for key, values in named.items())


FILTERS = ("种类", "类别", "级别", "缓急", "渠道", "规模", "办理方式", "钟", "企业", "计入", "同一单位", "职级", "范围")
"""Words by which rows are told apart."""


def nearest(path: Path, values: Iterable[Path]) -> str:
    """The path nearest to one that leads nowhere, as a statement would write it; nothing where none is near."""
    depth = len(path)
    there = dict.fromkeys("/".join(each[:n]) for each in values for n in (depth, depth + 1) if len(each) >= n)
    found = difflib.get_close_matches("/".join(path), there, n=1, cutoff=0.6)
    return found[0] if found else ""
