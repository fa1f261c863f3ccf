"""Values as JSON and as XML, by one rule (the Spark convention of the standard): a list is an element named in the plural that
holds one element for each."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

JSON, XML = "application/json; charset=utf-8", "text/xml; charset=utf-8"
TYPES: Mapping[str, str] = {"json": JSON, "xml": XML}
UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can't hold, however it is written."""
ONE_OF: Mapping[str, str] = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
"""What each element of a list is called."""


@dataclass(frozen=True)
class Told:
    """What is answered: the name of its root in XML, and the value."""

    root: str
    value: Any


def response(told: Told, form: str, status: int = 200) -> HttpResponse:
    """An answer in the form that was asked for: ``json`` or ``xml``."""
    return HttpResponse(as_xml(told) if form == "xml" else as_json(told), status=status, content_type=TYPES[form])


def as_json(told: Told) -> bytes:
    """The value alone: JSON has no name for its root."""
    return json.dumps(told.value, ensure_ascii=False).encode()


def as_xml(told: Told) -> bytes:
    """The value below its root."""
    root = Element(told.root)
    _fill(root, told.value)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode()


def _fill(element: Element, value: Any) -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():
            _fill(SubElement(element, name), part)
    elif isinstance(value, list):
        for part in value:
            _fill(SubElement(element, ONE_OF[element.tag]), part)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif value is not None:
        element.text = UNWRITABLE.sub("\ufffd", str(value))
