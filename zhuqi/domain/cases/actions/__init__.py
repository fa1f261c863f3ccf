"""The verbs of a case: one function for each row of the table, and what the clock does."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhuqi.domain.cases.actions import closing, countersigning, dispatching, finding, handling, joining, raising
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action

ACTIONS: Mapping[Action, Callable[..., Case]] = {
    action: getattr(room, action.value)
    for room in (finding, dispatching, handling, countersigning, closing, raising, joining)
    for action in Action
    if hasattr(room, action.value)
}
"""Action → function. All but ``record`` take (actor, case_id, *fields of NEEDS, seen, key, now)."""

__all__ = ["ACTIONS"]
