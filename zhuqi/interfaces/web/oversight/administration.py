"""What administrators look after, on one page: each part with what is out of order there, offered to whom it is open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import say
from zhuqi.core.access.actor import ADMINISTRATORS, Actor, Role
from zhuqi.core.days import day_of
from zhuqi.core.intake import queries as intake
from zhuqi.core.intake.registers import loadable, readable
from zhuqi.core.intake.rules import SheetState
from zhuqi.core.jobs.queries import owed, tends
from zhuqi.core.journal.queries import last_seal
from zhuqi.core.messages import queries as messages
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.core.rulebook.rules import DRAFTS
from zhuqi.domain.calendar.queries import published_years
from zhuqi.domain.cases.queries import lists
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.queries import order
from zhuqi.domain.directory.rules import KEEPERS, keeps
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.shown import Row
from zhuqi.interfaces.web.wording import moment, phrase

SOON = dt.timedelta(days=14)
"""A role that ends within these days is told before it does."""
SEALED = dt.timedelta(days=2)
"""The journal is sealed every day: a seal older than this is overdue."""
BEHIND = dt.timedelta(hours=1)
"""What isn't done so long after it was owed is behind."""
GOOD, WARN, BAD = "green", "yellow", "red"


@inside
def show(request: Asked) -> HttpResponseBase:
    """The page; whoever is no administrator is told there is none."""
    rows = tuple(parts(request.actor, request.now))
    n = sum(row.lamp.tone != GOOD for row in rows)
    said = (
        ngettext("{n} thing is out of order.", "{n} things are out of order.", n).format(n=n)
        if n
        else gettext("All is in order.")
    )
    return render(request, "oversight/administration.html", {"rows": rows, "lede": said})


def parts(actor: Actor, now: dt.datetime) -> Iterator[Row]:
    """What the actor looks after. Its queries don't grow with rows. Raises Missing for whoever is no administrator."""
    if not actor.has(*ADMINISTRATORS):
        raise Missing
    today = day_of(now)
    if actor.has(*KEEPERS):
        names = directory.named(order.unmanned(actor, today))
        said = phrase(say("Nobody holds a role at: {names}", names=names), now)
        yield _row(gettext("Organisations"), "organisations", BAD, said if names else "")
        gone = directory.named(order.gone(actor, today))
        said = phrase(say("They have left, and their account is open: {names}", names=gone), now)
        yield _row(gettext("People"), "people", BAD, said if gone else "")
    if actor.has(Role.SECURITY_ADMIN):
        yield _roles(actor, now, today)
    yield _rules(actor, now, today)
    yield _calendar(today)
    if loadable(actor) or readable(actor):
        waiting = _counted(intake.visible(actor).filter(state=SheetState.LOOKED))
        said = phrase(say("Sheets that wait for you to confirm them: {n}", n=waiting), now)
        yield _row(gettext("Sheets"), "loads", WARN, said if waiting else "")
    if tends(actor):
        yield from _tended(now)
    if actor.has(Role.AUDIT_ADMIN):
        seal = last_seal()
        if seal is None:
            said = gettext("The journal isn't sealed yet.")
        else:
            said = gettext("The journal is sealed: {n} entries, {at}.").format(n=seal[1], at=moment(seal[0], now))
        late = seal is None or now - seal[0] > SEALED
        yield _row(gettext("Journal"), "journal", BAD if late else GOOD, said)


def _row(name: str, route: str, tone: str, said: str) -> Row:
    """A part: in order where nothing is said, or where what is said is good."""
    tone = tone if said else GOOD
    words = (
        gettext("in order") if tone == GOOD else gettext("out of order") if tone == BAD else gettext("to be seen to")
    )
    return Row(name, reverse(route), Lamp(tone, words), why=said)


def _counted(rows: Any) -> str:
    n = len(rows.order_by().values("pk")[: lists.MOST + 1])
    return f"{lists.MOST}+" if n > lists.MOST else str(n) if n else ""


def _roles(actor: Actor, now: dt.datetime, today: dt.date) -> Row:
    """Roles: that there are all three administrators, and whose role ends soon."""
    missing = order.missing_administrators(actor, today)
    if missing:
        said = phrase(say("Nobody is: {roles}", roles=missing), now)
        return _row(gettext("Roles"), "people", BAD, said)
    soon = directory.named(order.ending(actor, today, today + SOON))
    said = phrase(say("A role of theirs ends within two weeks: {names}", names=soon), now)
    return _row(gettext("Roles"), "people", WARN, said if soon else "")


def _rules(actor: Actor, now: dt.datetime, today: dt.date) -> Row:
    """Editions: that some are in force where the actor sits, and what waits to be signed."""
    paths = keeps(actor) or {seat.path for seat in actor.seats}
    bare = len(rulebook.in_force_each(paths, today)) < len(paths)
    if bare:
        return _row(gettext("Rules"), "rulebooks", BAD, gettext("No rules are in force here."))
    waiting = _counted(rulebook.waiting(actor)) if actor.has(DRAFTS) else ""
    said = phrase(say("Texts that wait for a signature: {n}", n=waiting), now)
    return _row(gettext("Rules"), "rulebooks", WARN, said if waiting else "")


def _calendar(today: dt.date) -> Row:
    """The working days: those of this year must be known, those of the next are to be."""
    years = published_years()
    missing = [year for year in (today.year, today.year + 1) if year not in years]
    if not missing:
        return _row(gettext("Working days"), "calendar", GOOD, "")
    said = gettext("The working days of {year} aren't published here.").format(year=missing[0])
    undated = lists.undated()
    if undated:
        more = ngettext("{n} deadline has no date for that.", "{n} deadlines have no date for that.", undated)
        said = f"{said} {more.format(n=undated)}"
    bad = missing[0] == today.year or undated
    return _row(gettext("Working days"), "calendar", BAD if bad else WARN, said)


def _tended(now: dt.datetime) -> Iterator[Row]:
    """What doesn't get done, and what couldn't be sent."""
    figures = owed()
    behind = figures.since is not None and now - figures.since > BEHIND
    if figures.failing:
        said = phrase(
            say("{failing} of {n} that aren't done yet have failed.", failing=figures.failing, n=figures.count), now
        )
    elif behind:
        said = phrase(say("Waiting since {at}: {n}. Does the worker run?", at=figures.since, n=figures.count), now)
    else:
        said = ""
    yield _row(gettext("What doesn't get done"), "failing", BAD, said)
    unsent = _counted(messages.failing())
    said = phrase(say("Couldn't be sent: {n}", n=unsent), now)
    yield _row(gettext("What couldn't be sent"), "failing", BAD, said if unsent else "")
