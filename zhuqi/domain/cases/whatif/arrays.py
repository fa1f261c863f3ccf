"""The history of many cases as arrays: clocks, their moves, holdings, how cases were sorted and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q, QuerySet

from zhuqi.base.worktime.spans import Span, parse
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases import models
from zhuqi.domain.cases.rules.words import Channel, Hand, Tick
from zhuqi.domain.cases.whatif.fetching import FLAG, MOMENT, NEVER, NUMBER, OTHER, Fact, Kind, Numbers, fetch
from zhuqi.domain.cases.whatif.following import Chains, Heirs, chains, heirs
from zhuqi.domain.cases.whatif.moves import Grants, Halts, Moves, grants, halts, moves, requests

TICKS = tuple(Tick)
HANDS = tuple(Hand)
"""Codes count from 1: ``TICKS[code - 1]``; 0 is none."""
CLOCK: dict[str, Kind] = {
    "id": NUMBER,
    "case_id": NUMBER,
    "n": NUMBER,
    "tick": tuple(tick.value for tick in Tick),
    "unit_id": NUMBER,
}
CLOCK |= {"area_id": NUMBER, "holding": NUMBER, "start": MOMENT, "fixed": MOMENT, "due": MOMENT, "paused_at": MOMENT}
CLOCK |= {"met_at": MOMENT, "void_at": MOMENT, "left_at": MOMENT, "episode": NUMBER, "overdue": FLAG}
HOLDING: dict[str, Kind] = {
    "case_id": NUMBER,
    "n": NUMBER,
    "unit_id": NUMBER,
    "hand": tuple(hand.value for hand in Hand),
}
HOLDING |= {"began_at": MOMENT, "ended_at": MOMENT, "accepted_at": MOMENT, "contributed_at": MOMENT}
HOLDING |= {"opened_by": ("assign", "succeed"), "how": ("returned", "closed"), "source": NUMBER}
SORTED = ("kind", "category", "grade", "urgency")
"""What screening says of a case."""
TELLS: dict[str, tuple[str, ...]] = {"recorded": ("kind", "category"), "screened": SORTED, "classified": ("grade",)}
TELLS |= {"contested": ("urgency",), "reopened": ("urgency",)}
"""Entry → what it says of how a case is sorted."""
SCREENED, CLASSIFIED, WHOLE = 2, 3, (1, 2)
"""Places in ``TELLS`` from 1: the entries that sort a case as a whole."""
AGAIN = ("contested", "reopened")
"""Entries after which a case is done again."""
NONE = (np.empty(0, np.int64), np.empty(0, np.int64))
CASE: dict[str, Kind] = {
    "id": NUMBER,
    "recorded_at": MOMENT,
    "ended_at": MOMENT,
    "desk_id": NUMBER,
    "enterprise_id": NUMBER,
}


@dataclass(frozen=True, eq=False)
class Versions:
    """What changes in the course of a case: for its first version, its second …, from which moment it holds (by case; NEVER
    where a case has no such version) and what it says."""

    since: tuple[Numbers, ...] = ()
    said: tuple[Mapping[str, Numbers], ...] = ()

    def at(self, name: str, case: Numbers, moment: Numbers, otherwise: Numbers | int = 0) -> Numbers:
        """What was said of each case at a moment."""
        found = np.zeros_like(case) + otherwise
        for since, said in zip(self.since, self.said, strict=True):
            held = (since[case] != NEVER) & (since[case] <= moment)
            found = np.where(held, said[name][case], found)
        return found


@dataclass(frozen=True, eq=False)
class History:
    """What was observed. ``clocks``, ``rows``, ``cases``: {column: values}, clocks and rows by case (a place in ``cases``, not
    an id) and number. ``first_row``: where the rows of each case begin. ``source``: the cases as they are asked for."""

    source: QuerySet[models.Case]
    cases: Mapping[str, Numbers]
    clocks: Mapping[str, Numbers]
    rows: Mapping[str, Numbers]
    first_row: Numbers
    chains: Chains
    """Which rows are one, in the hands of one unit after another."""
    heirs: Heirs
    moves: Moves
    halts: Halts
    grants: Grants
    sorting: Versions
    """Codes of ``SORTED``, as far as rules look at them."""
    reclassed: tuple[Numbers, Numbers]
    """Cases and moments at which their class was confirmed, or changed, after screening."""
    redone: tuple[Numbers, Numbers]
    """Cases and moments at which the enterprise disagreed or they were opened again; empty where no rule looks at it."""
    screened: Numbers
    """When each case was screened for the first time; empty where no rule looks at how it was sorted."""
    spans: tuple[Span, ...]
    """``clocks["span"]`` counts in these from 1."""
    names: tuple[str, ...]
    """``clocks["name"]`` counts in these from 1."""
    kinds: tuple[str, ...]
    """``cases["kind"]`` counts in these from 1."""

    @property
    def row(self) -> Numbers:
        """The place of each clock's row; -1 where it has none."""
        clocks = self.clocks
        return np.where(clocks["holding"] < 0, -1, self.first_row[clocks["case"]] + clocks["holding"] - 1)


