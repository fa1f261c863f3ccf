"""One's own visits: what is planned and due, what was promised, what was written down; and what the edition asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import say, term
from zhuqi.core.days import day_of
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits import queries
from zhuqi.domain.visits.actions import end_promise, hand_plan, hand_promise
from zhuqi.domain.visits.queries import duties, left, planned, promised
from zhuqi.domain.visits.rules import Mode
from zhuqi.domain.visits.rules.planning import leads
from zhuqi.domain.visits.rules.promises import Kept, late
from zhuqi.domain.visits.rules.words import DutyStanding
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.shown import Door, Link
from zhuqi.interfaces.web.visits import frame
from zhuqi.interfaces.web.visits.frame import Deed
from zhuqi.interfaces.web.wording import phrase

MOST = 30
TO_DO = (DutyStanding.SHORT, DutyStanding.UNEXPLAINED)


@inside
def show(request: Asked) -> HttpResponseBase:
    """Plans, promises, and the visits in sight by pages."""
    frame.must_serve(request.actor)
    today = day_of(request.now)
    made = queries.visible(request.actor).select_related("enterprise", "staff", "unit")
    rows, further = paging.page(request, "visits", made, ("-day", "-pk"), size=20)
    recent = Part(
        gettext("Written down"),
        [_made(request, row) for row in rows],
        gettext("No visit is written down yet."),
        further=frame.further(further),
    )
    parts = [_plans(request, today), *_promises(request, today), recent]
    head = Head(gettext("Visits"), lede=gettext("Visits are services. Nobody counts who makes more of them."))
    doors = (
        Door(gettext("Write a visit down"), reverse("visit_record"), main=True),
        Door(gettext("Write it down on the phone"), reverse("visit_phone")),
        Door(gettext("Plan a visit"), reverse("visit_new")),
    )
    return frame.page(request, head, parts, here="visits", doors=doors)


def _plans(request: Asked, today: dt.date) -> Part:
    """The plans on which one goes, the nearest first. One query."""
    rows = list(planned.to_make(request.actor, today).order_by("contact__day", "pk")[:MOST])
    return Part(
        gettext("Planned"), [plan_item(request, row, today) for row in rows], gettext("You have planned no visit.")
    )


def plan_item(request: Asked, row: Any, today: dt.date) -> Item:
    """A plan, and what can be done about it."""
    contact = row.contact
    label = gettext("to be written down") if contact.day < today else phrase(contact.day, request.now)
    doors = (
        (Link(gettext("Write it down"), f"{reverse('visit_record')}?plan={row.pk}"),) if contact.day <= today else ()
    )
    when = (phrase(contact.begins_at, request.now),) if contact.begins_at is not None else ()
    when = (phrase(contact.day, request.now),) if contact.day < today and not when else when
    meta = (*when, contact.unit.name, phrase(ContactHow(contact.how), request.now), row.purpose)
    return Item(label, contact.enterprise.name, reverse("visit_plan", args=[row.pk]), meta, doors=doors)


def _promises(request: Asked, today: dt.date) -> list[Part]:
    """What one promised, the nearest first. One query."""
    rows = list(promised.mine(request.actor)[:MOST])
    items = [promise_item(request, row, today) for row in rows]
    return [Part(gettext("What I promised on visits"), items)] if items else []


def promise_item(request: Asked, row: Any, today: dt.date) -> Item:
    """A promise, with whether it is late."""
    over = late(Kept(row.state), row.due, today)
    label = gettext("past its day") if over else phrase(Kept(row.state), request.now)
    due = phrase(say("until {day}", day=row.due), request.now)
    who = row.staff.name if row.staff is not None else row.unit.name
    return Item(label, row.text, reverse("promise", args=[row.pk]), (row.enterprise.name, due, who))


@inside
def unkept(request: Asked) -> HttpResponseBase:
    """What nobody keeps, because whoever did has gone: planned visits first, promises by pages. Raises Missing."""
    frame.must_serve(request.actor)
    today = day_of(request.now)
    own = left.own(request.actor, today)
    plans = planned.unkept(request.actor, today).order_by("contact__day", "pk")[:MOST]
    rows, further = paging.page(request, "unkept", promised.unkept(request.actor, today), ("due", "pk"), size=20)
    parts = [
        Part(
            gettext("Visits on which nobody goes"),
            [_left(request, plan_item(request, row, today), row, own) for row in plans],
            gettext("Somebody goes on every planned visit."),
            gettext("A colleague of the unit may go and write it down; whoever leads it moves or cancels it."),
        ),
        Part(
            gettext("Promises that nobody keeps"),
            [_left(request, promise_item(request, row, today), row, own) for row in rows],
            gettext("Somebody keeps every promise."),
            gettext("The unit answers for them, by the day that was promised."),
            further=frame.further(further),
        ),
    ]
    lede = gettext("Whoever promised or was to go has left, and no colleague was named.")
    return frame.page(request, Head(gettext("Kept by nobody"), lede), parts, here="visits_unkept")


def _left(request: Asked, item: Item, row: Any, own: frozenset[int]) -> Item:
    """A row of what nobody keeps, with the way to give it to somebody for whoever may."""
    what, about = ("plan", row.contact) if hasattr(row, "contact") else ("promise", row)
    if not left.hands(request.actor, about.unit, own):
        return item
    door = Link(gettext("Hand it to somebody else"), reverse("visits_hand", args=[what, row.pk]))
    return replace(item, doors=(*item.doors, door))


HANDS: dict[str, tuple[Any, Any]] = {
    "plan": (planned.plan, hand_plan),
    "promise": (promised.promise, hand_promise),
}


@inside
def hand(request: Asked, what: str, pk: int) -> HttpResponseBase:
    """The form by which somebody is named for what nobody keeps. Raises Missing, also for whoever may not."""
    frame.must_serve(request.actor)
    if what not in HANDS:
        raise Missing
    held, act = HANDS[what]
    row = held(request.actor, pk)
    today, about = day_of(request.now), row.contact if what == "plan" else row
    if not left.hands(request.actor, about.unit, left.own(request.actor, today)):
        raise Missing
    people = left.takers(about.unit_id, today)
    if not leads(request.actor, about.unit.path):
        people = people.filter(pk=request.actor.staff or 0)
    choices = tuple(Choice(str(one.pk), f"{one.name}（{one.unit.name}）") for one in people)

    def do(typed: dict[str, Any], key: str) -> Any:
        act(
            request.actor,
            pk,
            staff_id=int(typed["staff_id"]),
            seen=forms.seen(request.POST),
            key=key,
            now=request.now,
        )
        return say("It is handed on.")

    name = row.text if what == "promise" else row.purpose
    due = phrase(about.due if what == "promise" else about.day, request.now)
    crumb = Link(gettext("Kept by nobody"), reverse("visits_unkept"))
    head = Head(about.enterprise.name, f"{about.enterprise.name} · {about.unit.name} · {due} · {name}", (crumb,))
    fields = (Field("staff_id", term("Official"), Kind.UNIT, choices=choices),)
    word, back = term("Hand it to somebody else"), reverse("visits_unkept")
    return frame.perform(request, Deed(word, fields, do, head, back, seen=about.version))


def asked(request: Asked) -> HttpResponseBase:
    """What the edition asks of oneself and isn't done yet."""
    today = day_of(request.now)
    open_ = [due for due in duties.mine(request.actor, today) if due.state.standing in TO_DO][:MOST]
    items = [
        Item(
            phrase(due.state.standing, request.now),
            due.enterprise.name,
            reverse("enterprise_book", args=[due.enterprise.pk]),
            (phrase(due.state.why, request.now),),
            doors=(
                (Link(gettext("Say why none"), f"{reverse('visit_zero')}?enterprise={due.enterprise.pk}"),)
                if due.state.standing is DutyStanding.UNEXPLAINED
                else ()
            ),
        )
        for due in open_
    ]
    note = gettext("By telephone, or asked and nothing needed, counts where the rules don't say otherwise.")
    none = gettext("Nothing is to be asked in this period, or all of it is done.")
    part = Part(gettext("To be asked in this period"), items, none, note)
    return frame.page(request, Head(gettext("To be asked in this period")), [part], here="visit_zero")


