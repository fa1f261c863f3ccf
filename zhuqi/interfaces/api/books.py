"""Statements: what crossed a unit's border between two days."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Named, say, term
from zhuqi.core.days import day_of
from zhuqi.domain.cases.queries import ledger
from zhuqi.domain.cases.rules.ledger import Side
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.api import pages, shapes
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.cases import paged
from zhuqi.interfaces.api.faults import READING, documented
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.values import Day, Flag, InQuery, Shape, choice, line

router = Router(tags=["books"])


class Scope(Shape):
    """Whose statement, and of which days."""

    unit: InQuery = Field(description="The unit.")
    since: Day | None = Field(None, description="The first day; the first of the year where nothing is said.")
    until: Day | None = Field(None, description="The last day; today where nothing is said.")
    tree: Flag | None = Field(None, description="true: with all units below.")


class Line(Shape):
    """One line. ``beyond``: the unit on the other side; ``account``: what the other side is where it is no unit."""

    day: dt.date
    side: Side
    beyond: Unit | None
    account: str
    n: int


class Statement(Shape):
    """opening + received − passed on − closed = closing. A subtree counts only what crosses its border."""

    unit: Unit
    tree: bool
    since: dt.date
    until: dt.date
    opening: int
    received: int
    passed_on: int
    closed: int
    closing: int
    lines: list[Line]


class Figure(Named):
    """A figure of a statement."""

    IN_HAND = "in_hand", term("in hand")
    RECEIVED = Side.RECEIVED.value, Side.RECEIVED.label
    PASSED_ON = Side.PASSED_ON.value, Side.PASSED_ON.label
    CLOSED = Side.CLOSED.value, Side.CLOSED.label


class Behind(Scope):
    """Which figure: ``beyond`` and ``account`` narrow a side to one line, as that line has them."""

    side: Annotated[str, choice(Figure)] = Field(
        description="in_hand: what was held when the last day was over; the others: what moved in those days."
    )
    beyond: InQuery | None = Field(None, description="The unit on the other side.")
    account: Annotated[str, line()] | None = Field(None, description="What the other side is where it is no unit.")
    rows: pages.Rows | None = Field(None, description="Rows of the page; 50 where nothing is said.")
    cursor: pages.Cursor | None = Field(None, description="What the page before gave as “next”.")


def _days(asked: Scope, request: Asked) -> tuple[dt.date, dt.date]:
    """The first and the last day. Raises Invalid where they lie the wrong way round."""
    until = asked.until or day_of(request.now)
    since = asked.since or until.replace(month=1, day=1)
    if since > until:
        raise Invalid({"since": say("The first day lies after the last one.")})
    return since, until


@router.get("/statement", operation_id="show_statement", response={200: Statement, **documented(*READING)})
def show(request: Asked, asked: Query[Scope]) -> HttpResponse:
    """The statement of a unit or of a subtree; both days are counted."""
    since, until = _days(asked, request)
    tree = bool(asked.tree)
    account = ledger.account(request.actor, asked.unit, since, until, tree=tree)
    names = directory.names({asked.unit} | {line.unit for line in account.lines if line.unit is not None})
    return answer(
        Statement(
            unit=Unit(id=asked.unit, name=names[asked.unit]),
            tree=tree,
            since=since,
            until=until,
            opening=account.opening,
            received=account.total(Side.RECEIVED),
            passed_on=account.total(Side.PASSED_ON),
            closed=account.total(Side.CLOSED),
            closing=account.closing,
            lines=[
                Line(
                    day=line.day,
                    side=line.side,
                    beyond=None if line.unit is None else Unit(id=line.unit, name=names.get(line.unit, "")),
                    account=line.name,
                    n=line.n,
                )
                for line in account.lines
            ],
        )
    )


@router.get(
    "/statement/cases",
    operation_id="statement_cases",
    summary="The cases behind a figure",
    response={200: shapes.Rows, **documented(*READING)},
)
def behind(request: Asked, asked: Query[Behind]) -> HttpResponse:
    """The cases behind one figure of a statement, as far as they are in sight: each once, newest first, by pages."""
    since, until = _days(asked, request)
    tree, figure = bool(asked.tree), Figure(asked.side)
    if figure is Figure.IN_HAND:
        found = ledger.held_on(request.actor, ledger.scope(request.actor, asked.unit, tree=tree), until)
    else:
        found = ledger.behind(
            request.actor,
            asked.unit,
            since,
            until,
            Side(figure.value),
            unit=asked.beyond,
            name=asked.account or "",
            tree=tree,
        )
    return paged("statement cases", found, asked, request)
