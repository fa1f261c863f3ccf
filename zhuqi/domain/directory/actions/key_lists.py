"""Key lists: opened with the document they stand in, enterprises put on and taken off, closed."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.sheets.columns import Text
from zhuqi.domain.directory import events, queries
from zhuqi.domain.directory.actions.about import kept_row
from zhuqi.domain.directory.models import KeyList, Listed
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules import AREAS, unending
from zhuqi.domain.directory.rules.firms import may_keep_list

NOT_YOURS = say("Key lists are kept by who keeps the register of enterprises in their area.")
CLOSED = say("This list is closed.")
LINE = Text(60)


@verb
def open_list(
    actor: Actor, area_id: int, *, name: str, document: str = "", since: dt.date, key: str = "", now: dt.datetime
) -> KeyList:
    """Open a key list in an area, with the number of the document that orders it. Raises Missing, Refused, Invalid."""
    area = queries.unit(area_id)
    if not may_keep_list(actor, area.path):
        raise Refused(NOT_YOURS)
    if area.kind not in AREAS or area.retired_on is not None:
        raise Invalid({"area": say("A list is kept in a city, district, town or village, in force.")})
    said = _said(name, document)
    if KeyList.objects.filter(area=area, name=said["name"], until=None).exists():
        raise Invalid({"name": say("This area has an open list of this name.")})
    change = Change(actor, "key_list", None, now=now, key=key)
    row = change.insert(KeyList(area=area, since=since, **said))
    change.subject = row.pk
    change.record(events.ListOpened(area=area.pk, since=since))
    return row


def _said(name: str, document: str) -> dict[str, str]:
    said: dict[str, str] = {}
    faults: dict[str, Sentence] = {}
    for field, typed in (("name", name.strip()), ("document", document.strip())):
        read = LINE.read(typed) if typed else ""
        if isinstance(read, Sentence):
            faults[field] = read
        else:
            said[field] = read
    if not said.get("name") and "name" not in faults:
        faults["name"] = say("This is needed.")
    if faults:
        raise Invalid(faults)
    return said


@verb
def close_list(actor: Actor, list_id: int, *, until: dt.date, key: str = "", now: dt.datetime) -> KeyList:
    """End a list, and every place on it: ``until`` is the first day without it. Raises Missing, Refused, Invalid."""
    row = _kept(actor, list_id)
    _ends(row.since, until, now)
    change = Change(actor, "key_list", row.pk, now=now, key=key)
    for place in row.members.filter(until=None).order_by("pk"):
        change.update(place, until=max(until, place.since))
    change.update(row, until=until)
    change.record(events.ListClosed(until=until))
    return row


@verb
def put_on_list(
    actor: Actor, list_id: int, *, enterprise_id: int, since: dt.date, key: str = "", now: dt.datetime
) -> KeyList:
    """Put an enterprise on a list; one that stands there stays as it is, without an entry. Raises Missing, Refused, Invalid."""
    row = _kept(actor, list_id)
    firm = kept_row(actor, enterprise_id)
    if since < row.since:
        raise Invalid({"since": say("The list began on {since}.", since=row.since)})
    if row.members.filter(enterprise__in=register.family(firm.pk), until=None).exists():
        return row
    change = Change(actor, "key_list", row.pk, now=now, key=key)
    change.insert(Listed(list=row, enterprise=firm, since=since))
    change.record(events.PutOnList(enterprise=firm.pk, since=since))
    return row


@verb
def take_off_list(
    actor: Actor, list_id: int, *, enterprise_id: int, until: dt.date, key: str = "", now: dt.datetime
) -> KeyList:
    """Take an enterprise off a list: ``until`` is the first day without it. Raises Missing, Refused, Invalid."""
    row = _kept(actor, list_id)
    firm = kept_row(actor, enterprise_id)
    places = list(row.members.filter(enterprise__in=register.family(firm.pk), until=None).order_by("pk"))
    if not places:
        raise Refused(say("This enterprise doesn't stand on the list."))
    change = Change(actor, "key_list", row.pk, now=now, key=key)
    for place in places:
        _ends(place.since, until, now)
        change.update(place, until=until)
    change.record(events.TakenOffList(enterprise=firm.pk, until=until))
    return row


def _ends(since: dt.date, until: dt.date, now: dt.datetime) -> None:
    wrong = unending(since, until, day_of(now))
    if wrong is not None:
        raise Invalid({"until": wrong})


def _kept(actor: Actor, list_id: int) -> KeyList:
    """An open list that the actor keeps. Raises Missing, Refused."""
    row = register.key_list(actor, list_id)
    if not may_keep_list(actor, row.area.path):
        raise Refused(NOT_YOURS)
    if row.until is not None:
        raise Refused(CLOSED)
    return row
