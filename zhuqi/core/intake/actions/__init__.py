"""Handing a sheet in, confirming what it would do; having a register written; sweeping both."""

from zhuqi.core.intake.actions.giving import draw, export
from zhuqi.core.intake.actions.sweeping import sweep
from zhuqi.core.intake.actions.taking import confirm, hand_in, load, look_through

__all__ = ["confirm", "draw", "export", "hand_in", "load", "look_through", "sweep"]
