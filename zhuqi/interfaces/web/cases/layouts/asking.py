"""Forms of requests and of the rulings on them: return, extension, suspension, escalation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say, term
from zhuqi.base.worktime.spans import Span, write
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.dispatching import losses
from zhuqi.domain.cases.life.outlook import outlook
from zhuqi.domain.cases.life.requesting import (
    approver_of,
    extendable,
    extending,
    most_of,
    own_request,
    returnable,
    returned_by,
    returning,
    work_clock,
)
from zhuqi.domain.cases.life.signing import signing
from zhuqi.domain.cases.life.values import Holding, Request
from zhuqi.domain.cases.rules.words import Action, Approver, Asked, Hand, Tick
from zhuqi.domain.cases.sections.extending import Level
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.web.cases.layouts.handling import shares
from zhuqi.interfaces.web.cases.layouts.panels import expected, first_words, follows, promised, ruled_before
from zhuqi.interfaces.web.cases.layouts.scene import Layout, Panel, Part, Scene
from zhuqi.interfaces.web.forms import Choice
from zhuqi.interfaces.web.shown import Quote

OFFERED = 15
"""Up to so many lengths of an extension are offered with the date each leads to; longer ones are typed."""


# a return


def _returning(scene: Scene) -> Sequence[Panel]:
    row = returnable(scene.found.at)
    lines: tuple[str, ...] = ()
    if row is not None:
        until = returned_by(scene.found.at, row)
        kept = say("You go on holding it, and your deadline runs on, until the room has ruled.")
        once = say("If the room refuses, it can't be asked again.")
        said = [kept, once, *([say("It can be asked until {until}.", until=until)] if until else [])]
        if returning(scene.found.at, row).lapses and row.accepted_at is None:
            said.append(say("After that it counts as signed for."))
        lines = tuple(scene.words(line) for line in said)
    return Panel(gettext("What follows"), lines), ruled_before(scene)


def _ruling(scene: Scene) -> Sequence[Panel]:
    asked = scene.found.at.asked(Asked.RETURN)
    if asked is None:
        return ()
    upheld = events.Ruled(request=asked.n, upheld=True, lost=losses(scene.life, scene.now, scene.terms))
    on = say("The unit goes on with it and can't ask to return it again.")
    return (
        follows(scene, upheld, gettext("If the return is right")),
        Panel(gettext("If it isn't"), (scene.words(on),)),
        ruled_before(scene),
    )


# more time


def _extension(scene: Scene, span: Span) -> tuple[object, object]:
    """(when the unit's own clock would be due, when the promise would), if a span were given; None where it can't be said."""
    row = extendable(scene.found.at)
    if row is None:
        return None, None
    clock = work_clock(scene.life, row)
    who = approver_of(scene.found.at, row, span)
    asked = events.ExtensionAsked(holding=row.n, amount=span, granted=True, approver=who)
    ahead = outlook(scene.life, asked, scene.now, scene.terms)
    moved = {is_.n: is_ for _, is_ in ahead.moved}
    promise = next((is_.due for is_ in moved.values() if is_.tick is Tick.CASE), None)
    return (moved[clock.n].due if clock is not None and clock.n in moved else None), promise


def _lengths(scene: Scene) -> Mapping[str, Sequence[Choice]]:
    """Every length that the rules allow, each with the date it leads to."""
    row = extendable(scene.found.at)
    most = most_of(scene.found.at, row) if row is not None else None
    if most is None or most.amount > OFFERED:
        return {}
    found = []
    for n in range(1, most.amount + 1):
        span = Span(n, most.unit)
        due, promise = _extension(scene, span)
        said = say("{span}: until {due}", span=span, due=due)
        if promise:
            said = say("{said}; the promise to the enterprise moves to {promise}", said=said, promise=promise)
        said = said if due else say("{span}: the date isn't known yet", span=span)
        found.append(Choice(write(span), said, _grants(scene, row, span)))
    return {"amount": found}


def _grants(scene: Scene, row: Holding | None, span: Span) -> Sentence | None:
    """Who decides on so much, where that hangs on the length."""
    if row is None or not extending(scene.found.at, row).levels:
        return None
    return say("decided by: {who}", who=approver_of(scene.found.at, row, span))


WHO_GRANTS: Mapping[Approver, Sentence] = {
    Approver.NOBODY: say("The rules give it at once."),
    Approver.HEAD: say("Whoever heads your unit decides, and isn't who asks; until then your deadline stays."),
    Approver.DESK: say("The dispatch room decides; until then your deadline stays."),
    Approver.LEADER: say("A leader of the area decides; until then your deadline stays."),
}


def _granting(scene: Scene, row: Holding, levels: Sequence[Level], most: Span | None) -> Sequence[Sentence]:
    """Who grants it: by length, where the rules say so."""
    asked = [each.most for each in levels if each.most and most and each.most.unit is most.unit]
    lengths = [*(span for span in asked if most and span.amount < most.amount), *([most] if most else [])]
    told = [(span, WHO_GRANTS[approver_of(scene.found.at, row, span)]) for span in lengths]
    if len({str(who) for _, who in told}) < 2:
        return [told[-1][1]] if told else []
    return [say("Up to {span}: {who}", span=span, who=who) for span, who in told]


def _asking_for_time(scene: Scene) -> Sequence[Panel]:
    row = extendable(scene.found.at)
    if row is None:
        return ()
    rule, clock = extending(scene.found.at, row), work_clock(scene.life, row)
    most = most_of(scene.found.at, row)
    lines = []
    if clock is not None and clock.due is not None:
        lines.append(say("Your deadline is {due}.", due=clock.due))
    lines.extend(_granting(scene, row, rule.levels, most))
    if most is not None:
        lines.append(say("It may be extended {n} times, by at most {most} each.", n=rule.count, most=most))
    alone = most is not None and approver_of(scene.found.at, row, most) is Approver.NOBODY
    if not rule.moves_promise or row.hand is not Hand.LEAD or alone:
        lines.append(say("The date promised to the enterprise doesn't move."))
    return (Panel(gettext("What the rules say"), tuple(scene.words(line) for line in lines)),)


def _giving_time(scene: Scene) -> Sequence[Panel]:
    asked = scene.found.at.asked(Asked.EXTENSION)
    return (follows(scene, events.Extended(request=asked.n)),) if asked else ()


# standing still


def _latest(scene: Scene) -> Mapping[str, Sentence]:
    most = scene.found.at.rules.suspension.most
    last = scene.terms.calendar.due(scene.now, [most])
    if last is None:
        return {"until": say("At most {most} from now.", most=most)}
    return {"until": say("At most {most} from now: until {day}.", most=most, day=scene.terms.day(last))}


def _asking_to_stand_still(scene: Scene) -> Sequence[Panel]:
    said = (
        say("While it is suspended, deadlines that aren't missed yet stand still; a missed one stays missed."),
        say("The enterprise's own waiting is counted on: it sees from when it waits."),
        say("On the day named it runs again by itself."),
    )
    return Panel(gettext("What follows"), tuple(scene.words(line) for line in said)), promised(scene)


def _suspending(scene: Scene) -> Sequence[Panel]:
    asked = scene.found.at.asked(Asked.SUSPENSION)
    return (follows(scene, events.Suspended(request=asked.n)),) if asked else ()


def _resuming(scene: Scene) -> Sequence[Panel]:
    return (follows(scene, events.Resumed(lost=losses(scene.life, scene.now, scene.terms))),)


# up, no, and never mind


def _asking_up(scene: Scene) -> Sequence[Panel]:
    above = directory.desk_above(scene.life.desk)
    said = [
        say("Your dispatch room decides whether it goes to {desk}.", desk=above.name if above else ""),
        say("Until then you go on holding it, and your deadline runs on."),
    ]
    return Panel(gettext("What follows"), tuple(scene.words(line) for line in said)), promised(scene)


def _refusing(scene: Scene) -> Sequence[Panel]:
    asked = scene.found.at.asked(*(frozenset(Asked) - {Asked.RETURN}))
    return (follows(scene, events.RequestRefused(request=asked.n)),) if asked else ()


def _sent_back(scene: Scene) -> Request | None:
    """The lead's last answer handed in, where it wasn't signed."""
    carrier = scene.life.carrier
    mine = [r for r in scene.life.requests if r.asked is Asked.SIGNING and carrier and r.holding == carrier.n]
    return mine[-1] if mine and mine[-1].granted is False else None


def _why_back(scene: Scene) -> Panel:
    """With which words it wasn't signed."""
    back, refused = _sent_back(scene), events.RequestRefused.verb
    last = next((one for one in reversed(scene.found.history) if one.verb == refused), None) if back else None
    said = last.said if back and last and int(last.facts["request"]) == back.n else ()
    return Panel(gettext("Why it came back"), quotes=tuple(Quote(one.body, one.outside) for one in said))


def _as_handed_in(scene: Scene) -> Mapping[str, object]:
    """What came back unsigned, to be mended."""
    back = _sent_back(scene)
    if back is None or back.outcome is None:
        return {}
    draft = "".join(quote.text for quote in scene.said_at(events.SigningAsked.verb))
    return {"outcome": back.outcome.value, "draft": draft}


def _handing_in(scene: Scene) -> Sequence[Panel]:
    rule, carrier = signing(scene.found.at), scene.life.carrier
    clock = work_clock(scene.life, carrier) if carrier is not None else None
    said = [say("It is signed by: {who}, within {span}.", who=rule.by, span=rule.within)] if rule else []
    said.append(say("Until then the enterprise reads nothing of it, and your deadline runs on."))
    if clock is not None and clock.due is not None:
        said.append(say("Your deadline is {due}.", due=clock.due))
    after = Panel(gettext("What follows"), tuple(scene.words(line) for line in said))
    return _why_back(scene), after, first_words(scene), expected(scene), shares(scene)


def _countersigning(scene: Scene) -> Sequence[Panel]:
    """The days that the answer names, and what it is measured by; the answer itself stands above the form."""
    asked = scene.found.at.asked(Asked.SIGNING)
    told = []
    if asked is not None and asked.next_on is not None:
        told.append(say("Next date of the plan: {day}.", day=asked.next_on))
    if asked is not None and asked.recheck_on is not None:
        told.append(say("Looked at again on {day}.", day=asked.recheck_on))
    days = Panel(gettext("What the enterprise is promised by it"), tuple(scene.words(line) for line in told))
    return (*((days,) if told else ()), first_words(scene), expected(scene), shares(scene))


def _withdrawing(scene: Scene) -> Sequence[Panel]:
    asked = own_request(scene.found.at)
    if asked is None:
        return ()
    return Panel(gettext("What you asked for"), (_request(scene, asked),)), follows(
        scene, events.TakenBack(request=asked.n)
    )


def _request(scene: Scene, asked: Request) -> str:
    said = say("{asked}, asked on {at}.", asked=asked.asked, at=asked.at)
    if asked.amount is not None:
        said = say("{said} {span} more.", said=said, span=asked.amount)
    return scene.words(say("{said} Until {day}.", said=said, day=asked.until) if asked.until else said)


LAYOUTS: Mapping[Action, Layout] = {
    Action.HAND_BACK: Layout(
        lede=term("For what was sent to the wrong unit. Say whose it is instead, so that it needn't be sent round."),
        parts=(Part(term("Why"), ("ground", "reason")), Part(term("Whose it is"), ("proposal",))),
        panels=_returning,
    ),
    Action.RULE: Layout(
        lede=term("Your ruling is a precedent: the same should be ruled the same way."), panels=_ruling
    ),
    Action.ASK_EXTENSION: Layout(
        lede=term("Ask before the deadline, for as much as you need once."), choices=_lengths, panels=_asking_for_time
    ),
    Action.EXTEND: Layout(lede=term("The enterprise reads why."), panels=_giving_time),
    Action.ASK_SUSPENSION: Layout(
        lede=term(
            "For what can't go on now for reasons outside. It isn't an end: it is looked at again on a day you name."
        ),
        notes=_latest,
        panels=_asking_to_stand_still,
    ),
    Action.SUSPEND: Layout(lede=term("The enterprise reads why, and until when."), panels=_suspending),
    Action.RESUME: Layout(panels=_resuming),
    Action.ASK_ESCALATION: Layout(
        lede=term("For what a higher level must decide. Say what exactly, and who could."), panels=_asking_up
    ),
    Action.ASK_SIGNING: Layout(
        lede=term("Write the answer as the enterprise is to read it. What goes out is what was signed."),
        values=_as_handed_in,
        panels=_handing_in,
    ),
    Action.SIGN: Layout(
        lede=term(
            "What you sign is what the enterprise reads. If it won't do, go back and refuse it, with the reason."
        ),
        panels=_countersigning,
    ),
    Action.REFUSE: Layout(lede=term("The unit reads why; it goes on as before."), panels=_refusing),
    Action.TAKE_BACK: Layout(
        lede=term("Nobody has ruled on it yet. It stays on record that it was asked and withdrawn."),
        panels=_withdrawing,
    ),
}
