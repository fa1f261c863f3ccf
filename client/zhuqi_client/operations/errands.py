"""Operations of errands. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.errands import ErrandLife, ErrandOut, ErrandRows


class Errands(Core):
    """Operations of errands."""

    def list_errands(
        self,
        *,
        rows: int | None = None,
        cursor: str | None = None,
        enterprise: int | None = None,
        person: int | None = None,
        unit: int | None = None,
        state: Literal["taken", "filed", "finished", "stopped"] | None = None,
    ) -> ErrandRows:
        """The errands in sight: one's own, those of one's unit, and those of enterprises of one's area."""
        found: ErrandRows = self._read(
            "/errands",
            {"rows": rows, "cursor": cursor, "enterprise": enterprise, "person": person, "unit": unit, "state": state},
        )
        return found

    def each_of_list_errands(
        self,
        *,
        rows: int | None = None,
        enterprise: int | None = None,
        person: int | None = None,
        unit: int | None = None,
        state: Literal["taken", "filed", "finished", "stopped"] | None = None,
    ) -> Iterator[ErrandOut]:
        """Every row of all pages, one after the other."""
        return self._pages(
            "/errands",
            {"rows": rows, "enterprise": enterprise, "person": person, "unit": unit, "state": state},
            "errands",
        )

    def take_errand(
        self,
        *,
        enterprise_id: int,
        mode: Literal["agent", "escort"],
        matter: str,
        office: str,
        due: str,
        asked_on: str | None = None,
        case_id: int | None = None,
        note: str | None = None,
        key: str | None = None,
    ) -> ErrandOut:
        """Take an errand on for an enterprise that one answers for. Nobody promises for another."""
        found: ErrandOut = self._send(
            "/errands",
            {
                "enterprise_id": enterprise_id,
                "mode": mode,
                "matter": matter,
                "office": office,
                "due": due,
                "asked_on": asked_on,
                "case_id": case_id,
                "note": note,
            },
            key=key,
        )
        return found

    def show_errand(self, errand_id: int) -> ErrandLife:
        """One errand with what was done about it."""
        found: ErrandLife = self._read(f"/errands/{errand_id}")
        return found

    def file_errand(
        self, errand_id: int, *, seen: int, day: str | None = None, note: str | None = None, key: str | None = None
    ) -> ErrandOut:
        """Note that the papers are in, or that the enterprise was at the window."""
        found: ErrandOut = self._send(f"/errands/{errand_id}/file", {"seen": seen, "day": day, "note": note}, key=key)
        return found

    def report_errand(
        self, errand_id: int, *, seen: int, note: str, day: str | None = None, key: str | None = None
    ) -> ErrandOut:
        """Write down where it stands."""
        found: ErrandOut = self._send(f"/errands/{errand_id}/report", {"seen": seen, "day": day, "note": note}, key=key)
        return found

    def postpone_errand(self, errand_id: int, *, seen: int, due: str, note: str, key: str | None = None) -> ErrandOut:
        """Move the promised day, with the reason."""
        found: ErrandOut = self._send(
            f"/errands/{errand_id}/postpone", {"seen": seen, "due": due, "note": note}, key=key
        )
        return found

    def hand_on_errand(
        self, errand_id: int, *, seen: int, person_id: int, note: str | None = None, key: str | None = None
    ) -> ErrandOut:
        """Let another official run it who answers for the enterprise too."""
        found: ErrandOut = self._send(
            f"/errands/{errand_id}/hand_on", {"seen": seen, "person_id": person_id, "note": note}, key=key
        )
        return found

    def finish_errand(
        self,
        errand_id: int,
        *,
        seen: int,
        outcome: Literal["granted", "refused"],
        day: str | None = None,
        note: str | None = None,
        key: str | None = None,
    ) -> ErrandOut:
        """End it with what came of it."""
        found: ErrandOut = self._send(
            f"/errands/{errand_id}/finish", {"seen": seen, "outcome": outcome, "day": day, "note": note}, key=key
        )
        return found

    def stop_errand(
        self,
        errand_id: int,
        *,
        seen: int,
        why: Literal["withdrawn", "itself", "impossible"],
        note: str,
        key: str | None = None,
    ) -> ErrandOut:
        """End it without a result, with the reason."""
        found: ErrandOut = self._send(f"/errands/{errand_id}/stop", {"seen": seen, "why": why, "note": note}, key=key)
        return found
