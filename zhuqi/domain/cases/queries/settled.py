"""Which messages about a case tell of something that was done since."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from zhuqi.base.paths import lineage
from zhuqi.core.access.actor import Role
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.queries import seated, unread_of
from zhuqi.domain.cases.life.values import Life
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.lives import current
from zhuqi.domain.cases.queries.telling import HANDS, HEADS, NEXT
from zhuqi.domain.cases.rules import telling as said
from zhuqi.domain.cases.rules.words import ANSWERED, State
from zhuqi.domain.directory import queries as directory

ABOVE = (Role.LEADER, Role.SUPERVISOR)
"""Who is told of a case from above its area."""


def done_with(case: Case, now: dt.datetime) -> list[int]:
    """The unread messages about a case that wait for nothing any more. Five queries at most."""
    life = current(case)
    units = {row.unit for row in life.holdings} | {life.desk}
    above = lineage(directory.unit(life.area).path)
    held = seated(units, (*HANDS, *HEADS, Role.SUPERVISOR), now) + seated(above, ABOVE, now, sees=True)
    rows = list(unread_of("case", case.pk, {account for account, _, _ in held}))
    texts = {row.pk: json.loads(row.sentence)["text"] for row in rows}
    clocks = _clocks([row.entry for row in rows if texts[row.pk] in said.TICKS])
    last = {(row.account_id, clocks[row.entry]): row.pk for row in rows if row.entry in clocks}
    return [
        row.pk
        for row in rows
        if _over(life, texts[row.pk], row.org, clocks.get(row.entry))
        or (row.entry in clocks and last[row.account_id, clocks[row.entry]] != row.pk)
    ]


def _clocks(entries: list[int]) -> Mapping[int, int]:
    """{entry: the number of the clock it is about}. One query, none for none."""
    if not entries:
        return {}
    facts = Entry.objects.filter(pk__in=entries).values_list("pk", "facts")
    return {pk: json.loads(text)["clock"] for pk, text in facts}


def _over(life: Life, text: str, org: int | None, clock: int | None) -> bool:
    """Whether what a message tells of was done, or went to somebody else."""
    if text not in said.WAITING:
        return False
    carrier = life.carrier
    if carrier is None or life.state is State.ENDED:
        return True
    if text in said.COMES:
        return carrier.unit != org or life.state in ANSWERED
    if text in said.ASKS:
        return not any(request.open for request in life.requests)
    if text in said.TICKS:
        return clock is not None and not life.clocks[clock - 1].running
    if text == said.HELP:
        return all(row.unit != org for row in life.co_rows)
    if text == said.NEXT:
        return all(each.unit != org for each in life.running if each.tick in NEXT)
    return False
