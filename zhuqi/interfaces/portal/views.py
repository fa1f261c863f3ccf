"""The enterprise's page: what a link opens, and what can be done there. A GET never changes anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.accounts.wall import wall
from zhuqi.core.limits import actions as limits
from zhuqi.core.limits.rules import Door as Counted
from zhuqi.core.limits.rules import place
from zhuqi.domain.cases.actions.links import open_link
from zhuqi.domain.cases.queries.links import Door, Opened, behind
from zhuqi.domain.cases.queries.outside import Outside, outside
from zhuqi.interfaces.portal import acts, asking, case_page, common, door, files, knowing, visits
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.address import client_address
from zhuqi.interfaces.web.asked import Asked

P = ParamSpec("P")
View = Callable[Concatenate[Asked, P], HttpResponseBase]
BESIDE: Mapping[str, Callable[[Asked, Opened], None]] = {
    **files.ACTS,
    visits.NAME: lambda request, found: visits.act(request, found.actor),
    knowing.NAME: lambda request, found: knowing.act(request, found.actor),
    asking.NAME: lambda request, found: asking.act(request, found.actor),
}
"""What is done beside the case itself, by its name in the form."""
NEED = say("It is taken in. You can add files below.")
SAID = {**files.DONE, visits.NAME: visits.DONE, knowing.NAME: knowing.DONE, asking.NAME: asking.DONE, "need": NEED}
"""What is said once it is done."""
STAFF = say(
    "You are logged in here as staff, and a staff session can't speak for an enterprise. Log out first, or let the "
    "enterprise open the link on its own phone."
)


def at_the_door(view: View[P]) -> View[P]:
    """A view of this door: one page for whatever isn't there."""

    @wraps(view)
    def guarded(request: Asked, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Missing:
            return render(request, "portal_shut.html", status=404)

    return guarded


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def knock(request: Asked, secret: str) -> HttpResponseBase:
    """A link's address: whose it is, and the button that opens it. Pressed, it opens and leaves the secret behind."""
    found = behind(secret, request.now)
    if found is None:
        return nothing(request)
    if request.actor.account is not None:
        return _knocked(request, found, STAFF, 403 if request.method == "POST" else 200)
    if request.method != "POST":
        return _knocked(request, found, None, 200)
    try:
        open_link(found.actor, found.link, key=forms.key(request.POST), now=request.now)
    except Refused as fault:
        return _knocked(request, found, fault.sentence, 409)
    answer = HttpResponseRedirect(reverse("portal"))
    door.leave_open(answer, found.link, request.now)
    return answer


def nothing(request: Asked) -> HttpResponse:
    """A secret that opens nothing: counted by where it comes from, so that nobody tries many. A good one always opens."""
    wait = limits.count(Counted.LINK, place(client_address(request)), now=wall())
    answer = render(request, "portal_shut.html", {"wait": wait}, status=429 if wait else 404)
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def _knocked(request: Asked, found: Door, refused: Sentence | None, status: int) -> HttpResponse:
    facts = {"enterprise": found.enterprise, "refused": refused, "shut": refused is STAFF}
    return render(request, "portal_knock.html", facts, status=status)


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Asked) -> HttpResponseBase:
    """The case that was opened, and what its enterprise does about it."""
    found = door.through(request, request.now)
    if found is None:
        raise Missing
    if request.method == "POST" and request.POST.get("act") == "close" and request.actor.account is None:
        return _closed()
    return room(request, door.by_link(found))


def room(request: Asked, here: door.Room) -> HttpResponseBase:
    """The room of one case, whatever opened it: its page, and what its forms do. Raises Missing for a form it hasn't."""
    if request.method != "POST":
        return _page(request, here)
    if request.actor.account is not None:
        return _page(request, here, status=403)
    name = request.POST.get("act", "")
    if name in BESIDE:
        return _beside(request, here, name)
    if name not in acts.ACTS:
        raise Missing
    return _do(request, here, name)


def _beside(request: Asked, here: door.Room, name: str) -> HttpResponse:
    """Do what stands beside the case itself: files, visits, whether the contact person is known, asking for an account."""
    try:
        BESIDE[name](request, here.opened)
    except Invalid as fault:
        return _page(request, here, name=name, faults=fault.fields, status=422)
    except Refused as fault:
        return _page(request, here, name=name, refused=fault.sentence, status=409)
    return HttpResponseRedirect(f"{here.address}?done={name}")


def _closed() -> HttpResponse:
    answer = HttpResponseRedirect(reverse("portal"))
    door.shut(answer)
    return answer


def _do(request: Asked, here: door.Room, name: str) -> HttpResponse:
    found = here.opened
    try:
        typed = forms.read(acts.ACTS[name].fields, request.POST)
        seen, key = forms.seen(request.POST), forms.key(request.POST)
        acts.perform(name, found.actor, found.case, typed, seen=seen, key=key, now=request.now)
    except Invalid as fault:
        return _page(request, here, name=name, faults=fault.fields, status=422)
    except Refused as fault:
        return _page(request, here, name=name, refused=fault.sentence, status=409)
    return HttpResponseRedirect(f"{here.address}?done={name}")


def _page(
    request: Asked,
    here: door.Room,
    *,
    name: str = "",
    faults: dict[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponse:
    found = here.opened
    asked = found.row if request.method != "POST" else None
    case = outside(found.actor, found.case, now=request.now, row=asked)
    staff = request.actor.account is not None
    told = request.GET.get("done", "") if request.method != "POST" else ""
    done = SAID.get(told) or (acts.ACTS[told].done if told in acts.ACTS else None)
    facts: dict[str, Any] = {
        "case": case_page.shown(case, request.now),
        "room": here.address,
        "back": here.back,
        "waiting": case.waiting,
        "form": {}
        if staff
        else {act: {**_form(request, act, case, name, faults), "room": here.address} for act in acts.open_acts(case)},
        "refused": STAFF if staff else refused,
        "done": done if not staff else None,
        "files": files.section(request, here, case, (faults or {}) if name in files.ACTS else {}, staff=staff),
        "visits": visits.section(found.actor, request.now, staff=staff),
        "know": knowing.section(found.actor, request.now, staff=staff),
        "account": asking.section(
            request, (faults or {}) if name == asking.NAME else None, shown=not staff and found.actor.member is None
        ),
        "open": name,
        "matters": common.matters(found.actor, found.case, request.now),
    }
    return render(request, "portal_case.html", facts, status=status)


def _form(request: Asked, act: str, case: Outside, name: str, faults: dict[str, Sentence] | None) -> dict[str, Any]:
    """One form of the page: as it was sent, where it is the one that was refused."""
    fields = acts.fields(act, case)
    again = act == name
    shown = forms.again(fields, request.POST, faults or {}) if again else forms.blank(fields)
    kept = forms.key(request.POST) if again and faults else ""
    return {"act": act, "shown": shown, "key": kept or forms.new_key(), "seen": case.version}
