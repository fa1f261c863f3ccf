"""Cases like one case, found by the rarest pairs of signs that they share: among those that the actor sees, no others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from rapidfuzz import fuzz

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.models import Case, Holding, Reply, Request, Said
from zhuqi.domain.cases.queries.lists import rows
from zhuqi.domain.cases.queries.sight import newest, visible
from zhuqi.domain.cases.rules.words import Asked, Ground, Hand, How, Outcome
from zhuqi.domain.common.models import Frequent, Posting
from zhuqi.domain.common.queries.words import bodies
from zhuqi.domain.common.rules import grams, likely
from zhuqi.domain.common.rules.steps import compares
from zhuqi.domain.directory import queries as directory

CANDIDATES, SHOWN = 200, 20
"""So many in sight that share most pairs are compared word by word; so many of the most similar are shown."""
SAMPLE = 300
"""How much a pair tells is read off so many of the newest cases in sight."""
NOT_THEIRS = (None, Ground.DUTY.value, Ground.PLACE.value, Ground.HIGHER.value)
"""The grounds of a return that speak of the unit, not of the case."""
KEPT = (None, How.CLOSED.value)
"""How a row ends, or goes on, that stayed with its unit."""


@dataclass(frozen=True)
class Like:
    """A case like another. ``alike``: 0 to 1; ``title`` and ``body`` in pieces, what both have marked; ``answer``: its latest
    answer's words, with the unit that gave it."""

    case: Case
    alike: float
    title: tuple[grams.Piece, ...]
    body: tuple[grams.Piece, ...]
    unit: str
    outcome: Outcome | None
    answer: str
    answered_at: dt.datetime | None


@dataclass(frozen=True)
class Similar:
    """What is like a case, and which unit such cases went to. ``names``: {unit: name}; ``numbers``: {case: number}."""

    case: Case
    likes: tuple[Like, ...]
    enterprises: int
    proposal: likely.Proposal
    names: Mapping[int, str]
    numbers: Mapping[int, str]

    @property
    def last(self) -> Like | None:
        """The one that was answered last."""
        answered = [like for like in self.likes if like.answered_at is not None]
        return max(answered, key=lambda like: (like.answered_at, like.case.pk), default=None)


def similar(actor: Actor, case_id: int, *, among: Collection[int] | None = None) -> Similar:
    """What is like a case that the actor sees, the most similar first. ``among``: the units that may be proposed. Raises Missing,
    also for whoever doesn't dispatch or lead.
    Twelve queries, whatever the number of cases."""
    case = visible(actor).filter(pk=case_id).first() if compares(actor) else None
    if case is None:
        raise Missing
    words = f"{case.title} {bodies([case.pk]).get(case.pk, '')}"
    found = nearest(actor, words, but=case.pk)
    near = {one.case.pk: one for one in found if one.alike >= grams.ALIKE}
    shown = list(near.values())[:SHOWN]
    replies, answers = _answers([one.case.pk for one in shown])
    held = _held([case.pk, *(one.case.pk for one in found)])
    rulings = _rulings([case.pk, *near], held)
    kept = _kept(found, case.kind, held)
    mine = grams.grams(words)
    units = {reply.unit_id for reply in replies.values()} | {one.unit for one in rulings} | {one.unit for one in kept}
    names = directory.names(units)
    likes = tuple(
        Like(
            case=one.case,
            alike=one.alike,
            title=grams.marked(one.case.title, mine),
            body=grams.marked(one.body, mine),
            unit=names.get(replies[one.case.pk].unit_id, "") if one.case.pk in replies else "",
            outcome=_outcome(replies.get(one.case.pk)),
            answer=answers.get(one.case.pk, ""),
            answered_at=replies[one.case.pk].at if one.case.pk in replies else None,
        )
        for one in shown
    )
    return Similar(
        case=case,
        likes=likes,
        enterprises=len({like.case.enterprise.merged_into_id or like.case.enterprise_id for like in likes}),
        proposal=likely.proposed(kept, rulings, among=among),
        names=names,
        numbers={one.case.pk: one.case.number for one in found} | {case.pk: case.number},
    )


@dataclass(frozen=True)
class Near:
    """A candidate: how alike it is, what was said first."""

    case: Case
    alike: float
    body: str


