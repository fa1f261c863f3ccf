"""Links (企业专属链接): make one for an enterprise, revoke it, and what opening it means."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db.models import F

from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.core.days import day_of, start_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions.checking import chosen
from zhuqi.domain.cases.actions.taking import Taken, move
from zhuqi.domain.cases.life.guards import GUARDS
from zhuqi.domain.cases.life.standing import Situation, hands_out
from zhuqi.domain.cases.models import Case, Link
from zhuqi.domain.cases.queries.sight import situation, visible
from zhuqi.domain.cases.rules.steps import takers
from zhuqi.domain.cases.rules.words import Action, Channel

DAYS, MOST = 30, 180
"""How many days a link lives where nothing is said, and at most."""
BYTES = 32
"""Random bytes of a secret: 256 bits."""


def make_link(
    actor: Actor,
    case_id: int,
    *,
    until: dt.date | None = None,
    channel: Channel = Channel.PHONE,
    alone: bool = False,
    key: str = "",
    now: dt.datetime,
) -> tuple[Link, str]:
    """A link to a case for its enterprise, and the secret of its address: (link, secret).

    It opens until the end of ``until`` (30 days on, where nothing is said). ``channel``: how it is sent. ``alone``
    revokes the others. The secret is told once; to a repeated ``key`` it is empty. Raises Missing, Refused, Invalid.
    """
    secret = secrets.token_urlsafe(BYTES)
    link = _make(
        actor, case_id, digest=fingerprint(secret), until=until, channel=channel, alone=alone, key=key, now=now
    )
    return link, secret if link.digest == fingerprint(secret) else ""


@verb
def _make(
    actor: Actor,
    case_id: int,
    *,
    digest: str,
    until: dt.date | None,
    channel: Channel,
    alone: bool,
    key: str,
    now: dt.datetime,
) -> Link:
    case = _handing_out(actor, case_id, now)
    today = day_of(now)
    last = until or today + dt.timedelta(days=DAYS)
    if not today <= last <= today + dt.timedelta(days=MOST):
        raise Invalid({"until": say("A link opens from today on, and at most {n} days long.", n=MOST)})
    ends = start_of(last + dt.timedelta(days=1))
    way = chosen("channel", Channel, channel)
    if alone:
        for other in Link.objects.filter(case=case, revoked_at=None, until__gt=now).order_by("pk"):
            _revoke(actor, other, "", now)
    change = Change(actor, "link", None, now=now, key=key)
    row = Link(case=case, digest=digest, made_at=now, made_by_id=actor.staff, until=ends, channel=way.value)
    change.subject = change.insert(row).pk
    change.record(events.LinkMade(case=case.pk, until=ends, channel=way))
    return row


def hand_over(actor: Actor, case: Case, *, digest: str, until: dt.datetime, now: dt.datetime) -> Link:
    """Make of a secret that the enterprise holds already the link of its case, inside the caller's transaction: what it
    was given for a need told without an account goes on as this."""
    row = Link(case=case, digest=digest, made_at=now, made_by_id=actor.staff, until=until, channel=Channel.PORTAL.value)
    change = Change(actor, "link", None, now=now)
    change.subject = change.insert(row).pk
    change.record(events.LinkMade(case=case.pk, until=until, channel=Channel.PORTAL))
    return row


@verb
def revoke_link(actor: Actor, link_id: int, *, key: str = "", now: dt.datetime) -> Link:
    """Let a link open nothing any more. Raises Missing, Refused; one that is revoked already stays so."""
    link = Link.objects.filter(pk=link_id).first()
    if link is None:
        raise Missing
    _handing_out(actor, link.case_id, now)
    if link.revoked_at is None:
        _revoke(actor, link, key, now)
    return link


def _revoke(actor: Actor, link: Link, key: str, now: dt.datetime) -> None:
    change = Change(actor, "link", link.pk, now=now, key=key)
    change.update(link, revoked_at=now)
    change.record(events.LinkRevoked(case=link.case_id))


def _handing_out(actor: Actor, case_id: int, now: dt.datetime) -> Case:
    """The case, if the actor may hand out links to it. Raises Missing, Refused."""
    case = visible(actor).filter(pk=case_id).first()
    if case is None:
        raise Missing
    if not hands_out(situation(actor, case, now=now, action=Action.ASK)):
        raise Refused(
            say(
                "A link is handed out by the dispatch room, or by whoever asks the enterprise and didn't handle the case."
            )
        )
    return case


@verb
def open_link(actor: Actor, link_id: int, *, key: str = "", now: dt.datetime) -> Link:
    """The enterprise has opened its link: a reply that waits for its view has been asked about, and that arrived.

    Written once for each reply, whatever is opened how often. Raises Missing where the link isn't this actor's or
    opens nothing now, Stale where the case moved at this moment.
    """
    link = Link.objects.filter(pk=link_id, case=actor.case, revoked_at=None, until__gt=now).first()
    case = visible(actor).filter(pk=link.case_id).first() if link is not None else None
    if link is None or case is None:
        raise Missing
    reply = _put(actor, case, Channel.LINK, "", now)
    if reply is not None:
        change = Change(actor, "link", link.pk, now=now, key=key)
        change.record(events.LinkOpened(case=case.pk, reply=reply))
    return link


@verb
def open_case(actor: Actor, case_id: int, *, key: str = "", now: dt.datetime) -> Case:
    """The enterprise has opened its case by its account: as with a link, a reply that waits for its view has been asked about,
    and that arrived. Raises Missing for anybody else, Stale where the case moved at this moment."""
    case = visible(actor).filter(pk=case_id).first() if actor.member is not None else None
    if case is None:
        raise Missing
    _put(actor, case, Channel.PORTAL, key, now)
    return case


def _put(actor: Actor, case: Case, channel: Channel, key: str, now: dt.datetime) -> int | None:
    """Book that the question about a reply arrived, where one waits for the enterprise's view and none is known to have
    arrived. Gives the number of the reply, None where nothing was booked. Raises Stale."""
    at = situation(actor, case, now=now, action=Action.ASK)
    if not _unasked(at) or not at.life.reply:
        return None
    if not Case.objects.filter(pk=case.pk, version=case.version).update(version=F("version") + 1):
        raise Stale
    case.version += 1
    put = events.Put(channel=channel, arrived_on=at.terms.day(now))
    move(Taken(actor, case, Action.ASK, at, key), put)
    return at.life.reply.n


def _unasked(at: Situation) -> bool:
    """Whether a reply waits for the enterprise's view and no question about it is known to have arrived."""
    if not takers(Action.ASK, at.life.state):
        return False
    return all(guard(at, frozenset()) is None for guard in GUARDS[Action.ASK])
