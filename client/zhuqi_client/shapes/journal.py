"""Types of journal. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Any, TypedDict

from zhuqi_client.shapes.register import Somebody


class JournalRows(TypedDict):
    """A page of entries, the newest first."""

    entries: list[JournalRow]
    next: str | None


class JournalRow(TypedDict):
    """One entry of the journal. ``behalf``: for whom, where not for oneself; ``facts``: ids, days, numbers, as
    stored.
    """

    id: int
    kind: str
    subject: int
    seq: int
    at: str
    verb: str
    facts: dict[str, Any]
    person: Somebody | None
    account: int | None
    behalf: str
    edition: int | None
    hash: str


class FailingRows(TypedDict):
    """A page of failing consequences, the longest owed first."""

    failing: list[FailingRow]
    next: str | None


class FailingRow(TypedDict):
    """A consequence that doesn't get done. ``entry``: the entry of the journal that it follows from."""

    entry: int
    name: str
    attempts: int
    next_at: str
    error: str


class TriedOut(TypedDict):
    """How a consequence stands after it was asked for again. ``done_at``: null until a worker has done it."""

    entry: int
    name: str
    next_at: str
    done_at: str | None
