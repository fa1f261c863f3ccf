"""Clients of the API that don't give up: a write is repeated under its key until the site has answered it."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass
from typing import Any

from tests.doors.site import Answer, Site

AWAY = (OSError, http.client.HTTPException)
GIVE_UP = 180.0
"""Seconds after which a site that is killed now and then must have answered."""
NEED = {"title": "三相电增容", "body": "新设备六月到厂，现有变压器带不动。", "kind": "utilities"}


@dataclass
class Client:
    """One person's token at one site."""

    site: Site
    token: str

    def post(self, path: str, body: dict[str, Any], *, key: str = "", version: int | None = None) -> Answer:
        """One attempt. Raises where the site is away."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if key:
            headers["Idempotency-Key"] = key
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self.site.ask("POST", f"/api/v1{path}", body, headers)

    def insist(self, path: str, body: dict[str, Any], *, key: str, version: int | None = None) -> dict[str, Any]:
        """Repeat under the same key until there is an answer that isn't about the site's own trouble."""
        end = time.monotonic() + GIVE_UP
        while time.monotonic() < end:
            try:
                answer = self.post(path, body, key=key, version=version)
            except AWAY:
                time.sleep(0.05)
                continue
            if answer.status < 500:
                assert answer.status in (200, 201), answer
                return dict(answer.body)
            time.sleep(0.05)
        raise TimeoutError(f"{path} isn't answered")


def act(case: int, action: str) -> str:
    """The address of an action on a case."""
    return f"/cases/{case}/actions/{action}"


def assigned(
    site: Site, told: dict[str, Any], key: str, title: str = NEED["title"], whose: str = "enterprise"
) -> dict[str, Any]:
    """A case from its finding to its assignment: four writes, each under a key of its own."""
    official, dispatcher = (Client(site, told["tokens"][part]) for part in ("official", "dispatcher"))
    need = {**NEED, "title": title, "enterprise_id": told[whose]}
    case = official.insist("/cases", need, key=f"{key}-1")
    pk = case["id"]
    case = official.insist(act(pk, "submit"), {"why": "组里办不了"}, key=f"{key}-2", version=case["version"])
    screened = {"kind": "utilities", "grade": "B"}
    case = dispatcher.insist(act(pk, "screen"), screened, key=f"{key}-3", version=case["version"])
    return dispatcher.insist(act(pk, "assign"), {"lead_id": told["lead"]}, key=f"{key}-4", version=case["version"])
