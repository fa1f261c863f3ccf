"""The shipped rulebooks are clean, their examples hold and would fail under other numbers; docs/rulebooks.md counts them right."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.cast import RULEBOOK
from tests.rulebook.otherwise import fails
from zhuqi.base.worktime.hours import OfficeHours
from zhuqi.base.worktime.spans import Span
from zhuqi.core.rulebook.checking import Level
from zhuqi.core.rulebook.comparing import row_words
from zhuqi.core.rulebook.head import Fit, Statement
from zhuqi.core.rulebook.keys import Part, Rows, keys_of
from zhuqi.core.rulebook.standing import Layer
from zhuqi.interfaces.cli.rulebooks import Checked, checked_file

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rulebooks.md"
SHIPPED = sorted((ROOT / "rulebooks").glob("*.yaml"))
STANDINS = sorted((Path(__file__).parent / "standins").glob("*.yaml"))
TEXTS = [*SHIPPED, *STANDINS]
ROW = re.compile(r"^\| `([\w-]+)` \| (\d+) \| (\d+) \| (\d+) \| ([^|]*) \| (\d+) \| (\d+) \|", re.MULTILINE)


@cache
def checked(path: Path) -> Checked:
    return checked_file(path)


def held(path: Path) -> Layer:
    found = checked(path).layer
    assert found is not None, [str(each.told) for each in checked(path).faults]
    return found


def stem(path: Path) -> str:
    return path.stem


@dataclass(frozen=True)
class Count:
    """What became of the statements of one text, and how many examples it has."""

    statements: int
    whole: int
    part: int
    waiting: str
    neither: int
    examples: int

    @classmethod
    def of(cls, statements: tuple[Statement, ...], examples: int) -> Count:
        fits = Counter(one.fit for one in statements)
        waits = Counter(n for one in statements if one.fit is Fit.WAITING for n in one.waits)
        told = "、".join(f"{n} ({count})" for n, count in sorted(waits.items()))
        return cls(len(statements), fits[Fit.WHOLE], fits[Fit.PART], told or "–", fits[Fit.NEITHER], examples)


@pytest.mark.parametrize("path", TEXTS, ids=stem)
def test_nothing_is_refused_and_every_example_holds(path: Path) -> None:
    found = checked(path)
    assert [str(each.told) for each in found.faults if each.level is Level.REFUSED] == []
    assert [(each.line, each.expected, each.got) for each in found.outcomes if not each.ok] == []


@pytest.mark.parametrize("path", TEXTS, ids=stem)
def test_every_statement_is_numbered_and_says_what_became_of_it(path: Path) -> None:
    statements = held(path).head.statements
    assert statements
    assert [one.clause for one in statements if not (one.clause and one.words)] == []
    assert len({one.clause for one in statements}) == len(statements)


def test_the_page_counts_every_text_as_it_is() -> None:
    written = {name: row for name, *row in ROW.findall(PAGE.read_text("utf-8"))}
    counted = {}
    for path in TEXTS:
        layer, outcomes = held(path), checked(path).outcomes
        count = Count.of(layer.head.statements, len(outcomes))
        counted[path.stem] = [
            str(count.statements),
            str(count.whole),
            str(count.part),
            count.waiting,
            str(count.neither),
            str(count.examples),
        ]
    lines = "\n".join(f"| `{name}` | {' | '.join(row)} |" for name, row in counted.items())
    assert written == counted, f"docs/rulebooks.md should say:\n{lines}"


NAMES = ("种类", "类别", "级别", "缓急", "名单", "自设角色")
"""Labels. An example uses them by name; nothing is counted by them."""


ALIKE = {("binhai-20260601", "走访/配额")}
"""Two quotas of one role: an example shows the worse one alone."""


def expressed(path: Path) -> list[tuple[str, ...]]:
    """The keys by which a text's statements are expressed, that examples can look at."""
    sections = held(path).sections
    found = dict.fromkeys(each for one in held(path).head.statements for each in one.keys)
    return [each for each in found if each[0] in sections and each[-1] not in NAMES and _seen(path, "/".join(each))]


def _seen(path: Path, written: str) -> bool:
    return (path.stem, written) not in ALIKE


KEYS = [(path, each) for path in TEXTS for each in expressed(path)]


@pytest.mark.parametrize(("path", "key"), KEYS, ids=[f"{path.stem}:{'/'.join(each)}" for path, each in KEYS])
def test_a_statement_s_examples_fail_where_its_key_says_something_else(path: Path, key: tuple[str, ...]) -> None:
    layer = held(path)
    section, *rest = key
    others = list(changed(layer.sections[section], rest))
    assert others, "the key leads to nothing that could be changed"
    for n, other in enumerate(others, 1):
        noticed = fails(replace(layer, sections={**layer.sections, section: other}))
        assert noticed, f"{'/'.join(key)}: no example notices change {n} of {len(others)}"


def changed(part: Any, path: list[str]) -> Iterator[Any]:
    """A part with another value where a path leads: each row that it names, or each key of the part it names, one at a time."""
    word, rest = path[0], path[1:]
    for field, row in keys_of(type(part)).items():
        if row.word != word:
            continue
        value = getattr(part, field)
        if isinstance(row.shape, Rows):
            for n, each in enumerate(value):
                if not rest or row_words(row.shape, each).startswith(rest[0]):
                    yield replace(part, **{field: (*value[:n], *_row(each), *value[n + 1 :])})
        elif isinstance(row.shape, Part) and rest:
            yield from (replace(part, **{field: other}) for other in changed(value, rest))
        elif isinstance(row.shape, Part):
            yield replace(part, **{field: getattr(type(part).standard(), field)})
        else:
            yield replace(part, **{field: _other(value)})


def _row(row: Any) -> tuple[Any, ...]:
    """A row that runs longer, or none where it has no length."""
    spans = [name for name in keys_of(type(row)) if isinstance(getattr(row, name), Span)]
    return (replace(row, **{spans[0]: _other(getattr(row, spans[0]))}),) if spans else ()


def _other(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, Span):
        return replace(value, amount=value.amount + 1)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, Fraction):
        return Fraction(1) if value < 1 else Fraction(0)
    if isinstance(value, OfficeHours):
        return OfficeHours(((dt.time(1), dt.time(2)),))
    if isinstance(value, ZoneInfo):
        return ZoneInfo("Asia/Urumqi")
    if isinstance(value, Enum):
        return next(other for other in type(value) if other is not value)
    enums: set[type[Enum]] = (
        {type(one) for one in value if isinstance(one, Enum)} if isinstance(value, frozenset) else set()
    )
    if enums:
        return frozenset(one for enum in enums for one in enum) - value
    return type(value)() if isinstance(value, (tuple, frozenset, dict)) else value


def test_the_text_that_tests_change_says_what_the_shipped_one_says_of_cases() -> None:
    plain, shipped = held(RULEBOOK), held(ROOT / "rulebooks" / RULEBOOK.name)
    for section in ("工作时间", "办理"):
        assert plain.sections[section] == shipped.sections[section]


def test_the_page_says_how_much_of_the_stand_ins_is_expressed_and_how_much_in_part() -> None:
    statements = [one for path in STANDINS for one in held(path).head.statements]
    fits = Counter(one.fit for one in statements)
    told = (
        f"Of {len(statements)} statements {fits[Fit.WHOLE]} are expressed as a whole, {fits[Fit.PART]} in part; "
        f"{fits[Fit.WAITING]} wait; {fits[Fit.NEITHER]} need no key."
    )
    assert told in PAGE.read_text("utf-8"), told
