"""Every common issue built again from the journal alone, and the index from the words of the cases, held against their tables."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Iterator

from zhuqi.base.words import say
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import Finding
from zhuqi.domain.cases.models import Case
from zhuqi.domain.common import events
from zhuqi.domain.common.models import CommonIssue, Membership, Posting
from zhuqi.domain.common.queries.issues import KIND
from zhuqi.domain.common.queries.words import texts
from zhuqi.domain.common.rules.grams import grams
from zhuqi.domain.common.rules.words import IssueStanding

PORTION = 500


@dataclasses.dataclass
class Held:
    """What the entries of one issue come to, or what its rows say."""

    owner: int = 0
    due_on: dt.date | None = None
    standing: str = IssueStanding.PROPOSED.value
    ended_at: dt.datetime | None = None
    cases: frozenset[int] = frozenset()
    version: int = 0


ENDS = {events.Changed: IssueStanding.CHANGED.value, events.GivenUp: IssueStanding.GIVEN_UP.value}


def told(entries: list[Entry]) -> Held:
    """The issue that its entries tell, in their order."""
    held = Held(version=len(entries))
    for entry in entries:
        event = events.KINDS[entry.verb].revive(json.loads(entry.facts))
        if isinstance(event, events.Opened | events.Amended | events.Followed):
            held.owner = event.owner
        if isinstance(event, events.Opened | events.Amended | events.TakenUp):
            held.due_on = event.due_on
        if isinstance(event, events.Opened):
            held.cases = frozenset(event.cases)
        if isinstance(event, events.Joined):
            held.cases |= {event.case}
        if isinstance(event, events.Left):
            held.cases -= {event.case}
        if isinstance(event, events.TakenUp):
            held.standing = IssueStanding.TAKEN_UP.value
        if type(event) in ENDS:
            held.standing, held.ended_at = ENDS[type(event)], entry.at
    return held


def findings() -> Iterator[Finding]:
    """What differs between common issues and what the journal tells, and between the index and the words of cases."""
    entries: dict[int, list[Entry]] = {}
    for entry in Entry.objects.filter(kind=KIND).order_by("subject", "seq"):
        entries.setdefault(entry.subject, []).append(entry)
    inside: dict[int, set[int]] = {}
    for issue, case in Membership.objects.filter(left_at=None).values_list("issue", "case"):
        inside.setdefault(issue, set()).add(case)
    for row in CommonIssue.objects.order_by("pk"):
        try:
            wanted = told(entries.get(row.pk, []))
        except Exception as broken:  # a tampered entry can say anything; what it breaks is the finding
            what = say("its entries can't be read as a life: {why}", why=repr(broken)[:120])
            yield Finding("common_commonissue", row.pk, what)
            continue
        cases = frozenset(inside.get(row.pk, ()))
        stored = Held(row.owner_id, row.due_on, row.standing, row.ended_at, cases, row.version)
        for field in dataclasses.fields(Held):
            if getattr(wanted, field.name) != getattr(stored, field.name):
                what = say("its {part} aren't what its entries tell", part=field.name)
                yield Finding("common_commonissue", row.pk, what)
    yield from _index()


def _index() -> Iterator[Finding]:
    """Cases of which the index holds other pairs than their words have. One that isn't indexed yet will be, and is no fault."""
    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(cases), PORTION):
        some = cases[start : start + PORTION]
        words = texts(some)
        held: dict[int, set[int]] = {}
        for case, gram in Posting.objects.filter(case_id__in=some).values_list("case_id", "gram"):
            held.setdefault(case, set()).add(gram)
        for pk, found in held.items():
            if found != grams(words.get(pk, "")):
                yield Finding("common_posting", pk, say("the index of words isn't what this case says"))
    lost = Posting.objects.exclude(case_id__in=Case.objects.values("pk"))
    for pk in lost.order_by("case_id").values_list("case_id", flat=True).distinct():
        yield Finding("common_posting", pk, say("the index of words has a case that isn't there"))
