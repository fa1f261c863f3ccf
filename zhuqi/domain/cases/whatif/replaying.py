"""The simulation: which clocks a new text would have governed, and what it would have made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import QuerySet

from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.spans import write
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases import models
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.whatif.arrays import TICKS, History, history, stops
from zhuqi.domain.cases.whatif.asking import Ruled, moved_by, ruled, split_by
from zhuqi.domain.cases.whatif.fetching import NEVER, NUMBER, Numbers, fetch
from zhuqi.domain.cases.whatif.gates import CHECK, Replies, answered, gated, has_check
from zhuqi.domain.cases.whatif.given import Asked, labels, ladders, opened, sorts, spans, told_apart
from zhuqi.domain.cases.whatif.halting import free, numbers, stood, under
from zhuqi.domain.cases.whatif.judging import Judged, Law, Steps, judge
from zhuqi.domain.cases.whatif.raising import looked_at
from zhuqi.domain.cases.whatif.scope import Stays, Text, governing, stays
from zhuqi.domain.cases.whatif.timeline import Flags, pairs
from zhuqi.domain.directory import queries as directory

OWN = TICKS.index(Tick.OWN) + 1


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
    kept: Flags
    """Whether anybody can be late by the clock."""
    still: Flags
    """Whether the clock would stand still at the cut-off."""
    known: Mapping[str, Sequence[str]]
    extensions: Sequence[Ruled]
    """What each new text says of the extensions that were given."""
    halts: Numbers
    """Under which new text each suspension lies, 0 for none."""
    replies: Replies | None
    """The answers, where anything looks at them."""


def observed(cases: QuerySet[models.Case], texts: Sequence[Text], *, begin: int, end: int, now: int) -> Observed:
    """Read the history of some cases and judge it by the editions it ran under and by new texts. About twenty queries."""
    columns = {"case_id": NUMBER, "area_id": NUMBER, "edition_id": NUMBER}
    lain = fetch(models.CaseEdition.objects.filter(case__in=cases.values("pk")), columns)
    found = rulebook.editions({*np.unique(lain["edition_id"]).tolist()})
    terms = sight.terms(found, min(found)) if found else Terms({}, {}, 0)
    rules = [*terms.editions.values(), *(text.rules for text in texts)]
    rows: list[object] = [row for text in texts for row in (*text.rules.clocks, text.rules.confirming)]
    rows += [
        row for each in rules for row in (*each.reminders, *each.signing, *sorts(each.extension), *sorts(each.gate))
    ]
    known = labels(rows, looked_at(trigger for each in rules for trigger in each.raising))
    written = sorted({write(rule.span) for each in terms.editions.values() for rule in each.clocks})
    past = history(cases, known, written, redone=told_apart(rows))
    entered = stays(past, lain)
    areas = directory.paths({*np.unique(lain["area_id"]).tolist()})
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
    seen = stood(past, now)
    edition, new = entered.edition[stay], np.where(seen.runs.kept, number[stay], 0)
    places, asked = np.flatnonzero(new), _asked(past, known)
    rules = [*terms.editions.values(), *(text.rules for text in texts)]
    lapses = any(trigger.sort.value == "overdue" for each in rules for trigger in each.raising)
    was = Judged.empty(count, lapses)
    for old in np.unique(edition[places]).tolist():
        here = places[edition[places] == old]
        law = Law(terms.calendars[old], clocks["span"], past.spans, *_ladders(asked, terms.editions[old], here))
        judge(seen.runs, here, law, was)
    halts = numbers(past, entered, number)
    seen, still = under(past, seen, free(past, halts, texts), now)
    given = answered(past) if _looks_at_replies(rules) else None
    would, extensions = Judged.empty(count, lapses), []
    has, resorted = np.zeros((2, count), np.bool_)
    clock, split = moved_by(past), split_by(past)
    for n, text in enumerate(texts, 1):
        here = np.flatnonzero(new == n)
        codes, length = np.zeros(count, np.int64), spans(asked.where(here), text.rules)
        codes[here] = np.where(clocks["fixed"][here] != NEVER, 0, length[0])
        has[here] = _has(past, terms, text.rules, edition, here, given, known)
        has[here] &= (codes[here] > 0) | (clocks["fixed"][here] != NEVER)
        here = here[has[here]]
        resorted[_resorted(asked, here, text.rules)] = True
        law = Law(text.calendar, codes, length[1], *_ladders(asked, text.rules, here))
        judge(seen.runs, here, law, would)
        mine = np.zeros(count, np.bool_)
        mine[here] = True
        extensions.append(ruled(past, seen.runs, text, law, mine, known, clock))
    _overdue(past, would, has, extensions, split)
    unsure = resorted & has
    passed_over = has[seen.clock] & (would.due[seen.clock] >= past.halts.since[seen.halt])
    unsure[seen.clock[passed_over]] = True
    booked = _as_booked(past, was, seen.runs.kept, now)
    return Observed(
        past,
        terms,
        entered,
        number,
        places,
        booked,
        would,
        has,
        unsure,
        seen.runs.kept,
        still,
        known,
        extensions,
        halts,
        given,
    )


def _looks_at_replies(rules: Sequence[CaseRules]) -> bool:
    """Whether any rules look at what became of answers."""
    contested = any(trigger.sort.value == "contested" for each in rules for trigger in each.raising)
    checked = any(Moment.CHECKED in own.stop for each in rules for own in each.own)
    return contested or checked or gated([each.gate for each in rules]) or any(each.dispute.goes_up for each in rules)


def _overdue(past: History, would: Judged, has: Flags, extensions: Sequence[Ruled], split: Numbers) -> None:
    """Clocks whose unit asked for more time too late. Where the ledger counted one as overdue, and doesn't tell the request any
    more, that stays; else the new text says."""
    clocks = past.clocks
    would.late[(clocks["overdue"] == 1) & (clocks["void_at"] == NEVER) & has] = True
    for said in extensions:
        ended = split[said.grant]
        told = ended >= 0
        would.late[ended[told]] = (said.overdue | said.after)[told] & has[ended[told]]
        would.late[said.clock[~told & said.overdue]] = True


def _resorted(asked: Asked, here: Numbers, rules: CaseRules) -> Numbers:
    """Which of some clocks rules would have given another span while they ran, because the class was confirmed otherwise."""
    past, (case, at) = asked.history, asked.history.reclassed
    some = here[np.isin(past.clocks["case"][here], case) & (past.clocks["fixed"][here] == NEVER)]
    which, event = pairs(past.clocks["case"][some], case, len(past.cases["id"]))
    place, moment, stop = some[which], at[event], stops(past.clocks)
    ran = (asked.at[place] < moment) & ((stop[place] == NEVER) | (moment < stop[place]))
    place, moment = place[ran], moment[ran]
    before = asked.where(place)
    codes, _ = spans(Asked.of(before, replace(before, at=moment)), rules)
    found: Numbers = place[codes[: len(place)] != codes[len(place) :]]
    return found


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


def _has(
    past: History,
    terms: Terms,
    rules: CaseRules,
    edition: Numbers,
    here: Numbers,
    given: Replies | None,
    known: Mapping[str, Sequence[str]],
) -> Flags:
    """Which of the clocks at some places new rules have too: those for checking only where the reply would be checked, own ones
    only where they start and stop at the same moments."""
    tick, name = past.clocks["tick"][here], past.clocks["name"][here]
    has = np.ones(len(here), np.bool_) if rules.gate.on else tick != CHECK
    if given is not None:
        has[tick == CHECK] = has_check(past, given, rules.gate, known, here[tick == CHECK])
    own = tick == OWN
    for old in np.unique(edition[here[own]]).tolist():
        same = {one.name for one in rules.own if one in terms.editions[old].own}
        codes = [code for code, known in enumerate(past.names, 1) if known in same]
        has &= ~own | (edition[here] != old) | np.isin(name, codes)
    return has


def _as_booked(past: History, was: Judged, kept: Flags, now: int) -> Judged:
    """What was, by the deadlines that were booked: a calendar may know more by now."""
    due = past.clocks["due"]
    booked = np.where(due == NEVER, UNDETERMINED, due)
    stop = stops(past.clocks)
    passed = (due != NEVER) & (np.where(stop == NEVER, now, stop) > due)
    late = kept & (passed | (past.clocks["overdue"] == 1)) & (past.clocks["void_at"] == NEVER)
    return replace(was, due=booked, late=late)