def nearest(actor: Actor, text: str, *, but: int | None = None) -> list[Near]:
    """The cases in sight that share rare pairs with a text, the most similar first. Nothing of it counts what the actor doesn't
    see: how often all cases have a pair says only by which pairs the index is asked. Five queries."""
    wanted = grams.grams(text)
    if not wanted:
        return []
    known = dict(Frequent.objects.filter(gram__in=wanted).values_list("gram", "n"))
    near = _candidates(actor, grams.seeds(wanted, known), but)
    told, whole = _frequent(actor)
    plain = grams.folded(text)
    found = []
    for case, body in near:
        other = f"{case.title} {body}"
        weighed = grams.alike(wanted, grams.grams(other), told, whole)
        alike = (weighed + fuzz.ratio(plain, grams.folded(other)) / 100) / 2
        found.append(Near(case, alike, body))
    return sorted(found, key=lambda one: (-one.alike, -one.case.pk))


def _frequent(actor: Actor) -> tuple[dict[int, int], int]:
    """({pair: how many have it} of the frequent ones, how many were looked at) among the newest cases in sight. Two queries."""
    some = newest(actor, SAMPLE)
    counted = Posting.objects.filter(case_id__in=some).values("gram").annotate(n=Count("case_id"))
    return dict(counted.filter(n__gt=grams.RARE).order_by().values_list("gram", "n")), len(some)


def _candidates(actor: Actor, seeds: list[int], but: int | None) -> list[tuple[Case, str]]:
    """(case, what was said first) of those in sight that share most of some pairs. Two queries."""
    in_sight = Exists(visible(actor).filter(pk=OuterRef("case_id")))
    held = Posting.objects.filter(in_sight, gram__in=seeds).exclude(case_id=but or 0).values("case_id")
    sharing = held.annotate(n=Count("gram")).order_by("-n", "-case_id").values_list("case_id", flat=True)
    found = list(rows(Case.objects.filter(pk__in=sharing[:CANDIDATES])))
    said = bodies([case.pk for case in found])
    return [(case, said.get(case.pk, "")) for case in found]


Held = Mapping[int, Mapping[int, Holding]]
"""{case: {number: row}} of the rows under which units held it."""


def _held(cases: list[int]) -> Held:
    """The rows of some cases, in their order. One query."""
    found: dict[int, dict[int, Holding]] = {}
    for row in Holding.objects.filter(case__in=cases).order_by("case_id", "n"):
        found.setdefault(row.case_id, {})[row.n] = row
    return found


def _kept(found: Sequence[Near], kind: str, held: Held) -> list[likely.Kept]:
    """Those among some cases that a lead unit signed for and that stayed with it."""
    kept = []
    for one in found:
        led = [row for row in held.get(one.case.pk, {}).values() if row.hand == Hand.LEAD]
        if led and led[-1].accepted_at is not None and led[-1].how in KEPT:
            at = led[-1].accepted_at
            kept.append(likely.Kept(one.case.pk, led[-1].unit_id, one.alike, at, one.case.kind == kind))
    return kept


def _answers(cases: list[int]) -> tuple[dict[int, Reply], dict[int, str]]:
    """({case: its latest answer}, {case: the words of that answer}). Two queries."""
    replies = {
        reply.case_id: reply for reply in Reply.objects.filter(case__in=cases, stage=False).order_by("case_id", "n")
    }
    words: dict[int, str] = {}
    for case, at, body in Said.objects.filter(case__in=cases, outside=True).values_list("case_id", "at", "body"):
        if case in replies and replies[case].at == at:
            words.setdefault(case, body)
    return replies, words


def _outcome(reply: Reply | None) -> Outcome | None:
    return Outcome(reply.outcome) if reply is not None and reply.outcome else None


def _rulings(cases: list[int], held: Held) -> list[likely.Ruled]:
    """Of which units it was ruled that one of some cases isn't theirs. One query."""
    upheld = Request.objects.filter(case__in=cases, asked=Asked.RETURN, granted=True, ruled_at__isnull=False)
    return [
        likely.Ruled(row.case_id, held[row.case_id][row.holding].unit_id, row.ruled_at)
        for row in upheld
        if row.ground in NOT_THEIRS and row.ruled_at is not None
    ]
