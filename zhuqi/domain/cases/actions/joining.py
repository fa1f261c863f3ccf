"""Several enterprises, one handling (并办): join cases that one unit has in hand, and take one out again."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import texts
from zhuqi.domain.cases.actions.taking import move, take
from zhuqi.domain.cases.life.guards import refusal
from zhuqi.domain.cases.life.joining import unlike
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import joined, sight
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.queries.register import stand_for

BYTES = 8
"""Random bytes of a mark."""


@verb
def join(
    actor: Actor,
    case_id: int,
    *,
    with_ids: Sequence[int],
    note: str = "",
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Case:
    """Handle it together with others of other enterprises, which the same unit has in hand and which stand alike. Each keeps its
    number, its clocks, its confirmation and its place in the books; the enterprises aren't told."""
    if not sight.visible(actor).filter(pk=case_id).exists():
        raise Missing
    wanted = {*with_ids} - {case_id}
    marks = joined.marks_of({case_id, *wanted})
    held = joined.locked(marks, {case_id, *wanted})
    if not {case.joined for case in held} <= marks | {None}:
        raise Stale
    taken = take(actor, case_id, Action.JOIN, seen=seen, key=key, now=now)
    said = texts(Action.JOIN, note=note)
    others = _others(actor, held, wanted)
    if len(marks) > 1:
        raise Invalid(
            {"with_ids": say("One of them is handled together with others already. Take it out there first.")}
        )
    mark = next(iter(marks), secrets.token_hex(BYTES))
    members = [case for case in held if case.pk != case_id]
    if len(members) >= joined.MOST:
        raise Invalid({"with_ids": say("At most {n} cases are handled together.", n=joined.MOST)})
    _fits(actor, taken.life, members, now)
    new = [case for case in others if case.joined is None]
    if not new and taken.life.joined is not None:
        raise Invalid({"with_ids": say("They are handled together already.")})
    for case in new:
        also = take(actor, case.pk, Action.JOIN, seen=None, key="", now=now)
        move(also, events.Joined(mark=mark), **said)
    return move(taken, events.Joined(mark=mark), **said)


def _others(actor: Actor, held: Sequence[Case], wanted: set[int]) -> list[Case]:
    """The cases named, which are to come into it. Raises Invalid, alike for what isn't there, has ended or isn't in sight."""
    seen = {*sight.visible(actor).filter(pk__in=[*wanted]).values_list("pk", flat=True)}
    others = [case for case in held if case.pk in seen]
    if not wanted:
        raise Invalid({"with_ids": say("Choose at least one other case.")})
    if len(others) < len(wanted):
        raise Invalid({"with_ids": say("You see no case in hand of this number.")})
    return others


def _fits(actor: Actor, life: Life, members: Sequence[Case], now: dt.datetime) -> None:
    """See that every case that would be handled together is the actor's to act on, stands alike and is another enterprise's. Raises
    Invalid with the reason, and Refused, which says no more, where one isn't in sight."""
    if sight.visible(actor).filter(pk__in=[case.pk for case in members]).count() < len(members):
        raise Refused(say("“{action}” isn't yours to do here.", action=Action.JOIN))
    stands = stand_for([life.enterprise, *(case.enterprise_id for case in members)])
    known = [_of_one(life, stands)]
    for case in members:
        at = sight.situation(actor, case, now=now, action=Action.JOIN)
        other = _of_one(at.life, stands)
        wrong = next((why for one in known if (why := unlike(one, other)) is not None), None)
        wrong = wrong or refusal(Action.JOIN, at)
        if wrong is not None:
            raise Invalid({"with_ids": _why(case, wrong)})
        known.append(other)


def _of_one(life: Life, stands: Mapping[int, int]) -> Life:
    """A case as one of the enterprise that stands for the row on which it was booked."""
    return replace(life, enterprise=stands.get(life.enterprise, life.enterprise))


def _why(case: Case, why: Sentence) -> Sentence:
    return say("{number}: {why}", number=case.number, why=why)


@verb
def take_out(
    actor: Actor, case_id: int, *, reason: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Case:
    """Let it go on by itself, where it stands."""
    taken = take(actor, case_id, Action.TAKE_OUT, seen=seen, key=key, now=now)
    return move(taken, events.TakenOut(), **texts(Action.TAKE_OUT, reason=reason))
