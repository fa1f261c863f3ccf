"""Needs told without an account lie with the room that stands in the place of one that ends: those that wait, and those that are
over, so that they can still be read. They run on from when they were told."""

from __future__ import annotations

from django.db.models import F

from zhuqi.core.access.actor import CLOCK
from zhuqi.core.succession import Passing
from zhuqi.domain.voice import events
from zhuqi.domain.voice.actions.writing import Taken, move
from zhuqi.domain.voice.models import Voice


def pass_on(passing: Passing) -> None:
    """Let every need that lies with a room lie with its successor. Repeating changes nothing."""
    held = Voice.objects.filter(desk=passing.old).order_by("pk")
    for pk in list(held.values_list("pk", flat=True)):
        Voice.objects.filter(pk=pk).update(version=F("version") + 1)
        voice = Voice.objects.select_related("desk", "enterprise", "case").get(pk=pk)
        move(Taken(CLOCK, voice, passing.now, ""), events.PassedOn(desk=passing.new))
