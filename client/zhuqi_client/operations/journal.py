"""Operations of journal. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator

from zhuqi_client.core import Core
from zhuqi_client.shapes.journal import FailingRow, FailingRows, JournalRow, JournalRows, TriedOut


class Journal(Core):
    """Operations of journal."""

    def list_journal(
        self,
        *,
        rows: int | None = None,
        cursor: str | None = None,
        kind: str | None = None,
        subject: int | None = None,
        verb: str | None = None,
        staff: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> JournalRows:
        """What was booked, as the audit administrator reads it: what people below their places did, at the root
        also what the clock and the enterprises did. To others there is no such list.
        """
        found: JournalRows = self._read(
            "/journal",
            {
                "rows": rows,
                "cursor": cursor,
                "kind": kind,
                "subject": subject,
                "verb": verb,
                "staff": staff,
                "since": since,
                "until": until,
            },
        )
        return found

    def each_of_list_journal(
        self,
        *,
        rows: int | None = None,
        kind: str | None = None,
        subject: int | None = None,
        verb: str | None = None,
        staff: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[JournalRow]:
        """Every row of all pages, one after the other."""
        return self._pages(
            "/journal",
            {
                "rows": rows,
                "kind": kind,
                "subject": subject,
                "verb": verb,
                "staff": staff,
                "since": since,
                "until": until,
            },
            "entries",
        )

    def list_failing(self, *, rows: int | None = None, cursor: str | None = None) -> FailingRows:
        """Consequences that failed and are tried again: for the system administrator of the whole place. To others
        there is no such list.
        """
        found: FailingRows = self._read("/reactions/failing", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_failing(self, *, rows: int | None = None) -> Iterator[FailingRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/reactions/failing", {"rows": rows}, "failing")

    def try_again(self, *, entry: int, name: str, key: str | None = None) -> TriedOut:
        """Let a consequence that failed be tried at once: the next worker does it. For the system administrator."""
        found: TriedOut = self._send("/reactions/failing/try_again", {"entry": entry, "name": name}, key=key)
        return found
