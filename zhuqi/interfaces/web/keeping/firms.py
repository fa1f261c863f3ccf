"""The register of enterprises: a list that can be searched and narrowed, one enterprise with who answers for it, entering one,
linking an official to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.actions.enterprises import Beside
from zhuqi.domain.directory.queries import register as kept
from zhuqi.domain.directory.rules import AREAS, Scale
from zhuqi.domain.directory.rules import Kind as OrgKind
from zhuqi.domain.directory.rules.above import Above
from zhuqi.domain.directory.rules.firms import Standing
from zhuqi.domain.directory.rules.industries import SECTION_NAMES, section_name
from zhuqi.domain.liaison import queries as liaison
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.keeping import firm_deeds, firm_links, firm_parts, frame, members, twins, who
from zhuqi.interfaces.web.keeping.frame import Deed, Head, Item, Part
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.wording import phrase

HERE = "enterprises"
WORDS = Field("words", term("Name or credit code"), required=False, most=120)
LETTERS = tuple(Choice(letter, say(name)) for letter, name in SECTION_NAMES.items())
CODE = term("Eighteen characters, or a registration number of fifteen digits.")
REGION = term("The district, town or village it lies in.")
INDUSTRY = term("GB/T 4754-2017: a section's letter, or two to four digits; empty where it isn't known.")
BASE = term("Only what the statistics office has entered; nothing here is computed or prefilled.")
REGISTER = term("Enter an enterprise")


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The enterprises that the actor sees or keeps, by name. Raises Missing for administrators who keep none."""
    who.must_see_firms(request.actor)
    fields = _asked(request)
    asked = forms.read(fields, request.GET)
    rows = _narrowed(request, asked)
    shown, more = frame.listed(request, HERE, rows, ("name", "pk"))
    may = who.enters_firms(request.actor)
    context = {
        "head": Head(gettext("Enterprises"), lede=phrase(frame.counted(rows, frame.FIRMS), request.now)),
        "tabs": frame.tabs(request.actor, HERE),
        "asked": forms.asked_for(fields, asked),
        "part": Part("", [_item(request, firm) for firm in shown], _none(any(asked.values())), further=more),
        "doors": _entering() if may else (),
    }
    return render(request, "keeping/list.html", context)


def _entering() -> tuple[Door, ...]:
    return (Door(gettext(REGISTER), reverse("register"), main=True), Door(gettext(twins.TWINS), reverse("twins")))


def _asked(request: Asked) -> tuple[Field, ...]:
    """What narrows the list. Two queries: the parks and the key lists that can be chosen."""
    parks = directory.organisations().filter(kind=OrgKind.PARK).order_by("name", "pk")[: frame.OFFERED]
    lists = kept.key_lists(request.actor).filter(until=None).order_by("name", "pk")[: frame.OFFERED]
    fields = [
        WORDS,
        Field("region", term("Area: code or name"), required=False, most=60),
        Field("section", term("Section of industry"), Kind.CHOICE, required=False, choices=LETTERS),
        Field("above", term("Above scale"), Kind.CHOICE, required=False, choices=forms.choices_of(Above)),
        Field(
            "standing", term("Whether it is at work"), Kind.CHOICE, required=False, choices=forms.choices_of(Standing)
        ),
    ]
    for name, word, rows in (("park", term("Park"), parks), ("list", term("Key list"), lists)):
        choices = tuple(Choice(str(row.pk), row.name) for row in rows)
        if choices:
            fields.append(Field(name, word, Kind.CHOICE, required=False, choices=choices))
    return tuple(fields)


def _narrowed(request: Asked, asked: Mapping[str, Any]) -> Any:
    """The register, narrowed as was asked. One query for an area."""
    rows = directory.registered(request.actor)
    if asked["words"]:
        rows = directory.fitting(rows, asked["words"], "uscc")
    area = directory.area_called(asked["region"]) if asked["region"] else None
    if asked["region"] and area is None:
        return rows.none()
    return kept.narrowed(
        rows,
        region=area.path if area is not None else "",
        section=asked["section"] or "",
        park=int(asked["park"]) if asked.get("park") else None,
        above=asked["above"] or "",
        standing=asked["standing"] or "",
        key_list=int(asked["list"]) if asked.get("list") else None,
        day=day_of(request.now),
    )


def _none(narrowed: bool) -> str:
    return gettext("Nothing fits.") if narrowed else gettext("You see no enterprise yet.")


def _item(request: Asked, firm: Any) -> Item:
    return Item(
        label=phrase(Scale(firm.scale), request.now),
        title=firm.name,
        address=reverse("enterprise", args=[firm.pk]),
        meta=tuple(
            part for part in (firm.uscc, firm.region.name, _section(request, firm), *_unusual(request, firm)) if part
        ),
    )


