"""The forms of a case's steps: what each asks for in which order, what it says beside a field, what stands beside it.

``NEEDS`` says what a step takes; from that alone every step has a form (``interfaces/web/cases/acting.py``). A ``Layout`` is what a
step's own form adds. One without a row in ``LAYOUTS`` is shown as it comes from ``NEEDS``.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.domain.cases.rules.words import Action
from zhuqi.interfaces.web.cases.layouts import asking, closing, dispatching, handling, joining, raising
from zhuqi.interfaces.web.cases.layouts.scene import Layout

LAYOUTS: Mapping[Action, Layout] = {
    **dispatching.LAYOUTS,
    **handling.LAYOUTS,
    **asking.LAYOUTS,
    **closing.LAYOUTS,
    **raising.LAYOUTS,
    **joining.LAYOUTS,
}
PLAIN = Layout()


def layout(action: Action) -> Layout:
    """What an action's own form adds to what ``NEEDS`` says."""
    return LAYOUTS.get(action, PLAIN)
