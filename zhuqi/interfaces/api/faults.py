"""What the API answers where it says no: one form, one status and code for each kind of fault, the pages' sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import ClassVar, cast

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse, RawPostDataException, UnreadablePostError
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from zhuqi.base.errors import Fault, Invalid, Missing, Refused, Stale
from zhuqi.base.words import Sentence, say
from zhuqi.interfaces.api.values import Shape
from zhuqi.interfaces.web.wording import phrase


class Error(Shape):
    """Any answer that isn't what was asked for."""

    code: str = Field(description="Stable; for programs. The sentence is for people and may change.")
    sentence: str = Field(description="In the language that Accept-Language names: zh-hans, or en.")
    fields: dict[str, str] = Field(description="One sentence for each field, parameter or header that can't be taken.")


class TurnedAway(Fault):
    """A request that comes no further than the door."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "malformed"
    said: ClassVar[Sentence] = say("This request can't be read.")

    def __init__(self, sentence: Sentence | None = None) -> None:
        super().__init__(sentence or self.said)


class Unknown(TurnedAway):
    """Nobody we know asks."""

    status, code = 401, "unknown"
    said = say("Say who you are: a token that is still good, as “Authorization: Bearer …”.")


class NotOpened(TurnedAway):
    """The token doesn't open this."""

    status, code = 403, "not_opened"
    said = say("This token doesn't open this. Reading needs “read”, every step needs “act”.")


class WrongMethod(TurnedAway):
    """The address doesn't know this method."""

    status, code = 405, "method"
    said = say("This address doesn't take that method.")


class TooLarge(TurnedAway):
    """More than is read at once."""

    status, code = 413, "too_large"
    said = say("This is more than can be taken at once.")


class WrongType(TurnedAway):
    """The body is in another format."""

    status, code = 415, "media_type"
    said = say("Send JSON in UTF-8, as “Content-Type: application/json”.")


class VersionNeeded(TurnedAway):
    """A step without the version that was seen."""

    status, code = 428, "version_needed"
    said = say("Say which version of the case you saw: its ETag, as “If-Match”.")


class TooMany(TurnedAway):
    """Too much in too short a time. ``seconds``: how long to wait."""

    status, code = 429, "too_many"

    def __init__(self, seconds: int) -> None:
        super().__init__(say("Too much was asked in a short time. Please try again in {n} seconds.", n=seconds))
        self.seconds = seconds


class HeadersTooLarge(TurnedAway):
    """An address or a header that is longer than any of ours."""

    status, code = 431, "headers_too_large"
    said = say("The address or a header of this request is too long.")


class Broken(TurnedAway):
    """Our own mistake."""

    status, code = 500, "broken"
    said = say("Something went wrong here. It is on record; please try again later.")


class Away(TurnedAway):
    """The database doesn't answer, or is too busy. ``WAIT``: seconds after which it is worth asking again."""

    status, code = 503, "away"
    said = say("The database doesn't answer just now. Nothing was done; please try again in a moment.")
    WAIT: ClassVar[int] = 5


STATUS: Mapping[type[Fault], tuple[int, str]] = {
    Missing: (404, "missing"),
    Stale: (409, "stale"),
    Refused: (409, "refused"),
    Invalid: (422, "invalid"),
}
"""The faults of the house; the first that fits."""
UNFIT: Mapping[str, Sentence] = {
    "missing": say("This is needed."),
    "extra_forbidden": say("There is no such field here."),
}
NAMED = 60
"""Characters of a name that somebody made up, given back."""


PLAIN: tuple[tuple[tuple[type[Exception], ...], Callable[[], Fault]], ...] = (
    ((AuthenticationError,), Unknown),
    ((Http404,), Missing),
    ((RequestDataTooBig,), TooLarge),
    ((SuspiciousOperation, UnreadablePostError, RawPostDataException), TurnedAway),
    ((OperationalError, InterfaceError), Away),
    ((Exception,), Broken),
)
"""What each kind of error is to whoever asked; the first that fits."""


def fault_of(error: Exception) -> Fault:
    """What went wrong, as a fault with a sentence; ``Broken`` where it is ours."""
    if isinstance(error, Fault):
        return error
    if isinstance(error, ValidationError):
        return Invalid(dict(_unfit(found) for found in error.errors))
    if isinstance(error, HttpError) and not isinstance(error, AuthenticationError):
        return error.__cause__ if isinstance(error.__cause__, Fault) else TurnedAway()
    return next(fault for kinds, fault in PLAIN if isinstance(error, kinds))()


def _unfit(found: Mapping[str, object]) -> tuple[str, Sentence]:
    """(field, sentence) of one thing that the types refused."""
    source, *rest = [str(part) for part in cast("tuple[object, ...]", found["loc"])]
    names = rest[1:] if source == "body" else rest
    context = found.get("ctx")
    said = context.get("said") if isinstance(context, dict) else None
    sentence = said or UNFIT.get(str(found["type"])) or say("This can't be taken here.")
    return readable(".".join(names) or source), sentence


def readable(name: str) -> str:
    """A name that somebody made up, as far as it can be given back."""
    return name[:NAMED].encode("utf-8", "replace").decode()


def status_of(fault: Fault) -> tuple[int, str]:
    """The status and the code of a fault."""
    if isinstance(fault, TurnedAway):
        return fault.status, fault.code
    return next(found for kind, found in STATUS.items() if isinstance(fault, kind))


def answer(fault: Fault, now: dt.datetime) -> HttpResponse:
    """A fault as its answer, in the language of the thread."""
    status, code = status_of(fault)
    fields = fault.fields if isinstance(fault, Invalid) else {}
    said = {name: phrase(sentence, now) for name, sentence in fields.items()}
    response = JsonResponse({"code": code, "sentence": phrase(fault.sentence, now), "fields": said}, status=status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(fault, TooMany):
        response.headers["Retry-After"] = str(fault.seconds)
    if isinstance(fault, Away):
        response.headers["Retry-After"] = str(Away.WAIT)
    return response


def documented(*statuses: int) -> dict[int, type[Error]]:
    """The answers that aren't what was asked for, for the description of an operation."""
    return dict.fromkeys(statuses, Error)


READING = (400, 401, 403, 404, 405, 415, 422, 429, 431, 503)
WRITING = (*READING, 409, 413)
