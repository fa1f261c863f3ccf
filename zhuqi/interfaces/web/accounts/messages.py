"""What one has been told, and how one is told: the list, the quiet hours, the mailbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.messages import queries
from zhuqi.core.messages.actions import choose, confirm_mailbox, drop_mailbox, name_mailbox, open_message, read_all
from zhuqi.core.messages.rules import LONGEST_MAILBOX, in_hours, masked, minute_of, revived
from zhuqi.domain.cases.queries.bearings import called
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.forms import Field, Kind
from zhuqi.interfaces.web.wording import phrase

UPTO = (Field("upto", term("Number"), Kind.INTEGER, least=1),)
PAGES: Mapping[str, str] = {
    "case": "case",
    "common": "common_issue",
    "errand": "errand",
    "handover": "liaison_handover",
    "plan": "visit_plan",
    "promise": "promise",
    "proposal": "liaison_proposal",
    "voice": "voice",
}
"""Kind of what a message is about → the page that shows it."""
LISTS: Mapping[str, str] = {
    "doubt": "heard",
    "duty": "visits",
    "known": "liaison_known",
    "link": "liaison",
    "unkept": "visits_unkept",
    "vacancy": "liaison_vacancies",
}
"""Kind → the list in which it is found, where it has no page of its own."""


@dataclass(frozen=True)
class Line:
    """One message as its reader sees it. ``of``: what the case is called that it is about, and its enterprise."""

    pk: int
    text: str
    at: str
    read: bool
    of: tuple[str, ...] = ()


@inside
def listed(request: Asked) -> HttpResponseBase:
    """What one has been told, unread first; a POST notes that all of a page were read."""
    if request.method == "POST":
        asked = forms.read(UPTO, request.POST)
        read_all(request.actor, upto=asked["upto"], key=forms.key(request.POST), now=request.now)
        return done(request, reverse("messages"), say("All of these are noted as read."))
    rows = queries.visible(request.actor)
    found, further = paging.page(request, "messages", rows, queries.NEWEST)
    lines = _lines(request, found)
    unread = [line for line in lines if not line.read]
    facts = {
        "unread_lines": unread,
        "read_lines": [line for line in lines if line.read],
        "upto": max((line.pk for line in unread), default=None),
        "further": further,
    }
    return render(request, "accounts/messages.html", facts)


def _lines(request: Asked, rows: Sequence[Any]) -> list[Line]:
    """Messages with what they are about. One query, none where they are of no case."""
    cases = {row.subject for row in rows if row.kind == "case"}
    named = called(request.actor, cases) if cases else {}
    return [
        Line(
            row.pk,
            phrase(revived(row.sentence), request.now),
            phrase(row.at, request.now),
            row.read,
            named.get(row.subject, ()) if row.kind == "case" else (),
        )
        for row in rows
    ]


@inside
def one(request: Asked, message_id: int) -> HttpResponseBase:
    """One message, where a mail leads; a POST notes it as read and goes to what it is about."""
    if request.method == "POST":
        row = open_message(request.actor, message_id, key=forms.key(request.POST), now=request.now)
        return HttpResponseRedirect(_page_of(row))
    found = queries.visible(request.actor).filter(pk=message_id).first()
    if found is None:
        raise Missing
    return render(request, "accounts/message.html", {"line": _lines(request, [found])[0]})


def _page_of(row: Any) -> str:
    """Where one reads on."""
    if row.kind in PAGES:
        return reverse(PAGES[row.kind], args=[row.subject])
    return reverse(LISTS.get(row.kind, "messages"))


MAIL = Field("mail", term("Tell me by e-mail too"), Kind.TICK, required=False)
HOURS = (
    Field("quiet_from", term("Quiet from"), hint=term("As 22:00. The same twice: no quiet hours."), most=5),
    Field("quiet_to", term("Quiet until"), hint=term("What comes in between is mailed afterwards."), most=5),
    Field(
        "urgent",
        term("What is urgent may come in quiet hours"),
        Kind.TICK,
        required=False,
        hint=term("A deadline that comes near, a case that must go up."),
    ),
)
ADDRESS = (
    Field(
        "address",
        term("Mailbox"),
        hint=term("A code is sent there. Mails say what happened and a number: no names, no text of a case."),
        most=LONGEST_MAILBOX,
        complete="email",
    ),
)
CODE = (Field("code", term("Code from the mail"), most=20, complete="one-time-code"),)


@inside
def how(request: Asked) -> HttpResponseBase:
    """How one is told. Each part of the page is a form of its own; ``do`` says which was sent."""
    if request.method != "POST":
        return _how(request)
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        raise Missing
    try:
        said = deed(request, forms.key(request.POST))
    except (Invalid, Refused) as fault:
        return _how(request, fault)
    return done(request, reverse("account_messages"), said)


def _choose(request: Asked, key: str) -> Sentence:
    typed = forms.read((MAIL, *HOURS), request.POST)
    hours = {name: minute_of(typed[name]) for name in ("quiet_from", "quiet_to")}
    wrong = {name: say("Please write an hour as 22:00.") for name, minute in hours.items() if minute is None}
    if wrong:
        raise Invalid(wrong)
    chosen = {name: minute or 0 for name, minute in hours.items()}
    choose(request.actor, mail=typed["mail"], urgent=typed["urgent"], **chosen, key=key, now=request.now)
    return say("It is noted how you want to be told.")


def _name(request: Asked, key: str) -> Sentence:
    name_mailbox(request.actor, **forms.read(ADDRESS, request.POST), key=key, now=request.now)
    return say("A code is on its way to this mailbox. Type it in here within a day.")


def _confirm(request: Asked, key: str) -> Sentence:
    confirm_mailbox(request.actor, **forms.read(CODE, request.POST), key=key, now=request.now)
    return say("The mailbox is confirmed. Now you can choose to be told by e-mail.")


def _drop(request: Asked, key: str) -> Sentence:
    drop_mailbox(request.actor, key=key, now=request.now)
    return say("The mailbox is forgotten. Nothing is mailed any more.")


DEEDS: Mapping[str, Callable[[Asked, str], Sentence]] = {
    "choose": _choose,
    "name": _name,
    "confirm": _confirm,
    "drop": _drop,
}


def _how(request: Asked, fault: Invalid | Refused | None = None) -> HttpResponse:
    account = request.actor.account or 0
    held, choice = queries.mailbox(account), queries.preference(account)
    confirmed = held is not None and held.confirmed_at is not None
    now_chosen = {
        "mail": choice.mail,
        "quiet_from": in_hours(choice.quiet_from),
        "quiet_to": in_hours(choice.quiet_to),
        "urgent": choice.urgent,
    }
    sent = request.POST.get("do", "")
    faults = fault.fields if isinstance(fault, Invalid) else {}
    choosing = forms.again((MAIL, *HOURS), request.POST, faults) if sent == "choose" else None
    facts = {
        "possible": settings.MAIL,
        "mailbox": masked(held.address) if held is not None else "",
        "confirmed": confirmed,
        "choosing": choosing or forms.asked_for((MAIL, *HOURS), now_chosen),
        "naming": forms.again(ADDRESS, request.POST, faults) if sent == "name" else forms.blank(ADDRESS),
        "confirming": forms.again(CODE, request.POST, faults) if sent == "confirm" else forms.blank(CODE),
        "refused": fault.sentence if fault is not None and not faults else None,
    }
    status = 200 if fault is None else 422 if faults else 409
    return render(request, "accounts/telling.html", facts, status=status)
