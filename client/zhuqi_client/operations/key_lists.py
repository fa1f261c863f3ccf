"""Operations of key_lists. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator

from zhuqi_client.core import Core
from zhuqi_client.shapes.key_lists import KeyListRow, KeyListRows, ListedRow, ListedRows


class KeyLists(Core):
    """Operations of key_lists."""

    def list_key_lists(self, *, rows: int | None = None, cursor: str | None = None) -> KeyListRows:
        """The key lists of the areas at, above and below those from where one sees or keeps."""
        found: KeyListRows = self._read("/key-lists", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_key_lists(self, *, rows: int | None = None) -> Iterator[KeyListRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/key-lists", {"rows": rows}, "lists")

    def open_key_list(
        self, *, area_id: int, name: str, document: str | None = None, since: str | None = None, key: str | None = None
    ) -> KeyListRow:
        """Open a key list in an area: for who keeps the register of enterprises there."""
        found: KeyListRow = self._send(
            "/key-lists", {"area_id": area_id, "name": name, "document": document, "since": since}, key=key
        )
        return found

    def list_listed(self, list_id: int, *, rows: int | None = None, cursor: str | None = None) -> ListedRows:
        """Who stands on a list today, as far as one sees or keeps them."""
        found: ListedRows = self._read(f"/key-lists/{list_id}/enterprises", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_listed(self, list_id: int, *, rows: int | None = None) -> Iterator[ListedRow]:
        """Every row of all pages, one after the other."""
        return self._pages(f"/key-lists/{list_id}/enterprises", {"rows": rows}, "listed")

    def put_on_key_list(
        self, list_id: int, *, enterprise_id: int, since: str | None = None, key: str | None = None
    ) -> KeyListRow:
        """Put an enterprise on a list; one that stands there stays: for who keeps the register in both places."""
        found: KeyListRow = self._send(
            f"/key-lists/{list_id}/enterprises", {"enterprise_id": enterprise_id, "since": since}, key=key
        )
        return found

    def take_off_key_list(
        self, list_id: int, *, enterprise_id: int, until: str | None = None, key: str | None = None
    ) -> KeyListRow:
        """Take an enterprise off a list: for who keeps the register in both places."""
        found: KeyListRow = self._send(
            f"/key-lists/{list_id}/enterprises/take-off", {"enterprise_id": enterprise_id, "until": until}, key=key
        )
        return found

    def close_key_list(self, list_id: int, *, until: str | None = None, key: str | None = None) -> KeyListRow:
        """Close a list, and end every place on it: for who keeps it."""
        found: KeyListRow = self._send(f"/key-lists/{list_id}/close", {"until": until}, key=key)
        return found
