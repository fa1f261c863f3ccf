"""The verbs of errands."""

from zhuqi.domain.errands.actions.running import file, finish, hand_on, postpone, report, stop
from zhuqi.domain.errands.actions.taking import take_on

__all__ = ["file", "finish", "hand_on", "postpone", "report", "stop", "take_on"]
