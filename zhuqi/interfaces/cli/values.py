"""``--set field=value`` as the values a step takes: what ``NEEDS`` asks for, with units by code and cases by number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zhuqi.base.errors import Fault, Invalid
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.rules.needs import LABELS, NEEDS, Field, Shape
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.interfaces.cli import naming
from zhuqi.interfaces.cli.speaking import read

YES, NO = frozenset({"yes", "true", "1", "是"}), frozenset({"no", "false", "0", "否"})


def typed(action: Action, given: Iterable[str], *, by: Actor, rules: CaseRules | None) -> dict[str, Any]:
    """The fields of a step from ``field=value`` texts. Labels may be written by their names in ``rules``. Raises
    Invalid."""
    texts, faults = _split(action, given)
    values: dict[str, Any] = {}
    for field in NEEDS[action]:
        if field.name not in texts:
            if field.required and field.name not in faults:
                faults[field.name] = say("This is needed: {label}.", label=say(field.label))
            continue
        try:
            values[field.name] = _value(field, texts[field.name], by, rules)
        except Fault as fault:
            faults[field.name] = fault.sentence
    if faults:
        raise Invalid(faults)
    return values


def _split(action: Action, given: Iterable[str]) -> tuple[dict[str, list[str]], dict[str, Sentence]]:
    """{field: its texts} and what is wrong with the rest."""
    known = [field.name for field in NEEDS[action]]
    texts: dict[str, list[str]] = {}
    faults: dict[str, Sentence] = {}
    for pair in given:
        name, equals, text = pair.partition("=")
        name = name.strip()
        if not equals:
            faults[name] = say("Write it as field=value.")
        elif name not in known:
            faults[name] = say("This step has no such field. It takes: {fields}", fields=" ".join(known) or "-")
        else:
            texts.setdefault(name, []).append(text.strip())
    return texts, faults


def _value(field: Field, texts: list[str], by: Actor, rules: CaseRules | None) -> Any:
    if field.shape in SEVERAL:
        codes = [code for text in texts for code in text.replace("，", ",").split(",")]
        return tuple(SEVERAL[field.shape](code.strip()) for code in codes if code.strip())
    if len(texts) > 1:
        raise Invalid({field.name: say("This is given twice.")})
    if field.choices:
        return _choice(field, texts[0])
    if field.shape in LABELS:
        known = getattr(rules, LABELS[field.shape], {})
        return next((code for code, name in known.items() if name == texts[0]), texts[0])
    if field.shape is Shape.ENTERPRISE:
        return naming.enterprise(by, texts[0]).pk
    return READERS.get(field.shape, str)(texts[0])


def _choice(field: Field, text: str) -> Any:
    """A member of the field's words: by its value, or by its word in the reader's language."""
    for member in field.choices:
        if text in (member.value, member.label, read(member)):
            return member
    known = " ".join(member.value for member in field.choices)
    raise Invalid({field.name: say("“{typed}” isn't one of: {choices}.", typed=text, choices=known)})


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Invalid({"day": say("Please write a day as 2019-06-04.")}) from None


def _count(text: str) -> int:
    if not re.fullmatch("[0-9]{1,9}", text):
        raise Invalid({"count": say("Please write a whole number in digits.")})
    return int(text)


def _yes_no(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise Invalid({"yes_no": say("Please say yes or no.")})
    return text.lower() in YES


def _answers(text: str) -> dict[str, bool]:
    """``是否解决=是，是否答复=否``: each question by its code, yes or no."""
    pairs = (part.partition("=") for part in re.split("[,，]", text) if part.strip())
    return {code.strip(): _yes_no(answer.strip()) for code, _, answer in pairs}


SEVERAL: Mapping[Shape, Callable[[str], int]] = {
    Shape.UNITS: lambda text: naming.unit(text).pk,
    Shape.CASES: lambda text: naming.case([text]).pk,
}
READERS: Mapping[Shape, Callable[[str], Any]] = {
    Shape.ANSWERS: _answers,
    Shape.DAY: _day,
    Shape.YES_NO: _yes_no,
    Shape.COUNT: _count,
    Shape.UNIT: lambda text: naming.unit(text).pk,
    Shape.DESK: lambda text: naming.unit(text).pk,
    Shape.CASE: lambda text: naming.case([text]).pk,
}
