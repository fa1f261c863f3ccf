"""One case: its page, and every open action by one form made from ``NEEDS``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.paths import within
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.life.guards import GRANTED_BY_STEP, hands_out, refusal, who_is
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.cases.queries.detail import Detail, assignable, detail
from zhuqi.domain.cases.rules.needs import NEEDS, Shape
from zhuqi.domain.cases.rules.steps import takers
from zhuqi.domain.cases.rules.words import Action, Hand, State, Tick
from zhuqi.domain.cases.rules.words import Asked as Request
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import Scale
from zhuqi.domain.liaison import queries as liaison
from zhuqi.interfaces.web import acting, case_page, clock_rows, forms, stories
from zhuqi.interfaces.web.asked import Asked, done, inside
from zhuqi.interfaces.web.case_page import Booked, CasePage, ChainLink, Door, Quote, Seen
from zhuqi.interfaces.web.forms import Choice
from zhuqi.interfaces.web.shown import Fact
from zhuqi.interfaces.web.wording import phrase, today

FIRST = (
    Action.RULE,
    Action.EXTEND,
    Action.SUSPEND,
    Action.ACCEPT,
    Action.ASSIGN,
    Action.SCREEN,
    Action.SETTLE,
    Action.REPLY,
    Action.CONTRIBUTE,
    Action.CHECK,
    Action.ASK,
    Action.CONFIRM,
    Action.SUBMIT,
)
"""What is expected next comes first; the rest follows in the order of the table, what ends a case last."""
CLOSED = (Action.HAND_BACK, Action.ASK_EXTENSION, Action.REPLY, Action.ASSIGN, Action.CONFIRM)
"""Steps whose absence needs a sentence where they are somebody's to take, but not now."""
ENTERED_BY = {"clock": say("the clock"), "enterprise": say("the enterprise")}
"""Who acted where no member of staff did."""
LACKING: Mapping[Shape, Sentence] = {
    Shape.CASE: say("The enterprise has no other case in hand."),
    Shape.UNIT: say("There is no unit here that could take it."),
    Shape.DESK: say("There is no dispatch room below."),
}
"""Why a form can't be filled where there is nothing to choose."""
RULED: Mapping[Action, frozenset[Request]] = {
    Action.RULE: frozenset({Request.RETURN}),
    Action.EXTEND: frozenset({Request.EXTENSION}),
    Action.SUSPEND: frozenset({Request.SUSPENSION}),
    Action.ESCALATE: frozenset({Request.ESCALATION}),
    Action.REFUSE: GRANTED_BY_STEP,
}
"""Steps that answer a request, and which kinds each answers: its words stand above the form."""


@inside
def show(request: Asked, case_id: int) -> HttpResponseBase:
    """The page of a case."""
    found = detail(request.actor, case_id, now=request.now)
    return render(request, "case.html", {"case": _page(request.actor, found, request.now)})


def _seen(actor: Actor, found: Detail, now: dt.datetime) -> Seen:
    paths = directory.paths(found.units)
    mine = {unit for unit, path in paths.items() if any(within(path, sight) for sight in actor.sight_paths)}
    return Seen(
        number=found.case.number,
        title=found.case.title,
        version=found.case.version,
        life=found.life,
        rules=found.at.rules,
        calendar=found.at.terms.calendar,
        units=found.units,
        staff=found.staff,
        said=found.said,
        entries=tuple(_booked(entry) for entry in found.history),
        now=now,
        address=lambda unit: f"{reverse('statement')}?unit={unit}" if unit in mine else "",
    )


def _booked(entry: Any) -> Booked:
    who = entry.who or ENTERED_BY.get(entry.behalf.partition(":")[0], "")
    return Booked(entry.seq, entry.at, who, events.KINDS[entry.verb].revive(entry.facts))


