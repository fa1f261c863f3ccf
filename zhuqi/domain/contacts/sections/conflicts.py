"""Duties and caps that can't both be kept (M2): shown when an edition is adopted, refused where nothing could keep them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from zhuqi.base.findings import Finding
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.calendar import add_months
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.contacts.rules.periods import DAY, Every
from zhuqi.domain.contacts.rules.room import SINCE, Limits, lacking, room, silent, times_a_year
from zhuqi.domain.contacts.rules.words import ContactHow, Counted
from zhuqi.domain.contacts.sections.parts import Cap, Gap, Quiet, Quota
from zhuqi.domain.contacts.sections.shapes import Role, Whose
from zhuqi.domain.liaison.rules.firms import Sort, surely

if TYPE_CHECKING:
    from zhuqi.domain.contacts.sections import VisitRules

ON_SITE = frozenset({ContactHow.ON_SITE})
MOST_SORTS = 12
"""Sorts of enterprises that are tried apart."""
OFTEN = 104
"""Visits on site a year, of all units together: with more than two a week, a budget spares nobody."""


def conflicts(rules: VisitRules, holders: Mapping[Role, int] | None = None) -> list[Finding]:
    """Duties that can't be met under the caps, gaps and quiet days. Grave: whatever anybody plans, even all together.
    Else by numbers: ``holders`` says how many of a role one enterprise has (1 where it says nothing), each on their own.
    ``sort`` is the key concerned, ``lines`` the rows of quotas, from 1."""
    dayless = list(_silent(rules))
    if dayless:
        return dayless
    impossible = [found for n, quota in enumerate(rules.quotas, 1) if (found := _impossible(rules, n, quota))]
    rest = [] if impossible else _by_numbers(rules, holders or {})
    return [*_boundless(rules), *impossible, *rest, *_uncapped(rules)]


def gap_after(span: Span, day: dt.date) -> dt.date:
    """The first day so far after another. A working day is at least a day."""
    return add_months(day, span.amount) if span.unit is Unit.MONTH else day + DAY * span.amount


def _sorts(rules: VisitRules) -> list[Sort | None]:
    """Sorts of enterprises of which different rows speak, and None for those of no sort."""
    rows: list[Quota | Cap | Gap | Quiet] = [*rules.quotas, *rules.caps, *rules.gaps, *rules.quiet]
    sorts = dict.fromkeys(sort for row in rows for sort in sorted(row.firms, key=str))
    alike = {tuple(_speaks(row, sort) for row in rows): sort for sort in (None, *sorts)}
    return list(alike.values())[:MOST_SORTS]


def _speaks(row: Quota | Cap | Gap | Quiet, sort: Sort | None) -> bool:
    """Whether a row surely speaks of the enterprises of a sort."""
    return surely(sort, row.firms)


def _quiet(rows: Iterable[Quiet]) -> Callable[[dt.date], bool]:
    """Whether a day surely is quiet; each day is looked up once."""
    days = [row.days for row in rows if row.days.whole]
    known: dict[dt.date, bool] = {}

    def quiet(day: dt.date) -> bool:
        if day not in known:
            known[day] = any(each.holds(day, None) for each in days)
        return known[day]

    return quiet


def _limits(
    rules: VisitRules, sort: Sort | None, hows: frozenset[ContactHow], kinds: frozenset[str], *, one: bool
) -> Limits:
    """What limits contacts of those ways and kinds with an enterprise of a sort; ``one``: by one unit alone."""
    quiet = [row for row in rules.quiet if _speaks(row, sort) and hows <= row.hows]
    gaps = [row for row in rules.gaps if _speaks(row, sort) and hows <= row.hows and (one or not row.same_unit)]
    caps = [
        row
        for row in rules.caps
        if _speaks(row, sort) and hows <= row.hows and (one or not row.same_unit)
        if not row.kinds or (kinds and kinds <= row.kinds)
    ]
    return Limits(
        _quiet(quiet),
        bool(quiet),
        tuple(partial(gap_after, row.least) for row in gaps),
        tuple((row.every, row.most) for row in caps),
    )


def _silent(rules: VisitRules) -> Iterator[Finding]:
    """Quiet days that leave no day at all for a visit on site."""
    for sort in _sorts(rules):
        if rules.quiet and silent(_limits(rules, sort, ON_SITE, frozenset(), one=True).quiet):
            yield Finding("静默日", say("These quiet days leave no day on which anybody could come. Leave some."))
            return


def _impossible(rules: VisitRules, n: int, quota: Quota) -> Finding | None:
    """A quota that finds no room, even if one contact served everybody."""
    hows = quota.takes(rules.no_phone)
    for sort in _sorts(rules):
        if not _speaks(quota, sort) or (sort is None and quota.firms):
            continue
        limits = _limits(rules, sort, hows, quota.kinds, one=True)
        least = quota.least
        if quota.counted is not Counted.PER_FIRM:
            limits, least = Limits(limits.quiet, limits.watched), 1
        period = lacking(quota.every, least, limits)
        if period is not None:
            why = _because(quota.every, least, limits)
            said = say(
                "“{role}” can't reach {least} every {every}: there is no room for it under {limits}. Ask for less, allow "
                "contacts that aren't on site, or give way there.",
                role=Whose().told(quota.role),
                least=quota.least,
                every=quota.every.words(),
                limits=why,
            )
            return Finding("配额", said, (n,), law="M2")
    return None


def _because(every: Every, least: int, limits: Limits) -> Sentence:
    """Which limits leave no room: one of them alone, or all together."""
    alone = {
        "cap": Limits(caps=limits.caps),
        "gap": Limits(gaps=limits.gaps),
        "quiet": Limits(limits.quiet, limits.watched),
    }
    guilty = next((name for name, only in alone.items() if lacking(every, least, only)), "")
    return {
        "cap": say("the cap of the enterprise"),
        "gap": say("the time between contacts"),
        "quiet": say("the quiet days"),
    }.get(guilty, say("the cap, the time between contacts and the quiet days together"))


def _by_numbers(rules: VisitRules, holders: Mapping[Role, int]) -> list[Finding]:
    """Where everybody's duties at one enterprise, each on their own, come to more than it has room for in a year."""
    for sort in _sorts(rules):
        spoken = [
            (n, quota, holders.get(quota.role, 1) * quota.least * times_a_year(quota.every))
            for n, quota in enumerate(rules.quotas, 1)
            if quota.counted is Counted.PER_FIRM and _speaks(quota, sort) and not (sort is None and quota.firms)
            if quota.takes(rules.no_phone) == ON_SITE
        ]
        need = sum(times for _, _, times in spoken)
        there = room(_limits(rules, sort, ON_SITE, frozenset(), one=False))
        if need > there:
            said = say(
                "Each on their own, the officials of one enterprise would need {need} contacts on site a year; it has "
                "room for {room}. That is kept only if they go together, or if contacts that aren't on site count.",
                need=need,
                room=there,
            )
            return [Finding("配额", said, tuple(n for n, _, _ in spoken), law="M2", grave=False)]
    return []


