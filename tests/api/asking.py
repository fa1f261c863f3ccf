"""One fitting request for every operation of the API."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client

from tests.api import keeping
from tests.api.keeping import Extra, addressed
from tests.api.typed import fitting
from tests.files.making import photograph
from tests.interfaces.conftest import Town
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.rules.words import Action
from zhuqi.interfaces.api.site import api

NOWHERE = 999_999_999
PICTURE = base64.b64encode(photograph()).decode()
FILES = {"files": [{"name": "a.jpg", "content": PICTURE}]}


@dataclass(frozen=True)
class Ask:
    """One request below ``/api/v1``."""

    method: str
    path: str
    body: Mapping[str, Any] | None = None
    version: int = 1

    def sent(self, client: Client) -> Any:
        """Its answer. What it does is undone."""
        with transaction.atomic():
            content = b"" if self.body is None else json.dumps(self.body)
            headers = {"If-Match": f'"{self.version}"'}
            address = f"/api/v1{self.path}"
            answer = client.generic(self.method, address, content, content_type="application/json", headers=headers)
            transaction.set_rollback(True)
        return answer


def operations() -> dict[str, tuple[str, str]]:
    """{operation: (method, address)} of the whole description."""
    described = api.get_openapi_schema(path_prefix="")
    return {
        found["operationId"]: (method.upper(), f"/{path.strip('/')}")
        for path, methods in described["paths"].items()
        for method, found in methods.items()
    }


def asked(town: Town, extra: Extra, operation: str, token: str) -> Ask:
    """An operation about things that are there: the case that ng-utilities handles, the books of the desk, the first
    enterprise, and what ``furnish`` brought."""
    method, path = operations()[operation]
    desk = town.city.org("ng-desk")
    query = {
        "show_statement": f"?unit={desk}",
        "statement_cases": f"?unit={desk}&side=received",
        "find_enterprises": "?words=001",
        "search": "?words=001",
    }.get(operation, "")
    handled = town.cases["handled"]
    version = type(handled).objects.values_list("version", flat=True).get(pk=handled.pk)
    return Ask(method, addressed(town, extra, path, token) + query, body(town, operation), version)


def body(town: Town, operation: str) -> Mapping[str, Any] | None:
    """What an operation is sent; None where it takes nothing."""
    if operation in ACTIONS:
        return fitting(town, Action(operation))
    return FILES if operation == "attach_files" else keeping.body(town, operation)


def headers_of(answer: Any) -> dict[str, str]:
    """What an answer's headers say, but for the request's own number."""
    return {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}


def whole(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """Every byte that somebody could tell two answers apart by."""
    return answer.status_code, answer.content, headers_of(answer)
