"""Cases of a unit that ends go on with the one that stands in its place: by movements of the books, one case after the other."""

from __future__ import annotations

from zhuqi.base.errors import Stale
from zhuqi.core.succession import Passing
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.clockwork import by_clock
from zhuqi.domain.cases.life import succeeding
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import left, lives, sight

TRIES = 3
"""How often a case is looked at anew that somebody else moves at the same moment."""


def pass_on(passing: Passing) -> None:
    """Let every live case in which a unit has or had a part go on with its successor. Repeating changes nothing. Raises Stale
    where a case doesn't stand still."""
    for pks in lives.chunks(left.live(passing.old).values_list("pk", flat=True)):
        led = lives.load_many(Case.objects.filter(pk__in=pks))
        for pk in pks:
            if passing.old in succeeding.of(led[pk]):
                _pass_on(pk, passing)


def _pass_on(case_id: int, passing: Passing) -> None:
    event = events.Succeeded(unit=passing.old, successor=passing.new)
    for _ in range(TRIES):
        case = Case.objects.get(pk=case_id)
        life = lives.current(case)
        if passing.old not in succeeding.of(life) or by_clock(case, life, sight.terms_of(life), event, passing.now):
            return
    raise Stale
