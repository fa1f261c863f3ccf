"""The statement of a unit or subtree, and the cases behind one of its figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from zhuqi.base.errors import Missing
from zhuqi.base.paths import WIDTH, within
from zhuqi.base.words import say, term
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.days import day_of
from zhuqi.domain.cases.queries import ledger
from zhuqi.domain.cases.queries.intake import refused_for
from zhuqi.domain.cases.rules.ledger import Ledger, Side, Statement, passing, statement
from zhuqi.domain.cases.rules.words import End
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.rules import Kind as UnitKind
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked, inside
from zhuqi.interfaces.web.books import page
from zhuqi.interfaces.web.books.page import Books, Opens, Part
from zhuqi.interfaces.web.cases import listing
from zhuqi.interfaces.web.forms import Choice, Field, Kind
from zhuqi.interfaces.web.wording import phrase

FRONT = (Role.DISPATCHER, Role.LEADER, Role.SUPERVISOR, Role.HANDLER, Role.TASK_FORCE, Role.TEAM_LEAD, Role.OFFICIAL)
"""Whose statement somebody with several seats sees first."""
SCOPE = (
    Field("unit", term("Unit"), Kind.INTEGER, required=False),
    Field("below", term("with all units below"), Kind.TICK, required=False),
    Field("apart", term("each unit by itself"), Kind.TICK, required=False),
    Field("since", term("from"), Kind.DAY, required=False),
    Field("until", term("to the end of"), Kind.DAY, required=False),
)
IN_HAND = Choice(page.IN_HAND, term("in hand"))
INSIDE = Choice(page.INSIDE, term("between the units below"))
LINE = (
    *SCOPE,
    Field("side", term("Side"), Kind.CHOICE, choices=(*forms.choices_of(Side), IN_HAND, INSIDE)),
    Field("kind", term("Kind"), Kind.CHOICE, required=False, choices=forms.choices_of(UnitKind)),
    Field("source", term("from"), required=False, most=20),
    Field("target", term("To"), required=False, most=20),
    Field("beyond", term("Unit beyond"), Kind.INTEGER, required=False),
    Field("account", term("Account beyond"), required=False),
)


@inside
def show(request: Asked) -> HttpResponseBase:
    """The statement; without a choice that of the actor's own unit since the year began."""
    asked = forms.read(SCOPE, request.GET)
    until = asked["until"] or day_of(request.now)
    since = min(asked["since"] or until.replace(month=1, day=1), until)
    pk = asked["unit"] or own_unit(request.actor)
    below = asked["below"] or (not request.GET and directory.unit(pk).area_id == pk)
    books = _books(request, pk, since, until, below=below, apart=asked["apart"])
    return render(request, "books/statement.html", {"statement": page.page(books)})


def own_unit(actor: Actor) -> int:
    """The unit whose statement somebody means by "mine"; a supervision office holds nothing, it means what it watches.

    Raises Missing for those who see no business.
    """
    for role in FRONT:
        seats = [seat for seat in actor.seats if seat.role is role]
        held = {seat.sight if role is Role.SUPERVISOR else seat.org for seat in seats}
        if held:
            return min(held)
    raise Missing


def _books(request: Asked, pk: int, since: dt.date, until: dt.date, *, below: bool, apart: bool) -> Books:
    actor, now = request.actor, request.now
    scope = ledger.scope(actor, pk, tree=below)
    books = ledger.books(scope, since, until)
    paths = directory.paths(scope)
    seen = list(directory.visible_units(actor))
    account = statement(books, scope)
    beyond = {found.unit for found in account.lines if found.unit is not None}
    names = directory.names(beyond | scope)
    known = {unit.pk for unit in seen}
    address = partial(_address, since, until)
    current = until >= day_of(now)
    kinds = {unit.pk: unit.kind for unit in seen}
    parts = _parts(books, paths, pk, names, kinds, address) if below else []
    if not apart:
        parts = list(_summed(parts, books, f"{address(pk, below=True)}&apart=1", now))
    return Books(
        pk=pk,
        name=names[pk],
        below=below,
        account=account,
        parts=tuple(parts),
        names=names,
        kinds=kinds,
        held=ledger.in_hand(scope) if current else None,
        units=tuple(Choice(str(unit.pk), _indented(unit.name, unit.path, seen[0].path)) for unit in seen),
        now=now,
        opens=Opens(reverse("statement_cases"), pk, below=below),
        unit_address=lambda unit: address(unit, below=False) if unit in known else "",
        passing=passing(books, scope) if below else {},
        refused=_refused(actor, pk, account, below=below),
    )


def _refused(actor: Actor, pk: int, account: Statement, *, below: bool) -> Mapping[str, int]:
    """Why cases weren't accepted; asked only where some weren't."""
    if not any(line.name == End.NOT_ACCEPTED.value for line in account.lines):
        return {}
    return refused_for(actor, pk, account.since, account.until, tree=below)


