"""What can be handed in: discovery, the matters that a place takes, what is asked about each. Open to everybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import say
from zhuqi.core.days import start_of
from zhuqi.domain.voice.queries import relayed
from zhuqi.domain.voice.queries.outside import desks
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.open311 import read
from zhuqi.interfaces.open311.written import Told, response
from zhuqi.interfaces.web.wording import local

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
FORMATS = ["text/xml", "application/json"]
NUMBER, FIRM, USCC, TITLE, CATEGORY = "number", "enterprise", "uscc", "title", "category"
"""The codes of what is asked beside what the standard has fields for."""
MUST = frozenset({NUMBER, FIRM})
NO_SUCH_PLACE = say("This jurisdiction_id isn't one of ours.")
NO_SUCH_SERVICE = say("This service_code isn't one of those that are taken here.")


def discovery(request: Asked, form: str) -> HttpResponse:
    """Where the endpoint is, whom to ask for a key, and when its services changed last."""
    changed = relayed.changed_on([desk.path for desk in desks()], request.now)
    changeset = written(start_of(changed)) if changed else ""
    value = {
        "changeset": changeset,
        "contact": _contact(),
        "key_service": gettext(
            "A key is a token with the scope “hotline”. Whoever has the hotline's account makes it under /account/tokens; "
            "the place's system administrator sets the account up."
        ),
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": request.build_absolute_uri("/open311/v2"),
                "changeset": changeset,
                "type": "production",
                "formats": FORMATS,
            }
        ],
    }
    return response(Told("discovery", value), form)


def _contact() -> str:
    said = [getattr(settings, name, "") for name in ("AREA_NAME", "COMPLAINTS_CONTACT")]
    return " ".join(part for part in said if part) or gettext("The dispatch room of the place.")


def listed(request: Asked, form: str) -> HttpResponse:
    """The matters that are taken: the kinds of the edition in force."""
    served = relayed.served(place_of(read.query(request)).path, request.now)
    value = [
        {
            "service_code": code,
            "service_name": name,
            "description": gettext("A need of an enterprise: {name}").format(name=name),
            "metadata": True,
            "type": "batch",
            "keywords": ", ".join((name, *served.categories.values())),
            "group": gettext("Needs of enterprises"),
        }
        for code, name in served.kinds.items()
    ]
    return response(Told("services", value), form)


def one(request: Asked, code: str, form: str) -> HttpResponse:
    """What is asked about one of them."""
    served = relayed.served(place_of(read.query(request)).path, request.now)
    if code not in served.kinds:
        raise Missing(NO_SUCH_SERVICE)
    asked: list[tuple[str, str, str]] = [
        (
            NUMBER,
            gettext("The hotline's own number of the request"),
            gettext("At most 60 characters. One need a number."),
        ),
        (FIRM, gettext("The enterprise, as the caller names it"), gettext("At most 120 characters.")),
        (USCC, gettext("Its unified social credit code, where the caller knows it"), gettext("18 characters.")),
        (TITLE, gettext("The matter in one line"), gettext("At most 60 characters.")),
    ]
    attributes = [_attribute(n, *row) for n, row in enumerate(asked, 1)]
    if served.categories:
        last = _attribute(len(asked) + 1, CATEGORY, gettext("Category"), "", served.categories)
        attributes.append(last)
    return response(Told("service_definition", {"service_code": code, "attributes": attributes}), form)


def _attribute(
    order: int, code: str, description: str, hint: str, values: Mapping[str, str] | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist" if values else "string",
        "required": code in MUST,
        "datatype_description": hint or None,
        "order": order,
        "description": description,
    }
    return found | {"values": [{"key": key, "name": name} for key, name in values.items()]} if values else found


def place_of(given: Mapping[str, str]) -> Any:
    """The dispatch room of the place that is meant: by the code of its area or the number of its region; the uppermost where
    nothing is said. Raises Missing, Invalid."""
    rooms = desks()
    asked = given.get("jurisdiction_id", "").strip()
    if not asked:
        if not rooms:
            raise Invalid({"jurisdiction_id": NO_SUCH_PLACE})
        return rooms[0]
    found = next((room for room in rooms if is_of(room, asked)), None)
    if found is None:
        raise Missing(NO_SUCH_PLACE)
    return found


def is_of(room: Any, asked: str) -> bool:
    """Whether a dispatch room is that of the area which a ``jurisdiction_id`` names."""
    return asked in {room.area.code, room.area.region_code}


def written(moment: dt.datetime) -> str:
    """A moment as the standard has it: to the second, with the place's zone."""
    return local(moment).isoformat(timespec="seconds")
