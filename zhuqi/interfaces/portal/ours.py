"""The page of an enterprise that has an account: its needs, who comes, what was promised, who serves it, who of it comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.domain.cases.actions.links import open_case
from zhuqi.domain.cases.queries.files import download
from zhuqi.domain.cases.queries.links import by_account
from zhuqi.domain.contacts.actions import lift_wish, wish
from zhuqi.domain.contacts.rules.standing import ContactState
from zhuqi.domain.members import actions as members
from zhuqi.domain.members.queries.inside import Inside
from zhuqi.domain.visits.actions import drop_plan
from zhuqi.interfaces.portal import asking, coming_in, knowing, our_parts, views, visits
from zhuqi.interfaces.portal.door import Room
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.cases.files import given
from zhuqi.interfaces.web.forms import Field, Kind

P = ParamSpec("P")
NUMBER = (Field("row", "", Kind.INTEGER, least=1),)
REST = (
    Field(
        "rest_until",
        term("Until"),
        Kind.DAY,
        False,
        term("The first day on which you may be visited again; empty: until you say otherwise."),
    ),
)


def inside(view: Callable[Concatenate[Asked, Inside, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view for who is in by an account; the others are shown its door. Staff that is logged in here may look at nothing."""

    @wraps(view)
    def guarded(request: Asked, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        found = coming_in.through(request) if request.actor.account is None else None
        if found is None:
            return HttpResponseRedirect(reverse("member_in"))
        members.note_use(found)
        return view(request, found, *args, **kwargs)

    return views.at_the_door(guarded)


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Asked, found: Inside) -> HttpResponseBase:
    """The enterprise's page; a POST does what its form says."""
    if request.method != "POST":
        return _page(request, found)
    name = request.POST.get("act", "")
    if name == "leave":
        return coming_in.out(request)
    if name not in ACTS:
        raise Missing
    try:
        onward = ACTS[name](request, found)
    except Invalid as fault:
        return _page(request, found, name=name, faults=fault.fields, status=422)
    except Refused as fault:
        return _page(request, found, name=name, refused=fault.sentence, status=409)
    return HttpResponseRedirect(onward or f"{reverse('our')}?done={name}")


def _row(request: Asked) -> int:
    return int(forms.read(NUMBER, request.POST)["row"])


def _open(request: Asked, found: Inside) -> str:
    pk = _row(request)
    case = by_account(found.actor, pk)
    if case is None:
        raise Missing
    open_case(case.actor, pk, key=forms.key(request.POST), now=request.now)
    return reverse("our_case", args=[pk])


def _decline(request: Asked, found: Inside) -> str:
    seen, key = forms.seen(request.POST), forms.key(request.POST)
    drop_plan(found.actor, _row(request), state=ContactState.DECLINED, seen=seen, key=key, now=request.now)
    return ""


def _rest(request: Asked, found: Inside) -> str:
    typed = forms.read(REST, request.POST)
    firm = found.actor.enterprise or 0
    try:
        wish(found.actor, firm, until=typed["rest_until"], key=forms.key(request.POST), now=request.now)
    except Invalid as fault:
        raise Invalid({f"rest_{name}": said for name, said in fault.fields.items()}) from fault
    return ""


def _lift(request: Asked, found: Inside) -> str:
    lift_wish(found.actor, _row(request), key=forms.key(request.POST), now=request.now)
    return ""


def _end(request: Asked, found: Inside) -> str:
    seen, key = forms.seen(request.POST), forms.key(request.POST)
    ended = members.end(found.actor, _row(request), seen=seen, key=key, now=request.now)
    return reverse("member_in") if ended.pk == found.member else ""


def _erase(request: Asked, found: Inside) -> str:
    seen, key = forms.seen(request.POST), forms.key(request.POST)
    members.erase(found.actor, _row(request), seen=seen, key=key, now=request.now)
    return ""


def _change(request: Asked, found: Inside) -> str:
    members.change_to(found, _row(request))
    return reverse("our")


def _told(act: Callable[[Asked, Any], None]) -> Callable[[Asked, Inside], str]:
    """An act of the room of a case that is the same here."""

    def do(request: Asked, found: Inside) -> str:
        act(request, found.actor)
        return ""

    return do


ACTS: Mapping[str, Callable[[Asked, Inside], str]] = {
    "open": _open,
    "decline": _decline,
    "rest": _rest,
    "lift": _lift,
    "end_account": _end,
    "erase_account": _erase,
    "change": _change,
    visits.NAME: _told(visits.act),
    knowing.NAME: _told(knowing.act),
    asking.NAME: _told(asking.act),
}
"""{name of a form: what it does, and where that leads (empty: to this page)}."""
DONE: Mapping[str, Sentence] = {
    "decline": say("The visit won't take place. You need no reason, and nobody asks for one."),
    "rest": say("Noted. Nobody plans a visit to you meanwhile, but for what you ask for yourself."),
    "lift": say("Noted. You may be visited again."),
    "end_account": say("The account opens nothing any more."),
    "erase_account": say("Name and mailbox are erased."),
    visits.NAME: visits.DONE,
    knowing.NAME: knowing.DONE,
    asking.NAME: asking.DONE,
}


def _page(
    request: Asked,
    found: Inside,
    *,
    name: str = "",
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponse:
    told = request.GET.get("done", "") if request.method != "POST" else ""
    over = request.GET.get("which") == "over"
    facts: dict[str, Any] = {
        "firm": found.enterprise,
        "room": reverse("our"),
        "needs": our_parts.needs(request, found.actor, over=over),
        "over": over,
        "open": name,
        "refused": refused,
        "done": DONE.get(told),
        "key": forms.new_key(),
    }
    if not over:
        again = name == "rest" and faults
        facts |= {
            **our_parts.beside(found, request.now),
            "rest": forms.again(REST, request.POST, faults or {}) if again else forms.blank(REST),
            "visits": visits.section(found.actor, request.now, staff=False),
            "know": knowing.section(found.actor, request.now, staff=False),
            "account": asking.section(request, (faults or {}) if name == asking.NAME else None, shown=True),
        }
    return render(request, "portal_ours.html", facts, status=status)


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: Asked, found: Inside, case_id: int) -> HttpResponseBase:
    """The room of one case: the same that its link opens."""
    opened = by_account(found.actor, case_id)
    if opened is None:
        raise Missing
    return views.room(request, Room(opened, reverse("our_case", args=[case_id]), "our_file", back=reverse("our")))


@inside
@require_safe
def file(request: Asked, found: Inside, case_id: int, file_id: int) -> HttpResponseBase:
    """One file of a case, as a download."""
    opened = by_account(found.actor, case_id)
    if opened is None:
        raise Missing
    return given(download(opened.actor, case_id, file_id))
