"""What is asked of the two sites, over one kept connection each."""

from __future__ import annotations

import base64
import json
import time
from itertools import count, cycle
from typing import Any

import requests

PATIENCE = 600
LIFE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("official", "submit", {"why": "组里办不了"}),
    ("dispatcher", "screen", {"kind": "utilities", "grade": "B"}),
    ("dispatcher", "assign", {}),
    ("utilities", "accept", {}),
    ("utilities", "reply", {"outcome": "solved", "text": "已送电"}),
    ("official", "ask", {"channel": "phone"}),
    ("official", "confirm", {"text": "已送电，满意"}),
)


def checked(answer: requests.Response, *statuses: int) -> requests.Response:
    """The answer, where it is one of those expected. Raises RequestException."""
    if answer.status_code not in (statuses or (200,)):
        raise requests.RequestException(
            f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text[:500]}"
        )
    return answer


class Asker:
    """One kept connection; sees to it that the site is up."""

    def __init__(self, port: int) -> None:
        self.at, self.session, self.numbers = f"http://127.0.0.1:{port}", requests.Session(), count(time.time_ns())
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.session.get(f"{self.at}/login/", timeout=PATIENCE)
                return
            except requests.ConnectionError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def get(self, path: str, **more: Any) -> requests.Response:
        """One answer with rows in it."""
        return checked(self.session.get(self.at + path, timeout=PATIENCE, **more))

    def log_in(self, path: str, **typed: str) -> None:
        """By the form of the door."""
        page = self.session.get(self.at + path, timeout=PATIENCE)
        token = page.text.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
        typed["csrfmiddlewaretoken"] = token
        answer = self.session.post(self.at + path, data=typed, headers={"Referer": self.at + path}, timeout=PATIENCE)
        checked(answer)
        if answer.url.rstrip("/") == (self.at + path).rstrip("/"):
            raise requests.RequestException("the door stayed shut")


class Ours(Asker):
    """Our site, as the dispatcher of the district."""

    def __init__(self, port: int, told: dict[str, Any]) -> None:
        super().__init__(port)
        self.told, self.cases = told, cycle(told["sample"])
        self.tokens = {part: {"Authorization": f"Bearer {token}"} for part, token in told["tokens"].items()}
        self.programs = requests.Session()
        self.log_in("/login", username="dispatcher", password=told["password"])

    def _api(self, path: str) -> requests.Response:
        answer = self.programs.get(f"{self.at}/api/v1{path}", headers=self.tokens["dispatcher"], timeout=PATIENCE)
        return checked(answer)

    def list_page(self) -> object:
        """The list of a person's cases."""
        return self.get("/cases")

    def list_api(self) -> object:
        """Fifty rows."""
        return self._api("/cases?rows=50")

    def case_page(self) -> object:
        """One case, of those spread over the years."""
        return self.get(f"/cases/{next(self.cases)['id']}")

    def case_api(self) -> object:
        """The same as JSON."""
        return self._api(f"/cases/{next(self.cases)['id']}")

    def search(self) -> object:
        """The one case with a number."""
        found = self._api(f"/cases?words={next(self.cases)['number']}").json()["cases"]
        if not found:
            raise requests.RequestException("the number isn't found")
        return found

    def statement_page(self) -> object:
        """Of this year, with all below."""
        return self.get(f"/statement?unit={self.told['district']}&tree=true")

    def statement_api(self) -> object:
        """The same as JSON."""
        return self._api(f"/statement?unit={self.told['district']}&tree=true")

    def _post(self, part: str, path: str, body: dict[str, Any], version: int | None) -> dict[str, Any]:
        headers = {**self.tokens[part], "Idempotency-Key": f"k{next(self.numbers)}"}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        answer = self.programs.post(f"{self.at}/api/v1{path}", json=body, headers=headers, timeout=PATIENCE)
        said: dict[str, Any] = checked(answer, 200, 201).json()
        return said

    def create(self) -> dict[str, Any]:
        """A need is recorded, under a key, with its entry and its clocks."""
        words = {"title": "三相电增容", "body": "新设备六月到厂，现有变压器带不动。", "kind": "utilities"}
        return self._post("official", "/cases", {**words, "enterprise_id": self.told["enterprise"]}, None)

    def life(self) -> object:
        """From found to struck off."""
        case = self.create()
        for part, action, body in LIFE:
            body = {"lead_id": self.told["lead"]} if action == "assign" else body
            if action == "ask":
                body = {**body, "arrived_on": time.strftime("%Y-%m-%d")}
            case = self._post(part, f"/cases/{case['id']}/actions/{action}", body, case["version"])
        return case


class Theirs(Asker):
    """The help desk, as its superuser."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.log_in("/login/", username="timer", password="timer")
        self.ids = cycle(range(7, 100, 9))
        query = {"filtering": {"status__in": [1, 2]}, "sorting": "created", "search_string": "", "sortreverse": False}
        self.query = base64.b64encode(json.dumps(query).encode()).decode()

    def list_page(self) -> object:
        """The page and the rows that it fetches."""
        self.get("/tickets/")
        return self.get(f"/datatables_ticket_list/{self.query}?start=0&length=50&draw=1")

    def list_api(self) -> object:
        """Fifty rows."""
        return self.get("/api/tickets/?page_size=50")

    def case_page(self) -> object:
        """One ticket with seven follow-ups."""
        return self.get(f"/tickets/{next(self.ids)}/")

    def case_api(self) -> object:
        """The same as JSON."""
        return self.get(f"/api/tickets/{next(self.ids)}/")

    def search(self) -> object:
        """The one ticket with a number: its list takes the number as the word that is searched."""
        return self.get(f"/tickets/?q={next(self.ids)}")

    def create(self) -> object:
        """A ticket, by its API."""
        body = {
            "queue": 1,
            "title": f"Ticket {next(self.numbers)}",
            "description": "新设备六月到厂，现有变压器带不动。",
            "submitter_email": "someone@example.org",
            "priority": 3,
        }
        token = self.session.cookies.get("csrftoken", "")
        headers = {"X-CSRFToken": token, "Referer": self.at}
        return checked(self.session.post(f"{self.at}/api/tickets/", json=body, headers=headers, timeout=PATIENCE), 201)
