"""Every case built again from the journal alone, and held against its tables."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from zhuqi.base.paths import lineage
from zhuqi.base.words import say
from zhuqi.core.days import day_of
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import Finding
from zhuqi.domain.cases import events
from zhuqi.domain.cases.life.fold import apply, entered
from zhuqi.domain.cases.life.terms import Booked, Terms
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.models import Case, DayBalance, DayEdge, Edge, FoldedDay
from zhuqi.domain.cases.queries import lives, sight
from zhuqi.domain.cases.queries.ledger import FLOW
from zhuqi.domain.cases.queries.scopes import paths_of, reasons, with_heirs
from zhuqi.domain.cases.rules.ledger import Flow, net
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise


def folded(entries: list[Entry], terms: Terms) -> Life | None:
    """The life that a case's entries tell, in their order."""
    life: Life | None = None
    for entry in entries:
        facts = json.loads(entry.facts)
        dues = {int(n): _booked(pair) for n, pair in facts.get("dues", {}).items()}
        event = events.KINDS[entry.verb].revive(facts)
        current = life.editions[life.area] if life else entered(event) or terms.current
        copied = tuple((unit, Moment(moment)) for unit, moment in facts.get("copies", ()))
        told = dataclasses.replace(terms, dues=dues, current=current, copied=copied)
        life = apply(life, event, entry.at, told)
    return life


def _booked(pair: list[str | None]) -> Booked:
    due, remind_at = (dt.datetime.fromisoformat(text) if text else None for text in pair)
    return due, remind_at


def findings() -> Iterator[Finding]:
    """What differs between the tables of cases and what the journal tells."""
    for pks in lives.chunks(Case.objects.order_by("pk").values_list("pk", flat=True)):
        yield from _cases(pks)
    yield from _days()


def _cases(pks: list[int]) -> Iterator[Finding]:
    cases = list(Case.objects.filter(pk__in=pks).order_by("pk"))
    stored = lives.load_many(cases)
    told: dict[int, list[Entry]] = {}
    for entry in Entry.objects.filter(kind="case", subject__in=pks).order_by("subject", "seq"):
        told.setdefault(entry.subject, []).append(entry)
    terms = _terms(stored)
    for case in cases:
        try:
            life = folded(told.get(case.pk, []), terms)
        except Exception as broken:  # a tampered entry can say anything; what it breaks is the finding
            yield Finding(
                "cases_case", case.pk, say("its entries can't be read as a life: {why}", why=repr(broken)[:120])
            )
            continue
        yield from _differences(case, life, stored[case.pk])
        if case.version != len(told.get(case.pk, [])):
            yield Finding("cases_case", case.pk, say("its version isn't the number of its entries"))


def _terms(stored: dict[int, Life]) -> Terms:
    editions = {pk for life in stored.values() for pk in life.editions.values()}
    if not editions:
        return Terms({}, {}, 0)
    return sight.terms(editions, min(editions))


def _differences(case: Case, life: Life | None, stored: Life) -> Iterator[Finding]:
    if life is None:
        yield Finding("cases_case", case.pk, say("no entry tells of it"))
        return
    for field in dataclasses.fields(Life):
        told: Any = getattr(life, field.name)
        if told != getattr(stored, field.name):
            yield Finding("cases_case", case.pk, say("its {part} aren't what its entries tell", part=field.name))
    carrier = life.carrier
    if case.holder_id != (carrier.unit if carrier else None):
        yield Finding("cases_case", case.pk, say("its holder isn't what its entries tell"))
    if case.due != life.due:
        yield Finding("cases_case", case.pk, say("its next deadline isn't what its entries tell"))


def _days() -> Iterator[Finding]:
    """Frozen days against the movements they were folded from, and movements against their day."""
    days = set(FoldedDay.objects.values_list("day", flat=True))
    told: Counter[Flow] = Counter()
    for pk, at, *row in Edge.objects.values_list("pk", "at", *FLOW).iterator():
        if day_of(at) != row[0]:
            yield Finding("cases_edge", pk, say("its day isn't the day of its moment"))
        if row[0] in days:
            told[Flow(*row)] += 1
    frozen: Counter[Flow] = Counter()
    for *row, n in DayEdge.objects.values_list(*FLOW, "n"):
        frozen[Flow(*row)] += n
    for flow in told.keys() | frozen.keys():
        if told[flow] != frozen[flow]:
            yield Finding(
                "cases_dayedge", 0, say("{day} is frozen with other movements than its edges tell", day=flow.day)
            )
    yield from _balances(told)


def _balances(told: Counter[Flow]) -> Iterator[Finding]:
    """What units are said to have held on frozen days against the movements until then."""
    days: dict[dt.date, list[Flow]] = {}
    for flow, n in told.items():
        days.setdefault(flow.day, []).append(dataclasses.replace(flow, n=n))
    held: Counter[int] = Counter()
    expected = set()
    for day, flows in sorted(days.items()):
        moved = net(flows)
        held.update(moved)
        expected |= {(day, unit, held[unit]) for unit in moved}
    for day, _, _ in expected ^ set(DayBalance.objects.values_list("day", "unit", "n")):
        yield Finding("cases_daybalance", 0, say("{day} is frozen with other balances than its edges tell", day=day))


def scopes() -> set[tuple[int, int, str]]:
    """(case, organisation, reason) of every scope that cases must have."""
    paths = directory.paths(directory.ever_below(""))
    heirs = directory.heirs()
    regions = dict(Enterprise.objects.values_list("pk", "region__path"))
    found = set()
    for pks in lives.chunks(Case.objects.order_by("pk").values_list("pk", flat=True)):
        for pk, life in lives.load_many(Case.objects.filter(pk__in=pks)).items():
            for path, reason in paths_of(with_heirs(reasons(life), heirs), paths, regions.get(life.enterprise, "")):
                found |= {(pk, org, reason) for org in lineage(path)}
    return found