def _page(actor: Actor, found: Detail, now: dt.datetime) -> CasePage:
    seen = _seen(actor, found, now)
    case, life = found.case, found.life
    rulers = clock_rows.drawn(life.clocks, seen.units, seen.calendar, seen.yellow, now)
    body = next((said.body for said in found.said if said.name == "body"), "")
    finder = found.staff.get(case.finder_id or 0, "")
    void = sum(clock.void_at is not None for clock in life.clocks)
    edition = rulebook.editions({life.editions[life.area]})[life.editions[life.area]]
    return CasePage(
        **vars(case_page.head(seen, reverse("case", args=[case.pk]))),
        doors=_doors(found, now),
        notes=_notes(found, seen),
        told=seen.words(say("Told {channel} on {at}.", channel=life.channel, at=life.told_at))
        + (f" · {finder}" if finder else ""),
        said=body,
        clocks=rulers.rows,
        clocks_before=rulers.before,
        rests=rulers.rests,
        marks=rulers.marks,
        clocks_left_out=seen.words(say("Not drawn: {n} overtaken before they were due.", n=void)) if void else "",
        holders=case_page.holders(seen),
        story=case_page.story(seen),
        reminded=case_page.reminded(seen),
        enterprise=case.enterprise.name,
        facts=_facts(actor, found, seen),
        chain=_chain(actor, case.enterprise_id, now),
        ending=case_page.ending(seen),
        links=reverse("links", args=[case.pk]) if hands_out(found.at) else "",
        edition=" · ".join(part for part in (edition.name, edition.number) if part),
    )


def _doors(found: Detail, now: dt.datetime) -> tuple[Door, ...]:
    return tuple(
        Door(
            word=phrase(action, now),
            address=reverse("act", args=[found.case.pk, action.value]),
            at_once=not NEEDS[action],
            grave=action in acting.GRAVE,
            main=n == 0 and _expected(action, found.life.state),
        )
        for n, action in enumerate(sorted(found.actions, key=_order))
    )


def _order(action: Action) -> tuple[bool, int]:
    return action in acting.GRAVE, FIRST.index(action) if action in FIRST else len(FIRST)


def _expected(action: Action, state: State) -> bool:
    """Whether a step is the one that is waited for; assigning again isn't."""
    return action in FIRST and (action is not Action.ASSIGN or state is State.SCREENING)


def _notes(found: Detail, seen: Seen) -> tuple[str, ...]:
    """Why steps that are somebody's to take aren't open just now; those closed for one reason are named together."""
    notes: dict[str, list[Action]] = {}
    for action in CLOSED:
        if action in found.actions or not who_is(found.life, found.at.place) & takers(action, found.life.state):
            continue
        refused = refusal(action, found.at)
        if refused is not None:
            notes.setdefault(seen.words(refused), []).append(action)
    return tuple(seen.words(say("{action}: {why}", action=actions, why=why)) for why, actions in notes.items())


def _facts(actor: Actor, found: Detail, seen: Seen) -> tuple[Fact, ...]:
    enterprise = found.case.enterprise
    others = lists.filtered(actor, live=True).filter(enterprise=enterprise.pk).count()
    facts = [
        (say("Credit code"), enterprise.uscc, ""),
        (say("Place"), " ".join(part for part in (enterprise.region.name, enterprise.address) if part), ""),
        (say("Industry code"), enterprise.industry, ""),
        (say("Scale"), Scale(enterprise.scale), ""),
        (say("Cases in hand"), others, f"{reverse('cases')}?which=live&enterprise={enterprise.pk}"),
    ]
    return tuple(
        Fact(seen.words(name), seen.words(what), address=at) for name, what, at in facts if what not in ("", None)
    )


def _chain(actor: Actor, enterprise: int, now: dt.datetime) -> tuple[ChainLink, ...]:
    links = []
    for duty, staff, org in liaison.answers_for(enterprise, today(now)):
        words = phrase(say("{duty}, {unit}", duty=duty, unit=org.name), now)
        links.append(ChainLink(staff.name, words, staff.pk == actor.staff))
    return tuple(links)


@dataclass(frozen=True)
class Act:
    """The form of one action. ``key`` makes a repeated submission one submission."""

    name: str
    word: str
    key: str
    form: list[forms.Shown]
    explained: str = ""
    quotes: tuple[Quote, ...] = ()
    refused: str = ""
    grave: bool = False


@inside
def act(request: Asked, case_id: int, name: str) -> HttpResponseBase:
    """The form of an action; sent, it does it."""
    if name not in set(Action) - {Action.RECORD}:
        raise Missing
    action = Action(name)
    if request.method != "POST":
        found = detail(request.actor, case_id, now=request.now)
        refused = refusal(action, found.at)
        return _form(request, found, action, refused=refused, status=409 if refused else 200)
    return _do(request, case_id, action)


def _do(request: Asked, case_id: int, action: Action) -> HttpResponseBase:
    found = detail(request.actor, case_id, now=request.now)
    fields = acting.fields(action, _offered(request.actor, found, action))
    again = partial(_form, request, found, action)
    try:
        typed = acting.typed(action, forms.read(fields, request.POST))
        ACTIONS[action](
            request.actor,
            case_id,
            **typed,
            seen=forms.seen(request.POST),
            key=forms.key(request.POST),
            now=request.now,
        )
    except Invalid as fault:
        return again(faults=fault.fields, status=422)
    except Refused as fault:
        return again(refused=fault.sentence, status=409)
    return done(request, reverse("case", args=[case_id]), say("Done: {action}.", action=action))


