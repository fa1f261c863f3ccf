"""The cases that were raised under either text: by people, by a contest, by a trigger, each at the moment of the first of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from zhuqi.base.ladders.triggers import write
from zhuqi.base.paths import WIDTH
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.domain.cases import models
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.whatif.arrays import History, stops
from zhuqi.domain.cases.whatif.fetching import MOMENT, NEVER, NUMBER, Numbers, fetch
from zhuqi.domain.cases.whatif.fresh import Fresh
from zhuqi.domain.cases.whatif.given import opened
from zhuqi.domain.cases.whatif.judging import Judged
from zhuqi.domain.cases.whatif.lying import LEAD, Lying, lying, units_at
from zhuqi.domain.cases.whatif.moves import FOREVER
from zhuqi.domain.cases.whatif.raising import Facts, Overdue, fired
from zhuqi.domain.cases.whatif.replaying import Observed
from zhuqi.domain.cases.whatif.report import Raised
from zhuqi.domain.cases.whatif.scope import Text
from zhuqi.domain.cases.whatif.timeline import Flags, latest
from zhuqi.domain.directory import queries as directory

Told = tuple[tuple[str, int | None], ...]


def rising(
    seen: Observed, added: Sequence[Fresh], texts: Sequence[Text], now: int
) -> tuple[tuple[Raised, Raised], Told]:
    """The raised cases under the old texts and the new, and in how many each trigger of the new ones would have fired. Three
    queries, one more where contests go up."""
    there = lying(seen.history, seen.stays)
    there = there.where(seen.number[there.stay] > 0)
    by_people = _escalated(seen.history, there)
    editions = {old: rules for old, rules in seen.terms.editions.items() if rules.raising or rules.dispute.goes_up}
    before = {old: there.where(seen.stays.edition[there.stay] == old) for old in editions}
    after = {n: there.where(seen.number[there.stay] == n) for n in range(1, len(texts) + 1)}
    rules = {n: text.rules for n, text in enumerate(texts, 1)}
    facts = Facts(seen.history, seen.replies, was_late(seen, now), seen.known)
    was, _ = _first(seen, by_people, editions, before, facts, now)
    facts = Facts(seen.history, seen.replies, would_be_late(seen, added, texts, now), seen.known)
    would, told = _first(seen, by_people, rules, after, facts, now)
    return (as_raised(seen.history, was), as_raised(seen.history, would)), told


def _first(
    seen: Observed,
    by_people: Numbers,
    rules: Mapping[int, CaseRules],
    there: Mapping[int, Lying],
    facts: Facts,
    now: int,
) -> tuple[Numbers, Told]:
    """When each case was raised first (FOREVER: never), and how many each trigger raised."""
    moment = by_people.copy()
    told: dict[str, int | None] = {}
    for n, each in rules.items():
        if each.dispute.goes_up:
            np.minimum(moment, _gone_up(seen, there[n]), out=moment)
        for trigger in each.raising:
            at, written = fired(trigger, facts, there[n], now), write(trigger)
            if at is None:
                told.setdefault(written, None)
                continue
            np.minimum(moment, at, out=moment)
            told[written] = (told.get(written) or 0) + int((at != FOREVER).sum())
    return moment, tuple(told.items())


def _escalated(past: History, there: Lying) -> Numbers:
    """When people first moved each case up, from where it lay. One query."""
    edges = models.Edge.objects.filter(action=Action.ESCALATE.value, case__in=past.source.values("pk"))
    told = fetch(edges, {"case_id": NUMBER, "at": MOMENT})
    case = np.searchsorted(past.cases["id"], told["case_id"])
    return _from(past, there, case, told["at"])


def _from(past: History, there: Lying, case: Numbers, at: Numbers) -> Numbers:
    """The first of some moments for each case, of those at which it left where it lay."""
    found = latest(there.case, there.since, case, at - 1)
    left = found >= 0
    left[left] = there.until[found[left]] >= at[left]
    moment = np.full(len(past.cases["id"]), FOREVER)
    np.minimum.at(moment, case[left], at[left])
    return moment


def _gone_up(seen: Observed, there: Lying) -> Numbers:
    """When each case first goes up because the enterprise disagrees with its lead, where there is a room above. Two queries."""
    past, replies = seen.history, seen.replies
    if replies is None:
        return np.full(len(past.cases["id"]), FOREVER)
    here = np.flatnonzero(replies.contested != NEVER)
    case, at = replies.case[here], replies.contested[here]
    rows = past.rows
    led = np.flatnonzero(rows["hand"] == LEAD)
    row = latest(rows["case"][led], rows["began_at"][led], case, at - 1)
    up = row >= 0
    ended = rows["ended_at"][led[row[up]]]
    up[up] = (ended == NEVER) | (ended >= at[up])
    areas = np.unique(there.area)
    above = areas[_has_room_above(areas)]
    return _from(past, there.where(np.isin(there.area, above)), case[up], at[up])


def _has_room_above(areas: Numbers) -> Flags:
    """Which of some areas have a room in an area above."""
    paths = directory.paths(areas.tolist())
    roots = {path[:WIDTH] for path in paths.values()}
    desked = {path for root in roots for path in directory.desked_areas(root)}
    return np.array(
        [any(paths[area][:end] in desked for end in range(WIDTH, len(paths[area]), WIDTH)) for area in areas.tolist()],
        np.bool_,
    )


def as_raised(past: History, moment: Numbers) -> Raised:
    """The cases that were raised, each with the unit that led it then."""
    case = np.flatnonzero(moment != FOREVER)
    return Raised(case, past.cases["kind"][case], units_at(past, case, moment[case]))


def was_late(seen: Observed, now: int) -> Overdue:
    """What ran late under the editions."""
    number = {old: n for n, old in enumerate(seen.terms.editions)}
    edition = seen.stays.edition[seen.stays.of(seen.history.clocks["case"], seen.history.clocks["area_id"])]
    codes = np.zeros(int(edition.max(initial=0)) + 1, np.int64)
    for old, n in number.items():
        if old < len(codes):
            codes[old] = n
    calendars = [seen.terms.calendars[old] for old in number]
    return _overdue(seen, seen.was, np.zeros(len(edition), np.bool_), codes[edition], calendars, now, [])


def would_be_late(seen: Observed, added: Sequence[Fresh], texts: Sequence[Text], now: int) -> Overdue:
    """What would run late under the new texts; deadlines that lie under none of them as they were."""
    past = seen.history
    stay = seen.stays.of(past.clocks["case"], past.clocks["area_id"])
    number, calendars = seen.number[stay], [text.calendar for text in texts]
    olds = {old: n for n, old in enumerate(seen.terms.editions, len(texts))}
    code = number - 1
    for old, n in olds.items():
        code[(number == 0) & (seen.stays.edition[stay] == old)] = n
    calendars += [seen.terms.calendars[old] for old in olds]
    return _overdue(seen, seen.would, seen.unsure, code, calendars, now, added)


def _overdue(
    seen: Observed,
    judged: Judged,
    unsure: Flags,
    code: Numbers,
    calendars: Sequence[WorkCalendar],
    now: int,
    added: Sequence[Fresh],
) -> Overdue:
    """The times in which deadlines that were judged, those that lie under no new text, and the new ones ran late."""
    past = seen.history
    clocks, stop, open_at = past.clocks, stops(past.clocks), opened(past)
    parts = []
    if judged.lapses is not None:
        place, due, since, until = judged.lapses.columns()
        until = np.where((stop[place] == NEVER) & (until == now), FOREVER, until)
        parts.append((place, due, np.maximum(since, open_at[place]), until, ~unsure[place]))
        rest = np.ones(len(stop), np.bool_)
        rest[seen.places] = False
        place = np.flatnonzero(rest & (clocks["due"] != NEVER) & seen.kept)
        until = np.where(stop[place] == NEVER, FOREVER, stop[place])
        parts.append((place, clocks["due"][place], open_at[place], until, until > clocks["due"][place]))
    found = [
        (clocks["case"][place[w]], due[w], np.maximum(since[w], due[w] + 1), until[w], code[place[w]])
        for place, due, since, until, w in parts
    ]
    for one in added:
        if one.judged.lapses is None:
            continue
        place, due, since, until = one.judged.lapses.columns()
        until = np.where(one.running[place] & (until == now), FOREVER, until)
        w = ~(one.unsure | one.unobserved)[place] & (due != UNDETERMINED)
        found.append(
            (
                one.case[place[w]],
                due[w],
                np.maximum(since[w], due[w] + 1),
                until[w],
                np.full(int(w.sum()), one.number - 1),
            )
        )
    empty = (np.empty(0, np.int64),) * 5
    return Overdue(calendars, *(np.concatenate(column) for column in zip(empty, *found, strict=True)))
