"""Operations of cases_countersigning. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal

from zhuqi_client.core import Core, Seen
from zhuqi_client.shapes.cases import Done


class CasesCountersigning(Core):
    """Operations of cases_countersigning."""

    def ask_signing(
        self,
        case: Seen,
        *,
        outcome: Literal["solved", "answered", "explained", "planned"],
        draft: str,
        next_on: str | None = None,
        recheck_on: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Hand in an answer to be signed."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/ask_signing",
            {"outcome": outcome, "draft": draft, "next_on": next_on, "recheck_on": recheck_on},
            key=key,
            version=case["version"],
        )
        return found

    def sign(self, case: Seen, *, note: str | None = None, key: str | None = None) -> Done:
        """Sign the answer."""
        found: Done = self._send(f"/cases/{case['id']}/actions/sign", {"note": note}, key=key, version=case["version"])
        return found
