"""What can be done about visits: plan one, move or drop the plan, record it with what came of it; promises; rounds; and load a
history."""

from zhuqi.domain.visits.actions.planning import drop_plan, move_plan, plan
from zhuqi.domain.visits.actions.promising import end_promise
from zhuqi.domain.visits.actions.recording import open_round, record

__all__ = ["drop_plan", "end_promise", "move_plan", "open_round", "plan", "record"]
