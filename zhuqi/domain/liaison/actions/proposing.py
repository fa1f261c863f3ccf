"""Proposing links for an area, changing them by hand, and confirming them all at once."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence

from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.base.events import Event
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal import bulk
from zhuqi.core.journal.change import Change, record_many
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Organisation
from zhuqi.domain.directory.queries import ending as endings
from zhuqi.domain.directory.rules import AREAS, Kind, dispatches
from zhuqi.domain.liaison import events
from zhuqi.domain.liaison.actions.links import bound, coded, fresh, reveal, unfit, unruly
from zhuqi.domain.liaison.actions.posts import empower, member
from zhuqi.domain.liaison.life.binding import no
from zhuqi.domain.liaison.matching import Match
from zhuqi.domain.liaison.models import Handover, Liaison, Proposal, ProposedLink
from zhuqi.domain.liaison.queries import proposing
from zhuqi.domain.liaison.rules import Duty, Fate, Term
from zhuqi.domain.liaison.rules.words import HEAVIEST, WEIGHTS

OVER = say("This proposal is over.")


@verb
def propose(
    actor: Actor, area_id: int, *, weights: Mapping[Term, int] | None = None, key: str = "", now: dt.datetime
) -> Proposal:
    """Propose officials for the enterprises of an area that lack them; it takes the place of one not confirmed yet. Raises
    Refused where nothing is lacking, or for whoever doesn't dispatch there."""
    area = directory.unit(area_id)
    if Kind(area.kind) not in AREAS or not dispatches(actor, area.path) or actor.staff is None:
        raise Missing
    weighed = {**WEIGHTS, **(weights or {})}
    if any(not 0 <= weight <= HEAVIEST for weight in weighed.values()):
        raise Invalid({"weights": say("Weights lie from 0 to {most}.", most=HEAVIEST)})
    drawn = proposing.draw(actor, area, weighed, day_of(now))
    if not drawn.wanted:
        raise Refused(say("No enterprise of this area lacks an official."))
    endings.hold([group.pk for group in drawn.groups.values() if group is not None])
    for earlier in Proposal.objects.filter(area=area, state=Fate.OPEN):
        _end(Change(actor, "proposal", earlier.pk, now=now), earlier, Fate.DROPPED, events.ProposalDropped())
    change = Change(actor, "proposal", None, now=now, key=key)
    made = change.insert(
        Proposal(
            area=area,
            author_id=actor.staff,
            made_at=now,
            weights=json.dumps(weighed, sort_keys=True),
            wanted=drawn.wanted,
        )
    )
    change.insert_many([_row(made, pair, drawn.groups) for pair in drawn.matches])
    change.subject = made.pk
    change.record(events.LinksProposed(area=area.pk, links=len(drawn.matches)))
    return made


def _row(made: Proposal, pair: Match, groups: Mapping[int, Organisation | None]) -> ProposedLink:
    terms = {**{str(term): points for term, points in pair.terms.items()}, "held": pair.held, "most": pair.most}
    return ProposedLink(
        proposal=made,
        enterprise_id=pair.firm,
        staff_id=pair.staff,
        group=groups.get(pair.staff),
        terms=json.dumps(terms, sort_keys=True),
    )


def _open(actor: Actor, proposal_id: int, seen: int) -> Proposal:
    """A proposal that isn't over. Raises Missing, Refused and Stale."""
    found = proposing.visible(actor).filter(pk=proposal_id).first()
    if found is None:
        raise Missing
    if found.state != Fate.OPEN:
        raise Refused(OVER)
    if found.version != seen:
        raise Stale
    return found


