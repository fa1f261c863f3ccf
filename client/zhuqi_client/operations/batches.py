"""Operations of batches. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhuqi_client.core import Core
from zhuqi_client.shapes.batches import BatchOut, BatchRows, BatchSheet


class Batches(Core):
    """Operations of batches."""

    def list_batches(self, *, rows: int | None = None, cursor: str | None = None) -> BatchRows:
        """The batches of one's own room, those that went to one's unit, and those below what one oversees."""
        found: BatchRows = self._read("/batches", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_batches(self, *, rows: int | None = None) -> Iterator[BatchOut]:
        """Every row of all pages, one after the other."""
        return self._pages("/batches", {"rows": rows}, "batches")

    def assign_batch(
        self,
        *,
        case_ids: Sequence[int],
        lead_id: int,
        note: str | None = None,
        seen: Sequence[int] | None = None,
        key: str | None = None,
    ) -> BatchSheet:
        """Assign cases to one unit together, under the next number of the room."""
        found: BatchSheet = self._send(
            "/batches", {"case_ids": case_ids, "lead_id": lead_id, "note": note, "seen": seen}, key=key
        )
        return found

    def show_batch(self, batch_id: int) -> BatchSheet:
        """One batch with its cases."""
        found: BatchSheet = self._read(f"/batches/{batch_id}")
        return found