def within(cases: QuerySet[models.Case], since: dt.datetime, until: dt.datetime) -> QuerySet[models.Case]:
    """The cases among which are all that entered any area from ``since`` to before ``until``."""
    return cases.filter(Q(ended_at=None) | Q(ended_at__gte=since), recorded_at__lt=until)


def history(
    cases: QuerySet[models.Case], labels: Mapping[str, Sequence[str]], known: Sequence[str], *, redone: bool = False
) -> History:
    """The history of some cases. ``labels``: those that rules look at, of each of ``SORTED`` and of scales; where there are
    none, the journal isn't read. ``known``: spans as they are likely to be written. ``redone``: whether rules look at what is
    done again. About twelve queries."""
    kinds = tuple(cases.order_by().values_list("kind", flat=True).distinct())
    columns: dict[str, Kind] = CASE | {
        "kind": kinds,
        "scale": labels["scale"],
        "channel": tuple(channel.value for channel in Channel),
    }
    found = ordered(fetch(cases, columns), "id")
    inside = Q(case__in=cases.values("pk"))
    clocks, spans, names = _clocks(models.Clock.objects.filter(inside), found["id"], known)
    rows = _placed(fetch(models.Holding.objects.filter(inside), HOLDING), found["id"])
    first_row = np.searchsorted(rows["case"], np.arange(len(found["id"])))
    told, causes, amounts = requests(cases, found["id"])
    standing = halts(clocks, stops(clocks), told, causes)
    sorting, screened, reclassed = _sorting(cases, found["id"], labels)
    return History(
        source=cases,
        cases=found,
        clocks=clocks,
        rows=rows,
        first_row=first_row,
        chains=chains(rows, first_row),
        heirs=heirs(cases, found["id"]),
        moves=moves(cases, clocks, standing),
        halts=standing,
        grants=grants(told, amounts),
        sorting=sorting,
        reclassed=reclassed,
        redone=_redone(cases, found["id"]) if redone else NONE,
        screened=screened,
        spans=spans,
        names=names,
        kinds=kinds,
    )


def ordered(columns: Mapping[str, Numbers], *by: str) -> dict[str, Numbers]:
    """The rows of some columns in the order of some of them."""
    order = (
        np.lexsort([columns[name] for name in reversed(by)])
        if len(by) > 1
        else np.argsort(columns[by[0]], kind="stable")
    )
    return {name: values[order] for name, values in columns.items()}


def _placed(columns: dict[str, Numbers], cases: Numbers) -> dict[str, Numbers]:
    """By case and number, the case as its place."""
    columns["case"] = np.searchsorted(cases, columns.pop("case_id"))
    order = np.argsort(columns["case"] * (int(columns["n"].max(initial=0)) + 1) + columns["n"], kind="stable")
    for name in columns:  # one by one: all of them twice would be much
        columns[name] = columns[name][order]
    return columns


