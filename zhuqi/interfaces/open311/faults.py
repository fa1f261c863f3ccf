"""What is answered where the answer is no: a list of codes and descriptions, with the statuses of the standard.

404 for what isn't there, 403 for a key that is missing or not good, 400 for whatever else can't be done as it was asked. What lies
before that keeps the status of the protocol: too much, too large, another method, or our own trouble.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.http import HttpResponse

from zhuqi.base.errors import Fault, Invalid, Missing
from zhuqi.base.words import Sentence, say
from zhuqi.interfaces.api.faults import Away, Broken, HeadersTooLarge, TooLarge, TooMany, TurnedAway, WrongMethod
from zhuqi.interfaces.open311.written import Told, response
from zhuqi.interfaces.web.wording import phrase

KEPT = (Away, Broken, HeadersTooLarge, TooLarge, TooMany, WrongMethod)
"""What has a status of its own."""


class NoKey(TurnedAway):
    """The key is missing, or opens nothing here."""

    status: ClassVar[int] = 403
    code: ClassVar[str] = "no_key"
    said: ClassVar[Sentence] = say("Missing or invalid api_key: a token with the scope “hotline” is needed here.")


def status_of(fault: Fault) -> int:
    """The status of a fault."""
    if isinstance(fault, Missing):
        return 404
    return fault.status if isinstance(fault, (NoKey, *KEPT)) else 400


def answer(fault: Fault, form: str, now: dt.datetime) -> HttpResponse:
    """A fault as its answer, in the language of the thread."""
    status = status_of(fault)
    said: list[dict[str, Any]] = [{"code": status, "description": phrase(fault.sentence, now)}]
    if isinstance(fault, Invalid):
        said = [
            {"code": status, "description": f"{name}: {phrase(sentence, now)}"}
            for name, sentence in fault.fields.items()
        ]
    told = response(Told("errors", said), form, status)
    if isinstance(fault, TooMany):
        told.headers["Retry-After"] = str(fault.seconds)
    if isinstance(fault, Away):
        told.headers["Retry-After"] = str(Away.WAIT)
    return told
