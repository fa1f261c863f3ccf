"""Operations of cases_finding. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal

from zhuqi_client.core import Core, Seen
from zhuqi_client.shapes.cases import Done


class CasesFinding(Core):
    """Operations of cases_finding."""

    def settle(self, case: Seen, *, outcome: Literal["solved", "answered"], text: str, key: str | None = None) -> Done:
        """Settle on the spot."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/settle", {"outcome": outcome, "text": text}, key=key, version=case["version"]
        )
        return found

    def submit(self, case: Seen, *, why: str, key: str | None = None) -> Done:
        """Submit to the dispatch room."""
        found: Done = self._send(f"/cases/{case['id']}/actions/submit", {"why": why}, key=key, version=case["version"])
        return found
