"""Operations of outside. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.outside import (
    CaseLink,
    CaseLinks,
    ComplaintRow,
    ComplaintRows,
    LinkMade,
    RatingRow,
    RatingRows,
)


class Outside(Core):
    """Operations of outside."""

    def list_links(self, case_id: int, *, rows: int | None = None, cursor: str | None = None) -> CaseLinks:
        """The links that were made for a case's enterprise. What opens them is told nowhere."""
        found: CaseLinks = self._read(f"/cases/{case_id}/links", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_links(self, case_id: int, *, rows: int | None = None) -> Iterator[CaseLink]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/cases/{case_id}/links", {"rows": rows}, "links")

    def make_case_link(
        self,
        case_id: int,
        *,
        channel: Literal["phone", "visit"] | None = None,
        until: str | None = None,
        alone: bool | None = None,
        key: str | None = None,
    ) -> LinkMade:
        """Make a link for the enterprise: for the dispatch room, and for whoever asks the enterprise. Its address
        is shown this one time.
        """
        found: LinkMade = self._send(
            f"/cases/{case_id}/links", {"channel": channel, "until": until, "alone": alone}, key=key
        )
        return found

    def revoke_case_link(self, case_id: int, link_id: int, *, key: str | None = None) -> CaseLink:
        """Let a link open nothing any more."""
        found: CaseLink = self._send(f"/cases/{case_id}/links/{link_id}/revoke", {}, key=key)
        return found

    def list_ratings(self, *, rows: int | None = None, cursor: str | None = None) -> RatingRows:
        """What enterprises think of the replies in an area: for its supervision office and leaders, never for those
        rated. Who in an enterprise gave it isn't told.
        """
        found: RatingRows = self._read("/ratings", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_ratings(self, *, rows: int | None = None) -> Iterator[RatingRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/ratings", {"rows": rows}, "ratings")

    def list_complaints(self, *, rows: int | None = None, cursor: str | None = None) -> ComplaintRows:
        """What enterprises of an area complain of: for its supervision office, never for the unit itself."""
        found: ComplaintRows = self._read("/complaints", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_complaints(self, *, rows: int | None = None) -> Iterator[ComplaintRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/complaints", {"rows": rows}, "complaints")
