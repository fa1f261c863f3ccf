"""The operations beside the cases keep what the description says, for every role, whatever is sent, also about things that are
there. A long run makes two hundred requests an operation."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection

from tests.api.keeping import addressed, body, furnish, operations
from tests.api.test_described import CHECKS, LONG, report
from tests.interfaces.conftest import Town
from tests.roles import EVERYBODY

ROLES = EVERYBODY if LONG else ("dispatcher", "administrator")
EXAMPLES = 200 if LONG else 4


def numbers(town: Town, extra: Any, token: str) -> dict[str, int]:
    """{name in an address: the number of something that is there}."""
    names = {part[1:-1] for _, path in operations().values() for part in path.split("/") if part.startswith("{")}
    return {name: int(addressed(town, extra, f"{{{name}}}", token)) for name in names}


def likely(fitting: dict[str, Any], sent: Any, turn: int) -> Any:
    """A body that came about by chance, with some of its fields such as would be taken."""
    if not isinstance(sent, dict):
        return sent
    return {**sent, **{name: value for n, (name, value) in enumerate(fitting.items()) if (turn >> n) % 2}}


@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_as_described(role: str, town: Town, tokens: dict[str, str]) -> None:
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for path in description.raw_schema["paths"].values():
        for operation in path.values():
            del operation["security"]
    there = numbers(town, furnish(town), tokens[role])
    statuses: Counter[int] = Counter()
    mine = [
        found.ok()
        for found in description.get_all_operations()
        if found.ok().definition.raw["operationId"] in operations()
    ]
    assert len(mine) == len(operations())
    for operation in mine:
        fitting = dict(body(town, operation.definition.raw["operationId"]) or {})
        sent = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode))

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=sent, real=st.booleans(), turn=st.integers(0, 255), fitting=st.just(fitting))
        def check(case: Any, real: bool, turn: int, fitting: dict[str, Any]) -> None:
            checks = list(CHECKS)
            if real:
                for number in set(case.path_parameters or {}) & set(there):
                    case.path_parameters[number] = there[number]
                case.body = likely(fitting, case.body, turn)
                checks.remove(negative_data_rejection)  # what made it wrong may be gone
            with transaction.atomic():
                answer = case.call(headers={"Authorization": f"Bearer {tokens[role]}"})
                transaction.set_rollback(True)
            statuses[answer.status_code] += 1
            case.validate_response(answer, checks=checks)

        check()
    assert {200, 404, 422} <= statuses.keys(), statuses
    report(role, statuses)