def _uncapped(rules: VisitRules) -> Iterator[Finding]:
    """A budget for some enterprises only."""
    budget = [cap for cap in rules.caps if not cap.same_unit and not cap.kinds and ContactHow.ON_SITE in cap.hows]
    if budget and all(cap.firms for cap in budget):
        said = say("The cap holds for some enterprises only; the others are spared by the time between contacts alone.")
        yield Finding("企业上限", said, law="M1", grave=False)


def _boundless(rules: VisitRules) -> Iterator[Finding]:
    """A budget that caps nothing: more than one a day, or with the time between contacts still very often."""
    budget = [cap for cap in rules.caps if not cap.same_unit and not cap.kinds and ContactHow.ON_SITE in cap.hows]
    for cap in budget:
        if cap.most > (cap.every.ahead(SINCE) - SINCE).days:
            said = say(
                "At most {most} every {every} is more than one a day: it caps nothing.",
                most=cap.most,
                every=cap.every.words(),
            )
            yield Finding("企业上限", said, law="M1")
            return
    there = room(_limits(rules, None, ON_SITE, frozenset(), one=False))
    if there > OFTEN:
        said = say("Cap, time between contacts and quiet days leave room for {n} visits on site a year.", n=there)
        yield Finding("企业上限", said, law="M1", grave=False)
