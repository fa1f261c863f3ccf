"""The deadlines of an edition as a table that people read: which clock, of which cases, how long; and a place's own clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext

from zhuqi.base.words import Named, Sentence, say
from zhuqi.core.rulebook.comparing import row_words
from zhuqi.core.rulebook.keys import keys_of
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.clocks import ClockRule
from zhuqi.domain.cases.sections.naming import LABELLED
from zhuqi.domain.cases.sections.sorts import FILTERS
from zhuqi.domain.cases.sections.words import TICKS
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.rulebooks.values import Source, Value
from zhuqi.interfaces.web.wording import phrase

ORDER = list(TICKS.values())


@dataclass(frozen=True)
class Row:
    """How long a clock runs for some cases. ``plain``: for all that no other row names."""

    anchor: str
    whom: str
    span: str
    source: Source
    plain: bool


@dataclass(frozen=True)
class Clock:
    """A clock with its rows, the general one first."""

    name: str
    rows: tuple[Row, ...]

    @property
    def first(self) -> Row:
        """The row beside the clock's name."""
        return self.rows[0]

    @property
    def more(self) -> tuple[Row, ...]:
        """The rows below it."""
        return self.rows[1:]


@dataclass(frozen=True)
class OwnRow:
    """A clock of the place's own: from when to when, and whose it is."""

    anchor: str
    name: str
    start: str
    stop: str
    keeper: str
    source: Source


def clocks(rules: CaseRules, found: Iterable[Value], now: dt.datetime) -> tuple[Clock, ...]:
    """The deadlines, clock by clock; of rows of one clock those that name more stand further down."""
    key = keys_of(CaseRules)["clocks"]
    by_row = {value.path[-1]: value for value in found if value.path[1] == key.word}
    rows: Any = key.shape
    ordered = sorted(rules.clocks, key=lambda rule: (_place(rule.clock), rule.closeness))
    grouped = [list(those) for _, those in groupby(ordered, key=lambda rule: str(rule.clock))]
    return tuple(
        Clock(
            frame.written(those[0].clock, now),
            tuple(_row(rule, rules, by_row[row_words(rows, rule)], len(those), now) for rule in those),
        )
        for those in grouped
    )


def _place(clock: Any) -> tuple[int, str]:
    return (ORDER.index(clock), "") if clock in ORDER else (len(ORDER), str(clock))


def _row(rule: ClockRule, rules: CaseRules, value: Value, several: int, now: dt.datetime) -> Row:
    plain = rule.closeness == 0
    otherwise = gettext("every other case") if several > 1 else gettext("every case")
    words = otherwise if plain else "; ".join(phrase(each, now) for each in whom(rule, rules))
    return Row(value.anchor, words, phrase(rule.span, now), value.source, plain)


def whom(rule: Any, rules: CaseRules) -> list[Sentence]:
    """Of which cases a row speaks: “classes: A, B”."""
    labels: Mapping[str, Mapping[str, str]] = {field: getattr(rules, field) for field in LABELLED.values()}
    keys = keys_of(type(rule))
    return [
        say("{what}: {which}", what=say(keys[field].label), which=_named(getattr(rule, field), labels.get(field, {})))
        for field in FILTERS
        if getattr(rule, field)
    ]


def _named(codes: Iterable[Any], labels: Mapping[str, str]) -> list[object]:
    """Labels in the edition's order, words in theirs."""
    order: Sequence[Any] = [*labels]
    ranked = sorted(codes, key=lambda code: order.index(code) if code in order else _rank(code))
    return [code if isinstance(code, Named) else labels.get(code, code) for code in ranked]


def _rank(code: object) -> int:
    return [*type(code)].index(code) if isinstance(code, Named) else 0


def own_clocks(rules: CaseRules, found: Iterable[Value], now: dt.datetime) -> tuple[OwnRow, ...]:
    """The clocks that a place has beside the standing ones."""
    key = keys_of(CaseRules)["own"]
    by_row = {value.path[-1]: value for value in found if value.path[1] == key.word}
    rows: Any = key.shape
    return tuple(
        OwnRow(
            by_row[row_words(rows, own)].anchor,
            own.name,
            _or(own.start, now),
            _or(own.stop, now),
            phrase(own.keeper, now),
            by_row[row_words(rows, own)].source,
        )
        for own in rules.own
    )


def _or(moments: Iterable[Named], now: dt.datetime) -> str:
    """One moment or another."""
    first, *more = sorted(moments, key=_rank)
    said: object = first
    for moment in more:
        said = say("{one} or {other}", one=said, other=moment)
    return phrase(said, now)
