"""A text that was handed in: what is wrong with it, what it changes, and the signature of somebody else that puts it in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.actions import sign, withdraw
from zhuqi.core.rulebook.rules import NOT_YOURS_TO_SIGN, YOUR_OWN, may_draft, may_sign, same_person, too_early
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.keeping.frame import Head
from zhuqi.interfaces.web.rulebooks import frame
from zhuqi.interfaces.web.rulebooks.report import Judged, judged_at
from zhuqi.interfaces.web.rulebooks.reporting import reported
from zhuqi.interfaces.web.rulebooks.words import State
from zhuqi.interfaces.web.shown import Door, Fact, Link
from zhuqi.interfaces.web.wording import phrase


@inside
def show(request: Asked, draft_id: int) -> HttpResponseBase:
    """The text with what was found about it; a POST signs it or takes it back. To whoever neither hands in nor signs for its
    place there is no such page."""
    draft = queries.draft(request.actor, draft_id)
    if request.method == "POST":
        try:
            return _done(request, draft)
        except Refused as fault:
            return _page(request, queries.draft(request.actor, draft_id), refused=fault.sentence, status=409)
    return _page(request, draft)


def _done(request: Asked, draft: Any) -> HttpResponseBase:
    key, act = forms.key(request.POST), request.POST.get("act")
    if act == "sign":
        edition = sign(request.actor, draft.pk, key=key, now=request.now)
        said = say("Signed. It holds from {day} on, for cases that come in then.", day=edition.effective_on)
        return done(request, frame.address(edition), said)
    if act == "withdraw":
        withdraw(request.actor, draft.pk, key=key, now=request.now)
        return done(
            request, f"{reverse('rulebooks')}?which=drafts", say("The text is taken back. Nothing else changes.")
        )
    raise Refused(say("Please sign the text or take it back: there is nothing else to do with it."))


def _page(request: Asked, draft: Any, *, refused: Sentence | None = None, status: int = 200) -> HttpResponseBase:
    now = request.now
    found = judged_at(draft.text, (draft.place, draft.path), above=draft.above)
    state = frame.draft_state(draft)
    waits = state is State.WAITS
    bar = bar_of(request.actor, draft, found, day_of(now)) if waits else None
    head = Head(
        draft.name,
        phrase(_lede(draft, day_of(now)), now),
        frame.crumbs(Link(gettext("Handed in"), f"{reverse('rulebooks')}?which=drafts")),
        phrase(state, now),
    )
    shown = {
        "head": head,
        "refused": phrase(refused, now) if refused else "",
        "facts": _facts(draft, now),
        "report": reported(found, draft.text, now, ""),
        "waits": waits,
        "bar": phrase(bar, now) if bar else "",
        "may_sign": waits and bar is None,
        "mine": same_person(request.actor, draft.drafted_by, draft.drafter),
        "doors": _doors(request.actor, draft, found, waits=waits),
        "key": forms.new_key(),
    }
    return render(request, "rulebooks/handed.html", shown, status=status)


def bar_of(actor: Actor, draft: Any, found: Judged, today: dt.date) -> Sentence | None:
    """Why the actor can't sign a text that waits, as it stands; the action asks the same again."""
    early = too_early(draft.effective_on, today)
    if early is not None:
        return early
    if found.refused:
        return say(
            "It can't be signed as it is. Whoever handed it in takes it back, corrects it and hands it in again."
        )
    if not may_sign(actor, draft.path):
        return NOT_YOURS_TO_SIGN
    return YOUR_OWN if same_person(actor, draft.drafted_by, draft.drafter) else None


def _lede(draft: Any, today: dt.date) -> Sentence:
    if draft.signed_at is not None:
        return say("This was signed and became an edition. What was found then may read otherwise today.")
    if draft.withdrawn_at is not None:
        return say("This was taken back and never held.")
    if draft.effective_on == today:
        return say(
            "Signed today, it holds from now on for cases that come in. Open cases keep the rules they came in under."
        )
    return say(
        "Once signed, it holds from {day} on, for cases that come in then. Open cases keep the rules they came in under.",
        day=draft.effective_on,
    )


def _facts(draft: Any, now: dt.datetime) -> tuple[Fact, ...]:
    over = draft.signed_at or draft.withdrawn_at
    hands = queries.hands([draft.pk]).get(draft.pk, {}) if over else {"drafted": draft.drafter}
    staff = directory.staff_names({pk for pk in hands.values() if pk})
    places = frame.place_names([draft])
    rows: list[tuple[Sentence, object, str]] = [
        (say("Whose rules"), places.get(draft.place, ""), ""),
        (say("Document number"), draft.number, ""),
        (say("Holds"), frame.period(draft.effective_on, None), ""),
        (say("Handed in"), draft.drafted_at, ""),
        (say("Handed in by"), staff.get(hands.get("drafted") or 0, ""), ""),
        (say("Signed"), draft.signed_at or "", ""),
        (say("Signed by"), staff.get(hands.get("signed") or 0, ""), ""),
        (say("Taken back"), draft.withdrawn_at or "", ""),
        (say("Taken back by"), staff.get(hands.get("withdrawn") or 0, ""), ""),
    ]
    if draft.edition_id:
        rows.append((say("Edition"), draft.name, reverse("rulebook", args=[draft.edition_id])))
    return tuple(Fact(phrase(name, now), phrase(what, now), at) for name, what, at in rows if what)


def _doors(actor: Actor, draft: Any, found: Judged, *, waits: bool) -> tuple[Door, ...]:
    doors = []
    if waits and found.layer is not None and actor.sights:
        doors.append(Door(gettext("What would it do?"), reverse("rulebook_what_if", args=[draft.pk])))
    if may_draft(actor, draft.path):
        doors.append(Door(gettext("Change lists by forms"), f"{reverse('rulebook_rows')}?draft={draft.pk}"))
        doors.append(Door(gettext("A new text from this one"), f"{reverse('rulebook_new')}?draft={draft.pk}"))
    return tuple(doors)
