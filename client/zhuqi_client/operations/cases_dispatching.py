"""Operations of cases_dispatching. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Sequence

from zhuqi_client.core import Core, Seen
from zhuqi_client.shapes.cases import Done


class CasesDispatching(Core):
    """Operations of cases_dispatching."""

    def screen(
        self,
        case: Seen,
        *,
        kind: str,
        grade: str,
        category: str | None = None,
        urgency: str | None = None,
        amount: str | None = None,
        firms: int | None = None,
        signed: bool | None = None,
        note: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Screen."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/screen",
            {
                "kind": kind,
                "grade": grade,
                "category": category,
                "urgency": urgency,
                "amount": amount,
                "firms": firms,
                "signed": signed,
                "note": note,
            },
            key=key,
            version=case["version"],
        )
        return found

    def not_accept(
        self,
        case: Seen,
        *,
        reason: str,
        cause: str | None = None,
        instead: str | None = None,
        told_on: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Don't accept."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/not_accept",
            {"cause": cause, "reason": reason, "instead": instead, "told_on": told_on},
            key=key,
            version=case["version"],
        )
        return found

    def merge(self, case: Seen, *, into_id: int, reason: str, key: str | None = None) -> Done:
        """Merge into another case."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/merge",
            {"into_id": into_id, "reason": reason},
            key=key,
            version=case["version"],
        )
        return found

    def transfer_out(self, case: Seen, *, reason: str, told_on: str, key: str | None = None) -> Done:
        """Pass to a body outside."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/transfer_out",
            {"reason": reason, "told_on": told_on},
            key=key,
            version=case["version"],
        )
        return found

    def assign(
        self,
        case: Seen,
        *,
        lead_id: int,
        part_ids: Sequence[int] | None = None,
        assist_ids: Sequence[int] | None = None,
        note: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Assign."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/assign",
            {"lead_id": lead_id, "part_ids": part_ids, "assist_ids": assist_ids, "note": note},
            key=key,
            version=case["version"],
        )
        return found

    def send_down(self, case: Seen, *, desk_id: int, why: str, key: str | None = None) -> Done:
        """Send down."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/send_down", {"desk_id": desk_id, "why": why}, key=key, version=case["version"]
        )
        return found

    def escalate(
        self, case: Seen, *, why: str, assist_ids: Sequence[int] | None = None, key: str | None = None
    ) -> Done:
        """Escalate."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/escalate",
            {"why": why, "assist_ids": assist_ids},
            key=key,
            version=case["version"],
        )
        return found

    def recall(self, case: Seen, *, reason: str, key: str | None = None) -> Done:
        """Take it back."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/recall", {"reason": reason}, key=key, version=case["version"]
        )
        return found
