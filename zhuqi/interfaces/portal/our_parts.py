"""What stands on the page of an enterprise that has an account, in words: its needs, plans of visits, promises, who comes in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.domain.cases.queries.ours import FIRST, LATEST, RATES, RUNS, WAITS, ours
from zhuqi.domain.cases.queries.sight import visible as cases_seen
from zhuqi.domain.cases.rules.words import ANSWERED, LIVE, Confirmation, End, State
from zhuqi.domain.common.queries.issues import visible as issues_seen
from zhuqi.domain.common.queries.ours import ours as matters
from zhuqi.domain.common.rules.words import IssueStanding
from zhuqi.domain.contacts.queries import sight as contacts
from zhuqi.domain.contacts.rules.words import ContactHow, Purpose
from zhuqi.domain.directory.queries.register import spokespersons
from zhuqi.domain.members.queries import sight
from zhuqi.domain.members.queries.inside import Inside, alike
from zhuqi.domain.members.rules import MemberAct, MemberStage
from zhuqi.domain.visits.queries import planned
from zhuqi.domain.visits.queries.promised import visible as promises_seen
from zhuqi.domain.visits.rules.promises import Kept
from zhuqi.interfaces.portal.case_page import HEADINGS
from zhuqi.interfaces.portal.common import lede
from zhuqi.interfaces.portal.stories import CLOSED, ENDINGS
from zhuqi.interfaces.web import forms, paging
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.shown import Tab
from zhuqi.interfaces.web.wording import day, phrase, until

MOST = 30
"""Plans, promises and accounts on the page."""
WORDS = 60
"""Signs of what the enterprise said that stand for a need in the list."""


@dataclass(frozen=True)
class Need:
    """A need in the list: pressed, it opens."""

    pk: int
    what: str
    lamp: Lamp
    meta: tuple[str, ...]
    waits: bool


def needs(request: Asked, actor: Actor, *, over: bool, room: str = "", reader: Actor | None = None) -> dict[str, Any]:
    """The list of needs, on the enterprise's page or at another address. ``reader``: who looks at it besides, and sees of it
    only what is theirs to see; never whether the enterprise has rated anything. One query."""
    order = LATEST if over else FIRST
    rows = ours(actor, over=over, now=request.now)
    if reader is not None:
        rows = rows.filter(pk__in=cases_seen(reader).order_by().values("pk"))
        rows = rows if over else rows.filter(state__in=LIVE)
    found, further = paging.page(request, "ours-over" if over else "ours", rows, order)
    own = room or reverse("our")
    return {
        "rows": [_need(one, request.now, rates=reader is None) for one in found],
        "further": further,
        "tabs": (Tab(gettext("In hand"), own, not over), Tab(gettext("Over"), f"{own}?which=over", over)),
    }


def _need(case: Any, now: dt.datetime, *, rates: bool) -> Need:
    said = " ".join((case.told or "").split())
    what = said[:WORDS] + ("…" if len(said) > WORDS else "") if said else case.number
    meta = [case.number, phrase(say("told on {day}", day=day_of(case.told_at)), now)]
    if case.promised is not None and case.rank == RUNS:
        meta.append(phrase(say("promised by {day}", day=until(case.promised, now)), now))
    return Need(case.pk, what, _lamp(case, now, rates=rates), tuple(meta), case.rank == WAITS)


def _lamp(case: Any, now: dt.datetime, *, rates: bool) -> Lamp:
    """How a need stands, in the words of its own page."""
    if case.rank == WAITS:
        return Lamp("yellow", phrase(say("Your word is needed"), now))
    if case.rank == RATES and rates:
        return Lamp("green", phrase(say("Over: you can rate it"), now))
    if case.end is not None:
        return Lamp("grey", phrase(_ended(case), now))
    late = case.promised is not None and now > case.promised
    state = State(case.state)
    word = say("An answer is being checked") if state in ANSWERED else HEADINGS[state]
    return Lamp("red" if late else "green", phrase(word, now))


def _ended(case: Any) -> Sentence:
    if case.end == End.CLOSED and case.confirmation:
        return CLOSED[Confirmation(case.confirmation)]
    return ENDINGS.get(End(case.end), say("This is over."))


@dataclass(frozen=True)
class Coming:
    """A planned visit, which the enterprise may decline."""

    pk: int
    when: str
    who: str
    what: str
    seen: int


@dataclass(frozen=True)
class Said:
    """A line with its day."""

    when: str
    what: str
    who: str
    lamp: Lamp | None = None


@dataclass(frozen=True)
class Rest:
    """A wish to be left alone."""

    pk: int
    what: str


@dataclass(frozen=True)
class Person:
    """Somebody of the enterprise who has an account, masked."""

    pk: int
    name: str
    mailbox: str
    stage: str
    seen: int
    here: bool
    may: frozenset[str]


def beside(found: Inside, now: dt.datetime, reader: Actor | None = None) -> dict[str, Any]:
    """What stands on the page besides the needs; for a ``reader`` of the staff what they see, too, and no accounts. A query
    each."""
    actor, today = found.actor, day_of(now)
    plans = planned.to_make(actor, today, mine=False).filter(contact__day__gte=today)
    rests = contacts.wishes(actor).filter(lifted_on=None).exclude(until__lte=today).order_by("since", "pk")
    held = promises_seen(actor).order_by("state", "due", "pk")
    common = matters(actor)
    if reader is not None:
        held = held.filter(pk__in=promises_seen(reader).order_by().values("pk"))
        told = set(issues_seen(reader).filter(pk__in=[one.pk for one in common]).values_list("pk", flat=True))
        common = [one for one in common if one.pk in told]
    order = ("contact__day", "pk")
    return {
        "coming": [_coming(one, now) for one in plans.order_by(*order)[:MOST]],
        "rests": [Rest(one.pk, phrase(_resting(one), now)) for one in rests[:MOST]],
        "promises": [_promise(one, today, now) for one in held[:MOST]],
        "matters": [_matter(one, now) for one in common],
        "people": [] if reader else _people(found, now),
        "speaking": spokespersons(reader or actor, actor.enterprise or 0)[:MOST],
        "others": [] if reader else _others(found),
        "row_key": forms.new_key(),
    }


def _people(found: Inside, now: dt.datetime) -> list[Person]:
    """Who of the enterprise comes in. One query."""
    rows = sight.visible(found.actor).order_by(*sight.OTHERS)[:MOST]
    return [_person(found.actor, one, found, now) for one in rows]


def _coming(plan: Any, now: dt.datetime) -> Coming:
    held = plan.contact
    when = phrase(held.begins_at, now) if held.begins_at else day(held.day, now)
    what = phrase(say("{mode}, {kind}", mode=ContactHow(held.how), kind=Purpose(held.kind)), now)
    by = plan.planned_by
    who = f"{by.name} · {held.unit.name}" if by.left_on is None else held.unit.name
    return Coming(plan.pk, when, who, f"{what} · {plan.purpose}" if plan.purpose else what, held.version)


def _resting(wish: Any) -> Sentence:
    if wish.until is None:
        return say("You wish to be left alone since {day}.", day=wish.since)
    return say("You wish to be left alone from {day} until {until}.", day=wish.since, until=wish.until)


def _promise(one: Any, today: dt.date, now: dt.datetime) -> Said:
    state = Kept(one.state)
    late = state is Kept.OPEN and one.due < today
    word = say("this day is over") if late else state
    colour = "red" if late else {Kept.OPEN: "green", Kept.KEPT: "grey"}.get(state, "grey")
    who = f"{one.staff.name} · {one.unit.name}" if one.staff is not None else one.unit.name
    return Said(day(one.due, now), one.text, who, Lamp(colour, phrase(word, now)))


def _matter(one: Any, now: dt.datetime) -> Said:
    since = one.taken_up_at or one.opened_at
    return Said("", one.title, lede(IssueStanding(one.standing), one.owner.name, since, now))


def _person(actor: Actor, one: Any, found: Inside, now: dt.datetime) -> Person:
    shown = sight.masked(one)
    may = {act.value for act in sight.actions(actor, one) if act in {MemberAct.END, MemberAct.ERASE}}
    stage = phrase(MemberStage(one.stage), now)
    return Person(one.pk, shown.name, shown.mailbox, stage, one.version, one.pk == found.member, frozenset(may))


def _others(found: Inside) -> list[tuple[int, str]]:
    """(account, name) of the other enterprises that the same mailbox serves. One query."""
    rows = alike(found.member)
    return [(one.pk, (one.enterprise.merged_into or one.enterprise).name) for one in rows if one.pk != found.member]