def _section(request: Asked, firm: Any) -> str:
    """The section of industry by its name; empty where it isn't known."""
    return phrase(section_name(firm.industry), request.now)


def _unusual(request: Asked, firm: Any) -> tuple[str, ...]:
    """What is to be seen of an enterprise at a glance, as words."""
    above = phrase(Above(firm.above), request.now) if firm.above == Above.ABOVE else ""
    away = firm.standing and firm.standing != Standing.OPEN
    return (above, phrase(Standing(firm.standing), request.now) if away else "")


def _rows(request: Asked) -> Any:
    return directory.registered(request.actor).select_related("park").annotate(stands_for_more=kept.STANDS_FOR_MORE)


def _seen(request: Asked, firm_id: int) -> Any:
    found = _rows(request).filter(pk=firm_id).first()
    if found is None:
        raise Missing
    return found


@inside
def show(request: Asked, firm_id: int) -> HttpResponseBase:
    """The page of an enterprise; for a row that was merged, the one that stands for it. Raises Missing."""
    firm = _rows(request).filter(pk=firm_id).first()
    if firm is None:
        into = _rows(request).filter(absorbed=firm_id).values_list("pk", flat=True).first()
        if into is None:
            raise Missing
        return HttpResponseRedirect(reverse("enterprise", args=[into]))
    may = who.may(request.actor, who.FIRM, firm)
    cases = f"{reverse('cases')}?which=all&enterprise={firm.pk}" if request.actor.sights else ""
    serves = who.serves(request.actor) and directory.visible(request.actor).filter(pk=firm.pk).exists()
    book = reverse("enterprise_book", args=[firm.pk]) if serves else ""
    whole = reverse("enterprise_file", args=[firm.pk])
    facts = (
        (say("Credit code"), firm.uscc, ""),
        (say("Place"), " ".join(part for part in (firm.region.name, firm.address) if part), ""),
        (say("Industry"), " ".join(part for part in (firm.industry, _section(request, firm)) if part), ""),
        (say("Number of staff"), firm.staff_count, ""),
        (say("Revenue (10,000 yuan)"), firm.revenue_wan, ""),
        (say("Assets (10,000 yuan)"), firm.assets_wan, ""),
        (say("Scale"), Scale(firm.scale), ""),
        (say("Why this scale"), _reason(firm.scale_reason), ""),
        (say("Above scale"), Above(firm.above) if firm.above else "", ""),
        (say("Why so"), _reason(firm.above_reason), ""),
        (say("In the statistics base since"), firm.in_base_since, ""),
        (say("Park"), firm.park.name if firm.park is not None else "", ""),
        (say("Cases"), say("its cases") if cases else "", cases),
        (say("Visits"), say("who goes and went there") if book else "", book),
        (say("Its file"), say("all that is known of it, on one page") if book else "", whole),
    )
    held = list(liaison.links_of(firm.pk))
    parts = [firm_links.above(request, firm, held), firm_links.officials(request, held)]
    if "reveal" in may:
        parts += [firm_parts.people(request, firm, may), firm_parts.notes(request, firm, may)]
        parts += [members.part(request, firm)]
    parts.append(firm_parts.lists(request, firm, may))
    same = [firm_parts.twins(request, firm)] if "merge" in may else []
    same += [firm_parts.merged(request, firm, may)] if firm.stands_for_more else []
    parts += [part for part in same if part.items]
    doors = (*(_serving(request, firm, held) if serves else ()), *_doors(firm, may))
    return frame.one(request, _head(firm, request=request), here=HERE, facts=facts, doors=doors, parts=parts)


def _serving(request: Asked, firm: Any, held: list[Any]) -> tuple[Door, ...]:
    """What whoever serves an enterprise begins on its page."""
    own = any(link.staff_id == request.actor.staff and link.until is None for link in held)
    begun = (
        (gettext("Write a visit down"), "visit_record", True),
        (gettext("Record a need"), "record", request.actor.has(*who.RECORDING)),
        (gettext("Act for it"), "errand_take", own),
    )
    return tuple(
        Door(word, f"{reverse(name)}?enterprise={firm.pk}", main=own and name == "visit_record")
        for word, name, may in begun
        if may
    )


def _reason(stored: str | None) -> object:
    why = json.loads(stored or "{}")
    return Sentence(why["text"], why["facts"]) if why.get("text") else ""


def _doors(firm: Any, may: frozenset[str]) -> tuple[Door, ...]:
    words = {"bind": firm_links.BIND, "correct": frame.CORRECT, **firm_deeds.WORDS, "account": members.WORD}
    shown = ("bind", "correct", "spokesperson", "note", "account", "standing", "list")
    done = tuple(
        Door(gettext(words[name]), reverse("enterprise_act", args=[firm.pk, name]), main=name == "bind")
        for name in shown
        if name in may
    )
    return (*done, Door(gettext("What changed"), reverse("enterprise_history", args=[firm.pk])))


