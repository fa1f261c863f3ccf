"""One common issue: what it says, the cases in it that one sees, what was told, and the forms by which it moves on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.rules.words import State
from zhuqi.domain.common.actions import DEEDS
from zhuqi.domain.common.queries import issues
from zhuqi.domain.common.queries.issues import Detail
from zhuqi.domain.common.rules.words import SPOKEN, IssueDeed, IssueStanding
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.cases import joined
from zhuqi.interfaces.web.common.opening import about
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.shown import Door, Fact, Quote
from zhuqi.interfaces.web.wording import phrase

MAIN = (IssueDeed.TAKE_UP, IssueDeed.CHANGE)
READ = term("Every enterprise in it reads this. Promise nothing that isn't certain; name no enterprise.")
DONE: Mapping[IssueDeed, Sentence] = {
    IssueDeed.AMEND: say("It says so now."),
    IssueDeed.JOIN: say("The case is in it. Its enterprise reads what was told."),
    IssueDeed.LEAVE: say("The case isn't in it any more."),
    IssueDeed.TAKE_UP: say("It is taken up, and the enterprises read so."),
    IssueDeed.TELL: say("The enterprises read it."),
    IssueDeed.CHANGE: say("The enterprises read what has changed. Their cases end by their own answers."),
    IssueDeed.GIVE_UP: say("It is given up, and the enterprises read why."),
}


@dataclass(frozen=True)
class Told:
    """Words that the enterprises read, with who wrote them when."""

    what: str
    when: str
    who: str
    quote: Quote


@inside
def show(request: Asked, issue_id: int) -> HttpResponseBase:
    """The page of a common issue. Raises Missing."""
    found = issues.one(request.actor, issue_id)
    shown = {"one": _page(found, request.now), "joins": joined.offer(request.actor, found.cases)}
    return render(request, "common/one.html", shown)


def _page(found: Detail, now: dt.datetime) -> dict[str, Any]:
    issue = found.issue
    return {
        "pk": issue.pk,
        "title": issue.title,
        "standing": phrase(IssueStanding(issue.standing), now),
        "lede": phrase(say("{unit}, since {at}.", unit=issue.owner.name, at=issue.opened_at), now),
        "matter": issue.matter,
        "wanted": issue.wanted,
        "doors": _doors(found, now),
        "cases": tuple(_case(case, now) for case in found.cases),
        "unseen": phrase(say("Cases in it that you don't see: {n}.", n=found.unseen), now) if found.unseen else "",
        "told": tuple(_told(row, now) for row in found.told),
        "facts": _facts(found, now),
    }


def _doors(found: Detail, now: dt.datetime) -> tuple[Door, ...]:
    """What can be done, what is waited for first."""
    order = sorted(found.deeds, key=lambda deed: (deed not in MAIN, deed is IssueDeed.GIVE_UP))
    return tuple(
        Door(
            phrase(deed, now),
            reverse("common_act", args=[found.issue.pk, deed.value]),
            grave=deed is IssueDeed.GIVE_UP,
            main=deed in MAIN,
        )
        for deed in order
    )


def _case(case: Any, now: dt.datetime) -> dict[str, Any]:
    return {
        "title": case.title,
        "address": reverse("case", args=[case.pk]),
        "meta": (case.number, case.enterprise.name, phrase(State(case.state), now)),
    }


def _told(row: Any, now: dt.datetime) -> Told:
    who = row.staff.name if row.staff is not None else ""
    return Told(gettext(SPOKEN[IssueDeed(row.deed)]), phrase(row.at, now), who, Quote(row.body, True))


def _facts(found: Detail, now: dt.datetime) -> tuple[Fact, ...]:
    issue = found.issue
    late = issue.due_on is not None and issue.ended_at is None and issue.due_on < now.date()
    known = (
        (say("Owner"), issue.owner.name),
        (say("Area"), issue.area.name),
        (say("Enterprises"), found.enterprises),
        (say("Cases"), found.unseen + len(found.cases)),
        (say("By when"), say("{day}: over", day=issue.due_on) if late else issue.due_on),
        (say("Opened"), issue.opened_at),
        (say("Taken up"), issue.taken_up_at),
        (say("Over since"), issue.ended_at),
    )
    return tuple(Fact(phrase(name, now), phrase(what, now)) for name, what in known if what is not None)


def _fields(request: Asked, found: Detail, deed: IssueDeed) -> tuple[Field, ...]:
    """What a deed asks for."""
    day = Field("due_on", term("By when"), Kind.DAY, required=False, hint=term("Without a day, the one that stands."))
    if deed is IssueDeed.AMEND:
        return about(found.issue.area, found.issue)
    if deed is IssueDeed.JOIN:
        given = str(request.GET.get("number", ""))[:40]
        return (Field("number", term("Number of the case"), most=40, value=given),)
    if deed is IssueDeed.LEAVE:
        cases = tuple(Choice(str(case.pk), f"{case.number} {case.title}") for case in found.cases)
        return (Field("case_id", term("Which case"), Kind.UNIT, choices=cases),)
    text = Field("text", SPOKEN[deed], Kind.LONG_TEXT, most=4000, hint=READ)
    return (text, day) if deed is IssueDeed.TAKE_UP else (text,)


def _typed(request: Asked, deed: IssueDeed, read: dict[str, Any]) -> dict[str, Any]:
    """What the action takes."""
    if deed is IssueDeed.JOIN:
        case = lists.filtered(request.actor).filter(number=read["number"]).first()
        if case is None:
            raise Invalid({"number": say("You see no case of this number.")})
        return {"case_id": case.pk}
    return {name: int(value) if name in ("owner_id", "case_id") else value for name, value in read.items()}


@inside
def act(request: Asked, issue_id: int, name: str) -> HttpResponseBase:
    """The form of a deed; sent, it does it. Raises Missing for what nobody could do, or isn't this reader's."""
    found = issues.one(request.actor, issue_id)
    deed = next((each for each in DEEDS if each == name), None)
    if deed is None or (deed not in found.deeds and request.method != "POST"):
        raise Missing
    fields = _fields(request, found, deed)
    if request.method != "POST":
        return _form(request, found, deed, fields)
    try:
        typed = _typed(request, deed, forms.read(fields, request.POST))
        seen, key = forms.seen(request.POST), forms.key(request.POST)
        DEEDS[deed](request.actor, issue_id, **typed, seen=seen, key=key, now=request.now)
    except Invalid as fault:
        return _form(request, found, deed, fields, faults=_placed(fault.fields), status=422)
    except Refused as fault:
        return _form(request, found, deed, fields, refused=fault.sentence, status=409)
    return done(request, reverse("common_issue", args=[issue_id]), DONE[deed])


def _placed(faults: Mapping[str, Sentence]) -> dict[str, Sentence]:
    """A fault of the case stands at the number that was typed."""
    return {"number" if name == "case_id" else name: said for name, said in faults.items()}


def _form(
    request: Asked,
    found: Detail,
    deed: IssueDeed,
    fields: tuple[Field, ...],
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponseBase:
    posted = request.method == "POST"
    said = refused or forms.unplaced(fields, faults or {})
    shown = {
        "title": found.issue.title,
        "crumb": reverse("common_issue", args=[found.issue.pk]),
        "word": phrase(deed, request.now),
        "grave": deed is IssueDeed.GIVE_UP,
        "refused": phrase(said, request.now),
        "form": forms.again(fields, request.POST, faults or {}) if posted else forms.blank(fields),
        "key": (posted and not refused and forms.key(request.POST)) or forms.new_key(),
        "seen": found.issue.version,
    }
    return render(request, "common/act.html", shown, status=status)
