"""What a hotline reads of the needs it handed in: its own words, where each stands, by when. Nothing of who handles it, of what
others wrote into the case, of persons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from django.db.models import Q, QuerySet

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.models import Chain
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.cases.models import Case, Clock
from zhuqi.domain.cases.rules.words import Confirmation, End, Outcome, State, Tick
from zhuqi.domain.voice.models import Relay, Voice
from zhuqi.domain.voice.queries.sight import visible
from zhuqi.domain.voice.rules import Stage

MOST = 1000
"""Needs that are told at once, as Open311 has it."""
NEWEST = ("-at", "-pk")
WITHOUT = "need-"
"""How the id of a need begins that is over and never was a case; a case's own id is its number in the house."""
OVER = Q(voice__stage__in=(Stage.ANSWERED.value, Stage.NOT_OURS.value)) | Q(voice__case__state=State.ENDED.value)


@dataclass(frozen=True)
class Followed:
    """A need as the hotline reads it. ``outcome``, ``confirmation``, ``end``: of its case; ``answer``: what the room wrote to
    the sender of a need that is over without one."""

    relay: Relay
    id: str
    closed: bool
    stage: Stage
    state: State | None
    outcome: Outcome | None
    confirmation: Confirmation | None
    end: End | None
    number: str
    answer: str
    code: str
    name: str
    desk: str
    updated_at: dt.datetime
    expected: dt.datetime | None

    @property
    def voice(self) -> Voice:
        """The need itself."""
        return self.relay.voice


def own(actor: Actor) -> QuerySet[Relay]:
    """What the actor's account handed in, as far as the actor sees it still."""
    return Relay.objects.filter(source=actor.account, voice__in=visible(actor).values("pk"))


def of_number(actor: Actor, number: str) -> Voice | None:
    """The need that the actor's account handed in under a number of its own. One query."""
    held = Relay.objects.filter(source=actor.account, number=number).select_related("voice__desk__area", "voice__case")
    row = held.first() if actor.account is not None else None
    return row.voice if row else None


def token_of(voice: Voice) -> str:
    """The token that a hotline got for a need it handed in. Raises Missing where none did. One query."""
    row = Relay.objects.filter(voice=voice.pk).first()
    if row is None:
        raise Missing
    return row.token


def by_token(actor: Actor, token: str) -> Relay:
    """What the actor handed in and got this token for. Raises Missing. One query."""
    row = own(actor).filter(token=token).select_related("voice__case").first()
    if row is None:
        raise Missing
    return row


def id_of(voice: Voice) -> str:
    """The id under which a need is asked for: its case's, or one of its own where it is over without one; empty while the room
    hasn't found out what it is. Once given it stays."""
    if voice.case_id is not None:
        return str(voice.case_id)
    return "" if voice.stage == Stage.WAITING else f"{WITHOUT}{voice.pk}"


def followed(
    actor: Actor,
    *,
    ids: Collection[str] | None = None,
    codes: Collection[str] = (),
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    closed: bool | None = None,
    now: dt.datetime,
) -> tuple[Followed, ...]:
    """What the actor handed in and what has an id by now, the newest first, a thousand at most; ``since`` and ``until`` are
    within. ``ids``: those, whatever else is asked. Five queries."""
    found = own(actor).exclude(voice__stage=Stage.WAITING.value)
    if ids is not None:
        found = found.filter(_named(ids))
    else:
        if codes:
            found = found.filter(Q(voice__case__kind__in=codes) | Q(voice__case=None, code__in=codes))
        if since is not None:
            found = found.filter(at__gte=since)
        if until is not None:
            found = found.filter(at__lte=until)
        if closed is not None:
            found = found.filter(OVER) if closed else found.exclude(OVER)
    rows = list(found.select_related("voice__case__desk", "voice__desk").order_by(*NEWEST)[:MOST])
    return _told(rows, now)


def _named(ids: Iterable[str]) -> Q:
    cases: list[int] = []
    needs: list[int] = []
    for one in islice(ids, MOST):
        written, kept = (one.removeprefix(WITHOUT), needs) if one.startswith(WITHOUT) else (one, cases)
        if written.isascii() and written.isdecimal() and len(written) <= 15 and str(int(written)) == written:
            kept.append(int(written))
    return Q(voice__case__in=cases) | Q(voice__in=needs, voice__case=None)


def _told(rows: Collection[Relay], now: dt.datetime) -> tuple[Followed, ...]:
    cases = {row.voice.case.pk: row.voice.case for row in rows if row.voice.case is not None}
    promises = _promises(cases)
    moved = dict(Chain.objects.filter(kind="case", subject__in=cases).values_list("subject", "last_at"))
    kinds = _kinds({row.voice.desk.path for row in rows}, now)
    return tuple(_one(row, promises, moved, kinds) for row in rows)


def _one(
    row: Relay,
    promises: Mapping[int, dt.datetime | None],
    moved: Mapping[int, dt.datetime],
    kinds: Mapping[str, Mapping[str, str]],
) -> Followed:
    voice, case = row.voice, row.voice.case
    code = case.kind if case else row.code
    updated = (case.ended_at or moved[case.pk]) if case else (voice.ended_at or voice.told_at)
    return Followed(
        relay=row,
        id=id_of(voice),
        closed=case.end is not None if case else voice.ended_at is not None,
        stage=Stage(voice.stage),
        state=State(case.state) if case else None,
        outcome=Outcome(case.outcome) if case and case.outcome else None,
        confirmation=Confirmation(case.confirmation) if case and case.confirmation else None,
        end=End(case.end) if case and case.end else None,
        number=case.number if case else "",
        answer=voice.answer,
        code=code,
        name=kinds.get(voice.desk.path, {}).get(code, code),
        desk=(case or voice).desk.name,
        updated_at=updated,
        expected=promises.get(case.pk) if case else voice.due,
    )


def _promises(cases: Mapping[int, Case]) -> dict[int, dt.datetime | None]:
    """{case: the date promised to its enterprise, in its latest episode}. One query."""
    clocks = Clock.objects.filter(case__in=cases, tick=Tick.CASE.value).order_by("case", "n")
    return dict(clocks.values_list("case", "due"))


def _kinds(paths: Collection[str], now: dt.datetime) -> dict[str, Mapping[str, str]]:
    """{path of a room: {code: kind of matter}} as its edition of today calls them. One query."""
    held = rulebook.in_force_each(paths, day_of(now))
    return {path: rulebook.section(edition, "办理").kinds for path, edition in held.items()}


@dataclass(frozen=True)
class Served:
    """The matters that a dispatch room takes: {code: word} of kinds and of categories."""

    kinds: Mapping[str, str]
    categories: Mapping[str, str]


def served(path: str, now: dt.datetime) -> Served:
    """What the edition in force at a room says of the matters it takes. Raises Refused where none is. One query."""
    rules = rulebook.section(rulebook.in_force(path, day_of(now)), "办理")
    return Served(rules.kinds, rules.categories)


def changed_on(paths: Collection[str], now: dt.datetime) -> dt.date | None:
    """The last day on which an edition in force now came into force at one of some rooms. One query."""
    held = rulebook.in_force_each(paths, day_of(now))
    return max((edition.effective_on for edition in held.values()), default=None)
