"""Operations of cases_joining. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Sequence

from zhuqi_client.core import Core, Seen
from zhuqi_client.shapes.cases import Done


class CasesJoining(Core):
    """Operations of cases_joining."""

    def join(self, case: Seen, *, with_ids: Sequence[int], note: str | None = None, key: str | None = None) -> Done:
        """Handle it together with others."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/join", {"with_ids": with_ids, "note": note}, key=key, version=case["version"]
        )
        return found

    def take_out(self, case: Seen, *, reason: str, key: str | None = None) -> Done:
        """Take it out of the joint handling."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/take_out", {"reason": reason}, key=key, version=case["version"]
        )
        return found
