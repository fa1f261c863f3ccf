"""Cases like one case, found by the rarest pairs of signs that they share: among those that the actor sees, no others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef
from rapidfuzz import fuzz

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.models import Case, Holding, Reply, Request, Said
from zhuqi.domain.cases.queries.lists import rows
from zhuqi.domain.cases.queries.sight import visible
from zhuqi.domain.cases.rules.words import Asked, End, Ground, Outcome, State
from zhuqi.domain.common.models import Frequent, Posting
from zhuqi.domain.common.queries.words import bodies
from zhuqi.domain.common.rules import grams, likely
from zhuqi.domain.directory import queries as directory

CANDIDATES, SHOWN = 200, 20
"""So many candidates are compared word by word; so many of the most similar are shown."""
NOT_THEIRS = (None, Ground.DUTY.value, Ground.PLACE.value, Ground.HIGHER.value)
"""The grounds of a return that speak of the unit, not of the case."""
SETTLED = (Outcome.SOLVED.value, Outcome.ANSWERED.value, Outcome.EXPLAINED.value)


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
    """What is like a case that the actor sees, the most similar first. ``among``: the units that may be proposed. Raises Missing.
    Nine queries, whatever the number of cases."""
    case = visible(actor).filter(pk=case_id).first()
    if case is None:
        raise Missing
    body = bodies([case.pk]).get(case.pk, "")
    found = nearest(actor, f"{case.title} {body}", but=case.pk)
    wanted = [pk for pk, _ in found]
    cases = {row.pk: row for row in rows(visible(actor).filter(pk__in=wanted))}
    said = bodies(wanted)
    replies, answers = _answers(wanted)
    rulings = _rulings([case.pk, *wanted])
    mine = grams.grams(f"{case.title} {body}")
    units = {reply.unit_id for reply in replies.values()} | {ruling.unit for ruling in rulings}
    names = directory.names(units)
    likes = tuple(
        Like(
            case=cases[pk],
            alike=alike,
            title=grams.marked(cases[pk].title, mine),
            body=grams.marked(said.get(pk, ""), mine),
            unit=names.get(replies[pk].unit_id, "") if pk in replies else "",
            outcome=_outcome(replies.get(pk)),
            answer=answers.get(pk, ""),
            answered_at=replies[pk].at if pk in replies else None,
        )
        for pk, alike in found
        if pk in cases
    )
    return Similar(
        case=case,
        likes=likes[:SHOWN],
        enterprises=len({like.case.enterprise_id for like in likes[:SHOWN]}),
        proposal=likely.proposed(_solved(likes, replies), rulings, among=among),
        names=names,
        numbers={pk: row.number for pk, row in cases.items()} | {case.pk: case.number},
    )


def nearest(actor: Actor, text: str, *, but: int | None = None) -> list[tuple[int, float]]:
    """(case, 0 to 1) of the cases in sight that are like a text, the most similar first. Three queries, and the words."""
    wanted = grams.grams(text)
    if not wanted:
        return []
    known = dict(Frequent.objects.filter(gram__in=wanted).values_list("gram", "n"))
    whole = max([*known.values(), grams.RARE])
    candidates = _candidates(actor, grams.seeds(wanted, known), but)
    plain = grams.folded(text)
    found = []
    for pk, other in candidates.items():
        alike = (
            grams.alike(wanted, grams.grams(other), known, whole) + fuzz.ratio(plain, grams.folded(other)) / 100
        ) / 2
        if alike >= grams.ALIKE:
            found.append((pk, alike))
    return sorted(found, key=lambda pair: (-pair[1], -pair[0]))


def _candidates(actor: Actor, seeds: list[int], but: int | None) -> dict[int, str]:
    """{case: its words} of those in sight that share most of some pairs. Two queries."""
    seen = Exists(visible(actor).filter(pk=OuterRef("case_id")))
    held = Posting.objects.filter(seen, gram__in=seeds).exclude(case_id=but or 0).values("case_id")
    best = held.annotate(n=Count("gram")).order_by("-n", "-case_id").values_list("case_id", flat=True)[:CANDIDATES]
    pks = list(best)
    titles = dict(Case.objects.filter(pk__in=pks).values_list("pk", "title"))
    said = bodies(pks)
    return {pk: f"{titles[pk]} {said.get(pk, '')}" for pk in pks}


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


def _rulings(cases: list[int]) -> list[likely.Ruled]:
    """Of which units it was ruled that one of some cases isn't theirs. Two queries."""
    upheld = Request.objects.filter(case__in=cases, asked=Asked.RETURN, granted=True, ruled_at__isnull=False)
    found = [row for row in upheld if row.ground in NOT_THEIRS]
    held = {
        (row.case_id, row.n): row.unit_id
        for row in Holding.objects.filter(case__in={request.case_id for request in found})
    }
    return [
        likely.Ruled(row.case_id, held[row.case_id, row.holding], row.ruled_at)
        for row in found
        if row.ruled_at is not None
    ]


def _solved(likes: tuple[Like, ...], replies: Mapping[int, Reply]) -> list[likely.Solved]:
    """Those among some cases that ended with an answer which settles them."""
    return [
        likely.Solved(like.case.pk, replies[like.case.pk].unit_id, like.alike, replies[like.case.pk].at)
        for like in likes
        if solved(like.case) and like.outcome is not None and like.outcome.value in SETTLED
    ]


def solved(case: Case) -> bool:
    """Whether a case ended with an answer."""
    return case.state == State.ENDED and case.end == End.CLOSED
