"""Forms with the enterprise: ask it, write down what it says, end, let it live again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from zhuqi.base.words import say, term
from zhuqi.core.days import day_of
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.standing import handled, who_is
from zhuqi.domain.cases.queries import onward
from zhuqi.domain.cases.rules.words import Action, Channel, Confirmation, Who
from zhuqi.interfaces.web.cases.layouts.panels import answer, first_words, follows, promised
from zhuqi.interfaces.web.cases.layouts.scene import Layout, Panel, Scene


def _asking(scene: Scene) -> Sequence[Panel]:
    put = events.Put(channel=Channel.PHONE, arrived_on=day_of(scene.now))
    return _asked_before(scene), answer(scene), follows(scene, put, gettext("Once the question has arrived"))


def _asked_before(scene: Scene) -> Panel:
    """When and how it was asked about this answer already, where that arrived."""
    reply = scene.life.reply
    before = [
        one for one in scene.life.askings if reply and one.reply == reply.n and one.arrived_on and one.void_at is None
    ]
    lines = [say("{day}, {channel}", day=one.arrived_on, channel=one.channel) for one in before]
    return Panel(gettext("Asked before, without an answer"), tuple(scene.words(line) for line in lines))


def _for_whom(scene: Scene) -> Panel:
    """As what one writes down what the enterprise said, and how that is counted."""
    who = who_is(scene.life, scene.found.at.place)
    if Who.FINDER in who and not handled(scene.life, scene.found.at.place):
        said = say("You report what the enterprise told you as its finder. It is counted as reported, apart.")
    else:
        said = say("You called back and didn't handle it. It is counted as heard in a callback.")
    exact = say("Write down what was said, not what you make of it.")
    return Panel(gettext("For whom you speak"), (scene.words(said), scene.words(exact)))


def _confirming(scene: Scene) -> Sequence[Panel]:
    event = events.Confirmed(confirmation=Confirmation.CALLBACK, channel=Channel.CALLBACK)
    return answer(scene), _for_whom(scene), follows(scene, event)


def _contesting(scene: Scene) -> Sequence[Panel]:
    above = onward.contested(scene.life, scene.now, scene.terms)
    up = (above.desk.pk, above.area, above.edition) if above else None
    event = events.Contested(channel=Channel.CALLBACK, up=up)
    return answer(scene), _for_whom(scene), follows(scene, event, to=above)


def _withdrawing(scene: Scene) -> Sequence[Panel]:
    event = events.Withdrawn(channel=Channel.CALLBACK)
    return first_words(scene), follows(scene, event), promised(scene)


def _ending(scene: Scene) -> Sequence[Panel]:
    event = events.EndedUnconfirmed(confirmation=Confirmation.DISPUTED)
    said = say("The enterprise has said {n} times that it isn't right.", n=scene.life.contests)
    return Panel(gettext("The dispute"), (scene.words(said),)), answer(scene), follows(scene, event)


def _reopening(scene: Scene) -> Sequence[Panel]:
    life = scene.life
    stays = [say("What was met, missed and rated stays.")]
    until = scene.terms.calendar.due(life.ended_at or scene.now, [scene.found.at.rules.reopening.within])
    if until is not None:
        stays.append(say("It can be reopened until {until}.", until=until))
    desk = onward.reopened(life, scene.now, scene.terms)
    if desk is None:
        return answer(scene), first_words(scene)
    event = events.Reopened(desk=desk.desk.pk, area=desk.area, edition=desk.edition, channel=Channel.CALLBACK)
    return follows(scene, event, to=desk, more=stays), answer(scene), first_words(scene)


LAYOUTS: Mapping[Action, Layout] = {
    Action.ASK: Layout(
        lede=term("Ask whether the answer holds. Silence counts only from the day the question reached it."),
        panels=_asking,
    ),
    Action.CONFIRM: Layout(lede=term("The enterprise agrees."), panels=_confirming),
    Action.CONTEST: Layout(lede=term("The enterprise doesn't agree: it is done again."), panels=_contesting),
    Action.WITHDRAW: Layout(
        lede=term("The enterprise doesn't want it pursued. Only in its own words, never for the handler's ease."),
        panels=_withdrawing,
    ),
    Action.END: Layout(
        lede=term("Without the enterprise's agreement, after repeated contests. It is counted as ended in dispute."),
        panels=_ending,
    ),
    Action.REOPEN: Layout(
        lede=term("The same need again, or not met after all. It gets a new promise."), panels=_reopening
    ),
}
