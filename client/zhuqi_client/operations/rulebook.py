"""Operations of rulebook. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator

from zhuqi_client.core import Core
from zhuqi_client.shapes.rulebook import (
    DifferencesOut,
    DraftOut,
    DraftRow,
    DraftRows,
    EditionOut,
    EditionRow,
    EditionRows,
)


class Rulebook(Core):
    """Operations of rulebook."""

    def list_editions(
        self, *, rows: int | None = None, cursor: str | None = None, place: int | None = None
    ) -> EditionRows:
        """The editions of all places: rules are published, everybody inside reads them."""
        found: EditionRows = self._read("/editions", {"rows": rows, "cursor": cursor, "place": place})
        return found

    def each_of_list_editions(self, *, rows: int | None = None, place: int | None = None) -> Iterator[EditionRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/editions", {"rows": rows, "place": place}, "editions")

    def show_edition(self, edition_id: int) -> EditionOut:
        """One edition with its text."""
        found: EditionOut = self._read(f"/editions/{edition_id}")
        return found

    def show_differences(self, edition_id: int, other_id: int) -> DifferencesOut:
        """What an edition says otherwise than another, and which way is stricter."""
        found: DifferencesOut = self._read(f"/editions/{edition_id}/against/{other_id}")
        return found

    def list_drafts(self, *, rows: int | None = None, cursor: str | None = None) -> DraftRows:
        """The texts handed in for places where the asker hands in or signs; nobody else is told any."""
        found: DraftRows = self._read("/drafts", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_drafts(self, *, rows: int | None = None) -> Iterator[DraftRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/drafts", {"rows": rows}, "drafts")

    def hand_in(self, *, text: str, key: str | None = None) -> DraftOut:
        """Hand a text in, to be signed by somebody else: for the system administrator of its place."""
        found: DraftOut = self._send("/drafts", {"text": text}, key=key)
        return found

    def show_draft(self, draft_id: int) -> DraftOut:
        """One of them with its text, and all that is wrong with it."""
        found: DraftOut = self._read(f"/drafts/{draft_id}")
        return found

    def sign_draft(self, draft_id: int, *, key: str | None = None) -> EditionOut:
        """Put a text in force that somebody else handed in: for a leader of its place. An edition is never changed:
        the next is another text with a later day.
        """
        found: EditionOut = self._send(f"/drafts/{draft_id}/sign", {}, key=key)
        return found

    def withdraw_draft(self, draft_id: int, *, key: str | None = None) -> DraftOut:
        """Take a text back, or send it back instead of signing it."""
        found: DraftOut = self._send(f"/drafts/{draft_id}/withdraw", {}, key=key)
        return found
