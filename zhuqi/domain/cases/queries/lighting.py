"""The lamps of the clocks on a list: each by the edition under which its case lies. A fixed number of queries a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.life.measuring import Lit, light
from zhuqi.domain.cases.life.values import Shift
from zhuqi.domain.cases.models import Case, Clock, ClockShift
from zhuqi.domain.cases.queries.lives import clock_value, shift_value
from zhuqi.domain.cases.queries.sight import terms
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Channel


def lit(clocks: Collection[Clock], cases: Mapping[int, Case], now: dt.datetime) -> dict[int, Lit]:
    """{clock: its lamp} of some clocks that ``lists.shown`` gave, for those whose edition says how lamps are lit; the others
    have the standard lamps. ``cases``: theirs. One query, and a few more where an edition says so."""
    asked = [(clock, getattr(clock, "edition", None)) for clock in clocks]
    known = rulebook.editions({pk for _, pk in asked if pk is not None}) if asked else {}
    rules = {pk: rulebook.section(edition, "办理") for pk, edition in known.items()}
    wanted = [(clock, pk) for clock, pk in asked if pk is not None and rules[pk].lamps is not None]
    if not wanted:
        return {}
    calendars = terms({pk for _, pk in wanted}, wanted[0][1]).calendars
    shifts = _shifts([clock for clock, _ in wanted])
    found: dict[int, Lit] = {}
    for row, pk in wanted:
        clock = clock_value(row, shifts.get(row.pk, ()))
        rule = rules[pk].lamps.rule(clock.called, _traits(cases[row.case_id]))
        lamp = light(rule, calendars[pk], clock, now) if rule is not None else None
        if lamp is not None:
            found[row.pk] = lamp
    return found


def _shifts(clocks: Collection[Clock]) -> dict[int, tuple[Shift, ...]]:
    found: dict[int, tuple[Shift, ...]] = {}
    for row in ClockShift.objects.filter(clock__in=[clock.pk for clock in clocks]).order_by("clock_id", "n"):
        found[row.clock_id] = (*found.get(row.clock_id, ()), shift_value(row))
    return found


def _traits(case: Case) -> Traits:
    """How a case is sorted."""
    return Traits(
        kind=case.kind,
        category=case.category or "",
        grade=case.grade or "",
        urgency=case.urgency or "",
        channel=Channel(case.channel),
        scale=case.scale or "",
    )
