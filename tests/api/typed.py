"""A body that fits the form of an action, made from its row of needs."""

from __future__ import annotations

from typing import Any

from tests.interfaces.conftest import Town
from zhuqi.domain.cases.rules.needs import NEEDS, Field, Shape
from zhuqi.domain.cases.rules.words import Action

PLAIN: dict[Shape, Any] = {
    Shape.LINE: "一行",
    Shape.TEXT: "几行字。",
    Shape.SPAN: "2 工作日",
    Shape.KIND: "utilities",
    Shape.GRADE: "B",
    Shape.CATEGORY: None,
    Shape.URGENCY: None,
    Shape.CAUSE: None,
    Shape.REFUSAL: None,
    Shape.ANSWERS: None,
    Shape.YES_NO: True,
    Shape.MONEY: "500",
    Shape.COUNT: 3,
}

AHEAD = {"next_on", "recheck_on", "until"}
"""Days that lie ahead; the others have been."""


def fitting(town: Town, action: Action, **given: Any) -> dict[str, Any]:
    """Something for every field; ``given`` replaces."""
    return {need.name: _value(town, need) for need in NEEDS[action]} | given


def _value(town: Town, need: Field) -> Any:
    if "phone" in need.name:
        return "13800000000"
    match need.shape:
        case Shape.CHOICE:
            return need.choices[0].value
        case Shape.UNIT:
            return town.city.org("ng-finance")
        case Shape.UNITS:
            return [town.city.org("ng-planning")]
        case Shape.DESK:
            return town.city.org("mz-desk")
        case Shape.CASE:
            return town.cases["waiting"].pk
        case Shape.CASES:
            return [town.cases["waiting"].pk]
        case Shape.ENTERPRISE:
            return town.city.enterprises[0].pk
        case Shape.DAY:
            return "2019-06-12" if need.name in AHEAD else "2019-06-04"
    return PLAIN[need.shape]
