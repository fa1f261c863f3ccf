"""What the operations beside the cases have in common: pages that go on by a key, POST once by its key, administration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Body, Router
from pydantic import Field

from zhuqi.base.words import say
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.days import day_of
from zhuqi.interfaces import cursors
from zhuqi.interfaces.api import pages
from zhuqi.interfaces.api.acts import KEY
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.faults import READING, WRITING, documented
from zhuqi.interfaces.api.shapes import Unit
from zhuqi.interfaces.api.tokens import Bearer
from zhuqi.interfaces.api.values import Shape, line
from zhuqi.interfaces.web.wording import local

Endpoint = Callable[..., HttpResponse]
Code = Annotated[str, line(30)]
"""The code of an organisation or of somebody on the staff."""


class Administering(Bearer):
    """``Authorization: Bearer <secret>`` with the scope ``administer``: for what decides who may see and do what."""

    step = TokenScope.ADMINISTER
    refusal = say("This token doesn't open this. What decides who may see and do what needs “administer”.")


class Paged(Shape):
    """How much of a list is asked for."""

    rows: pages.Rows | None = Field(None, description="Rows of the page; 100 where nothing is said.")
    cursor: pages.Cursor | None = Field(None, description="What the page before gave as “next”.")


class Somebody(Shape):
    """Somebody on the staff."""

    id: int
    name: str


class Nothing(Shape):
    """A step that needs nothing said."""


UNSAID: Any = Body(Nothing())
"""Where no body need come."""


def get(router: Router, path: str, shape: type[Shape]) -> Callable[[Endpoint], Endpoint]:
    """An address to read. The function's name is the operation's."""

    def add(endpoint: Endpoint) -> Endpoint:
        name = endpoint.__name__
        add_to = router.get(path, operation_id=name, url_name=name, response={200: shape, **documented(*READING)})
        return add_to(endpoint)

    return add


def post(
    router: Router, path: str, shape: type[Shape], *, makes: bool = False, administers: bool = False
) -> Callable[[Endpoint], Endpoint]:
    """An address to do something at. ``makes``: something new, with an address of its own or a secret shown once."""
    needed: Mapping[str, Any] = {"auth": Administering()} if administers else {}

    def add(endpoint: Endpoint) -> Endpoint:
        add_to = router.post(
            path,
            operation_id=endpoint.__name__,
            response={201 if makes else 200: shape, **documented(*WRITING)},
            openapi_extra={"parameters": [KEY]},
            **needed,
        )
        return add_to(endpoint)

    return add


def page(of: str, rows: Any, order: Sequence[str], asked: Any) -> tuple[list[Any], str | None]:
    """A page of a list as it was asked for, and its next cursor; ``order``: as ``cursors.page`` takes it. One query."""
    return cursors.page(of, rows, order, size=asked.rows or pages.MOST, cursor=asked.cursor)


def unit_of(org: Any) -> Unit:
    """An organisation by its id and name."""
    return Unit(id=org.pk, name=org.name)


def maybe_unit(org: Any) -> Unit | None:
    """An organisation, where there is one."""
    return None if org is None else unit_of(org)


def somebody(one: Any) -> Somebody:
    """Somebody by their id and name."""
    return Somebody(id=one.pk, name=one.name)


def told_at(moment: dt.datetime | None) -> dt.datetime | None:
    """A moment with the place's offset, where there is one."""
    return None if moment is None else local(moment)


def on(day: dt.date | None, request: Asked) -> dt.date:
    """A day that was named, else today."""
    return day or day_of(request.now)
