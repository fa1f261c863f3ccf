"""How a need becomes a case: in the words in which it was told, with its files, from the moment it was told."""

from __future__ import annotations

from zhuqi.domain.cases.actions import attaching, links, taking_in
from zhuqi.domain.cases.rules.words import Channel
from zhuqi.domain.voice import events
from zhuqi.domain.voice.actions.writing import Taken, move
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.queries.sight import enclosed, relay_of
from zhuqi.domain.voice.rules import degrees


def become(taken: Taken, *, enterprise_id: int, title: str, kind: str, category: str | None, proof: str = "") -> Voice:
    """Make a case of a need in hand, for an enterprise of the register, inside the caller's transaction. ``proof``: how the
    sender was checked; only then does the receipt open the case. Raises Missing, Invalid, Refused."""
    actor, voice, now = taken.actor, taken.voice, taken.now
    relay = relay_of(voice)
    case = taking_in.take_in(
        actor,
        voice.desk,
        enterprise_id=enterprise_id,
        title=title,
        body=words_of(voice),
        kind=kind,
        category=category,
        speaks=(voice.name, voice.phone),
        told_at=voice.told_at,
        channel=Channel.HOTLINE if relay else Channel.PORTAL,
        now=now,
    )
    brought = [one.file for one in enclosed(voice)]
    if brought:
        attaching.bring(actor, case, brought, now=now)
    if proof and relay is None:  # what a hotline handed in has no receipt
        links.hand_over(actor, case, digest=voice.digest, until=voice.until, now=now)
    event = events.TakenIn(enterprise=enterprise_id, case=case.pk, proof=proof)
    return move(taken, event, name="", phone="")


def words_of(voice: Voice) -> str:
    """The words of the case: what was said, and what a hotline handed in beside: where it is, and an address of the web."""
    relay = relay_of(voice)
    if relay is None:
        return voice.body
    place = "" if relay.lat is None or relay.long is None else f"{degrees(relay.lat)}, {degrees(relay.long)}"
    beside = "\n".join(part for part in (relay.address, place, relay.media_url) if part)
    return f"{voice.body}\n\n{beside}" if beside else voice.body
