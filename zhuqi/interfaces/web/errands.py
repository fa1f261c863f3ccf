"""Errands: what runs, one of them with its history, taking one on for an enterprise, and what is done about it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing, Stale
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.days import day_of
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.errands import actions, queries
from zhuqi.domain.errands.actions.taking import MATTER, NOTE, OFFICE
from zhuqi.domain.errands.rules import ErrandDeed, ErrandMode, ErrandOutcome, ErrandState, Why, late
from zhuqi.domain.liaison import queries as liaison
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.keeping import frame
from zhuqi.interfaces.web.keeping.frame import Deed as Formed
from zhuqi.interfaces.web.keeping.frame import Head, Item, Noun, Part
from zhuqi.interfaces.web.shown import Door, Link, Tab
from zhuqi.interfaces.web.wording import phrase

HERE = "errands"
NOUN = Noun(term("Errands: {n}."), term("Errands: more than {n}."))
TAKE = term("Take an errand on")
LISTS: Mapping[str, tuple[str, Callable[..., Any], tuple[str, ...]]] = {
    "live": (term("running"), lambda actor, day: queries.live(actor), ("due", "pk")),
    "mine": (term("run by me"), lambda actor, day: queries.mine(actor), ("due", "pk")),
    "late": (term("past its day"), queries.overdue, ("due", "pk")),
    "unattended": (term("run by nobody"), queries.unattended, ("due", "pk")),
    "all": (term("all"), lambda actor, day: queries.visible(actor), ("-due", "-pk")),
}
"""{name in the address: its word, its rows, their order}."""
ASKED = (
    Field(
        "which", term("Show"), Kind.CHOICE, required=False, choices=tuple(Choice(n, say(LISTS[n][0])) for n in LISTS)
    ),
)
WHICH = (Field("enterprise", term("Enterprise"), Kind.INTEGER, required=False, least=1),)
MINE = 200
"""Enterprises of one's own that a form lists."""


def _late(errand: Any, today: dt.date) -> Sentence | None:
    if not late(ErrandState(errand.state), errand.due, today):
        return None
    return say("{n} days over", n=(today - errand.due).days)


def item(request: Asked, errand: Any) -> Item:
    """A row of an errand."""
    over = _late(errand, day_of(request.now))
    due = say("promised for {day}", day=errand.due)
    return Item(
        label=phrase(over or ErrandState(errand.state), request.now),
        title=errand.matter,
        address=reverse("errand", args=[errand.pk]),
        meta=(errand.enterprise.name, phrase(ErrandMode(errand.mode), request.now), errand.office, errand.staff.name),
        why=(phrase(due, request.now),) if errand.ended_on is None else (),
    )


@inside
def listed(request: Asked) -> HttpResponseBase:
    """The errands in sight. Raises Missing for whoever sees none by what they are."""
    if not request.actor.sights:
        raise Missing
    asked = forms.read(ASKED, request.GET)
    _, rows_of, order = LISTS[asked["which"] or "live"]
    rows = rows_of(request.actor, day_of(request.now))
    shown, more = frame.listed(request, f"errands-{asked['which'] or 'live'}", rows, order)
    takes = liaison.my_enterprises(request.actor, day_of(request.now)).exists()
    context = {
        "head": Head(gettext("Errands"), lede=phrase(frame.counted(rows, NOUN), request.now)),
        "tabs": _tabs(asked["which"] or "live"),
        "part": Part("", [item(request, errand) for errand in shown], gettext("No errand runs here."), further=more),
        "doors": (Door(gettext(TAKE), reverse("errand_take"), main=True),) if takes else (),
    }
    return render(request, "keeping/list.html", context)


def _tabs(here: str) -> tuple[Tab, ...]:
    return tuple(
        Tab(gettext(word), f"{reverse('errands')}?which={name}", name == here) for name, (word, _, _) in LISTS.items()
    )


