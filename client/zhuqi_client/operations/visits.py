"""Operations of visits. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.visits import RoundOut, RoundRows, VisitOut, VisitRows


class Visits(Core):
    """Operations of visits."""

    def list_rounds(self, *, rows: int | None = None, cursor: str | None = None) -> RoundRows:
        """The rounds of the areas one oversees, and of those above."""
        found: RoundRows = self._read("/rounds", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_rounds(self, *, rows: int | None = None) -> Iterator[RoundOut]:
        """Every row of all pages, one after the other."""
        return self._pages("/rounds", {"rows": rows}, "rounds")

    def open_round(
        self, *, area_id: int, name: str, since: str | None = None, until: str | None = None, key: str | None = None
    ) -> RoundOut:
        """Announce a round of contact in an area: for its dispatcher or system administrator."""
        found: RoundOut = self._send(
            "/rounds", {"area_id": area_id, "name": name, "since": since, "until": until}, key=key
        )
        return found

    def show_round(self, round_id: int) -> RoundOut:
        """One round of contact."""
        found: RoundOut = self._read(f"/rounds/{round_id}")
        return found

    def list_visits(
        self,
        *,
        rows: int | None = None,
        cursor: str | None = None,
        enterprise: int | None = None,
        person: int | None = None,
        unit: int | None = None,
        round: int | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> VisitRows:
        """The visits in sight: of one's unit, to the enterprises of one's area, and one's own."""
        found: VisitRows = self._read(
            "/visits",
            {
                "rows": rows,
                "cursor": cursor,
                "enterprise": enterprise,
                "person": person,
                "unit": unit,
                "round": round,
                "since": since,
                "until": until,
            },
        )
        return found

    def each_of_list_visits(
        self,
        *,
        rows: int | None = None,
        enterprise: int | None = None,
        person: int | None = None,
        unit: int | None = None,
        round: int | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[VisitOut]:
        """Every row of all pages, one after the other."""
        return self._pages(
            "/visits",
            {
                "rows": rows,
                "enterprise": enterprise,
                "person": person,
                "unit": unit,
                "round": round,
                "since": since,
                "until": until,
            },
            "visits",
        )

    def record_visit(
        self,
        *,
        enterprise_id: int,
        mode: Literal["on_site", "remote"],
        kind: Literal["service", "problem", "policy", "joint"],
        day: str | None = None,
        round_id: int | None = None,
        key: str | None = None,
    ) -> VisitOut:
        """Write down a visit that one made. Nobody writes down another's."""
        found: VisitOut = self._send(
            "/visits",
            {"enterprise_id": enterprise_id, "day": day, "mode": mode, "kind": kind, "round_id": round_id},
            key=key,
        )
        return found

    def show_visit(self, visit_id: int) -> VisitOut:
        """One visit."""
        found: VisitOut = self._read(f"/visits/{visit_id}")
        return found
