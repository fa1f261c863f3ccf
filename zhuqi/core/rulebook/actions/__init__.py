"""How a text becomes an edition: handed in by one person and signed by another; for presets, in one step by the clock."""

from zhuqi.core.rulebook.actions.adopting import adopt
from zhuqi.core.rulebook.actions.drafting import draft, sign, withdraw
from zhuqi.core.rulebook.rules import NOT_YOURS

__all__ = ["NOT_YOURS", "adopt", "draft", "sign", "withdraw"]
