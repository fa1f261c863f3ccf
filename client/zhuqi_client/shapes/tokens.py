"""Types of tokens. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import TypedDict

from zhuqi_client.shapes.registers import TokenScope


class TokenRows(TypedDict):
    """A page of one's own tokens, the newest first."""

    tokens: list[TokenRow]
    next: str | None


class TokenRow(TypedDict):
    """A token. ``until``: the first day without it; ``open``: whether it opens anything today. Its secret is
    kept nowhere.
    """

    id: int
    name: str
    scopes: list[TokenScope]
    until: str
    made_at: str
    revoked_at: str | None
    open: bool
    this: bool


class TokenMade(TypedDict):
    """A new token. ``secret`` is told this one time: null where a key was repeated. Revoke one that was lost on
    the way.
    """

    id: int
    name: str
    scopes: list[TokenScope]
    until: str
    made_at: str
    revoked_at: str | None
    open: bool
    this: bool
    secret: str | None
