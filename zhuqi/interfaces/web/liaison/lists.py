"""One's own enterprises, those without an official, vacancies, and whether enterprises know their official."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import say, term
from zhuqi.core.days import day_of
from zhuqi.domain.cases.queries.bearings import live_of
from zhuqi.domain.directory.rules import Scale
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.liaison.queries import gaps, handing, knowing
from zhuqi.domain.liaison.queries.gaps import WATCHERS, Due, EmptySeat
from zhuqi.domain.visits import queries as visits
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.keeping import frame
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.liaison.tabs import must_read, tabs
from zhuqi.interfaces.web.narrowing import Narrowed, narrowed
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase

LINK = term("Link an official")
MOST = 100
"""Hand-overs and empty seats on one page."""


@inside
def mine(request: Asked) -> HttpResponseBase:
    """The enterprises that one holds, each with its open cases and the last contact; what one has to take note of above."""
    must_read(request.actor, "liaison")
    day = day_of(request.now)
    rows = liaison.my_enterprises(request.actor, day)
    shown, more = frame.listed(request, "liaison", rows, ("name", "pk"))
    ids = [firm.pk for firm in shown]
    live, last = live_of(request.actor, ids), visits.last_of(request.actor, ids)
    waiting = [_handed(request, one) for one in handing.mine(request.actor)[:MOST]]
    if not shown and not waiting and not request.GET and request.actor.has(*WATCHERS):
        return HttpResponseRedirect(reverse("liaison_unbound"))
    items = [_mine(request, firm, live.get(firm.pk, 0), last.get(firm.pk)) for firm in shown]
    parts = [
        Part(gettext("Handed over to you"), waiting),
        Part(gettext("My enterprises"), items, gettext("You hold no enterprise."), further=more),
    ]
    lede = phrase(frame.counted(rows, frame.FIRMS), request.now)
    return page(request, "liaison", Head(gettext("My enterprises"), lede=lede), parts if waiting else parts[1:])


def page(request: Asked, here: str, head: Head, parts: list[Part], **more: Any) -> HttpResponseBase:
    """A page of liaison: its tabs, and lists below each other."""
    shown = {"head": head, "tabs": tabs(request.actor, here), "parts": parts, **more}
    return render(request, "liaison/lists.html", shown)


def _mine(request: Asked, firm: Any, live: int, last: Any) -> Item:
    seen = say("last visit {day}", day=last) if last else say("not visited yet")
    open_ = say("open cases: {n}", n=live) if live else say("no open case")
    return Item(
        label=phrase(Scale(firm.scale), request.now),
        title=firm.name,
        address=reverse("enterprise", args=[firm.pk]),
        meta=(firm.region.name, phrase(open_, request.now), phrase(seen, request.now)),
    )


def _handed(request: Asked, one: Any) -> Item:
    """A hand-over in a list."""
    named = say("successor: {name}", name=one.successor.name) if one.successor else say("no successor yet")
    return Item(
        label=phrase(one.since, request.now),
        title=one.enterprise.name,
        address=reverse("liaison_handover", args=[one.pk]),
        meta=(
            phrase(say("left by {name}", name=one.outgoing.name), request.now),
            phrase(named, request.now),
            phrase(say("held meanwhile by {unit}", unit=one.place.name), request.now) if not one.successor else "",
        ),
    )


@inside
def unbound(request: Asked) -> HttpResponseBase:
    """The enterprises in sight that the rulebook wants to have an official and that have too few."""
    must_read(request.actor, "liaison_unbound")
    where = narrowed(request)
    rows = where.rows(gaps.unbound(request.actor, day_of(request.now)))
    shown, more = frame.listed(request, "unbound", rows, ("name", "pk"))
    items = [
        Item(
            label=phrase(Scale(firm.scale), request.now),
            title=firm.name,
            address=reverse("enterprise", args=[firm.pk]),
            meta=(firm.uscc, firm.region.name),
            doors=(Link(gettext(LINK), reverse("enterprise_act", args=[firm.pk, "bind"])),),
        )
        for firm in shown
    ]
    nobody = gettext("Every enterprise that the rulebook speaks of has its official.")
    part = Part(gettext("Without an official"), items, nobody, further=more)
    lede = phrase(frame.counted(rows, frame.FIRMS), request.now)
    return page(
        request, "liaison_unbound", Head(gettext("Without an official"), lede=lede, crumbs=_there(where)), [part]
    )


@inside
def vacancies(request: Asked) -> HttpResponseBase:
    """What was filled and isn't: hand-overs that wait, enterprises that lost their official, empty seats of the chain."""
    must_read(request.actor, "liaison_vacancies")
    day, now, where = day_of(request.now), request.now, narrowed(request)
    waiting = list(where.rows(handing.waiting(request.actor), "place__path")[: MOST + 1])
    rows = where.rows(gaps.vacant(request.actor, day))
    shown, more = frame.listed(request, "vacant", rows, ("left", "pk"))
    dues = gaps.dues(shown, now, day)
    seats = [seat for seat in gaps.empty_seats(request.actor, now, day) if where.holds(seat.org.path)][:MOST]
    lost = [_lost(request, firm, dues.get(firm.pk)) for firm in shown]
    passing = [_handed(request, one) for one in waiting[:MOST]]
    parts = [
        Part(gettext("Enterprises that lost their official"), lost, further=more),
        Part(gettext("Empty seats of the chain"), [_seat(request, seat) for seat in seats]),
        Part(gettext("Hand-overs under way"), passing),
    ]
    filled = [part for part in parts if part.items or part.further]
    none = Part("", [], gettext("Whoever left has somebody in their place, and nothing is being handed over."))
    lede = gettext("Somebody left, and nobody followed yet. Until then the group or unit holds what they held.")
    head = Head(gettext("Vacancies"), lede=lede if filled else "", crumbs=_there(where))
    return page(request, "liaison_vacancies", head, filled or [none], headed=bool(filled))


