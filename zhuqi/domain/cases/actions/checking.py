"""What was typed, as the rules need it: texts that can be kept, units that may be named, days that make sense."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TypeVar

from zhuqi.base.errors import Invalid
from zhuqi.base.paths import within
from zhuqi.base.words import Named, Sentence, say
from zhuqi.core.texts import NEEDED, trimmed, unkeepable
from zhuqi.domain.cases.actions.taking import Taken
from zhuqi.domain.cases.life.dispatching import named_twice
from zhuqi.domain.cases.queries import named
from zhuqi.domain.cases.rules.needs import LABELS, LINE, NEEDS, TEXT, Shape
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.rating import Caller
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation

Word = TypeVar("Word", bound=Named)
LONGEST = {Shape.LINE: LINE, Shape.TEXT: TEXT}


def texts(action: Action, **typed: str) -> dict[str, str]:
    """The texts of a step, trimmed. Raises Invalid: missing, too long, or with characters that can't be kept."""
    faults: dict[str, Sentence] = {}
    kept = {}
    for field in NEEDS[action]:
        if field.name not in typed or field.shape not in LONGEST:
            continue
        text = trimmed(typed[field.name] or "")
        wrong = NEEDED if field.required and not text else unkeepable(text, LONGEST[field.shape])
        if wrong is not None:
            faults[field.name] = wrong
        kept[field.name] = text
    if faults:
        raise Invalid(faults)
    return kept


def chosen(name: str, words: type[Word], value: str) -> Word:
    """One of the words that can be chosen. Raises Invalid."""
    try:
        return words(value)
    except ValueError as unknown:
        raise Invalid({name: say("This isn't one of the choices.")}) from unknown


def labelled(action: Action, rules: CaseRules, **given: str | None) -> None:
    """See that the labels given for a step are the edition's. Raises Invalid."""
    faults: dict[str, Sentence] = {}
    for field in NEEDS[action]:
        label = given.get(field.name)
        if field.shape in LABELS and (label or field.required) and label not in getattr(rules, LABELS[field.shape]):
            faults[field.name] = say("The rules here don't know this one. Choose one that they name.")
    if faults:
        raise Invalid(faults)


def verdict(rules: CaseRules, passed: bool | None, answers: Mapping[str, bool]) -> bool:
    """Whether a checked reply holds: as was said, or as the answers to the edition's questions come to. Raises Invalid."""
    if answers.keys() - rules.questions.keys():
        raise Invalid({"answers": say("The rules here don't ask this.")})
    if answers.keys() != rules.questions.keys():
        raise Invalid({"answers": say("Answer each question with yes or no.")})
    if not rules.questions:
        if passed is None:
            raise Invalid({"passed": NEEDED})
        return passed
    holds = rules.gate.holds(answers)
    if passed not in (None, holds):
        raise Invalid({"passed": say("This isn't what the answers come to: all yes, and the reply holds.")})
    return holds


def supervision_of(taken: Taken) -> int | None:
    """The supervision office that is to call the enterprise back, or to check the reply, where that is its part by the
    edition."""
    rating, gate = taken.at.rules.rating, taken.at.rules.gate
    called = rating.callers[:1] if rating.callback else ()
    checked = gate.by_of(taken.life.traits)[:1] if gate.on else ()
    return named.supervision(taken.life.area) if Caller.SUPERVISION in (*called, *checked) else None


def finder_gone(taken: Taken) -> bool:
    """Whether the unit that found the case is retired: then the room does its part. One query at most."""
    unit = taken.life.found_by
    return unit is not None and gone(unit)


def gone(unit: int) -> bool:
    """Whether a unit is retired, or will be on a day that is set."""
    return not Organisation.objects.filter(pk=unit, retired_on=None).exists()


def not_later(name: str, day: dt.date | None, taken: Taken) -> dt.date:
    """A day that has come already, and not before the need was found. Raises Invalid."""
    if day is None:
        raise Invalid({name: say("A date is needed here.")})
    if day > taken.at.terms.day(taken.at.now):
        raise Invalid({name: say("This day hasn't come yet.")})
    if day < taken.life.found_on:
        raise Invalid({name: say("This lies before the day on which the need was found.")})
    return day


def later(name: str, day: dt.date | None, taken: Taken) -> dt.date:
    """A day that is still to come, within ten years. Raises Invalid."""
    today = taken.at.terms.day(taken.at.now)
    if day is None:
        raise Invalid({name: say("A date is needed here.")})
    if day <= today:
        raise Invalid({name: say("This must be a day to come.")})
    if day > today.replace(year=today.year + 10, day=min(today.day, 28)):
        raise Invalid({name: say("This is more than ten years away.")})
    return day


def lead_of(taken: Taken, lead_id: int) -> int:
    """A unit that the desk may name as lead: one that it serves itself. Raises Invalid."""
    unit = live_unit("lead_id", lead_id)
    desk = directory.desk_serving(unit.pk)
    if unit.pk == taken.life.desk or desk is None or desk.pk != taken.life.desk:
        raise Invalid({"lead_id": say("This room can't assign to that unit. Send it down, or escalate.")})
    carrier = taken.life.carrier
    if carrier is not None and carrier.unit == unit.pk:
        raise Invalid({"lead_id": say("That unit has the case already.")})
    return unit.pk


def helpers_of(taken: Taken, name: str, ids: Sequence[int], *, but: Sequence[int]) -> tuple[int, ...]:
    """Units of the desk's area as co-handlers, each once. Raises Invalid."""
    root = directory.unit(taken.life.area).path
    for pk in ids:
        unit = live_unit(name, pk)
        if not within(unit.path, root) or unit.pk == taken.life.desk:
            raise Invalid({name: say("“{unit}” isn't a unit of this area.", unit=unit.name)})
        if pk == named_twice(but, ids):
            raise Invalid({name: say("“{unit}” is named twice.", unit=unit.name)})
    return tuple(ids)


def live_unit(name: str, pk: int) -> Organisation:
    """A unit that exists and isn't retired, and isn't an area itself. Raises Invalid."""
    unit = Organisation.objects.filter(pk=pk, retired_on=None).first()
    if unit is None or unit.area_id == unit.pk:
        raise Invalid({name: say("There is no such unit.")})
    return unit