@inside
def show(request: Asked, errand_id: int) -> HttpResponseBase:
    """The page of an errand."""
    errand, now = queries.one(request.actor, errand_id), request.now
    over = _late(errand, day_of(now))
    moved = errand.promised if errand.promised != errand.due else ""
    case = reverse("case", args=[errand.case_id]) if errand.case_id else ""
    facts = (
        (say("Enterprise"), errand.enterprise.name, reverse("enterprise", args=[errand.enterprise_id])),
        (say("How"), ErrandMode(errand.mode), ""),
        (say("Office that decides"), errand.office, ""),
        (say("Run by"), f"{errand.staff.name}（{errand.unit.name}）", ""),
        (say("Asked for on"), say("{day}", day=errand.asked_on), ""),
        (say("Promised for"), say("{day}", day=errand.due), ""),
        (say("Promised at first for"), say("{day}", day=moved) if moved else "", ""),
        (say("Result of the errand"), ErrandOutcome(errand.outcome) if errand.outcome else "", ""),
        (say("Why it stopped"), Why(errand.why) if errand.why else "", ""),
        (say("Case"), say("the need it came from") if case else "", case),
    )
    doors = tuple(
        Door(
            gettext(FORMS[deed][0]),
            f"{reverse('errand_act', args=[errand.pk, deed.value])}?seen={errand.version}",
            main=deed in (ErrandDeed.FILE, ErrandDeed.FINISH),
            grave=deed is ErrandDeed.STOP,
        )
        for deed in queries.deeds(request.actor, errand)
    )
    state = phrase(over or ErrandState(errand.state), now)
    return frame.one(
        request, _head(errand, state), here=HERE, facts=facts, doors=doors, parts=[_history(request, errand)]
    )


def _head(errand: Any, state: str = "", *crumbs: Link) -> Head:
    return Head(errand.matter, crumbs=(Link(gettext("Errands"), reverse("errands")), *crumbs), state=state)


def _history(request: Asked, errand: Any) -> Part:
    """What was done about it, the last first. One query."""
    items: list[Item] = []
    due = None
    for note in queries.notes(errand):
        moved = due is not None and note.due != due
        due = note.due
        what = phrase(ErrandDeed(note.deed), request.now) if note.deed else gettext("an official took it on")
        says = phrase(say("promised for {day}", day=note.due), request.now) if moved else ""
        who = note.staff.name if note.staff is not None else ""
        day = phrase(say("{day}", day=note.day), request.now)
        items.append(
            Item(day, what, meta=tuple(bit for bit in (who, says) if bit), why=(note.words,) if note.words else ())
        )
    return Part(gettext("What was done"), items[::-1])


@inside
def take(request: Asked) -> HttpResponseBase:
    """The form by which an official takes an errand on. Raises Missing for whoever holds no enterprise."""
    today = day_of(request.now)
    wanted = forms.read(WHICH, request.GET)["enterprise"]
    firms = list(liaison.my_enterprises(request.actor, today)[:MINE])
    if wanted and wanted not in {firm.pk for firm in firms}:
        firms = [directory.enterprise(request.actor, wanted), *firms]
    if not firms:
        raise Missing

    def do(typed: dict[str, Any], key: str) -> Sentence:
        mode, firm = ErrandMode(typed.pop("mode")), typed.pop("enterprise")
        made = actions.take_on(request.actor, firm, mode=mode, **typed, key=key, now=request.now)
        return say("“{matter}” is taken on, promised for {day}.", matter=made.matter, day=made.due)

    choices = tuple(Choice(str(firm.pk), firm.name) for firm in firms)
    only = firms[0].pk if len(firms) == 1 else None
    go = term("Go with it where it must appear itself.")
    by_then = term("By then the result is in the enterprise's hands. It moves only with a reason.")
    fields = (
        Field("enterprise", term("Enterprise"), Kind.UNIT, choices=choices, value=wanted or only),
        Field("mode", term("How"), Kind.CHOICE, choices=forms.choices_of(ErrandMode), hint=go),
        Field("matter", term("Which approval"), most=MATTER),
        Field("office", term("Office that decides"), most=OFFICE),
        frame.day_field("asked_on", term("Day on which the enterprise asked"), request.now),
        Field("due", term("Day you promise"), Kind.DAY, hint=by_then),
        _note(required=False),
    )
    asks = say(
        "You run it yourself until the result is delivered. The enterprise is asked for nothing that is on file already."
    )
    back = reverse("errands")
    head = Head(gettext(TAKE), crumbs=(Link(gettext("Errands"), back),))
    return frame.perform(request, Formed(TAKE, fields, do, asks), head=head, here=HERE, back=back)


