"""The API keeps what its description says, for every role, whatever is sent."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api import keeping
from tests.roles import EVERYBODY
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.interfaces.api.values import Shape

LONG = os.environ.get("ZHUQI_SOAK") == "1"
ROLES = EVERYBODY if LONG else ("official", "dispatcher", "utilities", "administrator")
EXAMPLES = {"get": 200 if LONG else 12, "post": 200 if LONG else 4}
"""Requests an operation by method: the thirty steps are of one make."""
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
    allow_header_conformance,
)
DOCUMENTED = {"get": {"200", "400", "401", "403", "404", "405", "415", "422", "429", "431", "503"}}
DOCUMENTED["post"] = DOCUMENTED["get"] - {"200"} | {"409", "413"}


def test_the_description_is_open_and_names_every_status(db: None) -> None:
    answer = Client().get("/api/v1/openapi.json")
    described = answer.json()
    assert answer.status_code == 200 and described["openapi"].startswith("3.1") and not answer.cookies
    assert {f"/api/v1/cases/{{case_id}}/actions/{action}" for action in ACTIONS if action != "record"} < set(
        described["paths"]
    )
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            good = set(operation["responses"]) & {"200", "201"}
            more = {"428"} if "/actions/" in path or operation["operationId"] == "attach_files" else set()
            assert len(good) == 1 and (method == "post" or good == {"200"})
            assert set(operation["responses"]) == DOCUMENTED[method] | good | more, path
            assert operation["security"] in ([{"Bearer": []}], [{"Administering": []}])
            assert operation["summary"] and "parameters" in operation


def test_no_two_shapes_share_a_name() -> None:
    """The description knows them by their names alone: of two, one would describe the other's answers."""
    names = Counter(shape.__name__ for shape in kinds(Shape) if "interfaces.api" in shape.__module__)
    assert [name for name, n in names.items() if n > 1] == [] and len(names) > 20


def kinds(shape: type[Shape]) -> Iterator[type[Shape]]:
    for below in shape.__subclasses__():
        yield below
        yield from kinds(below)


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_as_described(role: str, town, tokens) -> None:
    """Whatever is sent to any operation, well formed or not, also to cases that are there, at the version they have."""
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for path in description.raw_schema["paths"].values():
        for operation in path.values():
            del operation["security"]  # every request carries the token
    known = [(case.pk, type(case).objects.get(pk=case.pk).version) for case in town.cases.values()]
    statuses: Counter[int] = Counter()
    found = [each.ok() for each in description.get_all_operations()]
    operations = [each for each in found if each.definition.raw["operationId"] not in keeping.operations()]
    assert len(operations) >= len(ACTIONS) + 7
    for operation in operations:
        sent = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

        @settings(
            max_examples=EXAMPLES[operation.method],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=sent, there=st.one_of(st.none(), st.sampled_from(known)))
        def check(case: Any, there: tuple[int, int] | None) -> None:
            headers, checks = {"Authorization": f"Bearer {tokens[role]}"}, list(CHECKS)
            if there is not None and case.path_parameters:
                case.path_parameters["case_id"] = there[0]
                headers["If-Match"] = f'"{there[1]}"'
                checks.remove(negative_data_rejection)  # what made it wrong may be gone
            with transaction.atomic():
                answer = case.call(headers=headers)
                transaction.set_rollback(True)
            statuses[answer.status_code] += 1
            case.validate_response(answer, checks=checks)

        check()
    assert {200, 404, 422} <= statuses.keys(), statuses
    report(role, statuses)


def report(role: str, statuses: Counter[int]) -> None:
    """Say how many requests a long run made, and how they were answered."""
    if LONG:
        print(f"\n{role}: {statuses.total()} requests, {dict(sorted(statuses.items()))}")
