"""Lists that go on: a page of rows, and the address of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from zhuqi.base.errors import Invalid
from zhuqi.interfaces import cursors
from zhuqi.interfaces.web.asked import Asked

ROWS = 50
AFTER = "after"
"""What the cursor is called in an address."""


def page(request: Asked, of: str, rows: Any, order: Sequence[str], *, size: int = 0) -> tuple[list[Any], str]:
    """A page of a list, and the address of the next one; empty behind the last row. ``order``: as ``cursors.page`` takes it. A
    cursor that this list didn't give is its top. One query."""
    size, given = size or ROWS, request.GET.get(AFTER)
    try:
        shown, after = cursors.page(of, rows, order, size=size, cursor=given)
    except Invalid:
        shown, after = cursors.page(of, rows, order, size=size, cursor=None)
    asked = {name: value for name, value in request.GET.items() if name != AFTER}
    return shown, f"?{urlencode({**asked, AFTER: after})}" if after else ""
