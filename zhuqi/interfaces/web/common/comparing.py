"""What is like one case: the cases that say the same, with what they share, and the unit such cases stayed with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import say
from zhuqi.domain.cases.life.guards import refusal
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.words import Action, State
from zhuqi.domain.common.queries import issues
from zhuqi.domain.common.queries.similar import Like, Similar, similar
from zhuqi.domain.common.rules.grams import Piece
from zhuqi.interfaces.web import likeness
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.shown import Link
from zhuqi.interfaces.web.wording import phrase

LONG = 160
"""Signs of a case's first words that stand in the list."""


@dataclass(frozen=True)
class Shown:
    """A similar case: what both say is marked."""

    pk: int
    address: str
    title: tuple[Piece, ...]
    body: tuple[Piece, ...]
    meta: tuple[str, ...]
    answer: str
    answered: str


@inside
def show(request: Asked, case_id: int) -> HttpResponseBase:
    """What is like a case, for those who dispatch and lead. Raises Missing."""
    found = similar(request.actor, case_id)
    joins = (
        refusal(Action.JOIN, sight.situation(request.actor, found.case, now=request.now, action=Action.JOIN)) is None
    )
    own = issues.of_case(request.actor, case_id)
    near = issues.of_cases(request.actor, [like.case.pk for like in found.likes])
    shown = {
        "case": found.case,
        "said": likeness.counted(found, request.now),
        "units": likeness.units(found, request.now),
        "likes": tuple(_shown(like, request.now) for like in found.likes),
        "own": tuple(_link(one) for one in own),
        "near": tuple(_join(one, found) for one in near if one not in own),
        "opens": bool(issues.areas(request.actor)) and found.enterprises > 0,
        "joins": reverse("act", args=[case_id, Action.JOIN.value]) if joins and found.likes else "",
    }
    return render(request, "common/similar.html", shown)


def _link(one: Any) -> Link:
    return Link(one.title, reverse("common_issue", args=[one.pk]))


def _join(one: Any, found: Similar) -> Link:
    return Link(one.title, f"{reverse('common_act', args=[one.pk, 'join'])}?number={found.case.number}")


def _shown(like: Like, now: dt.datetime) -> Shown:
    case = like.case
    where = phrase(State(case.state), now)
    told = phrase(say("recorded {at}", at=case.recorded_at), now)
    answered = ""
    if like.answered_at is not None:
        answered = phrase(say("{unit}, {at}", unit=like.unit, at=like.answered_at), now)
        answered = " · ".join(part for part in (phrase(like.outcome, now) if like.outcome else "", answered) if part)
    share = gettext("%(n)s%% alike") % {"n": round(like.alike * 100)}
    return Shown(
        pk=case.pk,
        address=reverse("case", args=[case.pk]),
        title=like.title,
        body=_cut(like.body),
        meta=(share, case.number, case.enterprise.name, where, told),
        answer=like.answer,
        answered=answered,
    )


def _cut(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The first words, as far as they fit."""
    shown: list[Piece] = []
    left = LONG
    for piece in pieces:
        if left <= 0:
            shown.append(Piece(" …", False))
            break
        shown.append(Piece(piece.text[:left], piece.shared))
        left -= len(piece.text)
    return tuple(shown)
