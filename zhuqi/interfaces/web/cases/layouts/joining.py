"""Forms by which cases of several enterprises come into one handling, and leave it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.domain.cases.queries.joined import Joinable, joinable
from zhuqi.domain.cases.rules.likeness import ALIKE
from zhuqi.domain.cases.rules.words import Action
from zhuqi.interfaces.web.cases.layouts.panels import LONG, first_words
from zhuqi.interfaces.web.cases.layouts.scene import Layout, Noted, Panel, Scene
from zhuqi.interfaces.web.forms import Choice

SHOWN = 3
"""Cases whose first words stand beside the form."""


def _offered(scene: Scene) -> tuple[Joinable, ...]:
    return joinable(scene.actor, scene.found.case)


def _choices(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    """Those that say nearly the same first, under a heading of their own."""
    near, others = gettext("Nearly the same words"), gettext("Others that lie here and stand so")
    choices = [
        Choice(
            str(one.case.pk),
            f"{one.case.number} {one.case.title} · {one.case.enterprise.name}",
            group=near if one.alike >= ALIKE else others,
        )
        for one in _offered(scene)
    ]
    return {"with_ids": choices}


def _ticked(scene: Scene) -> Mapping[str, object]:
    return {"with_ids": scene.ticked}


def _left_out(scene: Scene) -> Mapping[str, Sentence]:
    """That some of those ticked on the page before can't be joined."""
    offered = {one.case.pk for one in _offered(scene)}
    missing = len({*scene.ticked} - offered - {scene.found.case.pk})
    if not missing:
        return {}
    said = say("Of those ticked {n} aren't here: another unit has them in hand, or they stand elsewhere.", n=missing)
    return {"with_ids": said}


def _beside(scene: Scene) -> Sequence[Panel]:
    notes = tuple(
        Noted(
            f"{one.case.number} {one.case.title}",
            one.case.enterprise.name,
            reverse("case", args=[one.case.pk]),
            _cut(one.words),
        )
        for one in _offered(scene)[:SHOWN]
    )
    stays = (
        say("Each keeps its number, its deadlines, its confirmation and its place in the books."),
        say("From then on what the room and the lead do to one is done to all of them, or to none."),
        say("A case that is contested, withdrawn, reopened or escalated goes on by itself."),
        say("The enterprises aren't told of each other. What they read must name none of the others."),
    )
    return (
        Panel(gettext("What follows"), tuple(scene.words(line) for line in stays)),
        Panel(gettext("The words of this one"), quotes=first_words(scene).quotes),
        Panel(gettext("What the others say"), notes=notes),
    )


def _cut(words: str) -> str:
    return words if len(words) <= LONG else f"{words[:LONG]} …"


def _taking_out(scene: Scene) -> Sequence[Panel]:
    said = say("It stays where it is, with the same unit and the same deadlines; the others go on together.")
    return (Panel(gettext("What follows"), (scene.words(said),)),)


LAYOUTS: Mapping[Action, Layout] = {
    Action.JOIN: Layout(
        lede=term("Where several enterprises have one matter that is solved once, and one unit has them all in hand."),
        values=_ticked,
        choices=_choices,
        notes=_left_out,
        panels=_beside,
    ),
    Action.TAKE_OUT: Layout(lede=term("It goes on by itself from here."), panels=_taking_out),
}
