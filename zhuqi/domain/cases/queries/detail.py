"""One case as its page shows it: the life, what is open to the actor, the words, what happened."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.life.guards import open_actions
from zhuqi.domain.cases.life.standing import Situation
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.models import Case, Said
from zhuqi.domain.cases.queries.lists import rows
from zhuqi.domain.cases.queries.scopes import reasons
from zhuqi.domain.cases.queries.sight import situation, visible
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import queries as directory


@dataclass(frozen=True)
class Happened:
    """One entry of a case's journal: who did what, when, with which facts and words."""

    seq: int
    at: dt.datetime
    verb: str
    facts: dict[str, Any]
    who: str
    behalf: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Detail:
    """Everything a case's page shows. ``units``: names of every organisation the life speaks of."""

    case: Case
    at: Situation
    actions: tuple[Action, ...]
    said: tuple[Said, ...]
    history: tuple[Happened, ...]
    units: dict[int, str]
    staff: dict[int, str]

    @property
    def life(self) -> Life:
        """The life the page tells."""
        return self.at.life


def detail(actor: Actor, case_id: int, *, now: dt.datetime) -> Detail:
    """One case. Raises Missing out of sight. A fixed number of queries."""
    case = rows(visible(actor)).filter(pk=case_id).first()
    if case is None:
        raise Missing
    at = situation(actor, case, now=now)
    words = Said.objects.filter(case=case).order_by("n")
    said = tuple(words.filter(outside=True) if actor.enterprise is not None else words)
    entries = list(Entry.objects.filter(kind="case", subject=case.pk).order_by("seq"))
    people = {entry.staff for entry in entries if entry.staff} | ({case.finder_id} if case.finder_id else set())
    staff = directory.staff_names(people)
    history = tuple(
        Happened(
            entry.seq,
            entry.at,
            entry.verb,
            json.loads(entry.facts),
            staff.get(entry.staff or 0, ""),
            entry.behalf,
            tuple(row for row in said if row.seq == entry.seq),
        )
        for entry in entries
    )
    units = {unit for unit, _ in reasons(at.life)} | {clock.unit for clock in at.life.clocks} | {at.life.area}
    units |= {at.life.now(unit) for unit in units} | at.life.followed
    return Detail(case, at, tuple(open_actions(at)), said, history, directory.names(units), staff)
