"""Which enterprises of the register a need may come from: for the room that looks after it."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.core.access.actor import Actor
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.rules import core_of

MOST = 8
"""Enterprises that are proposed."""


@dataclass(frozen=True)
class Candidate:
    """An enterprise that a need may come from; ``by_code``: its credit code was written, else its name is like it."""

    enterprise: Enterprise
    by_code: bool


def candidates(actor: Actor, voice: Voice, words: str = "") -> tuple[Candidate, ...]:
    """The enterprises in the actor's sight that have the code, then those whose names hold what is written; ``words``:
    searched for in place of that. Two queries."""
    if voice.erased_at is not None:
        return ()
    seen = directory.visible(actor).select_related("region")
    coded = list(seen.filter(uscc=voice.uscc)) if voice.uscc and not words else []
    named = directory.fitting(seen, words or core_of(voice.firm), "uscc").exclude(pk__in=[one.pk for one in coded])
    like = list(named.order_by("name", "pk")[: MOST - len(coded)])
    return (*(Candidate(one, True) for one in coded), *(Candidate(one, False) for one in like))
