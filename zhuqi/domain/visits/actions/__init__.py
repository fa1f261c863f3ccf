"""What can be done about visits: plan one, move or drop the plan, record it with what came of it; promises; rounds and reasons
for a zero; and load a history."""

from zhuqi.domain.visits.actions.handing import hand_plan, hand_promise
from zhuqi.domain.visits.actions.planning import drop_plan, move_plan, plan
from zhuqi.domain.visits.actions.promising import end_promise
from zhuqi.domain.visits.actions.recording import open_round, record
from zhuqi.domain.visits.actions.rounds import aim
from zhuqi.domain.visits.actions.zeros import explain_zero

__all__ = [
    "aim",
    "drop_plan",
    "end_promise",
    "explain_zero",
    "hand_plan",
    "hand_promise",
    "move_plan",
    "open_round",
    "plan",
    "record",
]