def _indented(name: str, path: str, root: str) -> str:
    return "\u2003" * max(0, (len(path) - len(root)) // WIDTH) + name


def _address(since: dt.date, until: dt.date, unit: int, *, below: bool) -> str:
    return f"{reverse('statement')}?unit={unit}&since={since}&until={until}" + ("&below=1" if below else "")


def _parts(
    books: Ledger,
    paths: Mapping[int, str],
    pk: int,
    names: Mapping[int, str],
    kinds: Mapping[int, str],
    address: Callable[..., str],
) -> list[Part]:
    """The unit itself and each subtree directly below it, where anything was or moved; the largest holder first."""
    root = paths[pk]
    tops = [unit for unit, path in paths.items() if len(path) == len(root) + WIDTH]
    parts = []
    for top in [pk, *tops]:
        units = {top} if top == pk else {unit for unit, path in paths.items() if within(path, paths[top])}
        account = statement(books, units)
        if not page.idle(account):
            below = top != pk and len(units) > 1
            opens = Opens(reverse("statement_cases"), top, below=below)
            parts.append(
                Part(names[top], address(top, below=below), account, opens, kinds.get(top, ""), frozenset(units))
            )
    return sorted(parts, key=lambda part: (-part.account.closing, part.name))


def _summed(parts: list[Part], books: Ledger, address: str, now: dt.datetime) -> tuple[Part, ...]:
    """The parts, those of a kind of which there are many as one line; its name opens them one by one."""
    kinds = Counter(part.kind for part in parts)
    many = [kind for kind, n in kinds.items() if kind and n > page.ALONE]
    found = [part for part in parts if part.kind not in many]
    for kind in many:
        units = frozenset(unit for part in parts if part.kind == kind for unit in part.units)
        account = statement(books, units)
        name = phrase(say("{kind} ({n})", kind=UnitKind(kind), n=kinds[kind]), now)
        found.append(Part(name, address, account, Opens()))
    return tuple(sorted(found, key=lambda part: (-part.account.closing, part.name)))


@inside
def behind(request: Asked) -> HttpResponseBase:
    """The cases behind one figure of a statement."""
    asked = forms.read(LINE, request.GET)
    until = asked["until"] or day_of(request.now)
    since = asked["since"] or until
    pk = asked["unit"] or own_unit(request.actor)
    if asked["side"] == IN_HAND.value:
        return _in_hand(request, pk, until, below=asked["below"])
    if asked["side"] == INSIDE.value:
        return _inside(request, asked, pk, since, until)
    side = Side(asked["side"])
    among = _of_kind(request.actor, asked["kind"]) if asked["kind"] else None
    found = ledger.behind(
        request.actor, pk, since, until, side,
        unit=asked["beyond"], name=asked["account"], among=among, tree=asked["below"],
    )  # fmt: skip
    names = directory.names({pk, asked["beyond"] or pk})
    words = [names[pk], phrase(side, request.now)]
    if asked["kind"]:
        words.append(phrase(UnitKind(asked["kind"]), request.now))
    if asked["beyond"] or asked["account"]:
        words.append(page.account_name(asked["beyond"], asked["account"], names, request.now))
    shown = listing.page(
        request,
        found,
        title=" · ".join(words),
        sentence=say("What moved from {since} to {until}, each case once.", since=since, until=until),
        crumb=(gettext("Statement"), _address(since, until, pk, below=asked["below"])),
    )
    return render(request, "cases/listing.html", {"list": shown})


def _of_kind(actor: Actor, kind: str) -> frozenset[int]:
    """The units of a kind that the actor sees. One query."""
    return frozenset(unit.pk for unit in directory.visible_units(actor) if unit.kind == kind)


def _meant(request: Asked, written: str, scope: frozenset[int]) -> tuple[frozenset[int], str]:
    """The units of a scope that a stream names, one by its number or all of a kind, and how they are called. Raises Missing."""
    if written.isdecimal():
        found = scope & {int(written)}
        name = directory.names(found).get(int(written), "") if found else ""
    else:
        kind = next((one for one in UnitKind if one == written), None)
        found = scope & _of_kind(request.actor, kind) if kind else frozenset()
        name = phrase(kind, request.now) if kind else ""
    if not found:
        raise Missing
    return found, name


def _inside(request: Asked, asked: Mapping[str, Any], pk: int, since: dt.date, until: dt.date) -> HttpResponseBase:
    """The cases of one stream between units below. Raises Missing."""
    scope = ledger.scope(request.actor, pk, tree=True)
    (sources, first), (targets, last) = (_meant(request, asked[end] or "", scope) for end in ("source", "target"))
    shown = listing.page(
        request,
        ledger.between(request.actor, sources, targets, since, until),
        title=phrase(say("from {source} to {target}", source=first, target=last), request.now),
        sentence=say("What moved from {since} to {until}, each case once.", since=since, until=until),
        crumb=(gettext("Statement"), _address(since, until, pk, below=True)),
    )
    return render(request, "cases/listing.html", {"list": shown})


def _in_hand(request: Asked, pk: int, on: dt.date, *, below: bool) -> HttpResponseBase:
    """The cases that a unit or subtree held when a day was over: an opening, a closing, a balance."""
    held = ledger.held_on(request.actor, ledger.scope(request.actor, pk, tree=below), on)
    shown = listing.page(
        request,
        held,
        title=" · ".join([directory.names([pk])[pk], phrase(say("in hand"), request.now)]),
        sentence=say("What was in hand at the end of {day}.", day=on),
        crumb=(gettext("Statement"), _address(on.replace(month=1, day=1), on, pk, below=below)),
    )
    return render(request, "cases/listing.html", {"list": shown})