@verb
def change_proposed(
    actor: Actor,
    proposal_id: int,
    *,
    link_id: int,
    staff: str = "",
    dropped: bool = False,
    seen: int,
    key: str = "",
    now: dt.datetime,
) -> Proposal:
    """Put somebody else in a row, by their staff code, or drop the row; neither takes it up again as it was."""
    proposal = _open(actor, proposal_id, seen)
    row = proposing.rows(proposal).filter(pk=link_id).first()
    if row is None:
        raise Missing
    change = Change(actor, "proposal", proposal.pk, now=now, key=key)
    if staff:
        who = member(coded(actor, staff, row.group_id))
        wrong = unfit(actor, who, row.group)
        if wrong is not None:
            raise Invalid({"staff": wrong})
        if proposing.rows(proposal).filter(enterprise=row.enterprise_id, staff=who).exclude(pk=row.pk).exists():
            raise Invalid({"staff": say("They are proposed for this enterprise already.")})
        change.update(row, staff=who, terms="{}", typed=True, dropped=dropped)
    else:
        change.update(row, dropped=dropped)
    change.update(proposal, version=proposal.version + 1)
    change.record(events.ProposalChanged(enterprise=row.enterprise_id))
    return proposal


@verb
def drop_proposal(actor: Actor, proposal_id: int, *, seen: int, key: str = "", now: dt.datetime) -> Proposal:
    """Let a proposal go; nothing of it holds."""
    proposal = _open(actor, proposal_id, seen)
    _end(Change(actor, "proposal", proposal.pk, now=now, key=key), proposal, Fate.DROPPED, events.ProposalDropped())
    return proposal


def _end(change: Change, proposal: Proposal, state: Fate, event: Event) -> None:
    change.update(proposal, state=state.value, ended_at=change.now, version=proposal.version + 1)
    change.record(event)


@verb
def confirm_proposal(actor: Actor, proposal_id: int, *, seen: int, key: str = "", now: dt.datetime) -> Proposal:
    """Link everybody who is proposed, all or none, from today on. Raises Refused where one of them doesn't fit the rulebook,
    may not be linked any more, or is linked already."""
    proposal = _open(actor, proposal_id, seen)
    wanted = [row for row in proposing.rows(proposal).order_by("pk") if not row.dropped]
    if not wanted:
        raise Refused(say("Nothing is left to confirm: every row is dropped."))
    for row in wanted:
        wrong = unfit(actor, row.staff, row.group)
        if wrong is not None:
            raise Refused(_about(row, wrong))
    links = [fresh(row.enterprise, row.staff, row.group, day_of(now)) for row in wanted]
    held = set(Liaison.objects.filter(until=None).values_list("enterprise", "staff"))
    again = next((row for row in wanted if (row.enterprise_id, row.staff_id) in held), None)
    if again is not None:
        raise Refused(_about(again, say("They are linked to this enterprise already.")))
    odd = unruly(links, now)
    if odd:
        ids = {odd[0].who}
        row = next(row for row in wanted if {row.enterprise_id, row.staff_id} & ids)
        raise Refused(_about(row, no(odd[0])))
    link_all(actor, links, now)
    change = Change(actor, "proposal", proposal.pk, now=now, key=key)
    _end(change, proposal, Fate.CONFIRMED, events.ProposalConfirmed(links=len(links)))
    return proposal


def _about(row: ProposedLink, why: object) -> Sentence:
    return say("{firm}, {name}: {why}", firm=row.enterprise.name, name=row.staff.name, why=why)


def link_all(actor: Actor, links: Sequence[Liaison], now: dt.datetime) -> None:
    """Write many links, with their roles, and show the enterprises where they are held; who is linked where an official left
    is the successor."""
    endings.hold([link.place_id for link in links])
    bulk.insert(links)
    changes = [Change(actor, "enterprise", link.enterprise_id, now=now) for link in links]
    first: dict[int, tuple[Change, Liaison]] = {}
    for change, link in zip(changes, links, strict=True):
        change.touched(link)
        first.setdefault(link.enterprise_id, (change, link))
    for waiting in Handover.objects.filter(successor=None).order_by("pk"):
        if waiting.enterprise_id in first:
            change, link = first.pop(waiting.enterprise_id)
            change.update(waiting, successor_id=link.staff_id, link=link, named_at=now)
    empower(
        (change, link.staff, link.place, Duty.HOLDS_ENTERPRISES, link.since)
        for change, link in zip(changes, links, strict=True)
    )
    record_many((change, bound(link)) for change, link in zip(changes, links, strict=True))
    reveal(sorted({link.enterprise_id for link in links}))
