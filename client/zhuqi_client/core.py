"""How the client speaks: keys that make a repeated request one request, versions that were seen, waiting, errors."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypedDict

import requests

from zhuqi_client.errors import Away, Refusal, refusal

AGAIN = frozenset({429, 502, 503, 504})
"""Answers after which the same request is sent again."""
FIRST, LONGEST = 0.2, 20.0
"""Seconds before the second attempt, and at most between two."""


class Seen(TypedDict):
    """A case as it was read or as a step left it: what the next step is decided on."""

    id: int
    version: int


class Core:
    """One site and one token.

    ``url`` is the site's own, as ``https://zhuqi.example``. ``language``: of sentences, ``zh`` or ``en``. ``patience``: seconds
    for all attempts of one call together. ``timeout``: seconds for one attempt.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        language: str = "zh",
        patience: float = 60.0,
        timeout: float = 30.0,
        session: requests.Session | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base = f"{url.rstrip('/')}/api/v1"
        self.patience, self.timeout, self.sleep = patience, timeout, sleep
        self.session = session or requests.Session()
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": language, "Accept": "application/json"}

    def _read(self, path: str, query: Mapping[str, object] | None = None) -> Any:
        """GET. Raises Refusal, Away."""
        said = {name: _written(value) for name, value in (query or {}).items() if value is not None}
        return self._insist("GET", path, {}, said, None)

    def _pages(self, path: str, query: Mapping[str, object], rows: str) -> Iterator[Any]:
        """The rows of a list, page after page, until the last one."""
        cursor: str | None = None
        while True:
            page = self._read(path, {**query, "cursor": cursor})
            yield from page[rows]
            cursor = page["next"]
            if cursor is None:
                return

    def _send(
        self,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        key: str | None = None,
        version: int | None = None,
        keyed: bool = True,
    ) -> Any:
        """POST, under a key that stays the same for all attempts. Raises Refusal, Away."""
        headers = {"Idempotency-Key": key or uuid.uuid4().hex} if keyed else {}
        headers["Content-Type"] = "application/json"
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        sent = {name: value for name, value in (body or {}).items() if value is not None}
        return self._insist("POST", path, headers, {}, sent, again=keyed)

    def _insist(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        query: Mapping[str, str],
        body: Mapping[str, object] | None,
        *,
        again: bool = True,
    ) -> Any:
        """Ask until there is an answer, for as long as the patience lasts."""
        left, pause = self.patience, FIRST
        while True:
            began = time.monotonic()
            try:
                answer = self.session.request(
                    method,
                    self.base + path,
                    headers={**self.headers, **headers},
                    params=dict(query),
                    data=None if body is None else json.dumps(dict(body)).encode(),
                    timeout=self.timeout,
                    allow_redirects=False,
                )
            except requests.RequestException as trouble:
                said: Refusal | Away = Away(f"{self.base} wasn't reached: {type(trouble).__name__}")
                repeatable, wait = again, pause
            else:
                if answer.status_code < 300:
                    return _object(answer)
                said = _refused(answer)
                repeatable = answer.status_code == 429 or (again and answer.status_code in AGAIN)
                wait = _asked_to_wait(answer) or pause
            left -= time.monotonic() - began + wait
            if not repeatable or left < 0:
                raise said
            self.sleep(wait)
            pause = min(LONGEST, pause * 2) * random.uniform(0.8, 1.2)


def _written(value: object) -> str:
    """A value as a query writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _object(answer: requests.Response) -> Any:
    """What was asked for: JSON, or else the bytes of a file."""
    if answer.headers.get("Content-Type", "").partition(";")[0] == "application/json":
        return answer.json()
    return answer.content


def _refused(answer: requests.Response) -> Refusal:
    try:
        told = answer.json()
        return refusal(answer.status_code, told["code"], told["sentence"], told["fields"])
    except (ValueError, KeyError, TypeError):  # a proxy's page
        return refusal(answer.status_code, "", answer.reason or str(answer.status_code), {})


def _asked_to_wait(answer: requests.Response) -> float:
    """Seconds that the site asks to wait; 0 where it asks nothing."""
    written = answer.headers.get("Retry-After", "")
    return float(written) if written.isdecimal() else 0.0
