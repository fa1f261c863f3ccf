"""What every step has in common: take it as it was seen, ask the rules, write what follows from the event, book it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from zhuqi.base.errors import Invalid, Refused, Stale
from zhuqi.base.events import Event
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actions import share
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import Change
from zhuqi.core.texts import trimmed, unkeepable
from zhuqi.domain.voice.life import Standing, apply
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.queries.rebuild import standing
from zhuqi.domain.voice.queries.sight import lies, one, seen_from
from zhuqi.domain.voice.rules import Act, refusal


@dataclass(frozen=True)
class Taken:
    """A need in the hand of one actor for one step."""

    actor: Actor
    voice: Voice
    now: dt.datetime
    key: str


def take(actor: Actor, voice_id: int, act: Act, *, seen: int | None, key: str, now: dt.datetime) -> Taken:
    """The need, if the actor sees it, if it is still as seen, and if the rules allow the step. Raises Missing, Stale,
    Refused."""
    voice = one(actor, voice_id)
    if seen is not None and voice.version != seen:
        raise Stale
    refused = refusal(act, lies(voice), actor)
    if refused is not None:
        raise Refused(refused)
    if not Voice.objects.filter(pk=voice.pk, version=voice.version).update(version=F("version") + 1):
        raise Stale
    voice.version += 1
    return Taken(actor, voice, now, key)


def move(taken: Taken, event: Event, **words: object) -> Voice:
    """Write what an event makes of it, and other columns beside, and book it."""
    voice = taken.voice
    before = standing(voice)
    after = apply(before, event, taken.now)
    change = Change(taken.actor, "voice", voice.pk, now=taken.now, key=taken.key)
    change.update(voice, **columns(after), **words)
    change.record(event)
    if (before.desk, before.stage) != (after.desk, after.stage):
        share("voice", voice.pk, seen_from(voice.desk.path, voice.stage))
    return voice


def columns(standing: Standing) -> dict[str, object]:
    """A standing as columns of the row."""
    return {
        "desk_id": standing.desk,
        "told_at": standing.told_at,
        "due": standing.due,
        "stage": standing.stage.value,
        "reached_at": standing.reached_at,
        "ended_at": standing.ended_at,
        "enterprise_id": standing.enterprise,
        "case_id": standing.case,
        "proof": standing.proof,
        "erased_at": standing.erased_at,
    }


def typed(most: dict[str, int], **given: str) -> dict[str, str]:
    """Texts as they are kept; all of them are needed. Raises Invalid, one sentence a field."""
    faults: dict[str, Sentence] = {}
    kept = {}
    for field, text in given.items():
        kept[field] = trimmed(text)
        wrong = unkeepable(kept[field], most[field]) if kept[field] else say("Please fill this in.")
        if wrong is not None:
            faults[field] = wrong
    if faults:
        raise Invalid(faults)
    return kept
