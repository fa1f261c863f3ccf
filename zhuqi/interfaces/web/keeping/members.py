"""Accounts of enterprises, for the staff: what waits for a dispatch room to admit, one account, and what is done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Role
from zhuqi.domain.members import actions
from zhuqi.domain.members.queries import sight
from zhuqi.domain.members.rules import NAME, MemberAct, MemberProof, MemberStage
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.keeping.frame import Deed, Item, Part
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.shown import Fact, Link, Row, Tab
from zhuqi.interfaces.web.wording import phrase

COLOURS = {
    MemberStage.ASKED: "yellow",
    MemberStage.INVITED: "yellow",
    MemberStage.OPEN: "green",
    MemberStage.ENDED: "grey",
}
ASKING = (
    Field("name", term("Full name"), most=NAME),
    Field("mailbox", term("Mailbox"), most=120, hint=term("The person's own; never one of the office.")),
)
PROOF = (
    Field(
        "proof",
        term("How the person was checked"),
        Kind.CHOICE,
        choices=forms.choices_of(MemberProof),
        hint=term("Call a number that the register had before, not one that came with the request."),
    ),
)
LEDES = {
    MemberAct.ADMIT: say(
        "A letter goes to the mailbox. Whoever opens it sees all that the enterprise told, and speaks for it."
    ),
    MemberAct.END: say("It ends at once, also where somebody is in by it."),
    MemberAct.ERASE: say("What was done by the account stays on record, without the name."),
}
DONE = {
    MemberAct.ADMIT: say("Admitted. The letter goes out within a minute."),
    MemberAct.END: say("The account opens nothing any more."),
    MemberAct.ERASE: say("Name and mailbox are erased."),
}
DOES: Mapping[MemberAct, Callable[..., Any]] = {
    MemberAct.ADMIT: actions.admit,
    MemberAct.END: actions.end,
    MemberAct.ERASE: actions.erase,
}


@dataclass(frozen=True)
class Form:
    """One thing that can be done: its word, what it asks for, and whether it stands open."""

    name: str
    word: str
    lede: str
    fields: tuple[forms.Shown, ...]
    open: bool


@inside
def show(request: Asked) -> HttpResponseBase:
    """What waits for the actor's dispatch room, the oldest first, or the accounts that were dealt with. Others are told there is
    no such page."""
    if not request.actor.has(Role.DISPATCHER):
        raise Missing
    rest = request.GET.get("which") == "rest"
    rows = sight.tray(request.actor, waiting=not rest)
    order = sight.OTHERS if rest else sight.WAITING
    found, further = paging.page(request, "members-rest" if rest else "members", rows, order)
    own = reverse("members")
    shown = {
        "tabs": (
            Tab(gettext("Waiting"), own, not rest),
            Tab(gettext("Dealt with"), f"{own}?which=rest", rest),
        ),
        "rows": [_row(one, request.now) for one in found],
        "further": further,
        "rest": rest,
    }
    return render(request, "keeping/members.html", {"list": shown})


def _row(one: Any, now: dt.datetime) -> Row:
    meta = (_name(one), phrase(say("asked for {at}", at=one.asked_at), now))
    return Row(one.enterprise.name, reverse("member", args=[one.pk]), _lamp(one, now), meta)


def _name(one: Any) -> str:
    shown = sight.masked(one)
    return f"{shown.name} {shown.mailbox}".strip() or gettext("erased")


def _lamp(one: Any, now: dt.datetime) -> Lamp:
    stage = MemberStage(one.stage)
    if stage is MemberStage.INVITED and one.until is not None and now > one.until:
        return Lamp("red", gettext("the letter is too old"))
    return Lamp(COLOURS[stage], phrase(stage, now))


@inside
def one(request: Asked, member_id: int) -> HttpResponseBase:
    """One account; a POST does what its form says, or shows whose it is."""
    if request.method != "POST":
        return _page(request, member_id)
    name = request.POST.get("act", "")
    if name == MemberAct.REVEAL:
        actions.reveal(request.actor, member_id, key=forms.key(request.POST), now=request.now)
        return _page(request, member_id, revealed=True)
    if name not in {act.value for act in DOES}:
        raise Missing
    return _do(request, member_id, MemberAct(name))


def _do(request: Asked, member_id: int, act: MemberAct) -> HttpResponseBase:
    try:
        typed = forms.read(_fields(act), request.POST)
        seen, key = forms.seen(request.POST), forms.key(request.POST)
        DOES[act](request.actor, member_id, **typed, seen=seen, key=key, now=request.now)
    except Invalid as fault:
        return _page(request, member_id, act=act, faults=fault.fields, status=422)
    except Refused as fault:
        return _page(request, member_id, act=act, refused=fault.sentence, status=409)
    return done(request, reverse("member", args=[member_id]), DONE[act])


def _fields(act: MemberAct) -> tuple[Field, ...]:
    return PROOF if act is MemberAct.ADMIT else ()


def _page(
    request: Asked,
    member_id: int,
    *,
    act: MemberAct | None = None,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    revealed: bool = False,
    status: int = 200,
) -> HttpResponse:
    row = sight.one(request.actor, member_id)
    may = sight.actions(request.actor, row)
    masked = sight.masked(row)
    shown = {
        "member": row,
        "title": row.enterprise.name,
        "crumb": Link(gettext("Accounts of enterprises"), reverse("members"))
        if request.actor.has(Role.DISPATCHER)
        else Link(
            row.enterprise.name, reverse("enterprise", args=[row.enterprise.merged_into_id or row.enterprise_id])
        ),
        "lamp": _lamp(row, request.now),
        "person": (row.name, row.mailbox) if revealed else (masked.name, masked.mailbox),
        "revealed": revealed,
        "may_reveal": MemberAct.REVEAL in may and not revealed,
        "facts": _facts(row, request.now),
        "forms": [_form(request, each, act, faults) for each in may if each in DOES],
        "refused": refused,
        "key": (request.method == "POST" and faults and forms.key(request.POST)) or forms.new_key(),
    }
    answer = render(request, "keeping/member.html", shown, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _facts(row: Any, now: dt.datetime) -> tuple[Fact, ...]:
    asker = row.asked_by.name if row.asked_by is not None else gettext("the enterprise")
    rows = (
        (say("Asked for"), row.asked_at),
        (say("Asked for by"), asker),
        (say("How the person was checked"), MemberProof(row.proof) if row.proof else ""),
        (say("The letter opens it until"), row.until if row.stage == MemberStage.INVITED else None),
        (say("In use since"), row.opened_at),
        (say("Ended"), row.ended_at),
    )
    return tuple(Fact(phrase(name, now), phrase(what, now)) for name, what in rows if what not in ("", None))


def _form(request: Asked, act: MemberAct, sent: MemberAct | None, faults: Mapping[str, Sentence] | None) -> Form:
    fields, again = _fields(act), act is sent
    shown = forms.again(fields, request.POST, faults or {}) if again else forms.blank(fields)
    return Form(act.value, phrase(act, request.now), phrase(LEDES[act], request.now), tuple(shown), again)


def part(request: Asked, firm: Any) -> Part:
    """The accounts of an enterprise on its page, masked. One query."""
    rows = sight.of_enterprise(request.actor, firm.pk).order_by(*sight.OTHERS)
    items = [
        Item(
            label=phrase(MemberStage(one.stage), request.now),
            title=_name(one),
            doors=(Link(gettext("See the account"), reverse("member", args=[one.pk])),),
        )
        for one in rows
    ]
    return Part(gettext("Who of it has an account"), items, gettext("Nobody has one. Nothing needs one."))


def deed(request: Asked, firm: Any) -> Deed:
    """Asking for an account for somebody of an enterprise."""

    def do(typed: dict[str, Any], key: str) -> Sentence:
        actions.ask(request.actor, firm.pk, **typed, key=key, now=request.now)
        return say("It waits for the dispatch room, which calls the enterprise back.")

    asks = say(
        "Only where the enterprise wants one. Somebody else in the dispatch room checks the person; then a letter goes to the "
        "mailbox. Who serves an enterprise never has an account of it."
    )
    return Deed(WORD, ASKING, do, asks)


WORD = term("Ask for an account for it")
