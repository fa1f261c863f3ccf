"""What every step has in common: take the case as it was seen, ask the rules, write what follows, book it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model

from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.base.events import Event, plain
from zhuqi.base.naming import named
from zhuqi.base.words import Named, Sentence, say
from zhuqi.core.access.actions import share
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.digests import link
from zhuqi.core.search import actions as search
from zhuqi.domain.cases import events, models
from zhuqi.domain.cases.life import copying, succeeding
from zhuqi.domain.cases.life.chasing import reminder
from zhuqi.domain.cases.life.fold import apply, dues, entered
from zhuqi.domain.cases.life.guards import refusal
from zhuqi.domain.cases.life.standing import Situation
from zhuqi.domain.cases.life.terms import Terms
from zhuqi.domain.cases.life.values import Clock, Edge, Life
from zhuqi.domain.cases.queries import joined, lives, sight
from zhuqi.domain.cases.queries.scopes import reasons, seen_from
from zhuqi.domain.cases.rules.needs import NEEDS
from zhuqi.domain.cases.rules.words import Action, State
from zhuqi.domain.directory import queries as directory


@dataclass(frozen=True)
class Taken:
    """A case in the hand of one actor for one step."""

    actor: Actor
    case: models.Case
    action: Action
    at: Situation
    key: str

    @property
    def life(self) -> Life:
        """The life before the step."""
        return self.at.life


def take(actor: Actor, case_id: int, action: Action, *, seen: int | None, key: str, now: dt.datetime) -> Taken:
    """The case, if the actor sees it, if it is still as seen, and if the rules allow the step.

    ``seen=None`` means: as it is now. Raises Missing, Stale, Refused.
    """
    case = sight.visible(actor).filter(pk=case_id).first()
    if case is None:
        raise Missing
    if seen is not None and case.version != seen:
        raise Stale
    if not models.Case.objects.filter(pk=case.pk, version=case.version).update(version=F("version") + 1):
        raise Stale
    case.version += 1
    at = _followed(sight.situation(actor, case, now=now, action=action), actor, case, action)
    at = _caught_up(at, actor, case, action)
    refused = refusal(action, at)
    if refused is not None:
        raise Refused(refused)
    return Taken(actor, case, action, at, key)


def _caught_up(at: Situation, actor: Actor, case: models.Case, action: Action) -> Situation:
    """The situation once every rung that has come is climbed: who answers a little late was late, though the clock's job hasn't
    come by since."""
    while clock := _next_rung(at.life, at.now):
        store(CLOCK, case, at.life, reminder(at.life, clock, at.terms), at.terms, at.now, "", None, {})
        models.Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
        case.version += 1
        at = sight.situation(actor, case, now=at.now, action=action)
    return at


def _followed(at: Situation, actor: Actor, case: models.Case, action: Action) -> Situation:
    """The situation of a case that is over, once whoever follows units of it that ended meanwhile stands in their place: live
    cases pass with the unit itself."""
    if at.life.state is not State.ENDED:
        return at
    heirs = directory.heirs()
    for unit in sorted(succeeding.of(at.life) & heirs.keys()):
        event = events.Succeeded(unit=unit, successor=heirs[unit])
        store(CLOCK, case, at.life, event, at.terms, at.now, "", None, {})
        models.Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
        case.version += 1
        at = sight.situation(actor, case, now=at.now, action=action)
    return at


def _next_rung(life: Life, now: dt.datetime) -> Clock | None:
    """The running clock of which a rung has come, the one that waits longest."""
    waiting = [clock for clock in life.running if clock.remind_at is not None and clock.remind_at <= now]
    return min(waiting, key=lambda clock: (clock.remind_at or now, clock.n), default=None)


def move(taken: Taken, event: Event, **said: str) -> models.Case:
    """Apply an event: write what changed, keep the words, book it. ``said`` maps fields of the step to their texts."""
    _names_no_other(taken, said)
    return store(
        taken.actor, taken.case, taken.life, event, taken.at.terms, taken.at.now, taken.key, taken.action, said
    )


READ_LATER = frozenset({"draft"})
"""Texts that enterprises read once they are signed."""


def _names_no_other(taken: Taken, said: Mapping[str, str]) -> None:
    """See that what an enterprise reads names none of those with whose cases its own is handled. Raises Invalid. What an enterprise
    writes itself is its own."""
    read = (field.name for field in NEEDS[taken.action] if field.outside or field.name in READ_LATER)
    open_to_it = [name for name in read if said.get(name)]
    if taken.life.joined is None or taken.actor.staff is None or not open_to_it:
        return
    others = joined.others(taken.actor, taken.case).values_list("enterprise__name", "number")
    names = {name for pair in others for name in pair}
    faults = {name: found for name in open_to_it if (found := named(said[name], sorted(names)))}
    if faults:
        raise Invalid({name: _names(found) for name, found in faults.items()})


def _names(other: str) -> Sentence:
    return say("The enterprise reads this, and it names another one or its case: {found}.", found=other)


def store(
    actor: Actor,
    case: models.Case,
    before: Life | None,
    event: Event,
    terms: Terms,
    now: dt.datetime,
    key: str,
    action: Action | None,
    said: Mapping[str, str],
    also: Sequence[Model] = (),
) -> models.Case:
    """Write the difference that an event makes, in the tables and in the journal. ``also``: other rows written for it."""
    terms = _with_entered(terms, event)
    after = apply(before, event, now, terms)
    _there(before, after, terms, now)
    change = Change(actor, "case", case.pk, now=now, key=key)
    for row in also:
        change.touched(row)
    _write_case(change, case, after, new=before is None)
    _write_parts(change, case, before, after, terms)
    _write_said(change, case, action, said, now)
    booked = {str(n): plain(pair) for n, pair in dues(before, after).items()}
    more = {"dues": booked, **_copies(before, after, event, terms)}
    entry = change.record(event, more=more, edition=after.editions[after.area])
    moved = before is None or reasons(before) != reasons(after)
    if moved:
        share("case", case.pk, seen_from(after))
    if moved or any(said.values()):
        search.keep("case", [case.pk])
    lives.remember(link(entry.pk, entry.hash), after)
    return case


def _there(before: Life | None, after: Life, terms: Terms, now: dt.datetime) -> None:
    """Raises Stale where a unit is given the case that has just ended, with another in its place; one that hasn't can't end before
    this is stored. Two queries at most, none where nobody is given it."""
    given = {row.unit for row in after.holdings[len(before.holdings) if before else 0 :]}
    if given and directory.ended(given, terms.day(now)):
        raise Stale


def _copies(before: Life | None, after: Life, event: Event, terms: Terms) -> dict[str, Any]:
    """The copies that an event brought, and the codes of those that went to nobody, because no unit has them today."""
    sent = [[unit, moment.value] for unit, moment in copying.new(before, after)]
    lost = sorted({code for _, code in copying.asked(before, after, event, terms)} - terms.units.keys())
    return {name: told for name, told in (("copies", sent), ("uncopied", lost)) if told}


def _with_entered(terms: Terms, event: Event) -> Terms:
    """The terms with the edition of an area that the case enters by the event."""
    edition = entered(event)
    if edition is None or edition in terms.editions:
        return terms
    return sight.terms({*terms.editions, edition}, terms.current)


def _write_case(change: Change, case: models.Case, after: Life, *, new: bool) -> None:
    """The row of the case itself, whose version counts its entries already."""
    carrier = after.carrier
    columns = {name: getattr(after, name) for name in lives.SCALARS}
    columns |= {"holder": carrier.unit if carrier else None, "due": after.due}
    for name, value in columns.items():
        plain_word = value.value if isinstance(value, Named) else value
        setattr(case, f"{name}_id" if name in {*lives.UNITS, "holder"} else name, plain_word)
    if new:
        change.subject = change.insert(case).pk
    else:
        case.save(update_fields=["version", *columns])
        change.touched(case)


def _write_parts(change: Change, case: models.Case, before: Life | None, after: Life, terms: Terms) -> None:
    """Changed rows first: the one that stops holding makes room for the one that begins."""
    for name, (table, _) in lives.PARTS.items():
        old, new = getattr(before, name, ()), getattr(after, name)
        changed = {part.n: part for part, was in zip(new, old, strict=False) if part != was}
        for row in table._default_manager.filter(case=case, n__in=changed) if changed else ():
            change.update(row, **lives.to_columns(changed[row.n]))  # type: ignore[attr-defined]
        rows = [table(case=case, **_columns(part, terms)) for part in new[len(old) :]]
        if name == "edges" and rows:
            _still_open(terms.day(after.edges[-1].at))
        change.insert_many(rows)
    _write_shifts(change, case, before, after)
    for area, edition in after.editions.items():
        if before is None or area not in before.editions:
            change.insert(models.CaseEdition(case=case, area_id=area, edition_id=edition))


def _still_open(day: dt.date) -> None:
    """Raises Refused where a day's movements are folded already: a published figure never moves."""
    if models.FoldedDay.objects.filter(day__gte=day).exists():
        raise Refused(say("The books of that day are closed. Check the clock of this machine."))


