"""The simulation: which clocks a new text would have governed, and what it would have made of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import QuerySet

from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.spans import write
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases import models
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Shifted, Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.whatif.arrays import TICKS, History, history, stops
from zhuqi.domain.cases.whatif.fetching import NEVER, NUMBER, Numbers, fetch
from zhuqi.domain.cases.whatif.given import Asked, Row, labels, ladders, opened, spans
from zhuqi.domain.cases.whatif.judging import Flags, Judged, Law, Runs, Steps, judge
from zhuqi.domain.cases.whatif.scope import Stays, Text, governing, stays
from zhuqi.domain.directory import queries as directory

OWN, CHECK, RULE = (TICKS.index(tick) + 1 for tick in (Tick.OWN, Tick.CHECK, Tick.RULE))
NOBODYS = [TICKS.index(tick) + 1 for tick in NOBODY_LATE]


@dataclass(frozen=True, eq=False)
class Observed:
    """The clocks of a history that new texts would have governed, and what came of them either way. ``places`` among all
    clocks; the other columns are over all clocks, ``number`` over all stays: which text governs it, 0 none."""

    history: History
    terms: Terms
    stays: Stays
    number: Numbers
    places: Numbers
    was: Judged
    would: Judged
    runs: Flags
    """Whether the new text has the clock too."""
    unsure: Flags
    """What the clock would have lost in a suspension was never booked."""
    known: Mapping[str, Sequence[str]]


def observed(
    cases: QuerySet[models.Case], texts: Sequence[Text], *, begin: int, end: int, now: int, grades: Collection[str] = ()
) -> Observed:
    """Read the history of some cases and judge it by the editions it ran under and by new texts. About twelve queries."""
    columns = {"case_id": NUMBER, "area_id": NUMBER, "edition_id": NUMBER}
    lain = fetch(models.CaseEdition.objects.filter(case__in=cases.values("pk")), columns)
    found = rulebook.editions({*lain["edition_id"].tolist()})
    terms = sight.terms(found, min(found)) if found else Terms({}, {}, 0)
    rows: list[Row] = [row for text in texts for row in text.rules.clocks]
    rows += [row for rules in (*terms.editions.values(), *(text.rules for text in texts)) for row in rules.reminders]
    known = labels(rows, grades)
    past = history(
        cases, known, sorted({write(rule.span) for rules in terms.editions.values() for rule in rules.clocks})
    )
    entered = stays(past, lain)
    areas = directory.paths({*lain["area_id"].tolist()})
    number = governing(texts, entered, areas, {pk: edition.path for pk, edition in found.items()}, begin, end)
    return _judged(past, terms, entered, number, texts, now, known)


def _judged(
    past: History,
    terms: Terms,
    entered: Stays,
    number: Numbers,
    texts: Sequence[Text],
    now: int,
    known: Mapping[str, Sequence[str]],
) -> Observed:
    clocks, count = past.clocks, len(past.clocks["id"])
    stay = entered.of(clocks["case"], clocks["area_id"])
    runs, missed = _runs(past, now)
    edition, new = entered.edition[stay], np.where(runs.kept, number[stay], 0)
    places = np.flatnonzero(new)
    was, would, asked = Judged.empty(count), Judged.empty(count), _asked(past, known)
    for old in np.unique(edition[places]).tolist():
        here = places[edition[places] == old]
        judge(
            runs,
            here,
            Law(terms.calendars[old], clocks["span"], past.spans, *_ladders(asked, terms.editions[old], here)),
            was,
        )
    has, named = np.zeros(count, np.bool_), clocks["fixed"] != NEVER
    for n, text in enumerate(texts, 1):
        here = np.flatnonzero(new == n)
        codes, length = np.zeros(count, np.int64), spans(asked.where(here), text.rules)
        codes[here] = np.where(named[here], 0, length[0])
        has[here] = _has(past, terms, text.rules, edition, here) & ((codes > 0) | named)[here]
        here = here[has[here]]
        judge(runs, here, Law(text.calendar, codes, length[1], *_ladders(asked, text.rules, here)), would)
    counted = (clocks["overdue"] == 1) & (clocks["void_at"] == NEVER)
    would.late[counted & has] = True  # more time was asked too late: that stays counted as it was
    unsure = np.zeros(count, np.bool_)
    for where, halt in missed:
        unsure[where] |= bool(has[where]) and would.due[where] >= halt
    return Observed(past, terms, entered, number, places, _as_booked(past, was, runs, now), would, has, unsure, known)


def _asked(past: History, known: Mapping[str, Sequence[str]]) -> Asked:
    """All clocks, as rules are asked about them."""
    clocks, row = past.clocks, past.row
    what = np.where(clocks["tick"] == OWN, len(TICKS) + clocks["name"] - 1, clocks["tick"] - 1)
    hand = np.where(row >= 0, past.rows["hand"][row], 0) if len(past.rows["n"]) else np.zeros_like(row)
    return Asked(past, known, what, [*TICKS, *past.names], clocks["case"], hand, opened(past))


def _ladders(asked: Asked, rules: CaseRules, here: Numbers) -> tuple[Numbers, list[Steps]]:
    """The ladders that rules give the clocks at some places; over all clocks."""
    codes = np.zeros(len(asked.what), np.int64)
    codes[here], found = ladders(asked.where(here), rules)
    return codes, found


def _has(past: History, terms: Terms, rules: CaseRules, edition: Numbers, here: Numbers) -> Flags:
    """Which of the clocks at some places new rules have too: those for checking only where replies are checked, own ones
    only where they start and stop at the same moments."""
    tick, name = past.clocks["tick"][here], past.clocks["name"][here]
    has = np.ones(len(here), np.bool_) if rules.gate.on else tick != CHECK
    own = tick == OWN
    for old in np.unique(edition[here[own]]).tolist():
        same = {one.name for one in rules.own if one in terms.editions[old].own}
        codes = [code for code, known in enumerate(past.names, 1) if known in same]
        has &= ~own | (edition[here] != old) | np.isin(name, codes)
    return has


def _runs(past: History, now: int) -> tuple[Runs, list[tuple[int, int]]]:
    """The clocks as they ran, and (clock, beginning) of suspensions that passed over a clock because it was late."""
    clocks = past.clocks
    stop = stops(clocks)
    until = np.where(stop == NEVER, now, stop)
    until = np.where(clocks["paused_at"] != NEVER, clocks["paused_at"], until)
    missed = []
    suspended = np.array(sorted(past.halts), np.int64)
    for place in np.flatnonzero(np.isin(clocks["case"], suspended) & (clocks["tick"] != RULE)).tolist():
        moves = past.moves.get(place, ())
        given_for = {move.since for move in moves if move.why is Shifted.SUSPENSION} | {int(clocks["paused_at"][place])}
        for since, end in past.halts[int(clocks["case"][place])]:
            if not clocks["start"][place] < since < until[place] or since in given_for:
                continue
            if clocks["due"][place] == NEVER and stop[place] != NEVER and stop[place] <= end:
                until[place] = since  # it stopped while it stood still
            else:
                missed.append((place, since))
    kept = ~np.isin(clocks["tick"], NOBODYS)
    return Runs(clocks["start"], clocks["fixed"], until, past.moves, kept), missed


def _as_booked(past: History, was: Judged, runs: Runs, now: int) -> Judged:
    """What was, by the deadlines that were booked: a calendar may know more by now."""
    due = past.clocks["due"]
    booked = np.where(due == NEVER, UNDETERMINED, due)
    stop = stops(past.clocks)
    passed = (due != NEVER) & (np.where(stop == NEVER, now, stop) > due)
    late = runs.kept & (passed | (past.clocks["overdue"] == 1)) & (past.clocks["void_at"] == NEVER)
    return replace(was, due=booked, late=late)
