"""Values as they may come in, each with its JSON Schema: nothing is guessed, nothing is converted.

Texts without characters that can't be kept, ids that every program can hold, days in ISO form only.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from zhuqi.base.errors import Fault, Invalid, Missing
from zhuqi.base.words import Named, Sentence, say
from zhuqi.base.worktime.spans import LONGEST, Span, parse
from zhuqi.core.texts import UNKEEPABLE
from zhuqi.domain.cases.rules.needs import LINE, TEXT
from zhuqi.interfaces.web.forms import EARLIEST, LATEST

LARGEST = 2**53 - 1
"""The largest id: beyond it a program that counts in floating point can't tell two apart."""
MANY = 50
"""Units in one list."""
CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
ID: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": LARGEST}


class Shape(BaseModel):
    """Anything with fields that comes in or goes out: these fields and no others."""

    model_config = ConfigDict(extra="forbid")


def cannot(said: Sentence) -> PydanticCustomError:
    """A refusal that carries its sentence."""
    return PydanticCustomError("said", "said", {"said": said})


@dataclass(frozen=True, eq=False)
class Taken:
    """How a value is read, and the JSON Schema that says so: ``Annotated[int, Taken(…)]``."""

    read: Callable[[Any], Any]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        return dict(self.schema)


def _text(value: Any, *, least: int, most: int, unkeepable: re.Pattern[str]) -> str:
    if not isinstance(value, str):
        raise cannot(say("This must be a text."))
    if len(value) < least:
        raise cannot(say("This is needed."))
    if len(value) > most:
        raise cannot(say("At most {n} characters fit here; these are {m}.", n=most, m=len(value)))
    if unkeepable.search(value):
        raise cannot(say("There are characters in it that can't be kept. Type it again instead of pasting."))
    return value


def line(most: int = LINE, least: int = 1) -> Taken:
    """A text on one line."""
    schema = {"type": "string", "minLength": least, "maxLength": most, "pattern": r"^[^\x00-\x1f\x7f]*$"}
    return Taken(partial(_text, least=least, most=most, unkeepable=CONTROL), schema)


def text(least: int = 1) -> Taken:
    """A text of several lines."""
    pattern = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
    schema = {"type": "string", "minLength": least, "maxLength": TEXT, "pattern": pattern}
    return Taken(partial(_text, least=least, most=TEXT, unkeepable=UNKEEPABLE), schema)


def _id(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise cannot(say("Please write a whole number in digits."))
    if not 1 <= value <= LARGEST:
        raise cannot(say("An id lies between 1 and {most}.", most=str(LARGEST)))
    return value


def _ids(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) > MANY:
        raise cannot(say("This must be a list of ids, {n} at most.", n=MANY))
    return tuple(_id(item) for item in value)


def _digits(value: Any) -> int:
    """An id as an address or a query writes it."""
    if not isinstance(value, str) or not re.fullmatch("[0-9]{1,16}", value):
        raise cannot(say("Please write a whole number in digits."))
    return _id(int(value))


def _number(value: Any) -> int:
    """The id in an address. What can't be one leads nowhere, like one that nothing has."""
    if not re.fullmatch("[0-9]{1,16}", str(value)) or not 1 <= int(value) <= LARGEST:
        raise Missing
    return int(value)


def _rows(value: Any, *, most: int) -> int:
    if not isinstance(value, str) or not re.fullmatch("[0-9]{1,4}", value) or not 1 <= int(value) <= most:
        raise cannot(say("This must be a number from 1 to {n}.", n=most))
    return int(value)


def rows(most: int) -> Taken:
    """How many rows a page of a list has."""
    return Taken(partial(_rows, most=most), {"type": "integer", "minimum": 1, "maximum": most})


def _day(value: Any) -> dt.date:
    if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise cannot(say("Please write a day as 2019-06-04."))
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        raise cannot(say("Please write a day as 2019-06-04.")) from None
    if not EARLIEST <= day.year <= LATEST:
        raise cannot(say("Please check the year: it lies between {first} and {last}.", first=EARLIEST, last=LATEST))
    return day


def _yes_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise cannot(say("Please say yes or no."))
    return value


def _count(value: Any, *, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise cannot(say("This must be a number from 1 to {n}.", n=most))
    return value


def count(most: int) -> Taken:
    """A whole number, from 1 on."""
    return Taken(partial(_count, most=most), {"type": "integer", "minimum": 1, "maximum": most})


def _wan(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,4})?", value):
        raise cannot(say("Write an amount in 10,000 yuan, as 500 or 0.35; no less than a yuan."))
    return value


def _flag(value: Any) -> bool:
    """Yes or no as a query writes it."""
    if value not in ("true", "false"):
        raise cannot(say("Write true or false here."))
    return bool(value == "true")


def _span(value: Any) -> Span:
    written = _text(value, least=1, most=LONGEST, unkeepable=CONTROL)
    try:
        return parse(written)
    except Fault as fault:
        raise cannot(fault.fields["span"] if isinstance(fault, Invalid) else fault.sentence) from None


def _one(value: Any, *, words: Mapping[str, Named]) -> str:
    if not isinstance(value, str) or value not in words:
        raise cannot(say("This isn't one of the choices."))
    return value


def choice(words: Iterable[Named]) -> Taken:
    """The value of one of several words."""
    known = {word.value: word for word in words}
    return Taken(partial(_one, words=known), {"type": "string", "enum": list(known)})


Id = Annotated[int, Taken(_id, ID)]
Ids = Annotated[tuple[int, ...], Taken(_ids, {"type": "array", "items": ID, "maxItems": MANY})]
InQuery = Annotated[int, Taken(_digits, ID)]
InAddress = Annotated[int, Taken(_number, ID)]
Day = Annotated[dt.date, Taken(_day, {"type": "string", "format": "date"})]
Wan = Annotated[str, Taken(_wan, {"type": "string", "pattern": r"^[0-9]{1,10}(\.[0-9]{1,4})?$", "examples": ["500"]})]
YesNo = Annotated[bool, Taken(_yes_no, {"type": "boolean"})]
Flag = Annotated[bool, Taken(_flag, {"type": "boolean"})]
Length = Annotated[Span, Taken(_span, {"type": "string", "minLength": 1, "maxLength": LONGEST})]
