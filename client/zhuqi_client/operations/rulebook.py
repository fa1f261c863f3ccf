"""Operations of rulebook. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator

from zhuqi_client.core import Core
from zhuqi_client.shapes.rulebook import EditionOut, EditionRow, EditionRows


class Rulebook(Core):
    """Operations of rulebook."""

    def list_editions(
        self, *, rows: int | None = None, cursor: str | None = None, place: int | None = None
    ) -> EditionRows:
        """The editions of all places: no secret among those who have a role somewhere; nobody else is told any."""
        found: EditionRows = self._read("/editions", {"rows": rows, "cursor": cursor, "place": place})
        return found

    def each_of_list_editions(self, *, rows: int | None = None, place: int | None = None) -> Iterator[EditionRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/editions", {"rows": rows, "place": place}, "editions")

    def adopt(self, *, text: str, key: str | None = None) -> EditionOut:
        """Put a text in force: for the system administrator of its place. An edition is never changed: the next is
        another text with a later day.
        """
        found: EditionOut = self._send("/editions", {"text": text}, key=key)
        return found

    def show_edition(self, edition_id: int) -> EditionOut:
        """One edition with its text."""
        found: EditionOut = self._read(f"/editions/{edition_id}")
        return found