def _head(firm: Any, *crumbs: Link, request: Asked | None = None) -> Head:
    state = ""
    if request is not None and firm.standing and firm.standing != Standing.OPEN:
        words = say("{standing} since {day}", standing=Standing(firm.standing), day=firm.standing_since)
        state = phrase(words, request.now)
    return Head(firm.name, crumbs=(Link(gettext("Enterprises"), reverse("enterprises")), *crumbs), state=state)


@inside
def register(request: Asked) -> HttpResponseBase:
    """The form by which an enterprise enters the register."""
    if not who.enters_firms(request.actor):
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        region = frame.organisation_typed(typed.pop("region"), _areas(request), "region")
        beside = _beside(typed)
        made = actions.register(request.actor, region.pk, **typed, beside=beside, key=key, now=request.now)
        return say("“{name}” is in the register.", name=made.name)

    code = Field("uscc", term("Credit code"), most=40, hint=CODE)
    asks = say("The scale is computed from industry, staff, revenue and assets; leave empty what isn't known.")
    head = Head(gettext(REGISTER), crumbs=(Link(gettext("Enterprises"), reverse("enterprises")),))
    deed = Deed(REGISTER, (code, *_fields(request)), do, asks)
    return frame.perform(request, deed, head=head, here=HERE, back=reverse("enterprises"))


def _areas(request: Asked) -> Any:
    """Where the actor enters enterprises."""
    return directory.kept_organisations(request.actor).filter(kind__in=AREAS, retired_on=None)


def _fields(request: Asked, firm: Any = None) -> tuple[Field, ...]:
    """What the register says of an enterprise, but for its code; with what it says already."""

    def said(name: str) -> object:
        return getattr(firm, name) if firm is not None else None

    region = firm.region.code if firm is not None else ""
    return (
        Field("name", term("Enterprise name"), most=120, value=said("name")),
        frame.organisation_field(_areas(request), "region", term("Area: code or name"), hint=REGION, value=region),
        Field("industry", term("Industry code"), required=False, most=5, hint=INDUSTRY, value=said("industry")),
        Field("staff_count", term("Number of staff"), required=False, most=20, value=said("staff_count")),
        Field("revenue_wan", term("Revenue (10,000 yuan)"), required=False, most=30, value=said("revenue_wan")),
        Field("assets_wan", term("Assets (10,000 yuan)"), required=False, most=30, value=said("assets_wan")),
        Field("address", term("Address"), required=False, most=200, value=said("address")),
        frame.organisation_field(
            directory.organisations().filter(kind=OrgKind.PARK),
            "park",
            term("Park: code or name"),
            required=False,
            value=firm.park.code if firm is not None and firm.park is not None else "",
        ),
        Field(
            "in_base_since",
            term("In the statistics base since"),
            Kind.DAY,
            required=False,
            hint=BASE,
            value=said("in_base_since"),
        ),
    )


@inside
def act(request: Asked, firm_id: int, name: str) -> HttpResponseBase:
    """The form by which an official is linked, or a link ended."""
    firm = _seen(request, firm_id)
    if name not in who.may(request.actor, who.FIRM, firm):
        raise Missing
    back = reverse("enterprise", args=[firm.pk])
    head = _head(firm, Link(firm.name, back))
    return frame.perform(request, DEEDS[name](request, firm), head=head, here=HERE, back=back)


def _correct(request: Asked, firm: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        region = frame.organisation_typed(typed.pop("region"), _areas(request), "region")
        beside = _beside(typed)
        made = actions.correct_enterprise(
            request.actor, firm.pk, region_id=region.pk, **typed, beside=beside, key=key, now=request.now
        )
        return say("The register says so of “{name}” now.", name=made.name)

    asks = say("The scale is computed from industry, staff, revenue and assets; leave empty what isn't known.")
    return Deed(frame.CORRECT, (*_fields(request, firm), firm_deeds.why_field(required=False)), do, asks)


def _beside(typed: dict[str, Any]) -> Beside:
    """What was typed that stands beside, taken out of the rest. Raises Invalid."""
    park, since = typed.pop("park"), typed.pop("in_base_since")
    parks = directory.organisations().filter(kind=OrgKind.PARK)
    chosen = frame.organisation_typed(park, parks, "park").pk if park else None
    return Beside(park_id=chosen, in_base_since=since)


DEEDS = {"correct": _correct, "account": members.deed, **firm_links.DEEDS, **firm_deeds.DEEDS}
