"""Operations of books. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from zhuqi_client.core import Core
from zhuqi_client.shapes.books import Statement


class Books(Core):
    """Operations of books."""

    def show_statement(
        self, *, unit: int, since: str | None = None, until: str | None = None, tree: bool | None = None
    ) -> Statement:
        """The statement of a unit or of a subtree; both days are counted."""
        found: Statement = self._read("/statement", {"unit": unit, "since": since, "until": until, "tree": tree})
        return found
