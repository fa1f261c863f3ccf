"""Which span a text gives each of many clocks: asked once for every combination that occurs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from zhuqi.base.worktime.spans import Span
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Channel, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.whatif.arrays import HANDS, SORTED, TICKS, History
from zhuqi.domain.cases.whatif.fetching import NEVER, Numbers

FILTERS = {"kind": "kinds", "category": "categories", "grade": "grades", "urgency": "urgencies", "scale": "scales"}
"""Trait → the field of a rule that names its labels."""
CHANNELS = tuple(Channel)
MOST_TABLED = 10_000_000


def labels(texts: Iterable[CaseRules], grades: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
    """The labels that some texts look at, by trait; further ``grades`` that something else looks at."""
    rows = [rule for rules in texts for rule in rules.clocks]
    named = {trait: {str(label) for rule in rows for label in getattr(rule, field)} for trait, field in FILTERS.items()}
    named["grade"] |= {*grades}
    return {trait: tuple(sorted(found)) for trait, found in named.items()}


def opened(history: History) -> Numbers:
    """When each clock was opened, which isn't always from when it counts: a promise counts from when the enterprise told us,
    a step that is taken back from where it had begun."""
    clocks, row = history.clocks, history.row
    began = (
        np.where(row >= 0, history.rows["began_at"][row], NEVER) if len(history.rows["n"]) else np.full_like(row, NEVER)
    )
    at = np.maximum(clocks["start"], began)
    if not len(history.screened):
        return at
    promise = (clocks["tick"] == TICKS.index(Tick.CASE) + 1) & (clocks["episode"] == 1)
    return np.where(promise, history.screened[clocks["case"]], at)


def given(
    rules: CaseRules,
    history: History,
    known: Mapping[str, Sequence[str]],
    *,
    what: Numbers,
    whats: Sequence[Tick | str],
    case: Numbers,
    hand: Numbers,
    at: Numbers,
) -> tuple[Numbers, list[Span]]:
    """The span of each clock, 1 for the first of the spans, 0 where the text knows no such clock. ``what``: its place in
    ``whats``; ``known``: the ``labels``; ``at``: when it was opened."""
    columns: dict[str, tuple[Numbers, int]] = {"what": (what, len(whats)), "hand": (hand, len(HANDS) + 1)}
    for trait in FILTERS:
        if known[trait]:
            code = history.sorting.at(trait, case, at) if trait in SORTED else history.cases[trait][case]
            columns[trait] = (np.maximum(code, 0), len(known[trait]) + 1)
    if any(rule.channels for rule in rules.clocks):
        columns["channel"] = (np.maximum(history.cases["channel"][case], 0), len(CHANNELS) + 1)
    key, size = np.zeros_like(what), 1
    for code, most in columns.values():
        key, size = key * most + code, size * most
    keys, place = _different(key, size)
    spans: list[Span] = []
    codes = np.zeros(len(keys), np.int64)
    for n, one in enumerate(keys.tolist()):
        span = _span(rules, known, whats, _unpacked(one, columns))
        if span is not None and span not in spans:
            spans.append(span)
        codes[n] = spans.index(span) + 1 if span is not None else 0
    return codes[place], spans


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


def _span(
    rules: CaseRules, known: Mapping[str, Sequence[str]], whats: Sequence[Tick | str], codes: Mapping[str, int]
) -> Span | None:
    labels = {trait: known[trait][codes[trait] - 1] if codes.get(trait) else "" for trait in FILTERS}
    channel = CHANNELS[codes["channel"] - 1] if codes.get("channel") else None
    hand = HANDS[codes["hand"] - 1] if codes["hand"] else None
    return rules.span(whats[codes["what"]], Traits(**labels, channel=channel), hand)
