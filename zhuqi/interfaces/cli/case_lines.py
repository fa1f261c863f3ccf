"""A case as lines on a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from zhuqi.base.words import term
from zhuqi.core.access.actor import CLOCK
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.interfaces.cli.speaking import read
from zhuqi.interfaces.columns import aligned
from zhuqi.interfaces.web.cases import one, page, stories
from zhuqi.interfaces.web.cases.page import Seen
from zhuqi.interfaces.web.wording import local


def lines(case, now: dt.datetime, entries: int) -> Iterator[str]:
    """What matters first, then deadlines, holdings, and the last ``entries`` things that happened."""
    found = detail(CLOCK, case.pk, now=now)
    seen = one.as_seen(found, now, lambda unit: "")
    head = page.head(seen, "")
    yield f"{head.title}  {found.case.enterprise.name}"
    yield " · ".join(head.crumbs)
    yield head.lede
    for title, rows in ((term("Deadlines"), _clocks(seen)), (term("Who has it"), _holders(seen))):
        if rows:
            yield ""
            yield read(title)
            yield from aligned(rows, numbers=())
    if entries:
        yield ""
        yield read(term("What happened"))
        for happened in found.history[-entries:]:
            yield from _happened(seen, happened.seq)


def _clocks(seen: Seen) -> list[list[str]]:
    """Deadlines that count, the running ones first: what, whose, due, how it stands."""
    shown = sorted((c for c in seen.life.clocks if c.void_at is None), key=lambda c: (not c.running, c.n))
    return [
        [
            "  " + read(clock.called),
            seen.units.get(clock.unit, ""),
            moment(clock.due) if clock.due is not None else "-",
            seen.lamp(clock).words,
        ]
        for clock in shown
    ]


def _holders(seen: Seen) -> list[list[str]]:
    return [["  " + row.hand, row.unit, row.since, row.what] for row in page.holders(seen)]


def _happened(seen: Seen, seq: int) -> Iterator[str]:
    """One entry, and the words typed with it below."""
    entry = next(entry for entry in seen.entries if entry.seq == seq)
    told = stories.Told(seen.life, seen.units, seen.rules)
    said = seen.words(stories.sentence(entry.event, told))
    yield f"  {entry.seq:>3}  {moment(entry.at)}  {' · '.join(part for part in (seen.words(entry.who), said) if part)}"
    for words in seen.said:
        if words.seq == seq:
            yield from (f"       {line}" for line in words.body.splitlines())


def moment(at: dt.datetime) -> str:
    """A moment to the minute, local."""
    return f"{local(at):%Y-%m-%d %H:%M}"
