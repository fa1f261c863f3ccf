"""Which key of a text is to blame that a step was refused: the one by another value of which the step could be taken; and why a
key that an example blames isn't."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, replace
from enum import Enum
from fractions import Fraction
from typing import Any

from zhuqi.base.errors import Fault
from zhuqi.base.words import Sentence, say
from zhuqi.base.worktime.calendar import WorkCalendar
from zhuqi.base.worktime.spans import Span
from zhuqi.core.rulebook.keys import Part, Rows, keys_of
from zhuqi.domain.cases.examples.playing import Stage
from zhuqi.domain.cases.examples.script import Example, Step
from zhuqi.domain.cases.examples.words import Kind
from zhuqi.domain.cases.sections import CaseRules

SECTION = "办理"
MOOT = frozenset(
    {Kind.ASK_SIGNING, Kind.SIGN, Kind.REFUSE, Kind.EXTEND, Kind.SUSPEND, Kind.AGREE, Kind.LAPSE, Kind.OPINE}
    | {Kind.PASS, Kind.FAIL, Kind.CHECK, Kind.CLASSIFY, Kind.LET_STAND}
)
"""Steps that there are by the rules alone: where other rules want no signature, check or ruling, the example goes on without."""
BROKEN = (LookupError, ValueError, TypeError, AttributeError, RuntimeError, StopIteration)
"""What rules that no text could say may bring about: no class at all, a clock without a span."""
MOST_TRIED = 12
"""Of a number that is to blame: so many from 0 on are tried one by one."""


def named(rules: CaseRules, blamed: str) -> list[tuple[str, ...]]:
    """The keys that end as is written: ``提前``, ``延期/提前``, ``办理/延期/提前``. Empty where there is none."""
    wanted = tuple(word.strip() for word in blamed.removeprefix(f"{SECTION}/").split("/"))
    return [path for path in _paths(type(rules)) if path[-len(wanted) :] == wanted]


def _paths(part: type[Any]) -> Iterator[tuple[str, ...]]:
    for row in keys_of(part).values():
        yield (row.word,)
        if isinstance(row.shape, (Part, Rows)):
            yield from ((row.word, *path) for path in _paths(row.shape.cls))


def not_to_blame(rules: CaseRules, calendar: WorkCalendar, told: Example, step: Step, why: Sentence) -> Sentence | None:
    """None where another value of the key that a step names would let it happen; else what comes of the step with other values,
    after ``why`` it is refused as the text stands."""
    others = (other for path in named(rules, step.blamed) for other in _changed(rules, path))
    found: set[bool | None] = set()
    for other in others:
        found.add(_taken(other, calendar, told, step))
        if True in found:
            return None
    if False in found:
        return say("{why} With another value of {key} this step is refused too.", why=why, key=step.blamed)
    return say("{why} With no other value of {key} does the example come to this step.", why=why, key=step.blamed)


def _taken(rules: CaseRules, calendar: WorkCalendar, told: Example, step: Step) -> bool | None:
    """Whether other rules take a step; None where the example doesn't come that far under them."""
    try:
        stage = Stage(rules, calendar, told.traits)
        came = all(stage.take(each) is None or each.kind in MOOT for each in told.steps)
        return stage.refused(step) is None if came else None
    except (Fault, *BROKEN):
        return None


def _changed(part: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """A part with other values where a path leads, one at a time."""
    for field, row in keys_of(type(part)).items():
        if row.word != path[0]:
            continue
        value = getattr(part, field)
        if isinstance(value, tuple) and (len(path) > 1 or isinstance(row.shape, Rows)):
            others: Iterator[Any] = _rows(value, path[1:])
        elif len(path) > 1 and value is not None:
            others = _changed(value, path[1:])
        elif isinstance(row.shape, Part) and value is not None:
            others = _block(value, _standard(part, field))
        else:
            others = _others(value, _standard(part, field))
        yield from (replace(part, **{field: other}) for other in others)


def _standard(part: Any, field: str) -> Any:
    """What holds where a text says nothing of a field; None where it must."""
    found = next(each for each in fields(part) if each.name == field)
    if found.default_factory is not MISSING:
        return found.default_factory()
    return None if found.default is MISSING else found.default


def _block(value: Any, standard: Any) -> Iterator[Any]:
    """Other values of a whole block: without it, and with one of its keys changed."""
    yield standard
    for row in keys_of(type(value)).values():
        yield from _changed(value, (row.word,))


def _rows(rows: tuple[Any, ...], path: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    """Rows without one of them, without any, or with one that says something else."""
    if not path and len(rows) > 1:
        yield ()
    for n, row in enumerate(rows):
        for other in _changed(row, path) if path else ():
            yield (*rows[:n], other, *rows[n + 1 :])
        if not path:
            yield (*rows[:n], *rows[n + 1 :])


def _others(value: Any, standard: Any) -> Iterator[Any]:
    """Other values of a kind."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, Span):
        yield from (replace(value, amount=amount) for amount in (0, 99, 999) if value.is_length)
    elif isinstance(value, int):
        yield from dict.fromkeys((*range(min(value, MOST_TRIED)), value + 1, 99))
    elif isinstance(value, Fraction):
        yield from (Fraction(0), Fraction(1))
    elif isinstance(value, Enum):
        yield from (each for each in type(value) if each is not value)
    elif isinstance(value, (tuple, frozenset)):
        yield type(value)()
        yield from _one_by_one(value) if isinstance(value, tuple) else ()
        yield from (
            type(value)([each]) for kind in {type(one) for one in value if isinstance(one, Enum)} for each in kind
        )
    elif isinstance(value, dict):
        yield {}
    elif hasattr(type(value), "standard"):
        yield type(value).standard()
    if standard is None or isinstance(standard, type(value)):
        yield standard


def _one_by_one(values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """A list of amounts with one of them changed."""
    for n, value in enumerate(values):
        others = _others(value, value) if isinstance(value, (Span, Fraction)) else ()
        yield from ((*values[:n], other, *values[n + 1 :]) for other in others)
