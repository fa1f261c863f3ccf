"""What a dispatch room does about a need told without an account."""

from __future__ import annotations

import datetime as dt

from zhuqi.base.errors import Invalid
from zhuqi.base.events import Event
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.cases.actions import links
from zhuqi.domain.cases.actions.checking import chosen
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.voice import events
from zhuqi.domain.voice.actions.becoming import become
from zhuqi.domain.voice.actions.writing import Taken, move, take, typed
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.queries import outside
from zhuqi.domain.voice.rules import TEXT, Act, Proof


@verb
def reach(actor: Actor, voice_id: int, *, seen: int | None = None, key: str = "", now: dt.datetime) -> Voice:
    """Note that whoever told it was reached: what was promised is kept. Raises Missing, Stale, Refused."""
    return move(take(actor, voice_id, Act.REACH, seen=seen, key=key, now=now), events.Reached())


@verb
def take_in(
    actor: Actor,
    voice_id: int,
    *,
    enterprise_id: int,
    title: str,
    kind: str,
    category: str | None = None,
    proof: str = "",
    seen: int | None = None,
    key: str = "",
    now: dt.datetime,
) -> Voice:
    """Make a case of it, in the same transaction: for an enterprise of the register, in the words in which it was told, with
    its files. Clock and elapsed time begin when the enterprise told it. ``proof``: how the sender was checked; only then
    does the receipt open the case.

    Raises Missing, Stale, Refused, Invalid.
    """
    taken = take(actor, voice_id, Act.TAKE_IN, seen=seen, key=key, now=now)
    vouched = chosen("proof", Proof, proof).value if proof else ""
    return become(taken, enterprise_id=enterprise_id, title=title, kind=kind, category=category, proof=vouched)


@verb
def vouch(
    actor: Actor, voice_id: int, *, proof: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Voice:
    """Note afterwards how the sender of a case was checked: from now on the receipt opens the case. Raises Missing, Stale,
    Refused, Invalid."""
    taken = take(actor, voice_id, Act.VOUCH, seen=seen, key=key, now=now)
    vouched = chosen("proof", Proof, proof).value
    voice = taken.voice
    assert voice.case is not None
    links.hand_over(actor, voice.case, digest=voice.digest, until=voice.until, now=now)
    return move(taken, events.Vouched(proof=vouched))


@verb
def answer(
    actor: Actor, voice_id: int, *, text: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Voice:
    """Answer it without a case, in words that the sender reads. Raises Missing, Stale, Refused, Invalid."""
    return _told(take(actor, voice_id, Act.ANSWER, seen=seen, key=key, now=now), events.Responded(), text)


@verb
def decline(
    actor: Actor, voice_id: int, *, text: str, seen: int | None = None, key: str = "", now: dt.datetime
) -> Voice:
    """Say that it isn't ours: why, and where to go, in words that the sender reads. Raises Missing, Stale, Refused, Invalid."""
    return _told(take(actor, voice_id, Act.DECLINE, seen=seen, key=key, now=now), events.Declined(), text)


def _told(taken: Taken, event: Event, text: str) -> Voice:
    return move(taken, event, answer=typed({"text": TEXT}, text=text)["text"])


@verb
def pass_on(
    actor: Actor, voice_id: int, *, desk_id: int, seen: int | None = None, key: str = "", now: dt.datetime
) -> Voice:
    """Pass it to another dispatch room. It runs on from when it was told. It goes out of the room's sight by that: a repeated
    ``key`` is answered until something more happens to it, and then it isn't there. Raises Missing, Stale, Refused, Invalid."""
    directory.kept_there([desk_id])
    taken = take(actor, voice_id, Act.PASS_ON, seen=seen, key=key, now=now)
    desk = next((one for one in outside.desks() if one.pk == desk_id and desk_id != taken.voice.desk_id), None)
    if desk is None:
        raise Invalid({"desk_id": say("Please choose one from the list.")})
    return move(taken, events.PassedOn(desk=desk.pk))
