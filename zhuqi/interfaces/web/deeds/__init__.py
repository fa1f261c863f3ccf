"""The forms of a case's steps: what each asks for in which order, what it says beside a field, what stands beside it.

``NEEDS`` says what a step takes; from that alone every step has a form (``interfaces/web/acting.py``). A ``Deed`` is what a
step's own form adds. One without a row in ``DEEDS`` is shown as it comes from ``NEEDS``.
"""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.domain.cases.rules.words import Action
from zhuqi.interfaces.web.deeds import asking, closing, dispatching, handling
from zhuqi.interfaces.web.deeds.scene import Deed

DEEDS: Mapping[Action, Deed] = {**dispatching.DEEDS, **handling.DEEDS, **asking.DEEDS, **closing.DEEDS}
PLAIN = Deed()


def deed(action: Action) -> Deed:
    """What an action's own form adds to what ``NEEDS`` says."""
    return DEEDS.get(action, PLAIN)
