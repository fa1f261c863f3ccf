"""Planning a visit, moving or dropping the plan, and writing a visit down with what came of it: for one thumb."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.rules.needs import Shape
from zhuqi.domain.contacts.queries import book
from zhuqi.domain.contacts.rules.standing import GONE, ContactState
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.visits import actions
from zhuqi.domain.visits import queries as visits
from zhuqi.domain.visits.actions.planning import oneself
from zhuqi.domain.visits.queries import duties, planned
from zhuqi.domain.visits.rules import Mode
from zhuqi.domain.visits.rules.promises import Need, Promised
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.cases import acting
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.keeping.frame import Head, Item, Part
from zhuqi.interfaces.web.shown import Door, Fact, Link
from zhuqi.interfaces.web.visits import frame, mine
from zhuqi.interfaces.web.visits.frame import Deed
from zhuqi.interfaces.web.wording import phrase

ASKED = (
    Field("enterprise", term("Enterprise"), Kind.INTEGER, required=False, least=1),
    Field("plan", term("Plan"), Kind.INTEGER, required=False, least=1),
)
BESIDE, NEEDS = 12, 3
"""Contacts that stand beside the form of a plan; needs that the form of a visit has room for."""


def _firm(request: Asked) -> Any | None:
    wanted = forms.read(ASKED, request.GET)["enterprise"]
    return frame.firm_of(request, wanted) if wanted else None


def _beside(request: Asked, firm: Any) -> Part:
    """What everybody did and plans there."""
    rows = book.calendar_of(request.actor, firm.pk)[:BESIDE]
    further = Link(gettext("All of it"), reverse("enterprise_book", args=[firm.pk]))
    none = gettext("Nobody was there, and nobody plans to go.")
    return Part(
        gettext("Who goes and went there"), [frame.book_item(row, request) for row in rows], none, further=further
    )


def _head(firm: Any) -> Head:
    return Head(firm.name, firm.name, (Link(gettext("Visits"), reverse("visits")), Link(firm.name, _book(firm))))


def _book(firm: Any) -> str:
    return reverse("enterprise_book", args=[firm.pk])


@inside
def plan(request: Asked) -> HttpResponseBase:
    """The form of a plan, with everybody else's contacts of that enterprise beside it. Raises Missing."""
    frame.must_serve(request.actor)
    firm = _firm(request)
    if firm is None:
        return mine.chosen(request, term("Plan a visit"), "visit_new")
    staff, today = oneself(request.actor), day_of(request.now)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        begins = _time(typed.pop("begins"))
        people = [int(one) for one in typed.pop("people", ())]
        made = actions.plan(
            request.actor,
            firm.pk,
            **{**typed, "how": ContactHow(typed["how"]), "kind": Purpose(typed["kind"])},
            begins=begins,
            people=people,
            key=key,
            now=request.now,
        )
        return say("The visit on {day} is planned.", day=made.contact.day)

    near = [
        Choice(str(row.pk), say("{unit}, {day}", unit=row.unit.name, day=row.day))
        for row in book.calendar_of(request.actor, firm.pk).filter(day__gte=today, state=ContactState.PLANNED)[:BESIDE]
    ]
    others = [one for one in planned.colleagues(staff, today)[:200] if one.pk != staff.pk]
    goers = tuple(Choice(str(one.pk), one.name) for one in (staff, *others))
    fields = [
        Field("day", term("Which day"), Kind.DAY, value=today),
        Field("begins", term("At what time"), required=False, most=5, hint=term("As 14:30; may stay empty.")),
        Field("purpose", term("What for"), most=200),
        Field("how", term("How"), Kind.CHOICE, choices=forms.choices_of(ContactHow), value=ContactHow.ON_SITE.value),
        Field(
            "kind", term("Kind of visit"), Kind.CHOICE, choices=forms.choices_of(Purpose), value=Purpose.SERVICE.value
        ),
        Field("people", term("Who goes"), Kind.SEVERAL, required=False, choices=goers, value=str(staff.pk)),
        *([Field("join", term("Go together with"), Kind.UNIT, required=False, choices=tuple(near))] if near else []),
        Field("alone", term("It has to be on its own, though another unit goes there soon"), Kind.TICK, required=False),
        Field("asked", term("What the enterprise asked for"), required=False, most=200, hint=FREE),
        Field("asked_on", term("When it asked"), Kind.DAY, required=False),
    ]
    parts = (
        (term("When and what for"), ("day", "begins", "purpose", "how", "kind"), False),
        (term("With whom"), ("people", "join", "alone"), False),
        (term("The enterprise asked for it"), ("asked", "asked_on"), True),
    )
    deed = Deed(
        term("Plan a visit"), tuple(fields), do, _head(firm), _book(firm), ASKS, (_beside(request, firm),), parts
    )
    return frame.perform(request, deed)


FREE = term("What it asks for itself doesn't count for the budget.")
ASKS = say("The enterprise may decline without a reason. Nobody of it has to be there.")


