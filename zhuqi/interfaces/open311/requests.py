"""Requests: one handed in, the id behind a token, one or several as they stand. With the key of the hotline that handed them in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Role
from zhuqi.domain.cases.rules.words import End, State
from zhuqi.domain.voice.actions import Place, relay
from zhuqi.domain.voice.queries import relayed
from zhuqi.domain.voice.queries.outside import desks
from zhuqi.domain.voice.queries.relayed import Followed
from zhuqi.domain.voice.rules import MILLION, Stage, caller_named
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.faults import readable
from zhuqi.interfaces.open311 import read
from zhuqi.interfaces.open311.faults import NoKey
from zhuqi.interfaces.open311.services import (
    CATEGORY,
    FIRM,
    NO_SUCH_PLACE,
    NO_SUCH_SERVICE,
    NUMBER,
    TITLE,
    USCC,
    is_of,
    place_of,
    written,
)
from zhuqi.interfaces.open311.written import Told, response
from zhuqi.interfaces.web.wording import joined, phrase

SPAN = dt.timedelta(days=90)
"""At most so long a time is looked through at once, and that is the time where nothing is said."""
STATUS = {"open": False, "closed": True}
NAMES = {
    "body": "description",
    "address": "address_string",
    "name": "last_name",
    "code": "service_code",
    "kind": "service_code",
    "firm": f"attribute[{FIRM}]",
    **{name: f"attribute[{name}]" for name in (NUMBER, USCC, TITLE, CATEGORY)},
}
"""What the fields of the action are called by the standard."""


def hand_in(request: Asked, form: str) -> HttpResponse:
    """Take in what a hotline was told. The same number again is the same need: it gets the same token."""
    given, attributes = read.form(request)
    strange = {
        f"attribute[{readable(code)}]": say("This isn't asked here.") for code in attributes if code not in CODES
    }
    if strange:
        raise Invalid(strange)
    desk = _desk(request, given)
    code = given.get("service_code")
    if code is None:
        raise Invalid({"service_code": say("This is needed.")})
    if code not in relayed.served(desk.path, request.now).kinds:
        raise Missing(NO_SUCH_SERVICE)
    place = Place(
        address=given.get("address_string", ""),
        address_id=given.get("address_id", ""),
        lat=read.degrees(given, "lat"),
        long=read.degrees(given, "long"),
    )
    try:
        voice = relay(
            request.actor,
            desk_id=desk.pk,
            number=attributes.get(NUMBER, ""),
            code=code,
            firm=attributes.get(FIRM, ""),
            body=given.get("description", ""),
            place=place,
            uscc=_uscc(given, attributes),
            title=attributes.get(TITLE, ""),
            category=attributes.get(CATEGORY),
            name=caller_named(given.get("last_name", ""), given.get("first_name", "")),
            phone=given.get("phone", ""),
            media_url=given.get("media_url", ""),
            now=request.now,
        )
    except Invalid as fault:
        raise Invalid({NAMES.get(name, name): said for name, said in fault.fields.items()}) from fault
    told = {
        "token": relayed.token_of(voice),
        "service_notice": phrase(_notice(voice), request.now),
        "account_id": voice.uscc or None,
    }
    return response(Told("service_requests", [told]), form)


CODES = frozenset({NUMBER, FIRM, USCC, TITLE, CATEGORY})


def _desk(request: Asked, given: dict[str, str]) -> Any:
    """The dispatch room for which the key hands in: its account's own, or that of several which is named. Raises NoKey, Missing,
    Invalid."""
    seated = request.actor.orgs(Role.DISPATCHER)
    own = [desk for desk in desks() if desk.pk in seated]
    asked = given.get("jurisdiction_id", "").strip()
    if asked:
        named = next((desk for desk in own if is_of(desk, asked)), None)
        if named is None:
            raise Missing(NO_SUCH_PLACE)
        return named
    if not own:
        raise NoKey(say("The account of this key is a dispatcher at no dispatch room."))
    if len(own) > 1:
        raise Invalid({"jurisdiction_id": say("This is needed.")})
    return own[0]


def _uscc(given: dict[str, str], attributes: dict[str, str]) -> str:
    """The credit code, which may stand in either place. Raises Invalid where the two differ."""
    said = {code.strip().upper() for code in (given.get("account_id", ""), attributes.get(USCC, "")) if code.strip()}
    if len(said) > 1:
        raise Invalid({"account_id": say("Another credit code stands in attribute[uscc].")})
    return said.pop() if said else ""


def _notice(voice: Any) -> Sentence:
    if voice.case is not None:
        return say("It is with the dispatch room under the number {number}.", number=voice.case.number)
    if voice.ended_at is not None:
        return say("The dispatch room has dealt with it.")
    if voice.due is None:
        return say("The dispatch room finds out which enterprise it is.")
    return say("The dispatch room finds out which enterprise it is, and is in touch by {due}.", due=voice.due)


def by_token(request: Asked, token: str, form: str) -> HttpResponse:
    """The id behind a token; none while the room hasn't found out whose need it is."""
    place_of(read.query(request))
    row = relayed.by_token(request.actor, token)
    told = {"service_request_id": relayed.id_of(row.voice) or None, "token": row.token}
    return response(Told("service_requests", [told]), form)