def _columns(part: Any, terms: Terms) -> dict[str, Any]:
    """A new part's columns; an edge is dated by the day of its moment."""
    day = {"day": terms.day(part.at)} if isinstance(part, Edge) else {}
    return {**lives.to_columns(part), **day}


def _write_shifts(change: Change, case: models.Case, before: Life | None, after: Life) -> None:
    had = {clock.n: len(clock.shifts) for clock in before.clocks} if before else {}
    new = {clock.n: clock.shifts[had.get(clock.n, 0) :] for clock in after.clocks}
    moved = [n for n, shifts in new.items() if shifts]
    clocks = models.Clock.objects.filter(case=case, n__in=moved).order_by("n") if moved else ()
    change.insert_many(
        [
            models.ClockShift(clock=clock, n=n, **lives.to_columns(shift))
            for clock in clocks
            for n, shift in enumerate(new[clock.n], had.get(clock.n, 0) + 1)
        ]
    )


def _write_said(
    change: Change, case: models.Case, action: Action | None, said: Mapping[str, str], now: dt.datetime
) -> None:
    outside = {field.name: field.outside for field in NEEDS.get(action, ())} if action else {}
    bodies = {name: body for name, body in said.items() if body}
    n = models.Said.objects.filter(case=case).count() if bodies and case.version > 1 else 0
    change.insert_many(
        [
            models.Said(
                case=case,
                n=number,
                seq=case.version,
                name=name,
                outside=outside.get(name, False),
                body=body,
                salt=secrets.token_hex(16),
                at=now,
                staff_id=change.actor.staff,
            )
            for number, (name, body) in enumerate(bodies.items(), n + 1)
        ]
    )
