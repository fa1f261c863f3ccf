"""Who told a need: shown to whoever asks to see it, which is on record; forgotten when it is no longer needed."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.files import actions as files
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.domain.voice import events
from zhuqi.domain.voice.actions.writing import columns
from zhuqi.domain.voice.life import apply
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.queries.rebuild import standing
from zhuqi.domain.voice.queries.sight import enclosed, one, relay_of
from zhuqi.domain.voice.rules import KEPT, Stage


def reveal(actor: Actor, voice_id: int, *, key: str = "", now: dt.datetime) -> Voice:
    """Show name and telephone of whoever told it to the room with which it lies. That somebody looked is on record; a room with
    which it doesn't lie any more isn't shown them again by the key of then.

    Raises Missing (out of sight, or nothing to show), Refused.
    """
    _shown(actor, voice_id)
    return _reveal(actor, voice_id, key=key, now=now)


@verb
def _reveal(actor: Actor, voice_id: int, *, key: str = "", now: dt.datetime) -> Voice:
    voice = _shown(actor, voice_id)
    change = Change(actor, "voice", voice.pk, now=now, key=key)
    change.record(events.SenderShown())
    return voice


def _shown(actor: Actor, voice_id: int) -> Voice:
    voice = one(actor, voice_id)
    if not voice.name:
        raise Missing
    if voice.desk_id not in actor.orgs(Role.DISPATCHER):
        raise Refused(say("This is done by the dispatch room with which it lies."))
    return voice


def forget_old(now: dt.datetime) -> None:
    """Erase the words of what is over for half a year: what became a case has them there, and nobody needs the others. Each
    in a transaction of its own; what is erased already isn't met again."""
    old = Voice.objects.filter(ended_at__lte=now - KEPT, erased_at=None).order_by("pk").values_list("pk", flat=True)
    for pk in list(old):
        _forget(pk, now)


@transaction.atomic
def _forget(voice_id: int, now: dt.datetime) -> None:
    voice = Voice.objects.get(pk=voice_id)
    if voice.erased_at is not None:
        return
    change = Change(CLOCK, "voice", voice.pk, now=now)
    if voice.stage != Stage.TAKEN_IN:
        for enclosure in enclosed(voice):
            if enclosure.file.erased_at is None:
                files.erase(change, enclosure.file)
    relay = relay_of(voice)
    if relay is not None:
        where = {"address": "", "address_id": "", "lat": None, "long": None, "media_url": ""}
        change.update(relay, **where, salt=secrets.token_hex(16))
    event = events.Forgotten()
    after = apply(standing(voice), event, now)
    blank = dict.fromkeys(("firm", "uscc", "body", "name", "phone", "answer"), "")
    change.update(voice, **columns(after), **blank, salt=secrets.token_hex(16), version=voice.version + 1)
    change.record(event)
