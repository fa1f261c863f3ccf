"""What a step's body must hold, made from its row of ``NEEDS``: the form of the page, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import Field, create_model

from zhuqi.domain.cases.actions.weighing import MOST_FIRMS
from zhuqi.domain.cases.rules.needs import LABELS, NEEDS
from zhuqi.domain.cases.rules.needs import Field as Need
from zhuqi.domain.cases.rules.needs import Shape as Kind
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.cases.sections.ending import MOST_QUESTIONS
from zhuqi.interfaces.api.values import Day, Id, Ids, Length, Shape, Wan, YesNo, choice, count, line, text
from zhuqi.interfaces.web.cases.acting import typed

CODE = 30
"""Characters of a label's code."""
VALUES: Mapping[Kind, Any] = {
    Kind.DAY: Day,
    Kind.SPAN: Length,
    **dict.fromkeys(LABELS, Annotated[str, line(CODE)]),
    Kind.UNIT: Id,
    Kind.UNITS: Ids,
    Kind.DESK: Id,
    Kind.CASE: Id,
    Kind.CASES: Ids,
    Kind.ENTERPRISE: Id,
    Kind.YES_NO: YesNo,
    Kind.MONEY: Wan,
    Kind.COUNT: Annotated[int, count(MOST_FIRMS)],
    Kind.ANSWERS: Annotated[dict[Annotated[str, line(CODE)], YesNo], Field(max_length=MOST_QUESTIONS)],
}
"""How each kind of field is written in JSON; texts and choices have their own measure."""


@cache
def body(action: Action) -> type[Shape]:
    """The form of an action's body."""
    name = "".join(part.title() for part in action.value.split("_")) + "Step"
    fields: dict[str, Any] = {need.name: _field(need) for need in NEEDS[action]}
    return create_model(name, __base__=Shape, __doc__=f"What “{action.label}” takes.", **fields)


def _field(need: Need) -> tuple[Any, Any]:
    about = " ".join(part for part in (f"{need.label}.", need.hint) if part)
    if need.required:
        return _value(need), Field(description=about)
    return _value(need) | None, Field(default=None, description=about)


def _value(need: Need) -> Any:
    least = 1 if need.required else 0
    if need.shape is Kind.LINE:
        return Annotated[str, line(least=least)]
    if need.shape is Kind.TEXT:
        return Annotated[str, text(least)]
    return Annotated[str, choice(need.choices)] if need.choices else VALUES[need.shape]


def may_be_empty(action: Action) -> bool:
    """Whether a step takes nothing that must be said."""
    return not any(need.required for need in NEEDS[action])


def taken(action: Action, given: Shape) -> dict[str, Any]:
    """A body's values as the action takes them."""
    return typed(action, {need.name: getattr(given, need.name) for need in NEEDS[action]})