def one(request: Asked, request_id: str, form: str) -> HttpResponse:
    """One request as it stands."""
    place_of(read.query(request))
    found = relayed.followed(request.actor, ids=[request_id], now=request.now)
    if not found:
        raise Missing
    return response(Told("service_requests", [_told(each, request.now) for each in found]), form)


def several(request: Asked, form: str) -> HttpResponse:
    """Requests by id, or those of a time, of some services, in one status; the newest first, a thousand at most."""
    given = read.query(request)
    place_of(given)
    ids = read.several(given, "service_request_id")
    if ids is not None:
        found = relayed.followed(request.actor, ids=ids, now=request.now)
    else:
        since, until = _span(given, request.now)
        found = relayed.followed(
            request.actor,
            codes=read.several(given, "service_code") or (),
            since=since,
            until=until,
            closed=_closed(given),
            now=request.now,
        )
    return response(Told("service_requests", [_told(each, request.now) for each in found]), form)


def _span(given: dict[str, str], now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """From when to when. Raises Invalid where it is longer than the standard lets ask for."""
    since, until = read.moment(given, "start_date"), read.moment(given, "end_date")
    if since is not None and until is None:
        until = min(max(now, since), since + SPAN)
    until = until or now
    since = since or until - SPAN
    if until < since:
        raise Invalid({"end_date": say("This lies before the beginning.")})
    if until - since > SPAN:
        raise Invalid({"start_date": say("At most {n} days are looked through at once.", n=SPAN.days)})
    return since, until


def _closed(given: dict[str, str]) -> bool | None:
    """Whether closed ones are asked for, or open ones; None for both. Raises Invalid."""
    words = {word.lower() for word in read.several(given, "status") or ()}
    if not words <= STATUS.keys():
        raise Invalid({"status": say("A status is open or closed.")})
    return STATUS[words.pop()] if len(words) == 1 else None


def _told(each: Followed, now: dt.datetime) -> dict[str, Any]:
    """One request in the fields of the standard. Who called, who handles it and what is written in it aren't among them."""
    relay_row, voice = each.relay, each.voice
    return {
        "service_request_id": each.id,
        "status": "closed" if each.closed else "open",
        "status_notes": _notes(each, now),
        "service_name": each.name,
        "service_code": each.code,
        "description": voice.body or None,
        "agency_responsible": each.desk,
        "service_notice": None,
        "requested_datetime": written(voice.told_at),
        "updated_datetime": written(each.updated_at),
        "expected_datetime": None if each.expected is None else written(each.expected),
        "address": relay_row.address or None,
        "address_id": relay_row.address_id or None,
        "zipcode": None,
        "lat": None if relay_row.lat is None else relay_row.lat / MILLION,
        "long": None if relay_row.long is None else relay_row.long / MILLION,
        "media_url": relay_row.media_url or None,
    }


def _notes(each: Followed, now: dt.datetime) -> str:
    """Where it stands in words: of a case its number, its state or its ending; else what the room wrote to the sender."""
    if each.state is None:
        stage = say("Answered.") if each.stage is Stage.ANSWERED else say("Not ours.")
        return joined([stage, each.answer], now) if each.answer else phrase(stage, now)
    number = say("Case {number}.", number=each.number)
    if each.state is not State.ENDED:
        return joined([number, say("It is {state}.", state=each.state)], now)
    parts = [each.end, each.outcome, each.confirmation] if each.end is End.CLOSED else [each.end]
    return joined([number, say("Ended: {how}.", how=[part for part in parts if part is not None])], now)
