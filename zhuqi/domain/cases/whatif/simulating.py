"""``simulate``: what a new text would have done to the cases that an actor sees, beside what was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.sessions import moment, ticks
from zhuqi.core.access.actor import Actor
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases import models
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.cases.whatif.arrays import TICKS, stops, within
from zhuqi.domain.cases.whatif.fetching import NEVER, Numbers
from zhuqi.domain.cases.whatif.fresh import Fresh, fresh
from zhuqi.domain.cases.whatif.halting import refused
from zhuqi.domain.cases.whatif.replaying import OWN, Observed, observed
from zhuqi.domain.cases.whatif.report import Change, Result, Sheet, lines, total
from zhuqi.domain.cases.whatif.rising import rising
from zhuqi.domain.cases.whatif.scope import Text
from zhuqi.domain.directory import queries as directory

Sections = Mapping[str, Any]
MOST_CHANGES = 200


def simulate(
    actor: Actor,
    *,
    new: Sections,
    place: str,
    since: dt.date,
    until: dt.date,
    now: dt.datetime,
    below: Mapping[str, Sections] | None = None,
    most: int = MOST_CHANGES,
) -> Result:
    """What the sections of a ``new`` text at a ``place`` (its path) would have done to the cases that entered an area at or
    below it from ``since`` to ``until``, both included; up to ``now``. About twenty queries, whatever the number of cases.

    ``below``: {path: sections} of places further down whose texts would then stand on the new one; others that have a text
    of their own stay under it. ``most``: changes of open cases that are listed; they are counted all.
    """
    texts = [_text(path, sections) for path, sections in {place: new, **(below or {})}.items()]
    zone = texts[0].calendar.zone
    begin, end = (dt.datetime.combine(day, dt.time(), zone) for day in (since, until + dt.timedelta(days=1)))
    cases = within(sight.visible(actor), begin, min(end, now + dt.timedelta(microseconds=1)))
    seen = observed(cases, texts, begin=ticks(begin), end=ticks(end), now=ticks(now))
    added = fresh(seen, texts, ticks(now))
    sheet = _sheet(seen, added)
    raised, told = rising(seen, added, texts, ticks(now))
    units = directory.names(np.unique(np.concatenate([sheet.unit, *(one.unit for one in raised)])).tolist())
    moving = _moving(seen, added)
    return Result(
        since=since,
        until=until,
        at=now,
        total=total(sheet, raised),
        units=tuple(lines(sheet, raised, "unit", {pk: (pk, name) for pk, name in units.items()})),
        kinds=tuple(lines(sheet, raised, "kind", _kinds(seen, texts))),
        changes=_listed(moving, most, zone),
        changed_clocks=len(moving.case),
        changed_cases=len(np.unique(moving.case)),
        refused_extensions=sum(int(said.refused.sum()) for said in seen.extensions),
        higher_extensions=sum(int((said.higher & ~said.refused).sum()) for said in seen.extensions),
        refused_suspensions=int(refused(seen.history, seen.halts, texts).sum()),
        triggers=told,
    )


def _text(path: str, sections: Sections) -> Text:
    worktime, rules = sections["工作时间"], sections["办理"]
    return Text(path, rules, work_calendar(worktime.hours, worktime.zone))


def _sheet(seen: Observed, added: Sequence[Fresh]) -> Sheet:
    """A row for each clock of either text."""
    past, here = seen.history, seen.places
    clocks, new = past.clocks, seen.runs[here]
    none, void = np.zeros(len(here), np.bool_), clocks["due"][here] == NEVER
    still = void & ((clocks["paused_at"][here] != NEVER) | (stops(clocks)[here] != NEVER))
    case = [clocks["case"][here], *(one.case for one in added)]
    count = sum(len(one.case) for one in added)
    no, yes, nought = np.zeros(count, np.bool_), np.ones(count, np.bool_), np.zeros(count, np.int64)

    def column(first: Any, name: str) -> Any:
        return np.concatenate([first, *(getattr(one.judged, name) for one in added)])

    unobserved = np.concatenate([none, *(one.unobserved for one in added)])
    unsure = np.concatenate([seen.unsure[here], *(one.unsure for one in added)])
    runs = np.concatenate([new, yes])
    undetermined = (unsure | ((column(seen.would.due[here], "due") == UNDETERMINED) & runs)) & ~unobserved
    apart = undetermined | unobserved
    cases = np.concatenate(case)
    return Sheet(
        case=cases,
        kind=past.cases["kind"][cases],
        unit=np.concatenate([clocks["unit_id"][here], *(one.unit for one in added)]),
        runs=(np.concatenate([~none, no]), runs),
        late=(np.concatenate([seen.was.late[here], no]), column(seen.would.late[here], "late") & ~apart),
        reminders=(
            np.concatenate([seen.was.reminders[here], nought]),
            np.where(apart, 0, column(seen.would.reminders[here], "reminders")),
        ),
        undetermined=(np.concatenate([void & ~still, no]), undetermined),
        unobserved=unobserved,
    )


def _kinds(seen: Observed, texts: Sequence[Text]) -> dict[int, tuple[int | str, str]]:
    """{code: (kind, what it is called)}: by the new text, or by the editions."""
    called: dict[str, str] = {}
    for rules in (*seen.terms.editions.values(), *(text.rules for text in reversed(texts))):
        called |= rules.kinds
    return {code: (kind, called.get(kind, kind)) for code, kind in enumerate(seen.history.kinds, 1)}


@dataclass(frozen=True, eq=False)
class Moving:
    """Running clocks that would be due at another moment, the earliest first: case (its id), what it is called (a place in
    ``whats``), unit, when it was due and when it would be."""

    case: Numbers
    what: Numbers
    unit: Numbers
    was: Numbers
    would: Numbers
    whats: Sequence[Tick | str]


def _moving(seen: Observed, added: Sequence[Fresh]) -> Moving:
    """What differs for open cases."""
    past, here = seen.history, seen.places
    clocks, cases = past.clocks, past.cases["id"]
    here = here[stops(clocks)[here] == NEVER]
    paused, would = clocks["paused_at"][here], np.where(seen.runs[here], seen.would.due[here], NEVER)
    would = np.where(seen.still[here] & (would >= paused), NEVER, would)  # it stands still, and shows none
    differs = (would != clocks["due"][here]) & ~seen.unsure[here]
    here, would = here[differs], would[differs]
    own = clocks["tick"][here] == OWN
    what = np.where(own, len(TICKS) + clocks["name"][here] - 1, clocks["tick"][here] - 1)
    rows = [(cases[clocks["case"][here]], what, clocks["unit_id"][here], clocks["due"][here], would)]
    for n, one in enumerate(added, len(TICKS) + len(past.names)):
        listed = one.running & ~one.unsure & ~one.unobserved
        none = np.full(int(listed.sum()), NEVER)
        rows.append((cases[one.case[listed]], none * 0 + n, one.unit[listed], none, one.judged.due[listed]))
    case, what, unit, was, would = (np.concatenate([row[n] for row in rows]) for n in range(5))
    order = np.lexsort((what, case, np.where(would != NEVER, would, was)))
    whats = [*TICKS, *past.names, *(one.name for one in added)]
    return Moving(case[order], what[order], unit[order], was[order], would[order], whats)


def _listed(moving: Moving, most: int, zone: ZoneInfo) -> tuple[Change, ...]:
    """The first of them, with numbers of cases and names of units. Two queries."""
    columns = (moving.case, moving.what, moving.unit, moving.was, moving.would)
    found = list(zip(*(column[:most].tolist() for column in columns), strict=True))
    numbers = dict(models.Case.objects.filter(pk__in={case for case, *_ in found}).values_list("pk", "number"))
    names = directory.names({unit for _, _, unit, *_ in found})

    def at(when: int) -> dt.datetime | None:
        return None if when == NEVER else moment(when, zone)

    return tuple(
        Change(case, numbers[case], moving.whats[what], unit, names.get(unit, ""), at(was), at(would))
        for case, what, unit, was, would in found
    )
