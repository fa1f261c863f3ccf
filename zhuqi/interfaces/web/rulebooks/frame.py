"""What the pages of the rulebook have in common: their tabs, one edition or one text, and who sees what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import Actor
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.rules import DRAFTS, SIGNS
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web.rulebooks.words import State
from zhuqi.interfaces.web.shown import Link, Tab
from zhuqi.interfaces.web.wording import phrase

RULES = term("Rules")


def hands_in(actor: Actor) -> bool:
    """Whether somebody hands texts in, for some place."""
    return actor.has(DRAFTS)


def sees_drafts(actor: Actor) -> bool:
    """Whether somebody hands texts in or signs them."""
    return actor.has(DRAFTS, SIGNS)


def tabs(actor: Actor, here: str) -> tuple[Tab, ...]:
    """The lists of editions and texts that somebody reads."""
    shown = [("", term("Here")), ("all", term("All places"))]
    if sees_drafts(actor):
        shown.append(("drafts", term("Handed in")))
    own = reverse("rulebooks")
    return tuple(Tab(gettext(word), f"{own}?which={code}" if code else own, code == here) for code, word in shown)


def home() -> Link:
    """The way back to the list."""
    return Link(gettext(RULES), reverse("rulebooks"))


def edition(edition_id: int) -> Any:
    """One edition with those it stands on. Rules are published: everybody inside reads them. Raises Missing. One query."""
    found = queries.editions({edition_id}).get(edition_id)
    if found is None:
        raise Missing
    return found


def address(found: Any) -> str:
    """Where an edition is read."""
    return reverse("rulebook", args=[found.pk])


def place_names(found: Iterable[Any]) -> dict[int, str]:
    """{id: name} of the places of editions or texts. One query, none where there are none."""
    wanted = {each.place for each in found}
    return directory.names(wanted) if wanted else {}


def state(begins: dt.date, until: dt.date | None, today: dt.date) -> State:
    """How an edition stands on a day; ``until``: the first day without it."""
    if until is not None and (until <= begins or until <= today):
        return State.OVER
    return State.HOLDS if begins <= today else State.COMES


def period(begins: dt.date, until: dt.date | None) -> Sentence:
    """From when to when an edition holds."""
    if until is None:
        return say("from {day} on", day=begins)
    if until <= begins:
        return say("from {day} on, overtaken before it began", day=begins)
    return say("from {day} to {last}", day=begins, last=until - dt.timedelta(days=1))


def draft_state(draft: Any) -> State:
    """How a text that was handed in stands."""
    return State.SIGNED if draft.signed_at else State.TAKEN_BACK if draft.withdrawn_at else State.WAITS


def crumbs(*more: Link) -> tuple[Link, ...]:
    """The way back from a page below the list."""
    return (home(), *more)


def written(said: object, now: dt.datetime) -> str:
    """A phrase as a sentence begins: with a capital, where the language has any."""
    text = phrase(said, now)
    return text[:1].upper() + text[1:]
