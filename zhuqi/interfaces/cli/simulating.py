"""What a rulebook would have done to the cases of a period: ``zhuqi rulebook simulate``. Reads the database, writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from zhuqi.base.errors import Refused
from zhuqi.base.words import say, term
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.days import day_of
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.whatif.report import WORDS, Change, Line, Result
from zhuqi.domain.cases.whatif.simulating import simulate
from zhuqi.interfaces.cli import naming
from zhuqi.interfaces.cli.rulebooks import FILE, standing
from zhuqi.interfaces.cli.speaking import command, echo, option, read
from zhuqi.interfaces.columns import aligned

LISTED = 20
"""Lines of each table, and changes of open cases, that are printed."""
FIGURES = ("late", "reminders", "escalated")
DAY = click.DateTime(["%Y-%m-%d"])


@command(help=term("What a rulebook would have done to the cases of a period, beside what was."))
@click.argument("file", type=FILE)
@option(
    "--since",
    type=DAY,
    metavar="YYYY-MM-DD",
    help=term("Cases from this day on; a year back where nothing is said."),
)
@option("--until", type=DAY, metavar="YYYY-MM-DD", help=term("Cases until this day; today where nothing is said."))
def simulate_file(file: Path, since: dt.datetime | None, until: dt.datetime | None) -> None:
    """Observed events stay as they were; only deadlines, reminders and triggers are counted anew. A text whose examples don't
    hold yet can be tried all the same."""
    layer = standing(file)
    now = clock.now()
    place = naming.unit(layer.head.area)
    last = until.date() if until else day_of(now)
    first_day = since.date() if since else last - dt.timedelta(days=365)
    if first_day > last:
        raise Refused(say("{since} lies after {until}.", since=first_day, until=last))
    found = simulate(CLOCK, new=layer.sections, place=place.path, since=first_day, until=last, now=now)
    for line in lines(found):
        echo(line)


def lines(found: Result) -> Iterator[str]:
    """The totals in sentences, the tables by unit and by kind, the triggers, and what would move."""
    told = [read(sentence) for sentence in found.told()]
    yield from told or [read(say("No case of that period lies under this rulebook."))]
    for title, rows in ((say("By unit"), found.units), (say("By kind"), found.kinds)):
        if rows:
            yield ""
            yield from aligned([[read(title), *_heads()], *_table(rows)], range(1, 1 + 2 * len(FIGURES)))
            if len(rows) > LISTED:
                yield read(say("{n} more lines.", n=len(rows) - LISTED))
    for trigger, cases in found.triggers:
        n = read(say("not known to the ledger")) if cases is None else str(cases)
        yield f"{trigger}: {n}"
    if found.changes:
        yield ""
        yield from aligned([_moved(change) for change in found.changes[:LISTED]], ())
        if found.changed_clocks > LISTED:
            yield read(say("{n} more deadlines would move.", n=found.changed_clocks - LISTED))


def _heads() -> list[str]:
    return [f"{read(say(WORDS[name]))} {read(word)}" for name in FIGURES for word in (say("was"), say("would be"))]


def _table(rows: Iterable[Line]) -> list[list[str]]:
    return [
        [row.name, *(str(getattr(side, name)) for name in FIGURES for side in (row.was, row.would))]
        for row in list(rows)[:LISTED]
    ]


def _moved(change: Change) -> list[str]:
    was, would = (f"{at:%Y-%m-%d %H:%M}" if at else "–" for at in (change.was, change.would))
    return [change.number, read(change.clock), change.unit_name, was, "→", would]
