"""Proposed links: made for an area, looked through row by row, changed, confirmed all at once."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Role
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import AREAS
from zhuqi.domain.liaison import actions
from zhuqi.domain.liaison.queries import proposing
from zhuqi.domain.liaison.rules import Fate, Term
from zhuqi.domain.liaison.rules.words import WEIGHTS
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping import frame
from zhuqi.interfaces.web.keeping.frame import Deed, Head, Item, Part
from zhuqi.interfaces.web.liaison.lists import page
from zhuqi.interfaces.web.liaison.tabs import must_read
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.wording import phrase

HERE = "liaison_proposals"
MAKE, CONFIRM, DROP = term("Propose officials"), term("Confirm all"), term("Let it go")
CHANGE, LEAVE_OUT = term("Somebody else"), term("Leave it out")
POINTS = {
    Term.REGION: say("same area +{n}"),
    Term.SECTOR: say("their line of work +{n}"),
    Term.CONTINUITY: say("served it before +{n}"),
    Term.LOAD: say("room left +{n}"),
}
SEEN = Field("seen", term("Version"), Kind.INTEGER, required=False, least=1)
ROW = Field("link", term("Row"), Kind.INTEGER, required=False, least=1)


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The proposals of the areas where one dispatches, the last first."""
    must_read(request.actor, HERE)
    shown, more = frame.listed(request, HERE, proposing.visible(request.actor), ("-made_at", "-pk"))
    items = [
        Item(
            label=phrase(Fate(one.state), request.now),
            title=one.area.name,
            address=reverse("liaison_proposal", args=[one.pk]),
            meta=(
                phrase(one.made_at, request.now),
                one.author.name,
                phrase(say("officials lacking: {n}", n=one.wanted), request.now),
            ),
        )
        for one in shown
    ]
    lede = gettext("Who could hold the enterprises without an official. Nothing holds before you confirm it.")
    doors = (Door(gettext(MAKE), reverse("liaison_propose"), main=True),)
    part = Part(gettext("Proposals"), items, gettext("Nothing was proposed yet."), further=more)
    return page(request, HERE, Head(gettext("Proposals"), lede=lede), [part], doors=doors)


@inside
def propose(request: Asked) -> HttpResponseBase:
    """The form by which a proposal is made."""
    must_read(request.actor, HERE)
    areas = directory.kept_organisations(request.actor).filter(kind__in=AREAS, retired_on=None)
    own = areas.order_by("path").values_list("name", flat=True).first()

    def do(typed: dict[str, Any], key: str) -> HttpResponseBase | Sentence:
        area = frame.organisation_typed(typed["area"], areas, "area")
        weights = {one: typed[one.value] for one in Term}
        made = actions.propose(request.actor, area.pk, weights=weights, key=key, now=request.now)
        return say("{n} links are proposed. Look through them, then confirm.", n=proposing.rows(made).count())

    fields = (
        frame.organisation_field(areas, "area", term("Area: code or name"), value=own),
        *(
            Field(
                one.value,
                one.label,
                Kind.INTEGER,
                least=0,
                value=WEIGHTS[one],
                hint=term("What it counts, from 0 to 10."),
            )
            for one in Term
        ),
    )
    asks = say(
        "All enterprises of the area that lack an official are divided at once; nobody gets more than the rules allow."
    )
    head = Head(gettext(MAKE), crumbs=(Link(gettext("Proposals"), reverse(HERE)),))
    return frame.perform(request, Deed(MAKE, fields, do, asks), head=head, here="", back=reverse(HERE))


def _seen(request: Asked, proposal_id: int) -> Any:
    found = proposing.visible(request.actor).filter(pk=proposal_id).first()
    if found is None:
        raise Missing
    return found


@inside
def show(request: Asked, proposal_id: int) -> HttpResponseBase:
    """One proposal with its rows."""
    one = _seen(request, proposal_id)
    rows = proposing.rows(one)
    shown, more = frame.listed(request, "proposed", rows, ("pk",))
    open_ = one.state == Fate.OPEN
    items = [_row(request, one, row, open_) for row in shown]
    n = rows.filter(dropped=False).count()
    lede = say("Links lacking: {wanted}; proposed: {n}; by {name}.", n=n, wanted=one.wanted, name=one.author.name)
    doors = tuple(
        Door(
            gettext(word),
            f"{reverse('liaison_proposal_act', args=[one.pk, name])}?seen={one.version}",
            main=main,
            grave=not main,
        )
        for name, word, main in (("confirm", CONFIRM, True), ("drop", DROP, False))
        if open_
    )
    head = Head(
        one.area.name,
        lede=phrase(lede, request.now),
        crumbs=(Link(gettext("Proposals"), reverse(HERE)),),
        state="" if open_ else phrase(Fate(one.state), request.now),
    )
    part = Part(gettext("Proposed links"), items, gettext("Nobody could be proposed."), further=more)
    return page(request, HERE, head, [part], doors=doors)


