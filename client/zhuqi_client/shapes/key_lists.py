"""Types of key_lists. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import TypedDict

from zhuqi_client.shapes.register import EnterpriseRow, Unit


class KeyListRows(TypedDict):
    """The key lists that are told to one, those closed too, the latest first."""

    lists: list[KeyListRow]
    next: str | None


class KeyListRow(TypedDict):
    """One key list. ``until``: the first day without it."""

    id: int
    name: str
    document: str
    area: Unit
    since: str
    until: str | None


class ListedRows(TypedDict):
    """The enterprises on a list today that one sees or keeps."""

    listed: list[ListedRow]
    next: str | None


class ListedRow(TypedDict):
    """An enterprise on a list, since when."""

    enterprise: EnterpriseRow
    since: str
