"""What the clock does to cases. Each job does whatever is due by ``now`` and not yet done."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, replace
from itertools import chain

from django.db import transaction
from django.db.models import F, QuerySet

from zhuqi.base.errors import Refused, Stale
from zhuqi.base.events import Event
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import gone
from zhuqi.domain.cases.actions.closing import end
from zhuqi.domain.cases.actions.handling import resume
from zhuqi.domain.cases.actions.raising import classify
from zhuqi.domain.cases.actions.taking import store
from zhuqi.domain.cases.life.chasing import raises, reminder
from zhuqi.domain.cases.life.closing import asker
from zhuqi.domain.cases.life.drawing import asks_again, barred
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.models import Case, DayBalance, DayEdge, FoldedDay
from zhuqi.domain.cases.queries import ledger, lists, lives, sight
from zhuqi.domain.cases.queries.ledger import FLOW
from zhuqi.domain.cases.rules.ledger import Flow, net
from zhuqi.domain.cases.rules.words import Tick

SETTLING = dt.timedelta(minutes=30)
"""How long after midnight a day may still get movements that began on it."""


def remind(now: dt.datetime) -> int:
    """Climb every rung of a ladder that has come. Gives the number of rungs; what can't be booked now comes again."""
    due = lists.running().filter(remind_at__lte=now).order_by("remind_at", "id")
    return sum(_climb(pk, now) for pk in list(due.values_list("pk", flat=True)))


def _climb(clock_id: int, now: dt.datetime) -> int:
    """The rungs of one clock that have come, one after the other."""
    climbed = 0
    while row := lists.running().select_related("case").filter(pk=clock_id, remind_at__lte=now).first():
        life = lives.current(row.case)
        terms = sight.terms_of(life)
        try:
            booked = by_clock(row.case, life, terms, reminder(life, life.clocks[row.n - 1], terms), now)
        except Refused:  # somebody booked on the case at a later moment already
            break
        if not booked:
            break
        climbed += 1
    return climbed


def matter_moved(case: Case, *, issue: int, seq: int, deed: str, now: dt.datetime) -> None:
    """Book on a case that a common issue it is in moved on: so its enterprise, those who serve it and programs are told. Raises
    Stale where somebody moved the case meanwhile."""
    life = lives.current(case)
    event = events.MatterMoved(issue=issue, seq=seq, deed=deed)
    if not by_clock(case, life, sight.terms_of(life), event, now):
        raise Stale


@transaction.atomic
def by_clock(case: Case, life: Life, terms: Terms, event: Event, now: dt.datetime) -> int:
    """Book an event of the clock on a case that is still as it was read; 0 where somebody moved it meanwhile."""
    if not Case.objects.filter(pk=case.pk, version=case.version).update(version=F("version") + 1):
        return 0
    case.version += 1
    store(CLOCK, case, life, event, terms, now, "", None, {})
    return 1


def raise_due(now: dt.datetime) -> int:
    """Book every trigger that says by now that a case must go up, each once where the case lies. Gives their number."""
    raised = 0
    for pks in lives.chunks(lists.may_rise(now)):
        for case in Case.objects.filter(pk__in=pks).order_by("pk"):
            raised += _raise(case, now)
    return raised


def _raise(case: Case, now: dt.datetime) -> int:
    """The triggers of one case, one entry each; what can't be booked now comes again."""
    booked = 0
    life = lives.current(case)
    terms = sight.terms_of(life)
    for event in raises(life, now, terms):
        try:
            done = by_clock(case, lives.current(case), terms, event, now)
        except Refused:  # somebody booked on the case at a later moment already
            break
        if not done:
            break
        booked += 1
    return booked


def let_stand(now: dt.datetime) -> int:
    """Let classes stand that nobody confirmed in time, where the edition says so. Gives their number."""
    late = lists.running().filter(tick=Tick.CLASS.value, due__lt=now).order_by("due", "id")
    done = 0
    for case_id in list(late.values_list("case_id", flat=True)):
        try:
            classify(CLOCK, case_id, now=now)
        except Refused:  # it goes on waiting by the rules there, or somebody moved it meanwhile
            continue
        done += 1
    return done


