"""Copies (抄送): the units that a rulebook names see the case from a moment on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from zhuqi.base.events import Event
from zhuqi.domain.cases import events as e
from zhuqi.domain.cases.life.own import moments
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Copy, Life
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.sections.copies import SENT_AT

Sent = tuple[int, Moment]
"""A unit, and the moment by which it got its copy."""


def sent(before: Life | None, after: Life, event: Event, at: dt.datetime, terms: Terms) -> Life:
    """The life with the copies that the moments of an event bring, each unit once for each moment. Folding again, they are
    those that the journal tells of: the units of today may be others."""
    if terms.copied is not None:
        return _with(after, terms.copied, at)
    named = asked(before, after, event, terms)
    return _with(after, [(terms.units[code], moment) for moment, code in named if code in terms.units], at)


def asked(before: Life | None, after: Life, event: Event, terms: Terms) -> list[tuple[Moment, str]]:
    """The codes that the rules name for the moments of an event, each with its moment. What a clock brings goes by the rules
    of the place where that clock began; what takes a case elsewhere by those of the place that it leaves, and then of the one to
    which it comes."""
    clock = _by_clock(after, event)
    areas = [clock.area] if clock else [before.area if before else after.area, after.area]
    copies = [rule for area in dict.fromkeys(areas) for rule in terms.editions[after.editions[area]].copies]
    if not copies:
        return []
    came = {*moments(before, after, event), *_chased(event)}
    called, sheet = clock.called if clock else None, getattr(event, "sheet", None)
    rows = [rule for rule in copies if rule.brought(came, after.traits, called, sheet)]
    return [*dict.fromkeys((rule.moment, code) for rule in rows for code in sorted(rule.units))]


def _by_clock(life: Life, event: Event) -> Clock | None:
    """The clock that brought an event."""
    return life.clocks[event.clock - 1] if isinstance(event, e.RanOut | e.Reminded) else None


def _chased(event: Event) -> tuple[Moment, ...]:
    """The moments that a clock brings."""
    if isinstance(event, e.RanOut):
        return (Moment.OVERDUE,)
    return tuple(SENT_AT[each] for each in event.sent) if isinstance(event, e.Reminded) else ()


def _with(life: Life, copies: Iterable[Sent], at: dt.datetime) -> Life:
    for unit, moment in copies:
        if not any((copy.unit, copy.moment) == (unit, moment) for copy in life.copies):
            life = replace(life, copies=(*life.copies, Copy(len(life.copies) + 1, unit, moment, at)))
    return life


def new(before: Life | None, after: Life) -> list[Sent]:
    """The copies that came with a change."""
    known = len(before.copies) if before else 0
    return [(copy.unit, copy.moment) for copy in after.copies[known:]]
