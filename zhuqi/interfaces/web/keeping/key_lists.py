"""Key lists: which there are, who stands on one; opening and closing one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries import register
from zhuqi.domain.directory.rules import AREAS
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Field
from zhuqi.interfaces.web.keeping import frame, who
from zhuqi.interfaces.web.keeping.frame import Deed, Head, Item, Part
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.wording import phrase

HERE = "key_lists"
OPEN, ADD, CLOSE = term("Open a key list"), term("Put an enterprise on it"), term("Close the list")


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The key lists that are told to the actor, the latest first. Raises Missing for who sees no enterprises."""
    who.must_see_firms(request.actor)
    rows = register.key_lists(request.actor)
    shown, further = frame.listed(request, HERE, rows, ("-since", "-pk"))
    doors = (Door(gettext(OPEN), reverse("key_list_new"), main=True),) if who.enters_firms(request.actor) else ()
    context = {
        "head": Head(gettext("Key lists"), lede=phrase(frame.counted(rows, frame.LISTS), request.now)),
        "tabs": frame.tabs(request.actor, HERE),
        "part": Part("", [_item(request, row) for row in shown], gettext("There is no key list yet."), further=further),
        "doors": doors,
    }
    return render(request, "keeping/list.html", context)


def _item(request: Asked, row: Any) -> Item:
    known = (row.document, phrase(say("since {day}", day=row.since), request.now), _closed(request, row))
    return Item(
        label=row.area.name,
        title=row.name,
        address=reverse("key_list", args=[row.pk]),
        meta=tuple(part for part in known if part),
    )


def _closed(request: Asked, row: Any) -> str:
    return phrase(say("closed on {day}", day=row.until), request.now) if row.until else ""


def _told(request: Asked, list_id: int) -> Any:
    who.must_see_firms(request.actor)
    return register.key_list(request.actor, list_id)


@inside
def show(request: Asked, list_id: int) -> HttpResponseBase:
    """One list, with the enterprises on it that the actor sees or keeps."""
    row = _told(request, list_id)
    places = register.on_list(request.actor, row.pk, day_of(request.now))
    shown, further = frame.listed(request, "key_list", places, ("pk",))
    may = who.may(request.actor, who.KEY_LIST, row) if row.until is None else frozenset()
    items = [_place(request, row, one, may) for one in shown]
    context = {
        "head": Head(
            row.name,
            lede=" · ".join(
                part for part in (row.document, phrase(frame.counted(places, frame.FIRMS), request.now)) if part
            ),
            crumbs=(Link(gettext("Key lists"), reverse("key_lists")),),
            state=_closed(request, row),
        ),
        "tabs": frame.tabs(request.actor, HERE),
        "part": Part(
            "",
            items,
            gettext("Nobody you see stands on it."),
            further=further,
        ),
        "doors": tuple(
            Door(gettext(word), reverse("key_list_act", args=[row.pk, name]), main=name == "add", grave=name == "close")
            for name, word in (("add", ADD), ("close", CLOSE))
            if name in may
        ),
    }
    return render(request, "keeping/list.html", context)


def _place(request: Asked, row: Any, place: Any, may: frozenset[str]) -> Item:
    firm = place.enterprise.merged_into or place.enterprise
    off = f"{reverse('enterprise_act', args=[firm.pk, 'unlist'])}?list={row.pk}"
    return Item(
        label=phrase(say("since {day}", day=place.since), request.now),
        title=firm.name,
        address=reverse("enterprise", args=[firm.pk]),
        meta=(firm.uscc, place.enterprise.region.name),
        doors=(Link(gettext("Take it off"), off),) if "remove" in may else (),
    )


@inside
def new(request: Asked) -> HttpResponseBase:
    """The form by which a list is opened."""
    if not who.enters_firms(request.actor):
        raise Missing
    areas = directory.kept_organisations(request.actor).filter(kind__in=AREAS, retired_on=None)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        area = frame.organisation_typed(typed.pop("area"), areas, "area")
        row = actions.open_list(request.actor, area.pk, **typed, key=key, now=request.now)
        return say("The list “{name}” is open.", name=row.name)

    fields = (
        Field("name", term("Name of the list"), most=60),
        Field("document", term("Document number"), required=False, most=60),
        frame.organisation_field(areas, "area", term("Area: code or name")),
        frame.day_field("since", term("Start day"), request.now),
    )
    head = Head(gettext(OPEN), crumbs=(Link(gettext("Key lists"), reverse("key_lists")),))
    return frame.perform(request, Deed(OPEN, fields, do), head=head, here=HERE, back=reverse("key_lists"))


@inside
def act(request: Asked, list_id: int, name: str) -> HttpResponseBase:
    """The form by which an enterprise is put on a list, or the list closed."""
    row = _told(request, list_id)
    if name not in DEEDS or name not in who.may(request.actor, who.KEY_LIST, row):
        raise Missing
    back = reverse("key_list", args=[row.pk])
    head = Head(row.name, crumbs=(Link(gettext("Key lists"), reverse("key_lists")), Link(row.name, back)))
    return frame.perform(request, DEEDS[name](request, row), head=head, here=HERE, back=back)


def _add(request: Asked, row: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        firm = _firm(request, typed["enterprise"])
        actions.put_on_list(
            request.actor, row.pk, enterprise_id=firm.pk, since=typed["since"], key=key, now=request.now
        )
        return say("“{name}” stands on “{list}”.", name=firm.name, list=row.name)

    fields = (
        Field("enterprise", term("Credit code or whole name"), most=120),
        frame.day_field("since", term("Start day"), request.now),
    )
    return Deed(ADD, fields, do, refused=_shut(row))


def _firm(request: Asked, typed: str) -> Any:
    """The one enterprise whose register the actor keeps that has this code or name. Raises Invalid."""
    mine = register.kept(request.actor).order_by("pk")
    found = list(mine.filter(uscc=typed.upper())[:1]) or list(mine.filter(name=typed)[:2])
    if len(found) != 1:
        raise Invalid({"enterprise": say("No single enterprise that you keep has this code or name. Write its code.")})
    return found[0]


def _close(request: Asked, row: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.close_list(request.actor, row.pk, until=typed["until"], key=key, now=request.now)
        return say("The list “{name}” is closed.", name=row.name)

    fields = (frame.day_field("until", term("First day without it"), request.now),)
    asks = say("The list ends, and every enterprise's place on it. Its past stays.")
    return Deed(CLOSE, fields, do, asks, grave=True, refused=_shut(row))


def _shut(row: Any) -> Sentence | None:
    return say("This list is closed.") if row.until is not None else None


DEEDS = {"add": _add, "close": _close}
