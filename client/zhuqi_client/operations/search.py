"""Operations of search. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.search import SearchOut


class Search(Core):
    """Operations of search."""

    def search(
        self,
        *,
        words: str,
        kind: Literal["case", "enterprise", "organisation", "staff"] | None = None,
        rows: int | None = None,
    ) -> SearchOut:
        """Whatever fits of that which one sees: cases, enterprises, organisations, people, the same as on their
        lists. For whoever has no role, nothing does.
        """
        found: SearchOut = self._read("/search", {"words": words, "kind": kind, "rows": rows})
        return found