def _made(request: Asked, row: Any) -> Item:
    now = request.now
    meta = (phrase(row.day, now), row.unit.name, row.staff.name, phrase(Purpose(row.kind), now))
    return Item(phrase(Mode(row.mode), now), row.enterprise.name, reverse("visit", args=[row.pk]), meta)


@inside
def promise(request: Asked, promise_id: int) -> HttpResponseBase:
    """A promise, and for those who say how it ended the form. Raises Missing."""
    frame.must_serve(request.actor)
    row = promised.promise(request.actor, promise_id)
    due = phrase(say("until {day}", day=row.due), request.now)
    head = Head(row.text, f"{row.enterprise.name} · {due} · {row.text}", (Link(gettext("Visits"), reverse("visits")),))
    if request.method != "POST" and not (row.state == Kept.OPEN and promised.ends(request.actor, row)):
        items = [promise_item(request, row, day_of(request.now))]
        return frame.page(request, head, [Part(gettext("What was promised"), items)])

    def do(typed: dict[str, Any], key: str) -> Any:
        end_promise(
            request.actor,
            row.pk,
            state=Kept(typed["state"]),
            why=typed["why"],
            seen=forms.seen(request.POST),
            key=key,
            now=request.now,
        )
        return say("It is written down.")

    fields = (
        Field("state", term("How it ended"), Kind.CHOICE, choices=forms.choices_of((Kept.KEPT, Kept.OVERTAKEN))),
        Field("why", term("How, or by what"), most=200),
    )
    return frame.perform(request, Deed(term("End the promise"), fields, do, head, reverse("visits"), seen=row.version))


def chosen(request: Asked, word: str, name: str) -> HttpResponseBase:
    """Which enterprise: one's own, and the plans whose day has come."""
    today = day_of(request.now)
    plans = [plan_item(request, row, today) for row in planned.unrecorded(request.actor, today)[:MOST]]
    own = [
        Item(firm.region.name, firm.name, f"{reverse(name)}?enterprise={firm.pk}")
        for firm in liaison.my_enterprises(request.actor, today)[:100]
    ]
    none = gettext("You hold no enterprise. Look one up in the register, and go on from its page.")
    parts = [
        Part(
            gettext("Which enterprise"),
            own,
            none,
            further=Link(gettext("Another enterprise, from the register"), reverse("enterprises")),
        )
    ]
    if plans and name == "visit_record":
        parts.insert(0, Part(gettext("Planned"), plans))
    return frame.page(request, Head(gettext(word)), parts, here="visits")
