"""What hangs on an enterprise in every room, by count and name: what is found at another row once the two are merged. The rooms
ask the directory which rows one enterprise has, so nothing of it is rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.domain.cases.queries.sight import visible as cases
from zhuqi.domain.directory.queries import register
from zhuqi.domain.liaison import queries as liaison
from zhuqi.domain.visits.queries import visible as visits

TOLD = 5
"""Names that are told; the count tells of the rest."""


@dataclass(frozen=True)
class Hanging:
    """One kind of thing: what it is called, how many there are, and the first of them by name."""

    code: str
    word: Sentence
    count: int
    names: tuple[str, ...]


def hanging(actor: Actor, enterprise_id: int) -> tuple[Hanging, ...]:
    """What hangs on one row, as far as the actor sees it. Eight queries."""
    own_cases = cases(actor).filter(enterprise=enterprise_id).order_by("-pk")
    own_visits = visits(actor).filter(enterprise=enterprise_id).order_by("-pk")
    links = [link for link in liaison.links_of(enterprise_id) if link.enterprise_id == enterprise_id]
    people = register.spokespersons(actor, enterprise_id)
    lists = [place for place in register.lists_of(enterprise_id) if place.enterprise_id == enterprise_id]
    titled = [f"{number} {title}" for number, title in own_cases.values_list("number", "title")[:TOLD]]
    days = [day.isoformat() for day in own_visits.values_list("day", flat=True)[:TOLD]]
    return (
        Hanging("cases", say("Cases"), own_cases.count(), tuple(titled)),
        Hanging("officials", say("Officials"), len(links), _first(link.staff.name for link in links)),
        Hanging("visits", say("Visits"), own_visits.count(), tuple(days)),
        Hanging("lists", say("Key lists"), len(lists), _first(place.list.name for place in lists)),
        Hanging("spokespersons", say("Spokespersons"), len(people), _first(one.name for one in people)),
        Hanging("notes", say("Notes"), register.notes(actor, enterprise_id).count(), ()),
    )


def _first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(list(names)[:TOLD])
