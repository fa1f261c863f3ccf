"""What raises a case to the desk above: what people did, and what the triggers of a new text would have done beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from django.db.models import QuerySet

from zhuqi.base.ladders.triggers import Sort, Trigger, write
from zhuqi.base.lamps.gauges import Interval
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.bulk_ticks import due_ticks
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.cases import models
from zhuqi.domain.cases.rules.words import Action, Hand
from zhuqi.domain.cases.whatif.arrays import HANDS, History
from zhuqi.domain.cases.whatif.fetching import NUMBER, Numbers, fetch
from zhuqi.domain.cases.whatif.judging import Flags
from zhuqi.domain.cases.whatif.report import Raised

LEAD = HANDS.index(Hand.LEAD) + 1
UNKNOWN = frozenset({Sort.AMOUNT, Sort.INSTRUCTION, Sort.SIGNED})
"""Triggers that look at what the ledger doesn't tell."""


def moved(cases: QuerySet[models.Case], past: History, action: Action) -> Flags:
    """The cases on which a step was taken that moved them. One query."""
    edges = models.Edge.objects.filter(action=action.value, case__in=cases.values("pk"))
    found = np.zeros(len(past.cases["id"]), np.bool_)
    found[np.searchsorted(past.cases["id"], fetch(edges, {"case_id": NUMBER})["case_id"])] = True
    return found


def contests(cases: QuerySet[models.Case], past: History) -> Numbers:
    """How often the enterprise disagreed, by case. One query."""
    edges = models.Edge.objects.filter(action=Action.CONTEST.value, case__in=cases.values("pk"))
    told = np.searchsorted(past.cases["id"], fetch(edges, {"case_id": NUMBER})["case_id"])
    return np.bincount(told, minlength=len(past.cases["id"]))


def as_raised(past: History, which: Flags) -> Raised:
    """Cases with the unit that led them last, or the desk where none did."""
    unit = past.cases["desk_id"].copy()
    led = past.rows["hand"] == LEAD
    unit[past.rows["case"][led]] = past.rows["unit_id"][led]
    case = np.flatnonzero(which)
    return Raised(case, past.cases["kind"][case], unit[case])


def fired(
    triggers: Sequence[Trigger],
    past: History,
    disagreed: Numbers,
    grade: Numbers,
    grades: Sequence[str],
    overdue: Mapping[str, Numbers],
    calendar: WorkCalendar,
) -> list[tuple[str, Flags | None]]:
    """(trigger as it is written, the cases it would have raised); None where the ledger doesn't tell. ``grade``: codes in
    ``grades``; ``overdue``: case, due and until of every missed deadline."""
    rows, count = past.rows, len(past.cases["id"])
    led = rows["hand"] == LEAD
    figures = {
        Sort.ASSIGNED: np.bincount(rows["case"][led & (rows["opened_by"] == 1)], minlength=count),
        Sort.RETURNED: np.bincount(rows["case"][led & (rows["how"] == 1)], minlength=count),
        Sort.CONTESTED: disagreed,
    }
    found: list[tuple[str, Flags | None]] = []
    for trigger in triggers:
        held: Flags | None = None
        if trigger.sort in figures:
            held = _holds(trigger.interval, figures[trigger.sort])
        elif trigger.sort is Sort.GRADE:
            held = np.isin(grade, [code for code, word in enumerate(grades, 1) if word in trigger.codes])
        elif trigger.sort is Sort.OVERDUE:
            held = np.zeros(count, np.bool_)
            held[overdue["case"][_by(trigger, overdue["due"], overdue["until"], calendar)]] = True
        found.append((write(trigger), held))
    return found


def _holds(interval: Interval, figures: Numbers) -> Flags:
    known = np.unique(figures)
    return np.isin(figures, [figure for figure in known.tolist() if interval.holds(figure)])


def _by(trigger: Trigger, due: Numbers, until: Numbers, calendar: WorkCalendar) -> Flags:
    """Which missed deadlines are over by as much as a trigger says."""
    held = np.ones(len(due), np.bool_)
    if not isinstance(trigger.unit, Unit):
        return held
    interval = trigger.interval
    low = due_ticks(calendar, due, [Span(int(interval.low), trigger.unit)])
    held &= (low != UNDETERMINED) & ((until >= low) if interval.from_low and interval.low else (until > low))
    if interval.high is not None:
        high = due_ticks(calendar, due, [Span(int(interval.high), trigger.unit)])
        held &= (high != UNDETERMINED) & ((until <= high) if interval.to_high else (until < high))
    return held
