"""What stands beside the day of whoever oversees: gaps in the chain, whether the books balance, what one asked about before."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.days import day_of
from zhuqi.core.journal.queries import last_seal
from zhuqi.domain.cases.queries import instructed, ledger
from zhuqi.domain.cases.rules.ledger import Side, statement
from zhuqi.domain.cases.rules.words import End, State
from zhuqi.domain.liaison.queries import gaps
from zhuqi.domain.visits.queries import coverage
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.books.page import Opens
from zhuqi.interfaces.web.books.statement import own_unit
from zhuqi.interfaces.web.books.tables import Term
from zhuqi.interfaces.web.keeping.frame import COUNTED
from zhuqi.interfaces.web.lamps import Lamp
from zhuqi.interfaces.web.shown import Dated, Figure
from zhuqi.interfaces.web.wording import day, moment, phrase

LONG = dt.timedelta(days=90)
"""An enterprise that nobody asked for so long is a gap."""


@dataclass(frozen=True)
class Beside:
    """The page as its template shows it."""

    gaps: tuple[Dated, ...]
    balance: Lamp
    terms: tuple[Term, ...]
    sealed: str
    asked: tuple[Dated, ...]


@inside
def show(request: Asked) -> HttpResponseBase:
    """The page by itself; the first page fetches it and shows its parts."""
    return render(request, "day/beside.html", {"beside": beside(request.actor, request.now)})


def beside(actor: Actor, now: dt.datetime) -> Beside:
    """What stands beside the day. Its queries don't grow with rows. Raises Missing for whoever oversees nothing."""
    if not actor.has(*gaps.WATCHERS):
        raise Missing
    balance, terms = _books(actor, now)
    seal = last_seal()
    sealed = (
        gettext("The journal is sealed: {n} entries, {at}.").format(n=seal[1], at=moment(seal[0], now)) if seal else ""
    )
    return Beside(_gaps(actor, now), balance, terms, sealed, _asked(actor, now))


def _gaps(actor: Actor, now: dt.datetime) -> tuple[Dated, ...]:
    """Where the chain is broken: only what is missing."""
    today = day_of(now)
    before = today - LONG
    found = (
        (_counted(gaps.unbound(actor, today)), gettext("enterprises without an official"), reverse("liaison_unbound")),
        (
            _number(len(gaps.empty_seats(actor, now, today))),
            gettext("empty posts of the chain"),
            reverse("liaison_vacancies"),
        ),
        (
            _counted(coverage.unasked(actor, before=before)),
            gettext("enterprises that nobody asked in 90 days"),
            f"{reverse('visits_coverage')}?days={LONG.days}",
        ),
    )
    return tuple(Dated(n, what, address) for n, what, address in found if n)


def _counted(rows: Any) -> str:
    return _number(len(rows.order_by().values("pk")[: COUNTED + 1]))


def _number(n: int) -> str:
    return f"{COUNTED}+" if n > COUNTED else str(n) if n else ""


def _books(actor: Actor, now: dt.datetime) -> tuple[Lamp, tuple[Term, ...]]:
    """Whether the books of the actor's own unit with all below it balance, and the equation; each figure opens its cases."""
    pk, until = own_unit(actor), day_of(now)
    since = until.replace(month=1, day=1)
    scope = ledger.scope(actor, pk, tree=True)
    account = statement(ledger.books(scope, since, until), scope)
    opens = Opens(reverse("statement_cases"), pk, below=True)

    def side(each: Side) -> Figure:
        return Figure(account.total(each), opens(each, since, until, None, ""))

    held = ledger.in_hand(scope)
    terms = (
        Term("", gettext("opening"), Figure(account.opening, opens.in_hand(since - dt.timedelta(days=1)))),
        Term("+", gettext("received"), side(Side.RECEIVED)),
        Term("−", gettext("passed on"), side(Side.PASSED_ON)),
        Term("−", gettext("closed"), side(Side.CLOSED)),
        Term("=", gettext("closing"), Figure(account.closing, opens.in_hand(until))),
    )
    if held == account.closing:
        return Lamp("green", gettext("balances")), terms
    words = say("{n} are in hand, {closing} by the books", n=held, closing=account.closing)
    return Lamp("red", gettext("doesn't balance"), phrase(words, now)), terms


def _asked(actor: Actor, now: dt.datetime) -> tuple[Dated, ...]:
    """What one asked about before, and what became of it."""
    return tuple(
        Dated(
            day(day_of(at), now),
            f"{case.title} · {phrase(End(case.end) if case.end else State(case.state), now)}",
            reverse("case", args=[case.pk]),
        )
        for at, case in instructed.by(actor)
    )
