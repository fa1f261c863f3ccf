"""Who is to be told of an entry about a link, a hand-over, a proposal, or of somebody who left."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from zhuqi.base.paths import lineage
from zhuqi.core.access.actor import Role
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.queries import at_seats, persons
from zhuqi.core.messages.rules import To
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries.heads import heads
from zhuqi.domain.directory.queries.register import family
from zhuqi.domain.liaison.models import Handover, Liaison, Proposal, ProposedLink
from zhuqi.domain.liaison.rules import Knows
from zhuqi.domain.liaison.rules.telling import LiaisonTold

T = LiaisonTold


@dataclass(frozen=True)
class About:
    """What an entry is told as: the kind and number of what it is about, the facts of its sentences, and who is who."""

    kind: str
    subject: int
    facts: Mapping[str, object]
    people: Callable[[Any], Iterable[To]]


def of_entry(entry: Entry, now: dt.datetime) -> About | None:
    """What an entry is told as; None where nobody is told."""
    return ABOUT[entry.verb](entry, json.loads(entry.facts), now)


def _staff(*staff: int | None) -> list[To]:
    return persons(directory.staff_accounts(staff))


def _handed_over(entry: Entry, facts: dict[str, Any], now: dt.datetime) -> About | None:
    passing = Handover.objects.filter(enterprise=entry.subject, outgoing=facts["staff"], successor=facts["successor"])
    held = passing.order_by("-pk").first()
    who = {T.SUCCESSOR: facts["successor"], T.OUTGOING: facts["staff"]}
    about = {"day": dt.date.fromisoformat(facts["since"])}
    return About("handover", held.pk, about, lambda whom: _staff(who[whom])) if held is not None else None


def _noted(entry: Entry, facts: dict[str, Any], now: dt.datetime) -> About | None:
    passing = Handover.objects.filter(enterprise=entry.subject, successor=facts["staff"], noted_at=entry.at)
    held = passing.order_by("-pk").first()
    return About("handover", held.pk, {}, lambda _: _staff(held.outgoing_id)) if held is not None else None


def _released(entry: Entry, facts: dict[str, Any], now: dt.datetime) -> About | None:
    """A link that somebody ended. Those that end with whoever leaves are told of at once, by the entry of the leaving."""
    if entry.behalf == "clock":
        return None
    until = dt.date.fromisoformat(facts["until"])
    held = Liaison.objects.filter(enterprise__in=family(entry.subject))
    ended = held.filter(staff=facts["staff"], until=until).order_by("-pk").first()
    others = held.filter(Q(until=None) | Q(until__gt=until)).exists()

    def people(whom: LiaisonTold) -> list[To]:
        if whom is T.OUTGOING:
            return _staff(facts["staff"])
        return heads(ended.place_id, now) if ended is not None and not others else []

    return About("vacancy", entry.subject, {"day": until}, people)


def _said(entry: Entry, facts: dict[str, Any], now: dt.datetime) -> About | None:
    """Who supervises the unit that holds the link, and has no seat in it."""
    links = Liaison.objects.filter(enterprise__in=family(entry.subject), staff=facts["staff"]).select_related("place")
    link = links.order_by("-pk").first()
    if link is None or facts["answer"] == Knows.YES:
        return None
    above = lineage(link.place.path)
    overseers = at_seats(above, (Role.SUPERVISOR,), now, sees=True, but=[link.place_id])
    return About("known", entry.subject, {}, lambda _: overseers)


def _proposed(entry: Entry, facts: dict[str, Any], now: dt.datetime) -> About | None:
    room = directory.desk_serving(facts["area"])
    told = at_seats([room.pk], (Role.DISPATCHER,), now) if room is not None else []
    return About("proposal", entry.subject, {"n": facts["links"]}, lambda _: told)


def _confirmed(entry: Entry, facts: dict[str, Any], now: dt.datetime) -> About | None:
    proposal = Proposal.objects.filter(pk=entry.subject).first()
    rows = ProposedLink.objects.filter(proposal=proposal, dropped=False).order_by().values_list("staff", flat=True)
    return About("link", entry.subject, {}, lambda _: _staff(*rows.distinct()))


def _vacancy_late(entry: Entry, facts: dict[str, Any], now: dt.datetime) -> About | None:
    n = len(facts["enterprises"]) + len(facts["seats"])
    told = at_seats([entry.subject], (Role.DISPATCHER,), now)
    return About("vacancy", entry.subject, {"n": n}, lambda _: told)


def _left(entry: Entry, facts: dict[str, Any], now: dt.datetime) -> About | None:
    """By the places from which the enterprises were held: one message each, however many enterprises."""
    waiting = Handover.objects.filter(outgoing=entry.subject, successor=None).values_list("place", "enterprise")
    held = Liaison.objects.filter(staff=entry.subject, until=None).values_list("place", "enterprise")
    rows = set(waiting) | set(held)
    if not rows:
        return None
    places = sorted({place for place, _ in rows})
    firms = {firm for _, firm in rows}
    told = [to for place in places for to in heads(place, now)]
    return About("vacancy", entry.subject, {"n": len(firms)}, lambda _: told)


ABOUT: Mapping[str, Callable[[Entry, dict[str, Any], dt.datetime], About | None]] = {
    "handed_over": _handed_over,
    "handover_noted": _noted,
    "released": _released,
    "said_who_comes": _said,
    "links_proposed": _proposed,
    "proposal_confirmed": _confirmed,
    "left": _left,
    "vacancy_late": _vacancy_late,
}
"""How each entry is read."""
