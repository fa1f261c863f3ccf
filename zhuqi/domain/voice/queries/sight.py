"""Who sees a need told without an account: dispatchers, supervisors and leaders of the area at whose room it lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import QuerySet

from zhuqi.base.errors import Missing
from zhuqi.base.paths import lineage
from zhuqi.base.words import term
from zhuqi.core.access.actor import Actor
from zhuqi.core.access.queries import in_sight
from zhuqi.core.files import queries as files
from zhuqi.core.files.rules import Media
from zhuqi.core.succession import Lying
from zhuqi.domain.cases.queries.files import Download
from zhuqi.domain.cases.rules import masking
from zhuqi.domain.voice.models import Relay, Voice, VoiceFile
from zhuqi.domain.voice.rules import READING, UNNAMED, Act, Lies, Proof, Stage, open_acts

WAITING = ("told_at", "pk")
"""The order of what waits: the oldest first."""
OVER = ("-told_at", "-pk")
"""The order of what is over: the latest first."""


def visible(actor: Actor) -> QuerySet[Voice]:
    """What the actor sees of it."""
    if actor.clock:
        return Voice.objects.all()
    seats = tuple(seat for seat in actor.seats if seat.role in READING)
    return Voice.objects.filter(in_sight(replace(actor, seats=seats), "voice"))


def tray(actor: Actor, *, over: bool = False) -> QuerySet[Voice]:
    """What waits in the actor's sight, or what is over, with its room and its area."""
    found = visible(actor).select_related("desk__area", "case", "relay")
    return found.exclude(stage=Stage.WAITING) if over else found.filter(stage=Stage.WAITING)


def one(actor: Actor, voice_id: int) -> Voice:
    """One of them, with its room, its enterprise and its case. Raises Missing. One query."""
    found = visible(actor).select_related("desk__area", "enterprise", "case", "relay").filter(pk=voice_id).first()
    if found is None:
        raise Missing
    return found


def lies(voice: Voice) -> Lies:
    """It as the rules look at it."""
    proof = Proof(voice.proof) if voice.proof else None
    return Lies(voice.desk_id, Stage(voice.stage), proof, voice.reached_at is not None, relay_of(voice) is not None)


def relay_of(voice: Voice) -> Relay | None:
    """What a hotline handed in beside a need; None where no hotline did."""
    return getattr(voice, "relay", None)


def actions(actor: Actor, voice: Voice) -> tuple[Act, ...]:
    """What the actor can do to it now: exactly the buttons of its page."""
    return open_acts(lies(voice), actor)


def masked(voice: Voice) -> tuple[str, str]:
    """Name and telephone of whoever told it, as they are shown to somebody who didn't ask to see them."""
    name = voice.name if voice.name == UNNAMED else masking.name(voice.name)
    return name, masking.phone(voice.phone)


def enclosed(voice: Voice) -> QuerySet[VoiceFile]:
    """The files that came with it. One query."""
    return VoiceFile.objects.filter(voice=voice).select_related("file").order_by("n")


def download(actor: Actor, voice_id: int, file_id: int) -> Download:
    """A file that came with a need. Raises Missing out of sight, and where it was erased."""
    found = enclosed(one(actor, voice_id)).filter(file=file_id).first()
    if found is None:
        raise Missing
    return Download(found.file.name, Media(found.file.media), found.file.digest, files.content(found.file))


def seen_from(desk_path: str, stage: str) -> list[tuple[str, str]]:
    """(path, reason) from where it is seen. While it waits, its room works on it."""
    return [(desk_path, "desk" if stage == Stage.WAITING else "voice")]


def scopes() -> set[tuple[int, int, str]]:
    """(voice, organisation, reason) of every scope that must be there, for verification. One query."""
    rows = Voice.objects.values_list("pk", "desk__path", "stage")
    return {(pk, org, why) for pk, desk, stage in rows for path, why in seen_from(desk, stage) for org in lineage(path)}


def lying(org: int) -> Iterator[Lying]:
    """What of it lies with a room itself and waits. One query."""
    yield Lying(
        "needs", term("needs that wait in its tray"), Voice.objects.filter(desk=org, stage=Stage.WAITING).count()
    )