def _row(request: Asked, one: Any, row: Any, open_: bool) -> Item:
    terms = json.loads(row.terms)
    said = [Sentence(POINTS[known].text, {"n": f"{terms[known]:g}"}) for known in Term if known in terms]
    if "most" in terms:
        said.append(say("then {n} of {most}", n=terms["held"], most=terms["most"]))
    if row.typed:
        said.append(say("chosen by hand"))
    address = reverse("liaison_proposal_act", args=[one.pk, "change"])
    leave = reverse("liaison_proposal_act", args=[one.pk, "leave_out"])
    asked = f"?link={row.pk}&seen={one.version}"
    place = row.group.name if row.group else row.staff.unit.name
    return Item(
        label=gettext("left out") if row.dropped else f"{row.staff.name}",
        title=row.enterprise.name,
        address=reverse("enterprise", args=[row.enterprise_id]),
        meta=(row.enterprise.region.name, place),
        why=tuple(phrase(each, request.now) for each in said),
        doors=(Link(gettext(CHANGE), address + asked), Link(gettext(LEAVE_OUT), leave + asked))
        if open_ and not row.dropped
        else (),
    )


@inside
def act(request: Asked, proposal_id: int, name: str) -> HttpResponseBase:
    """The form by which a proposal is confirmed or let go, or a row changed."""
    one = _seen(request, proposal_id)
    if name not in DEEDS or not request.actor.has(Role.DISPATCHER):
        raise Missing
    back = reverse("liaison_proposal", args=[one.pk])
    head = Head(one.area.name, crumbs=(Link(gettext("Proposals"), reverse(HERE)), Link(one.area.name, back)))
    return frame.perform(request, DEEDS[name](request, one), head=head, here="", back=back)


def _asked(request: Asked, one: Any) -> int:
    return forms.read((SEEN,), request.GET)["seen"] or one.version


def _which(request: Asked, one: Any) -> Any:
    wanted = forms.read((ROW,), request.GET)["link"]
    row = proposing.rows(one).filter(pk=wanted or 0).first()
    if row is None:
        raise Missing
    return row


def _confirm(request: Asked, one: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.confirm_proposal(request.actor, one.pk, seen=_asked(request, one), key=key, now=request.now)
        return say("All that was proposed holds now.")

    n = proposing.rows(one).filter(dropped=False).count()
    return Deed(CONFIRM, (), do, say("{n} officials are linked at once, from today on: all or none.", n=n))


def _drop(request: Asked, one: Any) -> Deed:
    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.drop_proposal(request.actor, one.pk, seen=_asked(request, one), key=key, now=request.now)
        return say("The proposal is let go; nothing of it holds.")

    return Deed(DROP, (), do, say("Nothing of it holds; you can propose anew."), grave=True)


def _change(request: Asked, one: Any) -> Deed:
    row = _which(request, one)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.change_proposed(
            request.actor,
            one.pk,
            link_id=row.pk,
            staff=typed["staff"],
            seen=_asked(request, one),
            key=key,
            now=request.now,
        )
        return say("The row is changed.")

    asks = say("“{firm}” is proposed to {name}. Who else?", firm=row.enterprise.name, name=row.staff.name)
    return Deed(CHANGE, (Field("staff", term("Staff code"), most=30),), do, asks)


def _leave_out(request: Asked, one: Any) -> Deed:
    row = _which(request, one)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.change_proposed(
            request.actor, one.pk, link_id=row.pk, dropped=True, seen=_asked(request, one), key=key, now=request.now
        )
        return say("The row is left out.")

    return Deed(LEAVE_OUT, (), do, say("“{firm}” stays without an official for now.", firm=row.enterprise.name))


DEEDS = {"confirm": _confirm, "drop": _drop, "change": _change, "leave_out": _leave_out}
