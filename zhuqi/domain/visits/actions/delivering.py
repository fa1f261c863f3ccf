"""Drafts of visits that were kept on a device come in: each is written down once, however often it comes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zhuqi.base.errors import Fault, Stale
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.verbs import answered
from zhuqi.domain.cases.actions.attaching import attach
from zhuqi.domain.cases.queries.bearings import in_hand
from zhuqi.domain.visits.actions.recording import record
from zhuqi.domain.visits.models import NeedFound, Visit
from zhuqi.domain.visits.rules.wanting import Became, Draft, too_many


@dataclass(frozen=True)
class Delivered:
    """What became of a draft: the visit, where there is one; a sentence, where something is to be known. ``need``: which of
    its needs the sentence is about, counted from one."""

    became: Became
    visit: Visit | None = None
    said: Sentence | None = None
    need: int | None = None


def deliver(actor: Actor, draft: Draft, *, now: dt.datetime) -> Delivered:
    """Write a draft down, with its needs and their photos. Its key makes a repeat the same answer; nothing is raised, because
    others that came along with it go on. A photo that can't be taken leaves the visit as it is, and is told."""
    try:
        before = answered(record, actor, draft.enterprise_id, draft.key)
        twin = _twin(actor, draft) if before is None and not draft.anyway else None
        if twin is not None:
            before = answered(record, actor, draft.enterprise_id, draft.key)  # it may have come in at this very moment
        if before is None and twin is not None:
            return twin
        visit = record(
            actor,
            draft.enterprise_id,
            day=draft.day,
            mode=draft.mode,
            kind=draft.kind,
            said=draft.said,
            needs=draft.needs,
            beyond=draft.beyond,
            key=draft.key,
            now=now,
        )
    except Stale as fault:
        return Delivered(Became.LATER, said=fault.sentence)
    except Fault as fault:
        return Delivered(Became.REFUSED, said=fault.sentence)
    left, need = _attached(actor, draft, visit, now)
    return Delivered(Became.TAKEN if before is None else Became.BEFORE, visit, left, need)


def _twin(actor: Actor, draft: Draft) -> Delivered | None:
    """The first need that a live case of the enterprise in sight says nearly the same as."""
    for n, need in enumerate(draft.needs, 1):
        live = in_hand(actor, draft.enterprise_id, words=f"{need.title} {need.body}")
        twin = next((one.case for one in live if one.alike), None)
        if twin is not None:
            said = say(
                "{number} says nearly the same and is in hand. If this is another need, say so.", number=twin.number
            )
            return Delivered(Became.ALIKE, said=said, need=n)
    return None


def _attached(actor: Actor, draft: Draft, visit: Visit, now: dt.datetime) -> tuple[Sentence | None, int | None]:
    """Attach the photos of each need to its case, once. Gives what couldn't be taken, and of which need."""
    if not any(draft.photos):
        return None, None
    left: tuple[Sentence | None, int | None] = (None, None)
    cases = list(NeedFound.objects.filter(visit=visit).order_by("pk").values_list("case", flat=True))
    for n, (case, photos) in enumerate(zip(cases, draft.photos, strict=False), 1):
        if not photos:
            continue
        wrong = too_many(len(photos))
        try:
            if wrong is None:
                attach(actor, case, uploads=photos, key=f"{draft.key}-{n}", now=now)
        except Fault as fault:
            wrong = fault.sentence
        left = (wrong, n) if wrong is not None else left
    return left
