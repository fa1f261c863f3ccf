"""Operations of registers. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.changes import UnitOut
from zhuqi_client.shapes.register import EnterpriseOut
from zhuqi_client.shapes.registers import EnterpriseRows, Me, UnitRow, UnitRows


class Registers(Core):
    """Operations of registers."""

    def me(self) -> Me:
        """In whose name the token speaks, and what they may do where today."""
        found: Me = self._read("/me")
        return found

    def list_units(self, *, words: str | None = None, rows: int | None = None, cursor: str | None = None) -> UnitRows:
        """The organisations in force: no secret among those who have a role somewhere; nobody else is told any."""
        found: UnitRows = self._read("/units", {"words": words, "rows": rows, "cursor": cursor})
        return found

    def each_of_list_units(self, *, words: str | None = None, rows: int | None = None) -> Iterator[UnitRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/units", {"words": words, "rows": rows}, "units")

    def found_unit(
        self,
        *,
        kind: Literal[
            "city",
            "district",
            "town",
            "village",
            "leading_group",
            "office",
            "desk",
            "functional_group",
            "department",
            "team",
            "group",
            "task_force",
            "supervision",
            "park",
            "window",
        ],
        name: str,
        code: str,
        parent_id: int | None = None,
        region_code: str | None = None,
        since: str | None = None,
        key: str | None = None,
    ) -> UnitOut:
        """Set up an organisation under another: for the system administrator of that place."""
        found: UnitOut = self._send(
            "/units",
            {
                "parent_id": parent_id,
                "kind": kind,
                "name": name,
                "code": code,
                "region_code": region_code,
                "since": since,
            },
            key=key,
        )
        return found

    def find_enterprises(
        self,
        *,
        words: str | None = None,
        region: str | None = None,
        section: Literal[
            "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "T"
        ]
        | None = None,
        above: Literal["above", "below", "outside", "unknown"] | None = None,
        standing: Literal["open", "stopped", "moved_out"] | None = None,
        park_id: int | None = None,
        list_id: int | None = None,
        merged: bool | None = None,
    ) -> EnterpriseRows:
        """The enterprises in sight that fit what is asked, as the page of a new need and the register find them."""
        found: EnterpriseRows = self._read(
            "/enterprises",
            {
                "words": words,
                "region": region,
                "section": section,
                "above": above,
                "standing": standing,
                "park_id": park_id,
                "list_id": list_id,
                "merged": merged,
            },
        )
        return found

    def register(
        self,
        *,
        region_id: int,
        uscc: str,
        name: str,
        industry: str | None = None,
        staff_count: int | None = None,
        revenue_wan: str | None = None,
        assets_wan: str | None = None,
        address: str | None = None,
        park_id: int | None = None,
        in_base_since: str | None = None,
        key: str | None = None,
    ) -> EnterpriseOut:
        """Enter an enterprise in the register: for the dispatcher or the system administrator of its area. Its
        scale is computed.
        """
        found: EnterpriseOut = self._send(
            "/enterprises",
            {
                "region_id": region_id,
                "uscc": uscc,
                "name": name,
                "industry": industry,
                "staff_count": staff_count,
                "revenue_wan": revenue_wan,
                "assets_wan": assets_wan,
                "address": address,
                "park_id": park_id,
                "in_base_since": in_base_since,
            },
            key=key,
        )
        return found

    def show_unit(self, unit_id: int) -> UnitOut:
        """One organisation: what it hangs under, in which area, and which dispatch room serves it."""
        found: UnitOut = self._read(f"/units/{unit_id}")
        return found

    def retire_unit(
        self,
        unit_id: int,
        *,
        on: str | None = None,
        successor_id: int | None = None,
        why: str | None = None,
        key: str | None = None,
    ) -> UnitOut:
        """End an organisation; the roles held there end with it. Without a successor only what holds nothing ends,
        and at once; with one it is planned, and all that lies with it goes over at that midnight.
        """
        found: UnitOut = self._send(
            f"/units/{unit_id}/retire", {"on": on, "successor_id": successor_id, "why": why}, key=key
        )
        return found

    def show_enterprise(self, enterprise_id: int) -> EnterpriseOut:
        """One enterprise that one sees, or whose register one keeps."""
        found: EnterpriseOut = self._read(f"/enterprises/{enterprise_id}")
        return found

    def correct_unit(
        self, unit_id: int, *, name: str | None = None, region_code: str | None = None, key: str | None = None
    ) -> UnitOut:
        """Give an organisation another name or region code: for the system administrator of that place."""
        found: UnitOut = self._send(f"/units/{unit_id}/correct", {"name": name, "region_code": region_code}, key=key)
        return found

    def correct_enterprise(
        self,
        enterprise_id: int,
        *,
        region_id: int | None = None,
        name: str | None = None,
        industry: str | None = None,
        staff_count: int | None = None,
        revenue_wan: str | None = None,
        assets_wan: str | None = None,
        address: str | None = None,
        park_id: int | None = None,
        in_base_since: str | None = None,
        key: str | None = None,
    ) -> EnterpriseOut:
        """Correct what the register says of an enterprise, but for its code: for the dispatcher or the system
        administrator of its area. Another area sees it from then on; its scale is computed anew.
        """
        found: EnterpriseOut = self._send(
            f"/enterprises/{enterprise_id}/correct",
            {
                "region_id": region_id,
                "name": name,
                "industry": industry,
                "staff_count": staff_count,
                "revenue_wan": revenue_wan,
                "assets_wan": assets_wan,
                "address": address,
                "park_id": park_id,
                "in_base_since": in_base_since,
            },
            key=key,
        )
        return found
