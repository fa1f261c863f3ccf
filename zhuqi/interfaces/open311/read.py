"""Reading what a request carries: each parameter once, empty ones as if they weren't there, forms in UTF-8."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping

from django.http import HttpRequest, QueryDict

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say
from zhuqi.interfaces.api.faults import TurnedAway, readable

FORM = "application/x-www-form-urlencoded"
ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,60})\](\[\])?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+\- ]\d\d:\d\d)")
NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{1,15})?")
TWICE = say("This is given twice.")
NOT_LEGIBLE = say("This isn't UTF-8.")
EARLIEST, LATEST = 1900, 2199


def query(request: HttpRequest) -> dict[str, str]:
    """The parameters of the address. Raises Invalid."""
    return _once(request.GET)


def form(request: HttpRequest) -> tuple[dict[str, str], dict[str, str]]:
    """The fields of a form, and its attributes by code. Raises Invalid, TurnedAway."""
    if request.content_type != FORM:
        raise TurnedAway(say("Send a form in UTF-8, as “Content-Type: application/x-www-form-urlencoded”."))
    fields = _once(request.POST)
    attributes = {}
    for name in [name for name in fields if name.startswith("attribute")]:
        found = ATTRIBUTE.fullmatch(name)
        if found is None or found[1] in attributes:
            raise Invalid({readable(name): TWICE if found else say("Write an attribute as attribute[code].")})
        attributes[found[1]] = fields.pop(name)
    return fields, attributes


def _once(given: QueryDict) -> dict[str, str]:
    """{name: value}, those alone that say something. Nothing and an empty value are the same."""
    faults: dict[str, Sentence] = {}
    found: dict[str, str] = {}
    for name, values in given.lists():
        said = [value for value in values if value.strip()]
        if len(said) > 1:
            faults[readable(name)] = TWICE
        if any("\ufffd" in value for value in (name, *said)):
            faults[readable(name)] = NOT_LEGIBLE
        if said:
            found[name] = said[0]
    if faults:
        raise Invalid(faults)
    return found


def several(given: Mapping[str, str], name: str) -> list[str] | None:
    """The parts of a list with commas; None where nothing is said."""
    if name not in given:
        return None
    return [part for each in given[name].split(",") if (part := each.strip())]


def moment(given: Mapping[str, str], name: str) -> dt.datetime | None:
    """A moment with its zone; None where nothing is said. Raises Invalid. A plus that came as a space is one."""
    written = given.get(name)
    if written is None:
        return None
    wrong = Invalid({name: say("Write a moment with its zone, as 2019-06-04T09:30:00+08:00 or 2019-06-04T01:30:00Z.")})
    if not MOMENT.fullmatch(written.strip()):
        raise wrong
    try:
        found = dt.datetime.fromisoformat(written.strip().replace(" ", "+"))
    except ValueError as unlike:
        raise wrong from unlike
    if not EARLIEST <= found.year <= LATEST:
        raise wrong
    return found


def degrees(given: Mapping[str, str], name: str) -> float | None:
    """A latitude or a longitude; None where nothing is said. Raises Invalid."""
    written = given.get(name)
    if written is None:
        return None
    if not (NUMBER.fullmatch(written.strip()) and written.isascii() and math.isfinite(float(written))):
        raise Invalid({name: say("Write degrees as a number, such as 43.817072.")})
    return float(written)
