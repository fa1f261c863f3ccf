"""The responsibility chain as a page: leader, team, group, officials, and what is empty."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from zhuqi.base.words import say
from zhuqi.core.days import day_of
from zhuqi.domain.liaison.queries import chain
from zhuqi.domain.liaison.queries.chain import Node
from zhuqi.interfaces.web import paging
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.keeping.frame import Head
from zhuqi.interfaces.web.liaison.tabs import must_read, tabs
from zhuqi.interfaces.web.wording import phrase

TEAMS = 10


@dataclass(frozen=True)
class Box:
    """A team or group as it is shown."""

    name: str
    duties: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]
    officials: tuple[tuple[str, str], ...]
    waiting: str
    groups: tuple[Box, ...]


@inside
def show(request: Asked) -> HttpResponseBase:
    """The teams in sight, each with its groups."""
    must_read(request.actor, "liaison_chain")
    shown, further = paging.page(request, "chain", chain.teams(request.actor), ("path",), size=TEAMS)
    drawn = chain.nodes(request.actor, shown, request.now, day_of(request.now))
    context = {
        "head": Head(
            gettext("Responsibility chain"), lede=gettext("From the leader to the official, with what is empty.")
        ),
        "tabs": tabs(request.actor, "liaison_chain"),
        "teams": [_box(request, node) for node in drawn],
        "further": further,
    }
    return render(request, "liaison/chain.html", context)


def _box(request: Asked, node: Node) -> Box:
    now = request.now
    holds = [(one.staff.name, phrase(say("enterprises: {n}", n=one.enterprises), now)) for one in node.officials]
    return Box(
        node.org.name,
        tuple((phrase(duty, now), staff.name) for duty, staff in node.duties),
        tuple(phrase(seat.duty, now) for seat in node.empty),
        tuple(holds),
        phrase(say("enterprises that wait for a successor: {n}", n=node.waiting), now) if node.waiting else "",
        tuple(_box(request, group) for group in node.groups),
    )