def _note(*, required: bool = True, word: str = term("In words"), hint: str = "") -> Field:
    return Field("note", word, Kind.LONG_TEXT, required=required, most=NOTE, hint=hint)


def _fields(request: Asked, errand: Any, deed: ErrandDeed) -> tuple[Field, ...]:
    """What a deed asks for."""
    day = frame.day_field("day", term("Day"), request.now)
    if deed is ErrandDeed.FILE:
        return (day, _note(required=False))
    if deed is ErrandDeed.REPORT:
        return (day, _note())
    if deed is ErrandDeed.POSTPONE:
        due = Field("due", term("Day you promise"), Kind.DAY, value=errand.due)
        return (due, _note(word=term("Reason"), hint=term("The enterprise reads it.")))
    if deed is ErrandDeed.HAND_ON:
        people = queries.runners(errand, day_of(request.now))
        choices = tuple(Choice(str(one.pk), f"{one.name}（{one.unit.name}）") for one in people)
        return (Field("staff_id", term("Official"), Kind.UNIT, choices=choices), _note(required=False))
    if deed is ErrandDeed.FINISH:
        outcome = Field("outcome", term("Result of the errand"), Kind.CHOICE, choices=forms.choices_of(ErrandOutcome))
        return (outcome, day, _note(required=False, hint=term("Where it wasn't granted: the reason.")))
    why = Field("why", term("Why it stops"), Kind.CHOICE, choices=forms.choices_of(Why))
    return (why, _note(hint=term("The enterprise reads it.")))


FORMS: Mapping[ErrandDeed, tuple[str, Sentence, Sentence]] = {
    ErrandDeed.FILE: (
        term("Note that it is handed in"),
        say("The papers are in, or you were at the window with the enterprise."),
        say("Noted: it is handed in."),
    ),
    ErrandDeed.REPORT: (
        term("Report where it stands"),
        say("The enterprise reads this."),
        say("Written down."),
    ),
    ErrandDeed.POSTPONE: (
        term("Move the promised day"),
        say("The day promised at first stays readable beside the new one."),
        say("The promised day is moved."),
    ),
    ErrandDeed.HAND_ON: (
        term("Hand it to somebody else"),
        say("They hold the enterprise too, or serve in the group that does. The promised day stays."),
        say("It is handed on."),
    ),
    ErrandDeed.FINISH: (
        term("Note the result"),
        say("The office has decided, and the enterprise has the result in hand."),
        say("It is finished."),
    ),
    ErrandDeed.STOP: (
        term("Stop it"),
        say("It ends without a result."),
        say("It is stopped."),
    ),
}
"""{deed: what its button says, what its form asks, what is said once it is done}."""
TYPED: Mapping[str, Callable[[Any], Any]] = {"outcome": ErrandOutcome, "why": Why}


@inside
def act(request: Asked, errand_id: int, name: str) -> HttpResponseBase:
    """The form of a deed. Raises Missing for a deed that isn't open, or an errand out of sight."""
    errand = queries.one(request.actor, errand_id)
    deed = next((deed for deed in ErrandDeed if deed.value == name), None)
    if deed is None or (deed not in queries.deeds(request.actor, errand) and request.method != "POST"):
        raise Missing  # a form that was sent may have been sent before: then it has its answer already
    seen = request.GET.get("seen", "")
    if not re.fullmatch("[0-9]{1,9}", seen):
        raise Stale
    word, asks, said = FORMS[deed]

    def do(typed: dict[str, Any], key: str) -> Sentence:
        values = {field: TYPED[field](value) if field in TYPED else value for field, value in typed.items()}
        VERBS[deed](request.actor, errand_id, **values, seen=int(seen), key=key, now=request.now)
        return said

    back = reverse("errand", args=[errand.pk])
    head = _head(errand, "", Link(errand.matter, back))
    formed = Formed(word, _fields(request, errand, deed), do, asks, grave=deed is ErrandDeed.STOP)
    return frame.perform(request, formed, head=head, here=HERE, back=back)


VERBS: Mapping[ErrandDeed, Callable[..., Any]] = {
    ErrandDeed.FILE: actions.file,
    ErrandDeed.REPORT: actions.report,
    ErrandDeed.POSTPONE: actions.postpone,
    ErrandDeed.HAND_ON: actions.hand_on,
    ErrandDeed.FINISH: actions.finish,
    ErrandDeed.STOP: actions.stop,
}
