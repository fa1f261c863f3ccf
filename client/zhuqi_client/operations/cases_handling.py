"""Operations of cases_handling. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Any, Literal

from zhuqi_client.core import Core, Seen
from zhuqi_client.shapes.cases import Done


class CasesHandling(Core):
    """Operations of cases_handling."""

    def accept(self, case: Seen, *, key: str | None = None) -> Done:
        """Sign for it."""
        found: Done = self._send(f"/cases/{case['id']}/actions/accept", {}, key=key, version=case["version"])
        return found

    def hand_back(
        self,
        case: Seen,
        *,
        reason: str,
        proposal: str,
        ground: Literal["duty", "place", "higher", "unclear", "twice"] | None = None,
        key: str | None = None,
    ) -> Done:
        """Ask to return."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/hand_back",
            {"ground": ground, "reason": reason, "proposal": proposal},
            key=key,
            version=case["version"],
        )
        return found

    def rule(self, case: Seen, *, upheld: bool, reason: str, key: str | None = None) -> Done:
        """Rule on the return."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/rule", {"upheld": upheld, "reason": reason}, key=key, version=case["version"]
        )
        return found

    def ask_extension(self, case: Seen, *, amount: str, reason: str, key: str | None = None) -> Done:
        """Ask for an extension."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/ask_extension",
            {"amount": amount, "reason": reason},
            key=key,
            version=case["version"],
        )
        return found

    def extend(self, case: Seen, *, reason: str, key: str | None = None) -> Done:
        """Extend."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/extend", {"reason": reason}, key=key, version=case["version"]
        )
        return found

    def ask_suspension(
        self, case: Seen, *, reason: str, until: str, cause: str | None = None, key: str | None = None
    ) -> Done:
        """Ask for suspension."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/ask_suspension",
            {"cause": cause, "reason": reason, "until": until},
            key=key,
            version=case["version"],
        )
        return found

    def suspend(self, case: Seen, *, reason: str, key: str | None = None) -> Done:
        """Suspend."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/suspend", {"reason": reason}, key=key, version=case["version"]
        )
        return found

    def resume(self, case: Seen, *, note: str | None = None, key: str | None = None) -> Done:
        """Resume."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/resume", {"note": note}, key=key, version=case["version"]
        )
        return found

    def ask_escalation(self, case: Seen, *, reason: str, key: str | None = None) -> Done:
        """Ask for escalation."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/ask_escalation", {"reason": reason}, key=key, version=case["version"]
        )
        return found

    def take_back(self, case: Seen, *, note: str | None = None, key: str | None = None) -> Done:
        """Withdraw the request."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/take_back", {"note": note}, key=key, version=case["version"]
        )
        return found

    def refuse(self, case: Seen, *, reason: str, key: str | None = None) -> Done:
        """Refuse the request."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/refuse", {"reason": reason}, key=key, version=case["version"]
        )
        return found

    def contact(
        self,
        case: Seen,
        *,
        channel: Literal["visit", "phone", "link", "portal", "callback"],
        text: str,
        key: str | None = None,
    ) -> Done:
        """Contact the enterprise."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/contact", {"channel": channel, "text": text}, key=key, version=case["version"]
        )
        return found

    def opine(self, case: Seen, *, text: str, key: str | None = None) -> Done:
        """Give an opinion on how to handle it."""
        found: Done = self._send(f"/cases/{case['id']}/actions/opine", {"text": text}, key=key, version=case["version"])
        return found

    def stage_reply(self, case: Seen, *, text: str, next_on: str | None = None, key: str | None = None) -> Done:
        """Reply on progress."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/stage_reply",
            {"text": text, "next_on": next_on},
            key=key,
            version=case["version"],
        )
        return found

    def contribute(self, case: Seen, *, text: str, key: str | None = None) -> Done:
        """Contribute."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/contribute", {"text": text}, key=key, version=case["version"]
        )
        return found

    def reply(
        self,
        case: Seen,
        *,
        outcome: Literal["solved", "answered", "explained", "planned"],
        text: str,
        told_on: str | None = None,
        next_on: str | None = None,
        recheck_on: str | None = None,
        key: str | None = None,
    ) -> Done:
        """Reply."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/reply",
            {"outcome": outcome, "text": text, "told_on": told_on, "next_on": next_on, "recheck_on": recheck_on},
            key=key,
            version=case["version"],
        )
        return found

    def check(
        self,
        case: Seen,
        *,
        note: str,
        answers: dict[str, Any] | None = None,
        passed: bool | None = None,
        key: str | None = None,
    ) -> Done:
        """Check the reply."""
        found: Done = self._send(
            f"/cases/{case['id']}/actions/check",
            {"answers": answers, "passed": passed, "note": note},
            key=key,
            version=case["version"],
        )
        return found
