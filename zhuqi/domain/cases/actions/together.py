"""A step on one of several cases that are handled together is taken on all of them, or on none (并办)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from zhuqi.base.errors import Invalid, Refused, Stale
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.life.joining import bearing, reaches_all
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import joined, lives, sight
from zhuqi.domain.cases.rules.words import Action

P = ParamSpec("P")
Verb = Callable[Concatenate[Actor, int, P], Case]
OWN: Mapping[str, Any] = {"seen": None, "key": ""}
"""What a call says of the one case that it names; the others are taken as they are."""


def together(step: Verb[P]) -> Verb[P]:
    """Take the step on every live case that is handled together with the one named, where it is one that reaches all.

    Inside the transaction of ``verb``. Gives the case named. Raises what the step raises, with the number of the case where that
    isn't the one named."""
    action = Action(step.__name__)

    @wraps(step)
    def act(actor: Actor, case_id: int, /, *args: P.args, **typed: P.kwargs) -> Case:
        mark = joined.mark_of(case_id)
        members = joined.locked({mark}, set()) if mark is not None else []
        if len(members) < 2 or not _reaches(actor, case_id, members, action, typed):
            case = step(actor, case_id, *args, **typed)
            if mark is None and case.joined is not None:
                raise Stale
            return case
        named = step(actor, case_id, *args, **typed)
        others: Any = {**typed, **OWN}
        after = [_taken(step, actor, member, args, others) for member in members if member.pk != case_id]
        _stand_alike([named, *after])
        return named

    return act


def _reaches(actor: Actor, case_id: int, members: list[Case], action: Action, typed: Mapping[str, Any]) -> bool:
    """Whether the step is taken on all. Raises Refused where the actor doesn't see one of them: it isn't told more."""
    seen = {case.pk for case in sight.visible(actor).filter(pk__in=[case.pk for case in members])}
    case = next((case for case in members if case.pk == case_id and case_id in seen), None)
    now: dt.datetime = typed["now"]
    if case is None or not reaches_all(action, sight.situation(actor, case, now=now, action=action)):
        return False
    if len(seen) < len(members):
        raise Refused(say("“{action}” isn't yours to do here.", action=action))
    return True


def _taken(step: Callable[..., Case], actor: Actor, case: Case, args: Any, typed: Mapping[str, Any]) -> Case:
    """The step on one of the others; what keeps it from that says which one."""
    try:
        return step(actor, case.pk, *args, **typed)
    except Invalid as fault:
        raise Invalid({name: _of(case, why) for name, why in fault.fields.items()}) from fault
    except Refused as fault:
        raise Refused(_of(case, fault.sentence)) from fault


def _of(case: Case, why: Sentence) -> Sentence:
    return say("Case {number}, which is handled together with this one: {why}", number=case.number, why=why)


def _stand_alike(cases: list[Case]) -> None:
    """See that all that were moved together stand alike afterwards. Raises Refused."""
    first, *others = [lives.current(case) for case in cases]
    for case, life in zip(cases[1:], others, strict=True):
        if bearing(life) != bearing(first):
            said = say(
                "By the rules under which it runs it would then stand otherwise than this one. Take one of them out first."
            )
            raise Refused(_of(case, said))