def resume_due(now: dt.datetime) -> int:
    """Let suspended cases run again on the day named."""
    done = 0
    for case_id in _over(Tick.RECHECK, now):
        try:
            resume(CLOCK, case_id, now=now)
        except Refused:  # moved meanwhile
            continue
        done += 1
    return done


def end_silent(now: dt.datetime) -> int:
    """End what the enterprise left unanswered, as unconfirmed; where contests bar that, hand it to the desk to decide."""
    done = 0
    for case_id in _over(Tick.SILENCE, now):
        try:
            end(CLOCK, case_id, now=now)
        except Refused:
            done += _asked_on(case_id, now)
        else:
            done += 1
    return done


def _over(tick: Tick, now: dt.datetime) -> list[int]:
    """The cases with a running clock of a kind whose moment has come, the oldest first."""
    due = lists.running().filter(tick=tick.value, due__lte=now).order_by("due", "id")
    return list(due.values_list("case_id", flat=True))


def _asked_on(case_id: int, now: dt.datetime) -> int:
    """``_leave_to_desk``; what can't be booked now comes again, and keeps no other case waiting."""
    try:
        return _leave_to_desk(case_id, now)
    except Refused:  # somebody booked on the case at a later moment already
        return 0


def _leave_to_desk(case_id: int, now: dt.datetime) -> int:
    """Book that silence is over where only repeated contests, or one more asking, keep the case from ending by it."""
    case = Case.objects.get(pk=case_id)
    at = sight.situation(CLOCK, case, now=now)
    silence = next((clock for clock in at.life.running if clock.tick is Tick.SILENCE), None)
    if silence is None or not silence.late(now) or not (barred(at.life, at.rules) or asks_again(at.life, at.rules)):
        return 0
    last = asker(at.life)
    event = events.Unanswered(asker_gone=last is not None and gone(last))
    return by_clock(case, at.life, at.terms, event, now)


def redate(entry: Entry, *, now: dt.datetime) -> None:
    """A year's calendar came or changed: deadlines that it moves, or sets at last, are booked on their cases."""
    running = lists.running().filter(paused_at=None).order_by("case_id")
    for pks in lives.chunks(running.values_list("case_id", flat=True).distinct()):
        _redate(Case.objects.filter(pk__in=pks).order_by("pk"), now)


def _redate(cases: QuerySet[Case], now: dt.datetime) -> None:
    """The deadlines of some cases, whose lives and terms are read together."""
    led = lives.load_many(cases)
    editions = {edition for life in led.values() for edition in life.editions.values()}
    every = sight.terms(editions, min(editions))
    for case in cases:
        life = led[case.pk]
        terms = replace(every, current=life.editions[life.area])
        moved = any(terms.due(clock, life.editions[clock.area]) != clock.due for clock in life.running)
        if moved and not by_clock(case, life, terms, events.CalendarCame(), now):
            raise Stale


@transaction.atomic
def fold_days(now: dt.datetime) -> int:
    """Fold the movements of days that are over into frozen rows. Gives the number of days."""
    last = ledger.last_folded()
    days: dict[dt.date, list[Flow]] = {}
    for flow in ledger.live(last, day_of(now - SETTLING) - ledger.DAY):
        days.setdefault(flow.day, []).append(flow)
    held = Counter(ledger.balances(net(chain(*days.values())).keys(), last))
    for day, flows in sorted(days.items()):
        _fold(day, flows, held, now)
    return len(days)


def _fold(day: dt.date, flows: Sequence[Flow], held: Counter[int], now: dt.datetime) -> None:
    """Freeze one day; ``held`` comes as it was before it, and goes as it is after it."""
    moved = net(flows)
    held.update(moved)
    change = Change(CLOCK, "day", None, now=now)
    change.subject = change.insert(FoldedDay(day=day, edges=sum(flow.n for flow in flows), folded_at=now)).pk
    change.insert_many([DayEdge(**dict(zip((*FLOW, "n"), astuple(flow), strict=True))) for flow in flows])
    change.insert_many([DayBalance(day=day, unit_id=unit, n=held[unit]) for unit in sorted(moved)])
    change.record(events.DayFolded(day=day))
