"""One case's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.paths import within_any
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.guards import refusal
from zhuqi.domain.cases.life.history import coordinated, must_rise
from zhuqi.domain.cases.life.standing import hands_out, who_is
from zhuqi.domain.cases.queries import contacts, lists
from zhuqi.domain.cases.queries.detail import Detail, Happened, detail
from zhuqi.domain.cases.rules.needs import NEEDS
from zhuqi.domain.cases.rules.steps import takers
from zhuqi.domain.cases.rules.words import Action, State
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import Scale
from zhuqi.domain.directory.rules.industries import section_name
from zhuqi.domain.liaison import queries as liaison
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.cases import acting, alike, clock_rows, files, joined, page
from zhuqi.interfaces.web.cases.ending import ending
from zhuqi.interfaces.web.cases.page import Booked, CasePage, ChainLink, Seen
from zhuqi.interfaces.web.cases.scanning import waits
from zhuqi.interfaces.web.cases.weight import force, proposed, weight
from zhuqi.interfaces.web.shown import Door, Fact
from zhuqi.interfaces.web.wording import phrase

FIRST = (
    Action.RULE,
    Action.EXTEND,
    Action.SUSPEND,
    Action.SIGN,
    Action.ACCEPT,
    Action.ASSIGN,
    Action.SCREEN,
    Action.CLASSIFY,
    Action.SET_UP,
    Action.SETTLE,
    Action.REPLY,
    Action.ASK_SIGNING,
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


@inside
def show(request: Asked, case_id: int) -> HttpResponseBase:
    """The page of a case."""
    found = detail(request.actor, case_id, now=request.now)
    shown = {
        "case": presented(request.actor, found, request.now),
        "files": files.section(request.actor, found, request.now),
        "alike": alike.beside(request.actor, found, request.now),
        "joined": joined.beside(request.actor, found, request.now),
    }
    return render(request, "cases/one.html", shown)


def seen_by(actor: Actor, found: Detail, now: dt.datetime) -> Seen:
    """A case as the pages about it show it to somebody."""
    paths = directory.paths(found.units)
    mine = {unit for unit, path in paths.items() if within_any(path, actor.sight_paths)}
    return as_seen(found, now, lambda unit: f"{reverse('statement')}?unit={unit}" if unit in mine else "")


def as_seen(found: Detail, now: dt.datetime, address: Callable[[int], str]) -> Seen:
    """A case as it is told, on a page or a terminal. ``address``: where a unit's statement is, empty for none."""
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
        entries=tuple(booked(entry) for entry in found.history),
        now=now,
        address=address,
        terms=found.at.terms,
    )


def booked(entry: Happened) -> Booked:
    """An entry of the case's journal, its event made of its facts again."""
    who = entry.who or ENTERED_BY.get(entry.behalf.partition(":")[0], "")
    return Booked(entry.seq, entry.at, who, events.KINDS[entry.verb].revive(entry.facts), entry.facts)


def presented(actor: Actor, found: Detail, now: dt.datetime) -> CasePage:
    """A case as its page shows it to somebody."""
    seen = seen_by(actor, found, now)
    case, life = found.case, found.life
    rulers = clock_rows.drawn(life.clocks, seen.units, seen.calendar, seen.yellow, now, seen.lit, life.passed)
    body = next((said.body for said in found.said if said.name == "body"), "")
    finder = found.staff.get(case.finder_id or 0, "")
    void = sum(clock.void_at is not None for clock in life.clocks)
    told = page.story(seen)
    edition = rulebook.editions({life.editions[life.area]})[life.editions[life.area]]
    return CasePage(
        **vars(page.head(seen, reverse("case", args=[case.pk]))),
        doors=doors(found, now),
        notes=_notes(found, seen),
        told=seen.words(say("Told {channel} on {at}.", channel=life.channel, at=life.told_at))
        + (f" · {finder}" if finder else ""),
        said=body,
        clocks=rulers.rows,
        clocks_before=rulers.before,
        rests=rulers.rests,
        marks=rulers.marks,
        clocks_left_out=seen.words(say("Not drawn: {n} overtaken before they were due.", n=void)) if void else "",
        holders=page.holders(seen),
        story=told,
        outside=page.talk(told, outside=True),
        inside=page.talk(told, outside=False),
        paper=reverse("case_paper", args=[case.pk]),
        reminded=page.reminded(seen),
        enterprise=case.enterprise.name,
        file=_file(actor, case.enterprise_id),
        facts=_facts(actor, found, seen),
        chain=_chain(actor, case.enterprise_id, now),
        ending=ending(seen),
        rising=page.rising(seen, must_rise(life, now, found.at.terms)),
        weight=weight(seen),
        force=force(seen),
        proposed=proposed(seen),
        coordinated=page.coordinated(seen, coordinated(life, now, found.at.terms)),
        links=reverse("links", args=[case.pk]) if hands_out(found.at) else "",
        code=reverse("case_code", args=[case.pk]) if waits(found, actor.staff) else "",
        calls=reverse("calls", args=[case.pk]) if life.reply is not None and actor.staff is not None else "",
        edition=" · ".join(part for part in (edition.name, edition.number) if part),
    )


def doors(found: Detail, now: dt.datetime) -> tuple[Door, ...]:
    """What the actor can do about a case, what is expected first."""
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


def _file(actor: Actor, enterprise: int) -> str:
    """The page of an enterprise, for whoever finds it in the register. One query."""
    found = directory.registered(actor).filter(pk=enterprise).exists()
    return reverse("enterprise", args=[enterprise]) if found else ""


def _facts(actor: Actor, found: Detail, seen: Seen) -> tuple[Fact, ...]:
    enterprise = found.case.enterprise
    others = lists.filtered(actor, live=True).filter(enterprise=enterprise.pk).count()
    facts = [
        (say("Credit code"), enterprise.uscc, ""),
        (say("Place"), " ".join(part for part in (enterprise.region.name, enterprise.address) if part), ""),
        (say("Industry"), section_name(enterprise.industry) or enterprise.industry, ""),
        (say("Scale"), Scale(enterprise.scale), ""),
        (say("Cases in hand"), others, f"{reverse('cases')}?which=live&enterprise={enterprise.pk}"),
        *_contact(actor, found),
    ]
    return tuple(
        Fact(seen.words(name), seen.words(what), address=at) for name, what, at in facts if what not in ("", None)
    )


def _contact(actor: Actor, found: Detail) -> list[tuple[object, str, str]]:
    """Who speaks for the enterprise, masked; where nobody is written down, whoever may is led to where it is done."""
    if actor.staff is None:
        return []
    people = contacts.of_case(actor, found.case.pk)
    known = [" ".join(part for part in (one.name, one.role, one.phone) if part) for one in people]
    if not known and contacts.writes(found.at):
        known = [gettext("write down who speaks for it")]
    return [(say("Contact"), words, reverse("contacts", args=[found.case.pk])) for words in known]


def _chain(actor: Actor, enterprise: int, now: dt.datetime) -> tuple[ChainLink, ...]:
    links = []
    for duty, staff, org in liaison.answers_for(enterprise, day_of(now)):
        words = phrase(say("{duty}, {unit}", duty=duty, unit=org.name), now)
        links.append(ChainLink(staff.name, words, staff.pk == actor.staff))
    return tuple(links)