def _time(typed: str) -> dt.time | None:
    try:
        return dt.datetime.strptime(typed, "%H:%M").time() if typed else None
    except ValueError:
        raise Invalid({"begins": say("Please write a time as 14:30.")}) from None


@inside
def show_plan(request: Asked, plan_id: int) -> HttpResponseBase:
    """One plan, and what can be done about it. Raises Missing."""
    frame.must_serve(request.actor)
    row = planned.plan(request.actor, plan_id)
    contact, now = row.contact, request.now
    people = [member.staff.name for member in row.members.select_related("staff").order_by("pk")]
    facts = [
        Fact(gettext("Day"), phrase(contact.begins_at or contact.day, now)),
        Fact(gettext("Unit"), contact.unit.name),
        Fact(gettext("Who goes"), " ".join(people)),
        Fact(gettext("How"), phrase(ContactHow(contact.how), now)),
        Fact(gettext("Kind of visit"), phrase(Purpose(contact.kind), now)),
        Fact(gettext("What for"), row.purpose),
        Fact(gettext("What the enterprise asked for"), row.asked),
        Fact(gettext("Why"), contact.why),
    ]
    doors = []
    if contact.state == ContactState.PLANNED.value and planned.decides(request.actor, row):
        if contact.day <= day_of(now):
            doors.append(Door(gettext("Write it down"), f"{reverse('visit_record')}?plan={row.pk}", main=True))
        doors += [
            Door(gettext("Another day"), reverse("visit_plan_act", args=[row.pk, "move"])),
            Door(gettext("It doesn't come about"), reverse("visit_plan_act", args=[row.pk, "drop"])),
        ]
    head = Head(contact.enterprise.name, "", _head(contact.enterprise).crumbs, phrase(ContactState(contact.state), now))
    return frame.page(
        request, head, [_beside(request, contact.enterprise)], doors=doors, facts=[fact for fact in facts if fact.what]
    )


@inside
def act_on_plan(request: Asked, plan_id: int, name: str) -> HttpResponseBase:
    """The forms by which a plan is moved or dropped. Raises Missing."""
    frame.must_serve(request.actor)
    row = planned.plan(request.actor, plan_id)
    if name not in ("move", "drop"):
        raise Missing
    back, seen = reverse("visit_plan", args=[row.pk]), row.contact.version

    def move(typed: dict[str, Any], key: str) -> Sentence:
        actions.move_plan(
            request.actor, row.pk, day=typed["day"], begins=_time(typed["begins"]), alone=typed["alone"],
            seen=forms.seen(request.POST), key=key, now=request.now,
        )  # fmt: skip
        return say("The visit goes to {day}.", day=typed["day"])

    def drop(typed: dict[str, Any], key: str) -> Sentence:
        actions.drop_plan(
            request.actor, row.pk, state=ContactState(typed["state"]), why=typed["why"], seen=forms.seen(request.POST), key=key,
            now=request.now,
        )  # fmt: skip
        return say("It is written down.")

    if name == "move":
        fields: tuple[Field, ...] = (
            Field("day", term("Which day"), Kind.DAY, value=row.contact.day),
            Field("begins", term("At what time"), required=False, most=5, hint=term("As 14:30; may stay empty.")),
            Field(
                "alone", term("It has to be on its own, though another unit goes there soon"), Kind.TICK, required=False
            ),
        )
        deed = Deed(term("Another day"), fields, move, _head(row.contact.enterprise), back, seen=seen)
    else:
        ends = [state for state in ContactState if state in GONE]
        fields = (
            Field("state", term("How it ended"), Kind.CHOICE, choices=forms.choices_of(ends)),
            Field("why", term("Why, or who declined and when"), most=200),
        )
        deed = Deed(term("It doesn't come about"), fields, drop, _head(row.contact.enterprise), back, seen=seen)
    return frame.perform(request, deed)


