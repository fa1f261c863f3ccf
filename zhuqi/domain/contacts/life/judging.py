"""What becomes of a contact that somebody plans (M1): it may take place, goes together with another, or is refused."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import in_words
from zhuqi.domain.contacts.rules.contacts import Encounter, events, next_after
from zhuqi.domain.contacts.rules.periods import DAY
from zhuqi.domain.contacts.rules.words import FELT, ContactHow, Head, Verdict
from zhuqi.domain.contacts.sections import VisitRules
from zhuqi.domain.contacts.sections.parts import Cap, Gap
from zhuqi.domain.liaison.rules.firms import Firm, meant

AHEAD = 800
"""How many days on a free day is looked for."""


@dataclass(frozen=True)
class Judgement:
    """What becomes of a planned contact. ``reasons`` say why, the gravest first; ``law``: the law behind the first that has
    one. ``join``: with which contact it should go. ``earliest``: the next day on which it could be alone, if one is found.
    ``barred``: it can't be made as it is planned; a proposal to go together may also stand without."""

    verdict: Verdict
    reasons: tuple[Sentence, ...] = ()
    law: str = ""
    join: Encounter | None = None
    earliest: dt.date | None = None
    barred: bool = False
    doubts: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One thing in the way. ``until``: the first day on which it may not be; every day before is barred by it too."""

    why: Sentence
    law: str = ""
    until: dt.date = dt.date.max


@dataclass
class _Desk:
    """All that is looked at, and the doubts on the way."""

    rules: VisitRules
    planned: Encounter
    others: Sequence[Encounter]
    firm: Firm
    calendar: WorkCalendar
    doubts: list[Sentence] = field(default_factory=list)


def judge(
    rules: VisitRules,
    planned: Encounter,
    history: Iterable[Encounter],
    *,
    firm: Firm,
    today: dt.date,
    calendar: WorkCalendar,
) -> Judgement:
    """Judge a planned contact with an enterprise. ``history``: what all units did and plan there, whatever was cancelled
    left out; contacts from ``today`` on are plans that one can still join."""
    known = list(history)
    others = [contact for contact in known if planned.event is None or contact.event != planned.event]
    desk = _Desk(rules, planned, others, firm, calendar)
    firm_bars = [*_person(desk), *_manner(desk)]
    if firm_bars:
        return _refused(firm_bars, desk)
    joined = any(
        contact.event == planned.event and contact.day == planned.day for contact in known if contact.event is not None
    )
    if planned.invited or joined:
        return Judgement(Verdict.ALLOWED)
    bars = list(_budget(desk))
    join = _companion(desk, today, barred=bool(bars))
    earliest = _earliest(desk, today) if bars else None
    if join is not None:
        together = say("{unit} plans a contact on {day}: go together.", unit=join.unit, day=join.day)
        reasons = (*(bar.why for bar in bars), together)
        law = bars[0].law if bars else ""
        return Judgement(Verdict.MERGE, reasons, law, join, earliest, bool(bars), tuple(desk.doubts))
    if bars:
        return replace(_refused(bars, desk), earliest=earliest)
    return Judgement(Verdict.ALLOWED, doubts=tuple(desk.doubts))


def _refused(bars: Sequence[Bar], desk: _Desk) -> Judgement:
    law = next((bar.law for bar in bars if bar.law), "")
    return Judgement(Verdict.REFUSED, tuple(bar.why for bar in bars), law, barred=True, doubts=tuple(desk.doubts))


def _person(desk: _Desk) -> Iterator[Bar]:
    """What the enterprise wishes: it declines, or is left alone, without any reason."""
    planned = desk.planned
    if planned.declined:
        yield Bar(say("The enterprise declined, and needs no reason for it."), "N9")
    for period in desk.firm.undisturbed:
        if not planned.invited and period.holds(planned.day):
            said = say("The enterprise wishes to be left alone on {day}.", day=planned.day)
            yield Bar(said, "N9", period.until or dt.date.max)


def _manner(desk: _Desk) -> Iterator[Bar]:
    """Who goes, for what, with whom, and whether it was registered."""
    rules, planned = desk.rules, desk.planned
    if planned.kind and rules.purpose(planned.kind) is None:
        yield Bar(say("This kind of visit isn't known. Known are: {known}", known=" ".join(rules.kinds)), "N7")
    if planned.exempt and planned.exempt not in rules.exempt:
        yield Bar(say("The edition names no such exception: {code}.", code=planned.exempt))
    if planned.proxy and rules.no_proxy:
        yield Bar(say("Nobody makes another's visit here: whoever holds the enterprise goes."))
    if planned.head and rules.head is Head.NEVER:
        yield Bar(say("The head of an enterprise isn't asked to be there."), "N9")
    if planned.head and rules.head is Head.IF_NEEDED and not planned.head_why:
        yield Bar(say("The head of an enterprise is asked for only when necessary: write down why."), "N9")
    if rules.ahead.needed and not planned.invited and not _in_time(desk):
        yield Bar(say("A contact is registered first, in time, and takes place after."), "M1")


def _in_time(desk: _Desk) -> bool:
    """Whether it was registered as long before as the edition asks."""
    planned, by = desk.planned, desk.rules.ahead.by
    begins = planned.begins_at or dt.datetime.combine(planned.day, dt.time(), desk.calendar.zone)
    if planned.registered_at is None:
        return False
    latest = desk.calendar.before(begins, by) if by is not None else begins
    if latest is None:
        desk.doubts.append(say("The working days of {year} aren't known here yet.", year=planned.day.year))
        return planned.registered_at <= begins
    return planned.registered_at <= latest


def _budget(desk: _Desk) -> Iterator[Bar]:
    """Quiet days, the time between contacts, caps."""
    if desk.planned.exempt not in desk.rules.exempt:
        yield from _quiet(desk)
        yield from _gaps(desk)
    yield from _caps(desk)


def _quiet(desk: _Desk) -> Iterator[Bar]:
    planned = desk.planned
    for row in desk.rules.quiet:
        if planned.how not in row.hows or not meant(row.firms, desk.firm):
            continue
        held = row.days.holds(planned.day, desk.calendar)
        spared = row.days.spares(_time(desk)) if held else False
        if held and spared is None:
            said = say("{days} is quiet: say at what time it is.", days=row.days.written)
            desk.doubts.append(said)
        if held and spared is not False:
            continue
        if held is None:
            desk.doubts.append(say("The working days of {year} aren't known here yet.", year=planned.day.year))
        elif held:
            because = row.why or row.days.written
            yield Bar(
                say("{day} is a quiet day: {because}.", day=planned.day, because=because), "M1", planned.day + DAY
            )


def _time(desk: _Desk) -> dt.time | None:
    """At what time of the day it begins, by the place's clock; None where nobody said."""
    begins = desk.planned.begins_at
    return begins.astimezone(desk.calendar.zone).time() if begins is not None else None


