"""Which span and which ladder a text gives each of many clocks: asked once for every combination that occurs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from zhuqi.base.worktime.spans import Span
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Channel, Hand, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.whatif.arrays import HANDS, SORTED, TICKS, History
from zhuqi.domain.cases.whatif.fetching import NEVER, Numbers
from zhuqi.domain.cases.whatif.judging import Steps
from zhuqi.domain.cases.whatif.timeline import Flags, so_far

FILTERS = {"kind": "kinds", "category": "categories", "grade": "grades", "urgency": "urgencies", "scale": "scales"}
"""Trait → the field of a rule that names its labels."""
CHANNELS = tuple(Channel)
MOST_TABLED = 10_000_000
T = TypeVar("T")
Answer = Callable[[Tick | str, Traits, Hand | None], T | None]


def named(rows: Iterable[object]) -> dict[str, set[str]]:
    """The labels that some rows of rules look at, by trait."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for trait, field in FILTERS.items():
            found.setdefault(trait, set()).update(map(str, getattr(row, field, ())))
    return found


def labels(rows: Iterable[object], further: Mapping[str, Collection[str]] | None = None) -> dict[str, tuple[str, ...]]:
    """The labels to be told apart: those that some rows look at, and ``further`` ones, by trait."""
    found = named(rows)
    for trait, codes in (further or {}).items():
        found[trait] |= {*codes}
    return {trait: tuple(sorted(codes)) for trait, codes in found.items()}


def opened(history: History) -> Numbers:
    """When each clock was opened, which isn't always from when it counts: a promise counts from when the enterprise told us,
    a step that is taken back from where it had begun; nor from when a unit that followed has it."""
    clocks, row = history.clocks, history.row
    began = (
        np.where(row >= 0, history.rows["began_at"][history.chains.first[row]], NEVER)
        if len(history.rows["n"])
        else np.full_like(row, NEVER)
    )
    at = np.maximum(clocks["start"], began)
    if not len(history.screened):
        return at
    promise = (clocks["tick"] == TICKS.index(Tick.CASE) + 1) & (clocks["episode"] == 1)
    return np.where(promise, history.screened[clocks["case"]], at)


@dataclass(frozen=True, eq=False)
class Asked:
    """Clocks about which rules are asked: what each is called (its place in ``whats``), its case, in which hand, and when it was
    opened. ``known``: the ``labels`` that its history tells apart."""

    history: History
    known: Mapping[str, Sequence[str]]
    what: Numbers
    whats: Sequence[Tick | str]
    case: Numbers
    hand: Numbers
    at: Numbers

    @classmethod
    def of(cls, one: Asked, other: Asked) -> Asked:
        """Both, one after the other."""
        both = {
            name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in ("what", "case", "hand", "at")
        }
        return replace(one, **both)  # type: ignore[arg-type]

    def where(self, which: Flags | Numbers) -> Asked:
        """Some of them."""
        cut = {name: getattr(self, name)[which] for name in ("what", "case", "hand", "at")}
        return replace(self, **cut)


def given(
    asked: Asked, rows: Sequence[object], answer: Callable[[Tick | str, Traits, Hand | None], T | None]
) -> tuple[Numbers, list[T]]:
    """What rules answer for each clock: 1 for the first of the answers, 0 for none. ``rows``: those that the answer looks at."""
    columns: dict[str, tuple[Numbers, int]] = {
        "what": (asked.what, len(asked.whats)),
        "hand": (asked.hand, len(HANDS) + 1),
    }
    for trait, field in FILTERS.items():
        if asked.known[trait] and any(getattr(row, field, ()) for row in rows):
            history = asked.history
            code = (
                history.sorting.at(trait, asked.case, asked.at) if trait in SORTED else history.cases[trait][asked.case]
            )
            columns[trait] = (np.maximum(code, 0), len(asked.known[trait]) + 1)
    if any(getattr(row, "channels", ()) for row in rows):
        columns["channel"] = (np.maximum(asked.history.cases["channel"][asked.case], 0), len(CHANNELS) + 1)
    if told_apart(rows):
        columns["redone"] = ((so_far(*asked.history.redone, asked.case, asked.at) > 0).astype(np.int64), 2)
    key, size = np.zeros_like(asked.what), 1
    for code, most in columns.values():
        key, size = key * most + code, size * most
    keys, place = _different(key, size)
    answers: list[T] = []
    codes = np.zeros(len(keys), np.int64)
    for n, one in enumerate(keys.tolist()):
        said = answer(*_meant(asked, _unpacked(one, columns)))
        if said is not None and said not in answers:
            answers.append(said)
        codes[n] = answers.index(said) + 1 if said is not None else 0
    return codes[place], answers


def told_apart(rows: Iterable[object]) -> bool:
    """Whether any of some rows looks at whether a case is done again."""
    return any(getattr(row, "redone", False) for row in rows)


def sorts(block: object) -> tuple[object, ...]:
    """What in a block of rules speaks of some cases only: the block itself, and its rows."""
    return (block, *getattr(block, "rows", ()))


def spans(asked: Asked, rules: CaseRules) -> tuple[Numbers, list[Span]]:
    """How long rules let each clock run."""
    return given(asked, (*rules.clocks, rules.confirming, *rules.signing), rules.span)


def ladders(asked: Asked, rules: CaseRules) -> tuple[Numbers, list[Steps]]:
    """The ladder of reminders that rules give each clock."""

    def steps(clock: Tick | str, traits: Traits, hand: Hand | None) -> Steps:
        rungs = rules.rungs(clock, traits, hand)
        return tuple(rung.timing for rung in rungs)

    return given(asked, rules.reminders, steps)


def _different(key: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """The different keys, and the place of each among them."""
    if size > MOST_TABLED:
        keys, place = np.unique(key, return_inverse=True)
        return keys, place
    seen = np.zeros(size, np.int64)
    seen[key] = 1
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[key]


def _unpacked(key: int, columns: Mapping[str, tuple[Numbers, int]]) -> dict[str, int]:
    codes = {}
    for name, (_, most) in reversed(list(columns.items())):
        key, codes[name] = divmod(key, most)
    return codes


def _meant(asked: Asked, codes: Mapping[str, int]) -> tuple[Tick | str, Traits, Hand | None]:
    """The clock, the traits and the hand that some codes mean."""
    labels = {trait: asked.known[trait][codes[trait] - 1] if codes.get(trait) else "" for trait in FILTERS}
    channel = CHANNELS[codes["channel"] - 1] if codes.get("channel") else None
    hand = HANDS[codes["hand"] - 1] if codes["hand"] else None
    return asked.whats[codes["what"]], Traits(**labels, channel=channel, redone=bool(codes.get("redone"))), hand
