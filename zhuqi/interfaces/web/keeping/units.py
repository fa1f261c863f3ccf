"""Organisations: the tree, level by level; one organisation with what hangs under it, who belongs there and who may do what
there; setting one up, taking somebody in, retiring."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.paths import WIDTH, lineage, within_any
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Role
from zhuqi.core.access.queries import held_at
from zhuqi.core.days import day_of
from zhuqi.domain.directory import actions
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import AREAS, UNDER, Rank, keeps, reach
from zhuqi.domain.directory.rules import Kind as OrgKind
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping import frame, unit_deeds, who
from zhuqi.interfaces.web.keeping.frame import CORRECT, Deed, Head, Item, Part
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.wording import phrase

HERE = "organisations"
ASKED = (Field("words", term("Name or code"), required=False, most=60),)


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The organisations at which the actor's reach begins, and those right below; with words, all that fit."""
    who.must_keep(request.actor)
    asked = forms.read(ASKED, request.GET)
    kept = directory.kept_organisations(request.actor)
    if asked["words"]:
        fitting = directory.fitting(kept, asked["words"])
    else:
        tops = _tops(reach(request.actor))
        fitting = kept.filter(Q(path__in=tops) | Q(parent__path__in=tops))
    part = _page(request, fitting)
    shown = {
        "head": Head(gettext("Organisations"), lede=phrase(_lede(asked["words"], fitting), request.now)),
        "tabs": frame.tabs(request.actor, HERE),
        "asked": forms.asked_for(ASKED, asked),
        "part": part,
        "doors": (),
    }
    return render(request, "keeping/list.html", shown)


def _tops(paths: frozenset[str]) -> set[str]:
    """Those of some paths that lie below no other."""
    return {path for path in paths if not within_any(path, paths - {path})}


def _lede(words: str, fitting: Any) -> Sentence | None:
    if words:
        return frame.counted(fitting, frame.UNITS)
    return say("The tree begins here. Open an organisation to see what hangs under it.")


def _page(request: Asked, rows: Any, title: str = "", empty: str = "") -> Part:
    """A page of organisations, each after the one it hangs under. One query."""
    shown, further = frame.listed(request, HERE, rows, ("path",))
    items = [_item(request, org, above=not title) for org in shown]
    return Part(title, items, empty or gettext("Nothing fits."), further=further)


def _item(request: Asked, org: Any, *, above: bool) -> Item:
    retired = say("retired on {day}", day=org.retired_on) if org.retired_on else None
    known = (org.code, org.parent.name if above and org.parent else "", phrase(retired, request.now))
    return Item(
        label=phrase(OrgKind(org.kind), request.now),
        title=org.name,
        address=reverse("organisation", args=[org.pk]),
        meta=tuple(part for part in known if part),
    )


@inside
def show(request: Asked, org_id: int) -> HttpResponseBase:
    """The page of an organisation."""
    org = _kept(request, org_id)
    below = directory.kept_organisations(request.actor).filter(parent=org.pk)
    planned = unit_deeds.planned_facts(org)
    parts = [
        _page(request, below, gettext("Under it"), gettext("Nothing hangs under it.")),
        _people(request, org),
    ]
    if within_any(org.path, keeps(request.actor)):
        parts.append(_roles(request, org))
    area = org.area.name if org.area is not None and org.area_id != org.pk else ""
    facts = (
        (say("Organisation code"), org.code, ""),
        (say("Area"), area, ""),
        (say("Region code"), org.region_code, ""),
        (say("Start day"), org.since, ""),
        (say("Dispatch room"), _desk(org), ""),
        (say("Planned"), tuple(planned.values()) or "", ""),
        (say("In its place"), org.successor.name if org.successor else "", ""),
    )
    return frame.one(
        request,
        _head(request, org),
        here=HERE,
        facts=facts,
        doors=_doors(request, org, frozenset(planned)),
        parts=parts,
    )


def _kept(request: Asked, org_id: int) -> Any:
    found = directory.kept_organisations(request.actor).filter(pk=org_id).first()
    if found is None:
        raise Missing
    return found


def _desk(org: Any) -> str:
    desk = directory.desk_serving(org.pk)
    return desk.name if desk is not None and desk.pk != org.pk else ""


def _head(request: Asked, org: Any) -> Head:
    """The kind as a sentence; above it the way down to it, linked as far as the actor's reach goes."""
    above = lineage(org.path)[:-1]
    names = frame.names_of(above)
    mine = reach(request.actor)
    crumbs = [Link(gettext("Organisations"), reverse("organisations"))]
    for level, pk in enumerate(above, 1):
        seen = within_any(org.path[: WIDTH * level], mine)
        crumbs.append(Link(names.get(pk, ""), reverse("organisation", args=[pk]) if seen else ""))
    state = phrase(say("retired on {day}", day=org.retired_on), request.now) if org.retired_on else ""
    kind = phrase(OrgKind(org.kind), request.now)
    return Head(org.name, lede=kind[:1].upper() + kind[1:], crumbs=tuple(crumbs), state=state)


