"""The form of an action: what its row of ``NEEDS`` asks for, as fields a page can show, and back into typed values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhuqi.domain.cases.rules.needs import LABELS, LINE, NEEDS, TEXT, Shape
from zhuqi.domain.cases.rules.needs import Field as Need
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.forms import Choice, Kind

Offered = Mapping[Shape, Sequence[Choice]]
"""What can be chosen today for the shapes that depend on place and time: units, desks, kinds, cases."""

KINDS: Mapping[Shape, Kind] = {
    Shape.LINE: Kind.TEXT,
    Shape.TEXT: Kind.LONG_TEXT,
    Shape.DAY: Kind.DAY,
    Shape.SPAN: Kind.SPAN,
    **dict.fromkeys(LABELS, Kind.CHOICE),
    Shape.CHOICE: Kind.CHOICE,
    Shape.UNIT: Kind.UNIT,
    Shape.UNITS: Kind.UNITS,
    Shape.DESK: Kind.UNIT,
    Shape.CASE: Kind.UNIT,
    Shape.CASES: Kind.SEVERAL,
    Shape.ENTERPRISE: Kind.TEXT,
    Shape.YES_NO: Kind.YES_NO,
    Shape.MONEY: Kind.TEXT,
    Shape.COUNT: Kind.INTEGER,
    Shape.ANSWERS: Kind.YES_NO,
}
LONGEST = {Shape.LINE: LINE, Shape.SPAN: forms.SHORT, Shape.TEXT: TEXT, Shape.ENTERPRISE: 120, Shape.MONEY: 20}
KNOWN = frozenset({Shape.CATEGORY, Shape.URGENCY})
"""Labels that are asked only where the edition knows some, and may stay empty there: no hint need say so."""
GRAVE = frozenset({Action.NOT_ACCEPT, Action.MERGE, Action.TRANSFER_OUT, Action.WITHDRAW, Action.END})
"""What ends a case without an answer: its button isn't the filled one."""


def needed(action: Action) -> frozenset[Shape]:
    """Which shapes an action's form needs choices for."""
    return frozenset(need.shape for need in NEEDS[action])


def fields(action: Action, offered: Offered, first: Mapping[str, object] | None = None) -> tuple[forms.Field, ...]:
    """The fields of an action's form. ``first``: values to begin with. Labels that the edition doesn't know aren't asked."""
    found: list[forms.Field] = []
    for need in NEEDS[action]:
        if need.shape is Shape.ANSWERS:
            found += _questions(offered.get(need.shape, ()))
        elif need.required or need.shape not in LABELS or offered.get(need.shape):
            found.append(_field(need, offered, (first or {}).get(need.name)))
    return tuple(found)


ANSWER = "answer_"
"""What the fields of a check's questions are called, with their number."""


def _questions(asked: Sequence[Choice]) -> list[forms.Field]:
    """A field for each question of the check, in their order. What it asks is the edition's own words."""
    choices = (forms.YES, forms.NO)
    return [forms.Field(f"{ANSWER}{n}", str(one.label), Kind.YES_NO, choices=choices) for n, one in enumerate(asked, 1)]


def gathered(values: Mapping[str, Any], rules: CaseRules) -> dict[str, Any]:
    """The values of a form, the answers to the questions of the check as one value, by their codes."""
    said = {code: values.get(f"{ANSWER}{n}") for n, code in enumerate(rules.questions, 1)}
    others = {name: value for name, value in values.items() if not name.startswith(ANSWER)}
    return others | {"answers": {code: yes for code, yes in said.items() if yes is not None}}


def labels(rules: CaseRules) -> dict[Shape, list[Choice]]:
    """The labels of an edition, as choices."""
    named = {**LABELS, Shape.ANSWERS: "questions"}
    return {shape: [Choice(*pair) for pair in getattr(rules, name).items()] for shape, name in named.items()}


def _field(need: Need, offered: Offered, value: object) -> forms.Field:
    if need.shape is Shape.YES_NO:
        choices: Sequence[Choice] = (forms.YES, forms.NO)
    elif need.choices:
        choices = forms.choices_of(need.choices)
    else:
        choices = offered.get(need.shape, ())
    return forms.Field(
        name=need.name,
        label=need.label,
        kind=KINDS[need.shape],
        required=need.required,
        hint="" if need.shape in KNOWN else need.hint,
        choices=tuple(choices),
        most=LONGEST.get(need.shape, 200),
        least=1 if need.shape is Shape.COUNT else None,
        value=value,
    )


def typed(action: Action, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the action takes them: words of an enumeration as its members; what was left empty is left out."""
    found = {}
    for need in NEEDS[action]:
        value = values.get(need.name)
        if not need.required and value in (None, "", (), {}):
            continue
        if need.shape is Shape.CASES:
            value = tuple(int(one) for one in value or ())
        words = {word.value: word for word in need.choices}
        found[need.name] = words[str(value)] if words else value
    return found
