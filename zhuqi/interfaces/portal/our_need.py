"""Saying a need by an account: no receipt and no call back, for it is known who says it. It becomes a case at once."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.accounts.wall import wall
from zhuqi.core.days import day_of
from zhuqi.core.limits import actions as limits
from zhuqi.core.limits.rules import Door
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.actions.finding import record
from zhuqi.domain.cases.rules.needs import TEXT
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.members.queries.inside import Inside
from zhuqi.interfaces.portal.ours import inside
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.forms import Choice, Field, Kind

IN_SHORT = 40
"""Signs of what was said that stand for it in the office's lists until somebody words it better."""
NO_ROOM = say("There is no dispatch room for where your enterprise lies. Please say it on the public page.")


def _fields(request: Asked, found: Inside) -> tuple[Field, ...]:
    """What is asked for: the kinds are those of the edition where the enterprise lies. Raises Refused."""
    firm = directory.enterprise(found.actor, found.actor.enterprise or 0)
    desk = directory.desk_serving(firm.region_id)
    if desk is None:
        raise Refused(NO_ROOM)
    rules: CaseRules = rulebook.section(rulebook.in_force(desk.path, day_of(request.now)), "办理")
    return (
        Field(
            "body",
            term("What you need"),
            Kind.LONG_TEXT,
            most=TEXT,
            hint=term("What it is about, where, since when, and what you have tried already."),
        ),
        Field(
            "kind", term("What it is about"), Kind.CHOICE, choices=tuple(Choice(*one) for one in rules.kinds.items())
        ),
        Field("name", term("Who is to be called"), required=False, most=60, complete="name"),
        Field("phone", term("Telephone"), required=False, most=30, complete="tel"),
    )


@inside
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Asked, found: Inside) -> HttpResponseBase:
    """The form; sent, it leads to the room of the new case, where files can be added."""
    try:
        fields = _fields(request, found)
    except Refused as fault:
        return _page(request, (), refused=fault.sentence, status=409)
    if request.method != "POST":
        return _page(request, fields)
    wait = limits.count(Door.VOICE, f"member:{found.member}", now=wall())
    if wait:
        said = say("Too much came from here. Please try again in {n} seconds; what you typed is still here.", n=wait)
        answer = _page(request, fields, refused=said, status=429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    try:
        typed = forms.read(fields, request.POST)
        case = record(
            found.actor,
            enterprise_id=found.actor.enterprise or 0,
            title=" ".join(typed["body"].split())[:IN_SHORT],
            body=typed["body"],
            kind=typed["kind"],
            contact_name=typed["name"] or "",
            contact_phone=typed["phone"] or "",
            key=forms.key(request.POST),
            now=request.now,
        )
    except Invalid as fault:
        named = {name.removeprefix("contact_"): said for name, said in fault.fields.items()}
        return _page(request, fields, faults={NAMED.get(name, name): said for name, said in named.items()}, status=422)
    except Refused as fault:
        return _page(request, fields, refused=fault.sentence, status=409)
    return HttpResponseRedirect(f"{reverse('our_case', args=[case.pk])}?done=need")


NAMED = {"title": "body"}
"""Faults of what isn't asked for stand where it comes from."""


def _page(
    request: Asked,
    fields: tuple[Field, ...],
    *,
    faults: Mapping[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponse:
    posted = request.method == "POST" and fields
    facts = {
        "form": forms.again(fields, request.POST, faults or {}) if posted else forms.blank(fields),
        "refused": refused or forms.unplaced(fields, faults or {}),
        "key": (posted and forms.key(request.POST)) or forms.new_key(),
        "shut": not fields,
    }
    return render(request, "portal_our_need.html", facts, status=status)