def _there(where: Narrowed) -> tuple[Link, ...]:
    """The area of which a list tells, if it tells of one."""
    return (Link(gettext("Tile map"), reverse("liaison_tiles")), Link(where.name, "")) if where.name else ()


def _due(request: Asked, due: Due | None) -> tuple[str, ...]:
    """Until when a vacancy is to be filled, and who looks after it meanwhile."""
    if due is None:
        return ()
    by = say("to be filled by {day}", day=due.due) if due.due else say("its day isn't known yet")
    late = (say("past its day"),) if due.late else ()
    keeper = (say("looked after meanwhile by: {who}", who=due.keeper),) if due.keeper else ()
    return tuple(phrase(one, request.now) for one in (by, *late, *keeper))


def _lost(request: Asked, firm: Any, due: Due | None) -> Item:
    return Item(
        label=phrase(say("since {day}", day=firm.left), request.now),
        title=firm.name,
        address=reverse("enterprise", args=[firm.pk]),
        meta=(firm.region.name,),
        why=_due(request, due),
        doors=(Link(gettext(LINK), reverse("enterprise_act", args=[firm.pk, "bind"])),),
    )


def _seat(request: Asked, seat: EmptySeat) -> Item:
    since = (phrase(say("since {day}", day=seat.since), request.now),) if seat.since else ()
    there = say("{n} of {needed} there", n=seat.there, needed=seat.needed)
    return Item(
        label=phrase(seat.duty, request.now),
        title=seat.org.name,
        meta=(phrase(there, request.now), *since),
        why=_due(request, seat.due),
    )


@inside
def known(request: Asked) -> HttpResponseBase:
    """Whether enterprises know their official, by unit, with the silent ones as silent."""
    must_read(request.actor, "liaison_known")
    rows = knowing.by_unit(request.actor, day_of(request.now))
    whole, told = sum(row.links for row in rows), sum(row.answered for row in rows)
    items = [
        Item(
            label=phrase(say("{n} of {whole} answered", n=row.answered, whole=row.links), request.now),
            title=row.name,
            meta=tuple(
                phrase(said, request.now)
                for said in (
                    say("know them: {n}", n=row.yes),
                    say("don't: {n}", n=row.no),
                    say("somebody else came: {n}", n=row.other),
                    say("silent: {n}", n=row.silent),
                )
            ),
        )
        for row in rows
    ]
    lede = phrase(
        say(
            "Links: {whole}; answered: {n}. Silence is silence and in no share; units stand in the order of the organisation.",
            whole=whole,
            n=told,
        ),
        request.now,
    )
    few = gettext("Few answers: nothing to compare units by.") if told < knowing.FEW else ""
    part = Part(
        gettext("What enterprises said"), items, gettext("No unit that you oversee holds an enterprise."), note=few
    )
    return page(request, "liaison_known", Head(gettext("Do they know us"), lede=lede), [part])
