"""Operations of cases_closing. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal

from zhuqi_client.core import Core, Seen
from zhuqi_client.shapes.cases import Done


class CasesClosing(Core):
    """Operations of cases_closing."""

    def ask(
        self,
        case: Seen,
        *,
        channel: Literal["visit", "phone", "link", "portal", "callback"],
        arrived_on: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Ask the enterprise."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/ask",
            {"channel": channel, "arrived_on": arrived_on},
            key=key,
            version=case["version"],
        )
        return found

    def confirm(self, case: Seen, *, text: str | None = None, key: str | None = None) -> Done:
        """Confirm."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/confirm", {"text": text}, key=key, version=case["version"]
        )
        return found

    def contest(self, case: Seen, *, text: str, key: str | None = None) -> Done:
        """Contest."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/contest", {"text": text}, key=key, version=case["version"]
        )
        return found

    def withdraw(self, case: Seen, *, text: str | None = None, key: str | None = None) -> Done:
        """Withdraw."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/withdraw", {"text": text}, key=key, version=case["version"]
        )
        return found

    def end(self, case: Seen, *, reason: str, key: str | None = None) -> Done:
        """End without confirmation."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/end", {"reason": reason}, key=key, version=case["version"]
        )
        return found

    def reopen(self, case: Seen, *, text: str, key: str | None = None) -> Done:
        """Reopen."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/reopen", {"text": text}, key=key, version=case["version"]
        )
        return found
