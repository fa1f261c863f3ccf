"""Operations of changes. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from zhuqi_client.core import Core
from zhuqi_client.shapes.changes import LyingRows, PersonOut, UnitOut


class Changes(Core):
    """Operations of changes."""

    def plan_move(
        self, unit_id: int, *, parent_id: int, on: str, why: str | None = None, key: str | None = None
    ) -> UnitOut:
        """Plan that an organisation hangs under another from a midnight on, with all below it: for the system
        administrator of both. Until then it can be called off.
        """
        found: UnitOut = self._send(
            f"/units/{unit_id}/plan_move", {"parent_id": parent_id, "on": on, "why": why}, key=key
        )
        return found

    def cancel_move(self, unit_id: int, *, key: str | None = None) -> UnitOut:
        """Call a planned move off: for the system administrator of that place."""
        found: UnitOut = self._send(f"/units/{unit_id}/cancel_move", {}, key=key)
        return found

    def merge_unit(
        self, unit_id: int, *, into_id: int, on: str, why: str | None = None, key: str | None = None
    ) -> UnitOut:
        """Plan that an organisation goes up in another of its kind: at that midnight its staff, what hangs under it
        and all that lies with it go over, the roles held at it end, it retires. Until then it can be called off.
        """
        found: UnitOut = self._send(f"/units/{unit_id}/merge", {"into_id": into_id, "on": on, "why": why}, key=key)
        return found

    def cancel_ending(self, unit_id: int, *, key: str | None = None) -> UnitOut:
        """Call off that an organisation ends: for the system administrator of that place."""
        found: UnitOut = self._send(f"/units/{unit_id}/cancel_ending", {}, key=key)
        return found

    def show_lying(self, unit_id: int) -> LyingRows:
        """What lies with an organisation itself and would go over if it ended, kind by kind: for the system
        administrator of that place. Kinds without anything aren't there.
        """
        found: LyingRows = self._read(f"/units/{unit_id}/lying")
        return found

    def transfer(
        self,
        person_id: int,
        *,
        unit_id: int,
        colleague_id: int | None = None,
        why: str | None = None,
        key: str | None = None,
    ) -> PersonOut:
        """Let somebody belong to another unit from today on. The roles held at the old one end and they log in
        anew; what they have from there is handed over, what they hold elsewhere stays.
        """
        found: PersonOut = self._send(
            f"/people/{person_id}/transfer", {"unit_id": unit_id, "colleague_id": colleague_id, "why": why}, key=key
        )
        return found
