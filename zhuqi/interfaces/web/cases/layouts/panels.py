"""What stands beside the forms of several steps: first words, the answer, what would follow, how others were ruled on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.events import Event
from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.outlook import Outlook, outlook
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.queries.bearings import SHOWN, Alike, Precedent, precedents
from zhuqi.domain.cases.queries.onward import Onward
from zhuqi.domain.cases.rules.words import State, Tick
from zhuqi.interfaces.web.cases.layouts.scene import Noted, Panel, Scene
from zhuqi.interfaces.web.shown import Fact, Quote
from zhuqi.interfaces.web.wording import local, phrase

LONG = 120
"""Signs of a case's first words that stand beside a form."""


def first_words(scene: Scene) -> Panel:
    """What the enterprise said first."""
    body = next((said.body for said in scene.found.said if said.name == "body"), "")
    return Panel(gettext("First words"), quotes=(Quote(body, True),) if body else ())


def expected(scene: Scene) -> Panel:
    """What the room wrote when it assigned it."""
    return Panel(gettext("What is expected"), quotes=scene.said_at(events.Assigned.verb))


def answer(scene: Scene) -> Panel:
    """The latest answer: what it says, since when the enterprise knows it, and the dates it names."""
    reply = scene.life.reply
    if reply is None:
        return Panel(gettext("The answer"))
    known = (
        (say("Unit"), scene.unit(reply.unit)),
        (say("Outcome"), reply.outcome),
        (say("Told the enterprise on"), reply.told_on),
        (say("Next date of the plan"), reply.next_on),
        (say("Look again on"), reply.recheck_on),
    )
    facts = tuple(Fact(scene.words(name), scene.words(what)) for name, what in known if what)
    return Panel(gettext("The answer"), facts=facts, quotes=scene.said_at(events.Replied.verb, events.Settled.verb))


def follows(
    scene: Scene, event: Event, title: str = "", *, to: Onward | None = None, more: Sequence[Sentence] = ()
) -> Panel:
    """What the step would bring: where the case would stand, which deadlines begin, move and end, with their dates.

    ``to``: the room that it would go to, where that is another; ``more``: what is to be said besides.
    """
    names = {to.desk.pk: to.desk.name} if to else {}
    ahead = outlook(scene.life, event, scene.now, to.terms if to else scene.terms)
    lines = [scene.words(line) for line in (*_ahead(scene, ahead, names), *more)]
    return Panel(title or gettext("What follows"), tuple(lines))


def _ahead(scene: Scene, ahead: Outlook, names: Mapping[int, str]) -> Sequence[Sentence]:
    after, lines = ahead.after, []
    if after.end is not None and after.end is not ahead.before.end:
        return [say("The case ends: {end}. Its deadlines end with it.", end=after.end)]
    if ahead.moves and after.carrier is not None:
        unit = names.get(after.carrier.unit) or scene.unit(after.carrier.unit)
        lines.append(say("Then the case is {state}, with {unit}.", state=after.state, unit=unit))
    lines += [_begins(scene, clock, names) for clock in ahead.begins]
    lines += [_moves(was, is_) for was, is_ in ahead.moved]
    if ahead.stopped:
        lines.append(say("These stand still: {ticks}.", ticks=_ticks(ahead.stopped)))
    if ahead.dropped:
        lines.append(say("These end: {ticks}.", ticks=_ticks(ahead.dropped)))
    return lines or [say("No deadline moves.")]


def _begins(scene: Scene, clock: Clock, names: Mapping[int, str]) -> Sentence:
    unit = names.get(clock.unit) or scene.unit(clock.unit)
    if clock.due is None:
        return say("{tick}: {unit}; the date isn't known yet.", tick=clock.called, unit=unit)
    if clock.tick is Tick.CASE:
        return say("The enterprise is promised an answer by {due}.", due=clock.due)
    if clock.tick is Tick.SILENCE:
        return say("{tick}: by {due}.", tick=clock.called, due=clock.due)
    return say("{tick}: {unit}, by {due}.", tick=clock.called, unit=unit, due=clock.due)


def _moves(was: Clock, is_: Clock) -> Sentence:
    if is_.due is None:
        return say("{tick}: the date isn't known yet.", tick=is_.called)
    if was.due is None:
        return say("{tick}: runs again, by {due}.", tick=is_.called, due=is_.due)
    return say("{tick}: moves from {was} to {due}.", tick=is_.called, was=was.due, due=is_.due)


def _ticks(clocks: Sequence[Clock]) -> list[Tick | str]:
    return list(dict.fromkeys(clock.called for clock in clocks))


def promised(scene: Scene, *, met: bool = False) -> Panel:
    """Until when the enterprise was promised an answer. ``met``: the step may be that answer."""
    clock = next((clock for clock in reversed(scene.life.clocks) if clock.tick is Tick.CASE and clock.running), None)
    if clock is None or clock.due is None:
        return Panel(gettext("The promise"))
    late = clock.late(scene.now)
    over = say("The enterprise was promised an answer by {due}; that is over.", due=clock.due)
    stays = say("The enterprise was promised an answer by {due}. This step doesn't move it.", due=clock.due)
    until = say("The enterprise was promised an answer by {due}.", due=clock.due)
    return Panel(gettext("The promise"), (scene.words(over if late else until if met else stays),))


def ruled_before(scene: Scene) -> Panel:
    """How returns of the same kind were ruled on, as far as one sees them."""
    found = precedents(scene.actor, scene.life.kind, but=scene.found.case.pk, now=scene.now)
    kind = scene.seen.rules.kinds.get(scene.life.kind, scene.life.kind)
    none = scene.words(say("No return of this kind ({kind}) has been ruled on, as far as you can see.", kind=kind))
    return Panel(
        gettext("How it was ruled before"),
        notes=tuple(_ruled(scene, one) for one in found),
        empty="" if found else none,
    )


def _ruled(scene: Scene, one: Precedent) -> Noted:
    ruling = say("upheld") if one.upheld else say("refused")
    parts: list[object] = [one.unit, ruling, local(one.ruled_at).date(), one.ground]
    if one.went:
        parts.append(say("now with {unit}", unit=one.went))
    title = f"{one.case.number} {one.case.title}"
    return Noted(
        title, " · ".join(text for part in parts if (text := scene.words(part))), reverse("case", args=[one.case.pk])
    )


def in_hand(found: Sequence[Alike], now: dt.datetime, *, alike: str = "") -> tuple[Noted, ...]:
    """Live cases as notes: number and title, where each stands, its first words."""
    return tuple(_live(one, now, alike) for one in found[:SHOWN])


def _live(one: Alike, now: dt.datetime, alike: str) -> Noted:
    parts: list[object] = [one.case.holder.name if one.case.holder else "", State(one.case.state)]
    if one.alike and alike:
        parts.insert(0, alike)
    words = one.words if len(one.words) <= LONG else f"{one.words[:LONG]} …"
    meta = " · ".join(text for part in parts if (text := phrase(part, now)))
    return Noted(f"{one.case.number} {one.case.title}", meta, reverse("case", args=[one.case.pk]), words)
