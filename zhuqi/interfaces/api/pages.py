"""Where a list goes on: a cursor is signed, so that nobody has to be believed, and says nothing to whoever holds it."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.signing import BadSignature, Signer

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say
from zhuqi.interfaces.api.values import line, rows

MOST = 100
"""Rows of a page."""
Rows = Annotated[int, rows(MOST)]
Cursor = Annotated[str, line(300)]


def cursor(of: str, position: object) -> str:
    """The mark of a position in a kind of list."""
    return _signer(of).sign_object(position)


def position(of: str, given: str | None) -> Any:
    """The position that a cursor marks; None at the top. Raises Invalid where it isn't one of ours."""
    if given is None:
        return None
    try:
        return _signer(of).unsign_object(given)
    except (BadSignature, ValueError):
        raise Invalid({"cursor": say("This cursor isn't one that this list gave. Begin again without one.")}) from None


def _signer(of: str) -> Signer:
    return Signer(salt=f"zhuqi.api.cursor.{of}")
