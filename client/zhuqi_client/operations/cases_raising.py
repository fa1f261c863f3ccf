"""Operations of cases_raising. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Sequence

from zhuqi_client.core import Core, Seen
from zhuqi_client.shapes.cases import Done


class CasesRaising(Core):
    """Operations of cases_raising."""

    def restate(
        self,
        case: Seen,
        *,
        reason: str,
        amount: str | None = None,
        firms: int | None = None,
        signed: bool | None = None,
        key: str | None = None,
    ) -> Done:
        """Correct what is at stake."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/restate",
            {"amount": amount, "firms": firms, "signed": signed, "reason": reason},
            key=key,
            version=case["version"],
        )
        return found

    def instruct(
        self,
        case: Seen,
        *,
        leader: str,
        on: str,
        number: str | None = None,
        text: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Note a leader's instruction."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/instruct",
            {"leader": leader, "on": on, "number": number, "text": text},
            key=key,
            version=case["version"],
        )
        return found

    def classify(
        self, case: Seen, *, grade: str | None = None, note: str | None = None, key: str | None = None
    ) -> Done:
        """Confirm the class."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/classify", {"grade": grade, "note": note}, key=key, version=case["version"]
        )
        return found

    def set_up(
        self, case: Seen, *, lead_id: int, member_ids: Sequence[int], note: str | None = None, key: str | None = None
    ) -> Done:
        """Set up a task force."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/set_up",
            {"lead_id": lead_id, "member_ids": member_ids, "note": note},
            key=key,
            version=case["version"],
        )
        return found

    def meet(self, case: Seen, *, text: str, key: str | None = None) -> Done:
        """Note a meeting of the task force."""
        found: Done = self._send(f"/cases/{case['id']}/actions/meet", {"text": text}, key=key, version=case["version"])
        return found

    def stand_down(self, case: Seen, *, reason: str, key: str | None = None) -> Done:
        """End the task force."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/stand_down", {"reason": reason}, key=key, version=case["version"]
        )
        return found
