"""Operations of books. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.books import Statement
from zhuqi_client.shapes.cases import Row, Rows


class Books(Core):
    """Operations of books."""

    def show_statement(
        self, *, unit: int, since: str | None = None, until: str | None = None, tree: bool | None = None
    ) -> Statement:
        """The statement of a unit or of a subtree; both days are counted."""
        found: Statement = self._read("/statement", {"unit": unit, "since": since, "until": until, "tree": tree})
        return found

    def statement_cases(
        self,
        *,
        unit: int,
        side: Literal["in_hand", "received", "passed_on", "closed"],
        since: str | None = None,
        until: str | None = None,
        tree: bool | None = None,
        beyond: int | None = None,
        account: str | None = None,
        rows: int | None = None,
        cursor: str | None = None,
    ) -> Rows:
        """The cases behind one figure of a statement, as far as they are in sight: each once, newest first, by
        pages.
        """
        found: Rows = self._read(
            "/statement/cases",
            {
                "unit": unit,
                "since": since,
                "until": until,
                "tree": tree,
                "side": side,
                "beyond": beyond,
                "account": account,
                "rows": rows,
                "cursor": cursor,
            },
        )
        return found

    def each_of_statement_cases(
        self,
        *,
        unit: int,
        side: Literal["in_hand", "received", "passed_on", "closed"],
        since: str | None = None,
        until: str | None = None,
        tree: bool | None = None,
        beyond: int | None = None,
        account: str | None = None,
        rows: int | None = None,
    ) -> Iterator[Row]:
        """Every row of all pages, one after the other."""
        return self._pages(
            "/statement/cases",
            {
                "unit": unit,
                "since": since,
                "until": until,
                "tree": tree,
                "side": side,
                "beyond": beyond,
                "account": account,
                "rows": rows,
            },
            "cases",
        )
