"""A need that a hotline hands in by program: one for each number of its own, at the dispatch room for which its account sits."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actions import share
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.core.texts import trimmed, unkeepable
from zhuqi.domain.cases.actions.checking import labelled
from zhuqi.domain.cases.rules import masking
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.voice import events
from zhuqi.domain.voice.actions.becoming import become
from zhuqi.domain.voice.actions.telling import in_touch_by
from zhuqi.domain.voice.actions.writing import columns, take, typed
from zhuqi.domain.voice.life import apply
from zhuqi.domain.voice.models import Relay, Voice
from zhuqi.domain.voice.queries import outside, relayed
from zhuqi.domain.voice.rules import (
    DESCRIBED,
    ELSEWHERE,
    LINE,
    MILLION,
    NAME,
    OPENS,
    PLACE,
    UNNAMED,
    Act,
    coded,
)

MOST = {"number": LINE, "firm": NAME, "body": DESCRIBED}
MAY = {
    "address": PLACE,
    "address_id": LINE,
    "media_url": ELSEWHERE,
    "name": LINE,
    "phone": masking.LONGEST,
    "uscc": NAME,
    "title": LINE,
}
TITLE = 40
"""Characters of the words that stand as the title where none is given."""


@dataclass(frozen=True)
class Place:
    """Where a matter is: an address, its number in a list of addresses, or degrees north and east (WGS 84)."""

    address: str = ""
    address_id: str = ""
    lat: float | None = None
    long: float | None = None


def relay(  # noqa: PLR0913  # a field of its form each
    actor: Actor,
    *,
    desk_id: int,
    number: str,
    code: str,
    firm: str,
    body: str,
    place: Place,
    uscc: str = "",
    title: str = "",
    category: str | None = None,
    name: str = "",
    phone: str = "",
    media_url: str = "",
    now: dt.datetime,
) -> Voice:
    """Hand in a need that an enterprise told a hotline. Where its credit code is in the register, in the sight of the hotline's
    account, it is a case at once, as one that the room takes in; else it waits for the room, which finds out whose it is.

    The same number again gives the same need, whatever is said beside. Nothing is fetched from ``media_url``. Raises Refused for
    whoever sits at no such room; Invalid, one sentence a field.
    """
    desk = next((one for one in outside.desks() if one.pk == desk_id), None)
    if desk is None or desk_id not in actor.orgs(Role.DISPATCHER):
        raise Refused(say("A hotline hands in needs for a dispatch room at which its account is a dispatcher."))
    held = relayed.of_number(actor, trimmed(number))
    if held is not None:
        return held
    kept = typed(MOST, number=number, firm=firm, body=body)
    kept |= _beside(
        address=place.address,
        address_id=place.address_id,
        media_url=media_url,
        name=name,
        phone=phone,
        uscc=uscc,
        title=title,
    )
    rules = rulebook.section(rulebook.in_force(desk.path, day_of(now)), "办理")
    labelled(Action.RECORD, rules, kind=code, category=category)
    at = {"lat": _millionths("lat", place.lat, 90), "long": _millionths("long", place.long, 180)}
    if (at["lat"] is None) is not (at["long"] is None):
        raise Invalid({"lat" if at["lat"] is None else "long": say("Latitude and longitude are given together.")})
    if at["lat"] is None and not kept["address"] and not kept["address_id"]:
        raise Invalid({"address": say("Say where it is: an address, or latitude and longitude.")})
    return _relay(actor, desk_id, kept=kept, code=code, category=category or None, at=at, key=kept["number"], now=now)


def _beside(**given: str) -> dict[str, str]:
    """What may be left out, as it is kept. Raises Invalid, one sentence a field."""
    kept = {field: trimmed(text) for field, text in given.items()}
    wrong = {field: unkeepable(text, MAY[field]) for field, text in kept.items()}
    faults: dict[str, Sentence] = {field: said for field, said in wrong.items() if said is not None}
    if kept["phone"] and "phone" not in faults and not masking.WRITTEN.fullmatch(kept["phone"]):
        faults["phone"] = say("A telephone number is written in digits, as 13800001234 or 0431-12345678.")
    if kept["media_url"] and not kept["media_url"].lower().startswith(("https://", "http://")):
        faults["media_url"] = say("This isn't an address of the web.")
    for field in ("address", "name", "title"):
        if "\n" in kept[field]:
            faults[field] = say("This stands in one line.")
    if faults:
        raise Invalid(faults)
    return kept


def _millionths(field: str, value: float | None, most: int) -> int | None:
    if value is None:
        return None
    if not -most <= value <= most:
        raise Invalid({field: say("This lies between −{n} and {n} degrees.", n=most)})
    return round(value * MILLION)


@verb
def _relay(
    actor: Actor,
    desk_id: int,
    *,
    kept: dict[str, str],
    code: str,
    category: str | None,
    at: dict[str, int | None],
    key: str,
    now: dt.datetime,
) -> Voice:
    endings.hold([desk_id])
    desk = Organisation.objects.select_related("area").get(pk=desk_id)
    change = Change(actor, "voice", None, now=now, key=key)
    event = events.Relayed(
        desk=desk.pk, due=in_touch_by(desk, now), source=actor.account or 0, number=kept["number"], code=code
    )
    row = Voice(
        firm=kept["firm"],
        uscc=coded(kept["uscc"]),
        body=kept["body"],
        name=kept["name"] or (UNNAMED if kept["phone"] else ""),
        phone=kept["phone"],
        **columns(apply(None, event, now)),
        salt=secrets.token_hex(16),
        digest=fingerprint(secrets.token_urlsafe(32)),  # a receipt that nobody holds
        until=now + OPENS,
    )
    change.subject = change.insert(row).pk
    change.insert(
        Relay(
            voice=row,
            source_id=actor.account or 0,
            number=kept["number"],
            token=secrets.token_hex(12),
            code=code,
            at=now,
            address=kept["address"],
            address_id=kept["address_id"],
            media_url=kept["media_url"],
            salt=secrets.token_hex(16),
            **at,
        )
    )
    change.record(event)
    share("voice", row.pk, [(desk.path, "desk")])
    firm = _known(actor, row.uscc)
    if firm is None:
        return row
    title = kept["title"] or " ".join(row.body.split())[:TITLE]
    taken = take(actor, row.pk, Act.TAKE_IN, seen=None, key="", now=now)
    return become(taken, enterprise_id=firm, title=title, kind=code, category=category)


def _known(actor: Actor, uscc: str) -> int | None:
    """The enterprise of the register with this code, in the actor's sight."""
    found = directory.enterprises_by_code([uscc]).get(uscc) if uscc else None
    if found is None:
        return None
    try:
        return directory.enterprise(actor, found.pk).pk
    except Missing:
        return None
