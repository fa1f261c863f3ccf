"""What the system administrator must see to: deadlines without a date, and consequences that keep failing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from zhuqi.core.access.actor import Actor
from zhuqi.core.jobs.queries import failing, tends
from zhuqi.domain.calendar.queries import published_years
from zhuqi.domain.cases.queries import lists
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.oversight.failing import NAMES
from zhuqi.interfaces.web.shown import Row
from zhuqi.interfaces.web.wording import moment

SHOWN = 20
"""Failing consequences that are shown; the others are counted."""
LONGEST = 300
"""Signs of an error that are shown: the rest stands in the log."""


def alarms(actor: Actor, now: dt.datetime) -> tuple[tuple[Row, ...], int]:
    """The alarms as rows, and how many there are in all. Three queries, none for anybody else."""
    if not tends(actor):
        return (), 0
    undated = lists.undated()
    owed = list(failing())
    rows = [_failing(reaction, now) for reaction in owed[:SHOWN]]
    if undated:
        rows.insert(0, _undated(undated))
    return tuple(rows), len(owed) + bool(undated)


def _undated(n: int) -> Row:
    year = max(published_years(), default=None)
    unknown = gettext("The working days after {year} aren't published here.").format(year=year)
    return Row(
        title=unknown if year else gettext("No year's working days are published here."),
        address="",
        lamp=Lamp("yellow", gettext("date not yet known")),
        why=ngettext(
            "{n} deadline lies there and has no date yet. Load the year's notice: zhuqi load FILE",
            "{n} deadlines lie there and have no date yet. Load the year's notice: zhuqi load FILE",
            n,
        ).format(n=n),
    )


def _failing(owed: Any, now: dt.datetime) -> Row:
    said = " ".join(owed.error.split())
    return Row(
        title=gettext("“{name}” doesn't get done.").format(name=gettext(NAMES.get(owed.name, owed.name))),
        address=reverse("failing"),
        lamp=Lamp(
            "red",
            ngettext("failed {n} time", "failed {n} times", owed.attempts).format(n=owed.attempts),
            gettext("again {at}").format(at=moment(owed.next_at, now)),
        ),
        meta=(gettext("Journal entry {n}").format(n=owed.entry_id),),
        why=said if len(said) <= LONGEST else f"{said[:LONGEST]} …",
    )