@inside
def record(request: Asked) -> HttpResponseBase:
    """The form by which a visit is written down, with needs and promises. Raises Missing."""
    frame.must_serve(request.actor)
    wanted = forms.read(ASKED, request.GET)
    row = planned.plan(request.actor, wanted["plan"]) if wanted["plan"] else None
    firm = frame.firm_of(request, row.contact.enterprise_id) if row is not None else _firm(request)
    if firm is None:
        return mine.chosen(request, term("Write a visit down"), "visit_record")
    today = day_of(request.now)

    def do(typed: dict[str, Any], key: str) -> Sentence:
        needs = [need for n in range(1, NEEDS + 1) if (need := _need(typed, n)) is not None]
        made = actions.record(
            request.actor,
            firm.pk,
            day=typed["day"],
            mode=Mode(typed["mode"]),
            kind=Purpose(typed["kind"]),
            plan_id=row.pk if row is not None else None,
            said=typed["said"],
            needs=needs,
            promises=_promised(typed),
            beyond=typed["beyond"],
            key=key,
            now=request.now,
        )
        return say("The visit is on record; needs that became cases: {n}.", n=made.needs.count())

    kinds = acting.labels(rulebook.section(rulebook.in_force(firm.region.path, today), "办理"))[Shape.KIND]
    fields = [
        Field("mode", term("How"), Kind.CHOICE, choices=forms.choices_of(Mode), value=_mode(row)),
        Field("kind", term("Kind of visit"), Kind.CHOICE, choices=forms.choices_of(Purpose), value=_kind(row)),
        Field("day", term("Which day"), Kind.DAY, value=row.contact.day if row is not None else today),
        Field("said", term("What was talked about"), Kind.LONG_TEXT, required=False, most=2000),
    ]
    for n in range(1, NEEDS + 1):
        fields += [
            Field(f"kind_{n}", term("Kind of need"), Kind.CHOICE, required=False, choices=tuple(kinds)),
            Field(f"title_{n}", term("In short"), required=False, most=60),
            Field(f"body_{n}", term("In the words of the enterprise"), Kind.LONG_TEXT, required=False, most=4000),
        ]
    fields += [
        Field("promise", term("What was promised"), required=False, most=200),
        Field("due", term("Until when"), Kind.DAY, required=False),
        Field("beyond", term("Why it took place all the same"), required=False, most=200, hint=BEYOND),
    ]
    parts = (
        ("", ("mode", "kind"), False),
        (term("A need"), ("kind_1", "title_1", "body_1"), False),
        (term("Another need"), ("kind_2", "title_2", "body_2"), True),
        (term("One more need"), ("kind_3", "title_3", "body_3"), True),
        (term("A promise"), ("promise", "due"), True),
        (term("Another day, words, a reason"), ("day", "said", "beyond"), True),
    )
    deed = Deed(term("Write a visit down"), tuple(fields), do, _head(firm), _book(firm), parts=parts)
    return frame.perform(request, deed)


BEYOND = term("Only where the contact budget had no room for it.")


def _mode(row: Any) -> str:
    known = {mode.value for mode in Mode}
    return row.contact.how if row is not None and row.contact.how in known else Mode.ON_SITE.value


def _kind(row: Any) -> str:
    return row.contact.kind if row is not None else Purpose.SERVICE.value


def _need(typed: dict[str, Any], n: int) -> Need | None:
    """A need that was filled in. Raises Invalid where only a part of it was."""
    title, body, kind = (typed[f"{name}_{n}"] or "" for name in ("title", "body", "kind"))
    if not (title or body or kind):
        return None
    missing = {
        f"{name}_{n}": say("Please fill this in.")
        for name, value in (("title", title), ("body", body), ("kind", kind))
        if not value
    }
    if missing:
        raise Invalid(missing)
    return Need(title, body, kind)


def _promised(typed: dict[str, Any]) -> list[Promised]:
    if typed["promise"] and typed["due"] is None:
        raise Invalid({"due": say("Please give a day.")})
    if typed["due"] is not None and not typed["promise"]:
        raise Invalid({"promise": say("Please fill this in.")})
    return [Promised(typed["promise"], typed["due"])] if typed["promise"] else []


@inside
def show(request: Asked, visit_id: int) -> HttpResponseBase:
    """One visit, with what came of it. Raises Missing."""
    frame.must_serve(request.actor)
    made = visits.one(request.actor, visit_id)
    now, today = request.now, day_of(request.now)
    facts = [
        Fact(gettext("Day"), phrase(made.day, now)),
        Fact(gettext("Who came"), f"{made.staff.name} {made.unit.name}"),
        Fact(gettext("How"), phrase(Mode(made.mode), now)),
        Fact(gettext("Kind of visit"), phrase(Purpose(made.kind), now)),
        Fact(gettext("What was talked about"), visits.words_of(made)),
        Fact(gettext("Beyond the budget, because"), made.contact.beyond if made.contact else ""),
    ]
    found = visits.needs_of(request.actor, made)
    needs = [Item(case.number, case.title, reverse("case", args=[case.pk])) for case in found]
    promises = [mine.promise_item(request, row, today) for row in visits.promises_of(made)]
    parts = [
        Part(gettext("Needs that became cases"), needs, gettext("No need of it is in your sight.")),
        Part(gettext("What was promised"), promises, gettext("Nothing was promised.")),
    ]
    head = Head(made.enterprise.name, "", _head(made.enterprise).crumbs)
    return frame.page(request, head, parts, facts=[fact for fact in facts if fact.what])


@inside
def zero(request: Asked) -> HttpResponseBase:
    """What is to be asked in this period; of one enterprise the form by which one says why it wasn't. Raises Missing."""
    frame.must_serve(request.actor)
    firm = _firm(request)
    if firm is None:
        return mine.asked(request)
    held = [due for due in duties.mine(request.actor, day_of(request.now)) if due.enterprise.pk == firm.pk]
    if not held:
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.explain_zero(request.actor, firm.pk, code=typed["code"], key=key, now=request.now)
        return say("It is written down.")

    choices = tuple(Choice(code, label) for code, label in held[0].reasons.items())
    fields = (Field("code", term("Why none"), Kind.CHOICE, choices=choices),)
    return frame.perform(request, Deed(term("Say why none"), fields, do, _head(firm), reverse("visits")))
