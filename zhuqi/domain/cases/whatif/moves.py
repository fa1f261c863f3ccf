"""What moved the clocks of many cases: extensions that were given, suspensions and when they began and ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from zhuqi.base.worktime.spans import Span, parse, write
from zhuqi.domain.cases import models
from zhuqi.domain.cases.life.raising import FROM_NOW
from zhuqi.domain.cases.rules.words import Approver, Asked, Outcome, Shifted, Tick
from zhuqi.domain.cases.whatif.fetching import FLAG, MOMENT, NEVER, NUMBER, Kind, Numbers, fetch
from zhuqi.domain.cases.whatif.timeline import Flags, latest

FOREVER = int(np.iinfo(np.int64).max)
SHIFTS, APPROVERS, ASKS = tuple(Shifted), tuple(Approver), (Asked.EXTENSION, Asked.SUSPENSION)
OUTCOMES = tuple(each.value for each in Outcome)
EXTENDED, SUSPENDED = 1, 2
"""Codes of what moved a clock, and of what was asked for."""
SORTED = [SHIFTS.index(why) + 1 for why in (Shifted.CLASS, Shifted.SORTED)]
"""Codes of what follows from another class: only the moment counts, for every clock is judged as it was sorted when it began."""


@dataclass(frozen=True, eq=False)
class Halts:
    """The suspensions, by case and time: the case, the area it lay in, from when, until when (FOREVER while it lasts), the day to
    which it was to last (the end of its office hours), why (a place in ``causes`` from 1; 0: nobody said), when it was asked
    for, and whether that needed nobody's approval."""

    case: Numbers
    area: Numbers
    since: Numbers
    until: Numbers
    last: Numbers
    cause: Numbers
    asked: Numbers
    free: Flags
    causes: Sequence[str]


@dataclass(frozen=True, eq=False)
class Moves:
    """The moves of clocks, by clock (its place) and time: why (EXTENDED, SUSPENDED), by how much (a place in ``spans`` from 1),
    when it was booked, and for a suspension since when the clock had stood still and which it was (its place; -1: an extension)."""

    spans: tuple[Span, ...]
    clock: Numbers
    why: Numbers
    span: Numbers
    at: Numbers
    since: Numbers
    halt: Numbers

    @classmethod
    def none(cls) -> Moves:
        """Nothing was moved."""
        return cls((), *(np.empty(0, np.int64) for _ in range(6)))


@dataclass(frozen=True, eq=False)
class Grants:
    """Extensions that were granted, by row and time: the case, its row, when it was asked for and granted, by how much (a place
    in ``spans`` from 1), and who was to grant it (a place in ``APPROVERS`` from 1; 0: nobody says)."""

    spans: tuple[Span, ...]
    case: Numbers
    row: Numbers
    asked: Numbers
    granted: Numbers
    amount: Numbers
    approver: Numbers


def requests(cases: QuerySet[models.Case], ids: Numbers) -> tuple[dict[str, Numbers], tuple[str, ...], tuple[str, ...]]:
    """What was asked for and granted, the case as its place; the causes and the spans that its codes mean. Three queries."""
    rows = models.Request.objects.filter(
        granted=True, asked__in=[each.value for each in ASKS], case__in=cases.values("pk")
    )
    causes, spans = (
        tuple(sorted(word for word in rows.order_by().values_list(field, flat=True).distinct() if word))
        for field in ("cause", "amount")
    )
    columns: dict[str, Kind] = {"case_id": NUMBER, "holding": NUMBER, "at": MOMENT, "ruled_at": MOMENT, "late": FLAG}
    columns |= {"asked": tuple(each.value for each in ASKS), "cause": causes, "amount": spans}
    columns |= {"approver": tuple(each.value for each in APPROVERS)}
    told = fetch(rows, columns)
    told["case"] = np.searchsorted(ids, told.pop("case_id"))
    order = np.lexsort((told["ruled_at"], told["holding"], told["case"]))
    return {name: column[order] for name, column in told.items()}, causes, spans


def grants(told: Mapping[str, Numbers], spans: Sequence[str]) -> Grants:
    """The extensions among what was granted."""
    here = told["asked"] == EXTENDED
    names = ("case", "holding", "at", "ruled_at", "amount", "approver")
    return Grants(tuple(map(parse, spans)), *(told[name][here] for name in names))


def halts(clocks: Mapping[str, Numbers], stop: Numbers, told: Mapping[str, Numbers], causes: Sequence[str]) -> Halts:
    """When each case was suspended: from the start to the stop of its clock for looking again."""
    here = np.flatnonzero(clocks["tick"] == tuple(Tick).index(Tick.RECHECK) + 1)
    here = here[np.lexsort((clocks["start"][here], clocks["case"][here]))]
    case, since = clocks["case"][here], clocks["start"][here]
    asked = {name: column[told["asked"] == SUSPENDED] for name, column in told.items()}
    found = latest(asked["case"], asked["ruled_at"], case, since)
    meant = found >= 0
    meant[meant] = asked["ruled_at"][found[meant]] == since[meant]

    def said(name: str, otherwise: Numbers | int) -> Numbers:
        column = np.zeros(len(here), np.int64) + otherwise
        column[meant] = asked[name][found[meant]]
        return column

    at = said("at", since)
    return Halts(
        case=case,
        area=clocks["area_id"][here],
        since=since,
        until=np.where(stop[here] == NEVER, FOREVER, stop[here]),
        last=clocks["fixed"][here],
        cause=np.maximum(said("cause", 0), 0),
        asked=at,
        free=meant & (at == since),
        causes=causes,
    )


def moves(cases: QuerySet[models.Case], clocks: Mapping[str, Numbers], standing: Halts) -> Moves:
    """The moves of some clocks. Two queries."""
    rows = models.ClockShift.objects.filter(clock__case__in=cases.values("pk"))
    spans = tuple(sorted({*rows.order_by().values_list("span", flat=True).distinct(), write(FROM_NOW)}))
    columns: dict[str, Kind] = {"clock_id": NUMBER, "n": NUMBER, "at": MOMENT, "span": spans}
    told = fetch(rows, columns | {"why": tuple(each.value for each in SHIFTS)})
    order = np.argsort(clocks["id"], kind="stable")
    told["clock"] = order[np.searchsorted(clocks["id"], told.pop("clock_id"), sorter=order)]
    order = np.lexsort((told["n"], told["clock"]))
    told = {name: column[order] for name, column in told.items()}
    told["span"][np.isin(told["why"], SORTED)] = spans.index(write(FROM_NOW)) + 1
    halt = latest(standing.case, standing.since, clocks["case"][told["clock"]], told["at"])
    halt[told["why"] != SUSPENDED] = -1
    since = told["at"].copy()
    since[halt >= 0] = standing.since[halt[halt >= 0]]
    return Moves(tuple(map(parse, spans)), told["clock"], told["why"], told["span"], told["at"], since, halt)


def replies(cases: QuerySet[models.Case], ids: Numbers) -> dict[str, Numbers]:
    """The answers that were given (no words on progress), by case and time, the case as its place. One query."""
    columns: dict[str, Kind] = {"case_id": NUMBER, "n": NUMBER, "at": MOMENT, "checked_at": MOMENT, "passed": FLAG}
    columns |= {"contested_at": MOMENT, "outcome": OUTCOMES}
    rows = models.Reply.objects.filter(stage=False, case__in=cases.values("pk"))
    told = fetch(rows, columns)
    told["case"] = np.searchsorted(ids, told.pop("case_id"))
    order = np.lexsort((told["n"], told["case"]))
    return {name: column[order] for name, column in told.items()}