def _form(
    request: Asked,
    found: Detail,
    action: Action,
    *,
    faults: dict[str, Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponse:
    offered = _offered(request.actor, found, action)
    fields = acting.fields(action, offered, _first_values(action, found, request.now))
    posted = request.method == "POST"
    shown = forms.again(fields, request.POST, faults or {}) if posted else forms.blank(fields)
    seen = _seen(request.actor, found, request.now)
    strange = [sentence for name, sentence in (faults or {}).items() if name not in {field.name for field in fields}]
    said = refused or next(iter(strange), None) or _lacking(action, offered)
    explained, quotes = _explained(action, found, seen)
    form = Act(
        name=action.value,
        word=seen.words(action),
        key=(posted and not refused and forms.key(request.POST)) or get_random_string(24),
        form=shown if posted or not said else [],
        explained=explained,
        quotes=quotes,
        refused=seen.words(said),
        grave=action in acting.GRAVE,
    )
    head = case_page.head(seen, reverse("case", args=[found.case.pk]))
    return render(request, "act.html", {"case": head, "act": form}, status=status)


def _lacking(action: Action, offered: Mapping[Shape, Sequence[Choice]]) -> Sentence | None:
    """What keeps a form from being filled: something must be chosen, and there is nothing to choose."""
    for need in NEEDS[action]:
        if need.required and need.shape in LACKING and not offered[need.shape]:
            return LACKING[need.shape]
    return None


def _first_values(action: Action, found: Detail, now: dt.datetime) -> dict[str, object]:
    """What a form begins with: what is known already isn't asked twice."""
    if action is Action.SCREEN:
        return {"kind": found.life.kind, "grade": found.life.grade}
    return {"told_on": today(now)} if action in {Action.NOT_ACCEPT, Action.TRANSFER_OUT} else {}


def _offered(actor: Actor, found: Detail, action: Action) -> dict[Shape, list[Choice]]:
    """What can be chosen for the shapes that an action's form has."""
    offered: dict[Shape, list[Choice]] = {}
    wanted = acting.needed(action)
    if wanted & {Shape.UNIT, Shape.UNITS, Shape.DESK}:
        leads, helpers, desks = assignable(actor, found.case)
        for shape, units in ((Shape.UNIT, leads), (Shape.UNITS, helpers), (Shape.DESK, desks)):
            offered[shape] = [Choice(str(pk), name) for pk, name in units]
    if Shape.KIND in wanted:
        offered[Shape.KIND] = [Choice(code, name) for code, name in found.at.rules.kinds.items()]
    if Shape.CASE in wanted:
        others = lists.filtered(actor, live=True).filter(enterprise=found.case.enterprise_id).exclude(pk=found.case.pk)
        offered[Shape.CASE] = [
            Choice(str(case.pk), f"{case.number} {case.title}") for case in others.order_by("id")[:100]
        ]
    return offered


def _answered(action: Action, found: Detail) -> Any:
    """The entry of the request that a step would answer: the latest of its kind by its row. None where nobody asks."""
    asked = found.at.asked(*RULED[action])
    if asked is None:
        return None
    for entry in reversed(found.history):
        event = _booked(entry).event
        if isinstance(event, events.Requested) and (event.holding, event.asked) == (asked.holding, asked.asked):
            return entry
    return None


def _explained(action: Action, found: Detail, seen: Seen) -> tuple[str, tuple[Quote, ...]]:
    """What one should know before the click: the request that is answered, or the dates that follow."""
    if action in RULED:
        entry = _answered(action, found)
        if entry is None:
            return "", ()
        told = stories.Told(found.life, found.units, found.at.rules.kinds)
        quotes = tuple(Quote(said.body, said.outside) for said in entry.said)
        return seen.words(stories.sentence(_booked(entry).event, told)), quotes
    if action is Action.ASSIGN:
        spans = [
            found.at.rules.span(tick, found.life.kind, found.life.grade, Hand.LEAD)
            for tick in (Tick.ACCEPT, Tick.HANDLE)
        ]
        if None not in spans:
            return seen.words(
                say("The lead signs within {sign} and answers within {answer}.", sign=spans[0], answer=spans[1])
            ), ()
    return "", ()