def _people(request: Asked, org: Any) -> Part:
    """The first of those who belong there. Two queries."""
    rows = directory.kept_staff(request.actor).filter(unit=org.pk, left_on=None).order_by("code")
    found = list(rows[: frame.FEW + 1])
    items = [
        Item(one.code, one.name, reverse("person", args=[one.pk]), (phrase(Rank(one.rank), request.now),))
        for one in found[: frame.FEW]
    ]
    more = Link(gettext("All who belong to it"), f"{reverse('people')}?unit={org.pk}")
    further = more if len(found) > frame.FEW else None
    return Part(gettext("People"), items, gettext("Nobody belongs to it."), further=further)


def _roles(request: Asked, org: Any) -> Part:
    """The first of the roles that are held there. One query."""
    found = list(held_at(org.pk, day_of(request.now)).filter(account__staff__isnull=False)[: frame.FEW + 1])
    items = [
        Item(
            phrase(Role(grant.role), request.now),
            grant.account.staff.name,
            reverse("person", args=[grant.account.staff.pk]),
            (grant.account.staff.code, phrase(say("since {day}", day=grant.since), request.now)),
        )
        for grant in found[: frame.FEW]
    ]
    more = Link(gettext("All who hold a role there"), f"{reverse('people')}?at={org.pk}")
    further = more if len(found) > frame.FEW else None
    return Part(gettext("Roles held here"), items, gettext("Nobody holds a role here."), further=further)


def _doors(request: Asked, org: Any, planned: frozenset[str]) -> tuple[Door, ...]:
    past = Door(gettext("What changed"), reverse("organisation_history", args=[org.pk]))
    if org.retired_on is not None:
        return (past,)
    may = who.may(request.actor, who.UNIT, org) - ({"call_off", "call_off_ending"} - planned)
    may -= {"move"} if "call_off" in planned else frozenset()
    may -= {"merge", "retire"} if "call_off_ending" in planned else frozenset()
    done = tuple(
        Door(gettext(word), reverse("organisation_act", args=[org.pk, name]), grave=name == "retire")
        for name, word in (
            ("found", term("Set up an organisation under it")),
            ("employ", term("Take somebody in")),
            ("correct", CORRECT),
            *unit_deeds.WORDS.items(),
            ("retire", term("Retire it")),
        )
        if name in may and (name != "found" or _under(org)) and (name != "merge" or org.kind not in AREAS)
    )
    return (*done, past)


def _under(org: Any) -> tuple[OrgKind, ...]:
    """What may hang under an organisation."""
    return tuple(kind for kind in OrgKind if OrgKind(org.kind) in UNDER[kind])


@inside
def act(request: Asked, org_id: int, name: str) -> HttpResponseBase:
    """The form of what is done to an organisation."""
    org = _kept(request, org_id)
    if name not in who.may(request.actor, who.UNIT, org):
        raise Missing
    head = Head(org.name, crumbs=(*_head(request, org).crumbs, Link(org.name, reverse("organisation", args=[org.pk]))))
    back = reverse("organisation", args=[org.pk])
    return frame.perform(request, DEEDS[name](request, org), head=head, here=HERE, back=back)


def _found(request: Asked, org: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        kind = OrgKind(typed.pop("kind"))
        made = actions.found(request.actor, org.pk, kind=kind, **typed, key=key, now=request.now)
        return say("“{name}” is set up under “{above}”.", name=made.name, above=org.name)

    fields = (
        Field("kind", term("Kind"), Kind.CHOICE, choices=forms.choices_of(_under(org))),
        Field("name", term("Name"), most=60),
        Field(
            "code", term("Organisation code"), most=30, hint=term("A short code of your own; sheets name it by this.")
        ),
        Field("region_code", term("Region code"), required=False, most=12),
        frame.day_field("since", term("Start day"), request.now),
    )
    return Deed(term("Set up an organisation under it"), fields, do)


def _employ(request: Asked, org: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        rank = Rank(typed.pop("rank"))
        made = actions.employ(request.actor, org.pk, rank=rank, **typed, key=key, now=request.now)
        return say(
            "{name} belongs to “{unit}” now. The account {code} has no password yet.",
            name=made.name,
            unit=org.name,
            code=made.code,
        )

    fields = (
        Field("name", term("Full name"), most=40),
        Field("code", term("Staff code"), most=30, hint=term("Also the name of the account.")),
        Field("rank", term("Rank"), Kind.CHOICE, choices=forms.choices_of(Rank)),
        frame.day_field("since", term("Start day"), request.now),
    )
    asks = say("An account is opened without a password; the security administrator sets one and gives the roles.")
    return Deed(term("Take somebody in"), fields, do, asks)


def _correct(request: Asked, org: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        made = actions.correct_organisation(request.actor, org.pk, **typed, key=key, now=request.now)
        return say("The register says so of “{name}” now.", name=made.name)

    fields = (
        Field("name", term("Name"), most=60, value=org.name),
        Field("region_code", term("Region code"), required=False, most=12, value=org.region_code),
    )
    return Deed(CORRECT, fields, do, say("An organisation keeps its kind, its code and its place."))


DEEDS = {"found": _found, "employ": _employ, "correct": _correct, **unit_deeds.DEEDS}
