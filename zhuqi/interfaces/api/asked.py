"""A request as the endpoints receive it."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from zhuqi.core.access.actor import Actor


class Asked(HttpRequest):
    """What ``door.guarded`` and ``tokens.Bearer`` make of a request. ``known``: the parameters its query may have;
    ``counted``: towards an account's limit, else it is a stranger's."""

    actor: Actor
    now: dt.datetime
    known: frozenset[str]
    scopes: tuple[str, ...]
    counted: bool
