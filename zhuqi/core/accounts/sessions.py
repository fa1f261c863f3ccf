"""Where sessions are kept: the framework's way, in a table that knows whose they are. Named by ``SESSION_ENGINE``.

A session ends after half an hour without use and after eight hours in any case (``ended``); it also ends when its
account is closed or its password changes, which the framework sees to at every request.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from zhuqi.core.accounts.models import Session
from zhuqi.core.accounts.wall import wall

BEGAN, LAST, DEVICE = "began", "last", "device"
"""Keys of a session's data: seconds, seconds, text."""
STEP = 60
"""Seconds between two notes of a session's last use: not every page is worth a write."""


class SessionStore(DatabaseStore):
    """The framework's store; whoever is in has a row that says since when, and when last."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        if SESSION_KEY in data:
            moment = int(wall().timestamp())
            data.setdefault(BEGAN, moment)
            data.setdefault(LAST, moment)
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.began_at, row.last_at = _moment(data.get(BEGAN)), _moment(data.get(LAST))
        row.device = str(data.get(DEVICE, ""))[:40]
        return row


def _moment(seconds: int | None) -> dt.datetime | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC)


def ended(data: Any, now: dt.datetime) -> bool:
    """Whether a session has been idle for too long, or lasts for too long. ``now`` is the wall's."""
    moment = now.timestamp()
    unused, lasted = moment - data.get(LAST, moment), moment - data.get(BEGAN, moment)
    return bool(unused >= settings.SESSION_IDLE.total_seconds() or lasted >= settings.SESSION_COOKIE_AGE)


def note_use(data: Any, now: dt.datetime) -> None:
    """Note that a session is in use, once a minute."""
    moment = int(now.timestamp())
    if moment - data.get(LAST, moment) >= STEP:
        data[LAST] = moment