def _clocks(
    rows: QuerySet[models.Clock], cases: Numbers, known: Sequence[str]
) -> tuple[dict[str, Numbers], tuple[Span, ...], tuple[str, ...]]:
    """Clocks by case and number; what spans they were given and how own ones are called."""
    named = rows.filter(tick=Tick.OWN.value).order_by().values_list("name", flat=True).distinct()
    names = tuple(name for name in named if name)
    spans = tuple(known)
    found = fetch(rows, CLOCK | {"span": spans, "name": names})
    if (found["span"] == OTHER).any():
        written = rows.order_by().values_list("span", flat=True).distinct()
        spans = tuple(span for span in written if span)
        found = fetch(rows, CLOCK | {"span": spans, "name": names})
    return _placed(found, cases), tuple(parse(span) for span in spans), names


def stops(clocks: Mapping[str, Numbers]) -> Numbers:
    """When each clock stopped, in whatever way; NEVER where it runs."""
    return np.maximum(np.maximum(clocks["met_at"], clocks["void_at"]), clocks["left_at"])


def _sorting(
    cases: QuerySet[models.Case], ids: Numbers, labels: Mapping[str, Sequence[str]]
) -> tuple[Versions, Numbers, tuple[Numbers, Numbers]]:
    """What recording, each screening and what came after it said, in turn; when each case was screened first; and which were
    given their class otherwise, when."""
    traits = [name for name in SORTED if labels[name]]
    if not traits:
        return Versions(), np.empty(0, np.int64), NONE
    verbs = [verb for verb, said in TELLS.items() if {*said} & {*traits} or verb == "screened"]
    rows = Entry.objects.filter(kind="case", verb__in=verbs, subject__in=cases.values("pk"))
    columns: dict[str, Kind] = {"subject": NUMBER, "at": MOMENT, "seq": NUMBER, "verb": tuple(TELLS)}
    told = fetch(
        rows.annotate(**{f"said_{name}": Fact(name) for name in traits}),
        columns | {f"said_{name}": labels[name] for name in traits},
    )
    told = {name.removeprefix("said_"): column for name, column in told.items()}
    told["case"] = np.searchsorted(ids, told["subject"])
    told = ordered(told, "case", "seq")
    changed = np.isin(told["verb"], WHOLE) | np.any([told[name] != 0 for name in traits], axis=0)
    told = {name: column[changed] for name, column in told.items()}
    screened = np.full(len(ids), NEVER)
    first = np.flatnonzero(told["verb"] == SCREENED)[::-1]  # of several the first is written last
    screened[told["case"][first]] = told["at"][first]
    reclassed = told["verb"] == CLASSIFIED
    return versions(told, len(ids), traits), screened, (told["case"][reclassed], told["at"][reclassed])


def _redone(cases: QuerySet[models.Case], ids: Numbers) -> tuple[Numbers, Numbers]:
    """The cases and moments at which the enterprise disagreed, or they were opened again."""
    rows = Entry.objects.filter(kind="case", verb__in=AGAIN, subject__in=cases.values("pk"))
    told = ordered(fetch(rows, {"subject": NUMBER, "at": MOMENT}), "subject", "at")
    return np.searchsorted(ids, told["subject"]), told["at"]


def versions(told: Mapping[str, Numbers], count: int, names: Sequence[str]) -> Versions:
    """The versions of ``count`` cases, from rows by case and time. A category once said stays until another is said; what isn't
    sorted as a whole (``verb``, where there is one) stays as it was but for what is said."""
    first = np.searchsorted(told["case"], np.arange(count))
    nth = np.arange(len(told["case"])) - first[told["case"]]
    since: list[Numbers] = []
    said: list[dict[str, Numbers]] = []
    for n in range(int(nth.max(initial=-1)) + 1):
        here = nth == n
        case = told["case"][here]
        version = {name: np.zeros(count, np.int64) for name in names}
        for name, column in version.items():
            column[case] = told[name][here]
            if n:
                stays = ~np.isin(told["verb"][here], WHOLE) if "verb" in told else np.zeros(len(case), np.bool_)
                stays |= name == "category"
                column[case] = np.where(stays & (column[case] == 0), said[-1][name][case], column[case])
        since.append(np.full(count, NEVER))
        since[-1][case] = told["at"][here]
        said.append(version)
    return Versions(tuple(since), tuple(said))