def _alike(desk: _Desk, row: Cap | Gap) -> list[Encounter] | None:
    """The other events that a row counts together with the planned one; None where it doesn't speak of that."""
    planned = desk.planned
    if planned.how not in row.hows or not meant(row.firms, desk.firm):
        return None
    kinds = row.kinds if isinstance(row, Cap) else frozenset()
    if kinds and planned.kind not in kinds:
        return None
    return events(
        other
        for other in desk.others
        if other.how in row.hows and not other.invited and not other.declined
        if (not kinds or other.kind in kinds) and (not row.same_unit or other.unit == planned.unit)
    )


def _gaps(desk: _Desk) -> Iterator[Bar]:
    planned = desk.planned
    for row in desk.rules.gaps:
        for other in _alike(desk, row) or ():
            first, last = sorted((planned.day, other.day))
            reached, certain = next_after(first, row.least, desk.calendar)
            if not certain:
                desk.doubts.append(say("The working days of {year} aren't known here yet.", year=first.year))
            if last < reached:
                said = say(
                    "{unit} was or will be there on {day}: different events lie {span} apart or more.",
                    unit=other.unit,
                    day=other.day,
                    span=in_words(row.least),
                )
                yield Bar(said, "M1", next_after(other.day, row.least, desk.calendar)[0])
                break


def _caps(desk: _Desk) -> Iterator[Bar]:
    planned = desk.planned
    for row in desk.rules.caps:
        days = [other.day for other in _alike(desk, row) or ()]
        windows = (
            (bisect_left(days, w.until or w.since) - bisect_left(days, w.since), w)
            for w in row.every.windows(planned.day, days)
        )
        fullest, window = max(windows, key=itemgetter(0))
        if fullest >= row.most:
            said = say(
                "This would be contact {nth} in that {every}; an enterprise has at most {most}.",
                nth=fullest + 1,
                every=row.every.words(),
                most=row.most,
            )
            yield Bar(said, "M1", window.until or dt.date.max)


def _companion(desk: _Desk, today: dt.date, *, barred: bool) -> Encounter | None:
    """The contact that this one should go together with, the nearest one: within the days of the joint rule, or where it
    can't be alone within those of the time between contacts, or in the same period of a cap. Where one's own unit was there
    already, there is nobody to go with."""
    planned = desk.planned
    if planned.how not in FELT:
        return None
    near = [
        other
        for other in events(desk.others)
        if other.day >= today and other.how is ContactHow.ON_SITE and not other.invited and not other.declined
        if not (other.held and other.unit == planned.unit)
        if _within(desk, other) or (barred and _bound(desk, other))
    ]
    return min(near, key=lambda other: (abs(other.day - planned.day), other.day), default=None)


def _within(desk: _Desk, other: Encounter) -> bool:
    """Whether the two are near enough to go together anyway."""
    first, last = sorted((desk.planned.day, other.day))
    return other.unit != desk.planned.unit and last <= next_after(first, desk.rules.joint.within, desk.calendar)[0]


def _bound(desk: _Desk, other: Encounter) -> bool:
    """Whether the other one is what stands in the way, by its day or by the period that it fills."""
    first, last = sorted((desk.planned.day, other.day))
    close = any(
        other in (_alike(desk, row) or ()) and last < next_after(first, row.least, desk.calendar)[0]
        for row in desk.rules.gaps
    )
    return close or any(
        other in (_alike(desk, row) or ()) and last < row.every.ahead(first) and row.every.period(last).holds(first)
        for row in desk.rules.caps
    )


def _earliest(desk: _Desk, today: dt.date) -> dt.date | None:
    """The next day, not before today, on which the contact could take place alone; None where there is none soon."""
    day = first = max(today, desk.planned.day + DAY)
    while (day - first).days < AHEAD:
        moved = replace(desk, planned=replace(desk.planned, day=day), doubts=[])
        bars = [*_person(moved), *_budget(moved)]
        if not bars:
            return day
        day = max(day + DAY, *(bar.until for bar in bars))
    return None
