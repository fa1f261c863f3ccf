"""Reading what a request carries, strictly: JSON objects in UTF-8, each name once."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say
from zhuqi.interfaces.api.faults import TurnedAway, VersionNeeded, WrongType, readable

KEY = re.compile("[!-~]{1,64}")
"""A key is 1 to 64 visible ASCII characters."""


FILES = re.compile("/api/v1/(cases/[0-9]{1,16}/files|sheets)")
MOST_OF_FILES = 24_000_000
"""Bytes of a body with files."""


class Strict(Parser):
    """JSON without its loopholes."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The object that a body writes. Raises WrongType, TurnedAway."""
        if request.content_type != "application/json":
            raise WrongType
        try:
            written = request.body.decode("utf-8")
            found = json.loads(written, object_pairs_hook=_once, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise TurnedAway(say("The body can't be read as JSON in UTF-8.")) from None
        if not isinstance(found, dict):
            raise TurnedAway(say("The body must be one JSON object."))
        return found

    def parse_querydict(self, data: Any, list_fields: Any, request: HttpRequest) -> Any:
        """The parameters of a query. Raises Invalid where one is given twice."""
        twice = {readable(name): say("This is given twice.") for name in data if len(data.getlist(name)) > 1}
        if twice:
            raise Invalid(twice)
        return super().parse_querydict(data, list_fields, request)


def take_in(request: HttpRequest) -> None:
    """Read a body with files, which may be larger than others. For those who were let in."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if FILES.fullmatch(request.path_info) and length.isdecimal() and int(length) <= MOST_OF_FILES:
        request._body = request.read()


def legible(request: HttpRequest) -> None:
    """Raises WrongType where a request names another coding than UTF-8: not even its query can be read then."""
    if (request.content_params or {}).get("charset", "utf-8").lower() != "utf-8":
        raise WrongType


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is given twice")
    return found


def _no_number(written: str) -> Any:
    raise ValueError(f"{written} is no number")


def version_seen(request: HttpRequest) -> int:
    """The version that ``If-Match`` names. Raises VersionNeeded, Invalid."""
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise VersionNeeded
    if not re.fullmatch('"[0-9]{1,9}"', given):
        raise Invalid({"If-Match": say("Write one version in quotes, as the ETag of the case gave it.")})
    return int(given.strip('"'))


def key(request: HttpRequest) -> str:
    """What makes a repeated request one request; empty where nothing is said. Raises Invalid."""
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return ""
    if not KEY.fullmatch(given):
        raise Invalid({"Idempotency-Key": say("A key has 1 to 64 characters: letters, digits and signs of ASCII.")})
    return given
