"""Lives by the links of the description: what one answer names is asked next, by whoever may, and every answer is as
described. ``make soak`` follows many more."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings

from tests.api.keeping import furnish
from tests.api.roles import ROUTES
from tests.api.test_described import CHECKS
from tests.interfaces.conftest import NOW, Town
from tests.roles import COLUMNS, EVERYBODY, table
from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.queries import token_of
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.api.links import AFTER, READ, components, following
from zhuqi.interfaces.api.site import api

LONG = os.environ.get("ZHUQI_SOAK") == "1"
LIVES, STEPS = (600, 25) if LONG else (12, 20)
SPANS, DAYS = ("2 工作日", "1 自然日", "4 小时"), ("2019-06-03", "2019-06-04", "2019-06-12", "2019-07-01")


def test_every_link_leads_from_an_answer_to_an_operation_that_takes_its_values() -> None:
    described = api.get_openapi_schema(path_prefix="/api/v1/")
    operations = {found["operationId"]: found for path in described["paths"].values() for found in path.values()}
    assert set(AFTER) <= set(operations) and {name for name, _ in READ.values()} <= set(operations)
    links = described["components"]["links"]
    assert links == components()
    for link in links.values():
        target = operations[link["operationId"]]
        assert set(link.get("parameters", {})) <= {each["name"] for each in target["parameters"]}
    for name, operation in operations.items():
        (good,) = (answer for status, answer in operation["responses"].items() if int(status) < 300)
        assert list(good["links"]) == list(following(name)) and set(good["links"]) <= set(links)
        assert good["links"], name


def test_whatever_gives_the_id_of_a_case_leads_to_the_case_and_each_step_follows_something() -> None:
    steps = {action.value for action in ACTIONS} - {"record"}
    assert steps <= set(following("show_case"))
    assert {"the_case", "its_life"} <= set(following("record")) and {"submit", "settle"} <= set(following("record"))
    for step in steps:
        assert {"the_case", "its_life"} <= set(following(step))
        assert any(step in following(other.value) for other in ACTIONS), step
    assert "confirm" not in following("submit") and "reopen" in following("confirm")


def known(town: Town) -> dict[str, list[int]]:
    """Ids that are there, by what a field's name ends with."""
    return {
        "unit": sorted(org.pk for org in town.city.orgs.values()),
        "case": sorted(case.pk for case in town.cases.values()),
        "enterprise": sorted(firm.pk for firm in town.city.enterprises),
    }


def likely(body: dict[str, Any], there: dict[str, list[int]], n: int) -> dict[str, Any]:
    """A body whose ids, kinds, days and lengths of time are such as exist: else few steps would come to anything."""
    found = dict(body)
    for name, value in body.items():
        if value is None:
            continue
        if name.endswith("_ids"):
            found[name] = [there["unit"][n % len(there["unit"])]] if value else []
        elif name == "enterprise_id":
            found[name] = value if value in there["enterprise"] else there["enterprise"][n % 3]
        elif name.endswith("_id"):
            ids = there["case" if name in {"into_id", "case_id"} else "unit"]
            found[name] = ids[n % len(ids)]
        elif name == "kind":
            found[name] = "utilities"
        elif name == "amount":
            found[name] = SPANS[n % len(SPANS)]
        elif name.endswith("_on") or name == "until":
            found[name] = DAYS[n % len(DAYS)]
    return found


def begun_by_reading(machine: Any) -> Any:
    """The machine without steps that begin at a case out of thin air: those are tried elsewhere."""
    thin = {name: None for name in machine.root_rules if "actions" in name}
    return type("BegunByReading", (machine,), {**thin, "root_rules": machine.root_rules - set(thin)})


def actor_of(tokens: dict[str, str], part: str) -> Actor:
    """Who a token speaks for."""
    held = token_of(tokens[part], NOW)
    assert held is not None
    return directory.actor(held.account_id, NOW.date())


def able(actors: dict[str, Actor], case_id: Any, action: Action) -> str | None:
    """Somebody who can take a step now."""
    for part, actor in actors.items():
        try:
            if action in detail(actor, case_id, now=NOW).actions:
                return part
        except (Missing, TypeError, ValueError, OverflowError):
            continue
    return None


def aim(case: Any, there: dict[str, list[int]], n: int) -> None:
    """Let a request be about a case that is there, at its version: the one that the link named, where it is there."""
    if isinstance(case.body, dict):
        case.body = likely(case.body, there, n)
    numbers = case.path_parameters or {}
    if "case_id" not in numbers or len(numbers) > 1:  # a file, contact or link stays below the case that the link named
        return
    asked = numbers["case_id"]
    ids = [there["case"][n % 7], *([asked] if isinstance(asked, int) and 0 < asked < 2**53 else [])]
    held = Case.objects.filter(pk__in=ids).latest("pk")
    numbers["case_id"] = held.pk
    case.headers = {**(case.headers or {}), "If-Match": f'"{held.version}"'}


def allowed(operation: str, n: int) -> str:
    """Somebody to whom the table of roles gives an operation, or would give it once the step before is done; the dispatcher
    rather than others."""
    row = table(ROUTES)[operation]
    may = [COLUMNS[column] for column, status in row.items() if status.startswith("2")]
    may = may or [COLUMNS[column] for column, status in row.items() if status == "409"]
    return "dispatcher" if n % 2 and "dispatcher" in may else may[n % len(may)]


def lives(description: Any, tokens: dict[str, str], there: dict[str, list[int]], statuses: Counter[Any]) -> Any:
    """The machine that follows the links; what a life did is undone at its end."""
    actors = {part: actor_of(tokens, part) for part in EVERYBODY}

    class Lives(begun_by_reading(description.as_state_machine())):  # type: ignore[misc]  # made for the description
        def setup(self) -> None:
            self.whole, self.n = transaction.atomic(), 0
            self.whole.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

        def before_call(self, case: Any) -> None:
            self.n += 1
            self.real = self.n % 5 != 0
            if self.real:
                aim(case, there, self.n)

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            return {"headers": {"Authorization": f"Bearer {tokens[self.who(case)]}"}}

        def who(self, case: Any) -> str:
            """Whoever may take this step, as a rule; now and then anybody."""
            name = case.operation.definition.raw["operationId"]
            turn = EVERYBODY[self.n % len(EVERYBODY)]
            if self.n % 4 == 0:
                return turn
            if "/actions/" not in case.operation.path:
                return allowed(name, self.n)
            return able(actors, case.path_parameters.get("case_id"), Action(name)) or turn

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            statuses[case.operation.definition.raw["operationId"], response.status_code] += 1
            checks = [check for check in CHECKS if not self.real or check.__name__ != "negative_data_rejection"]
            case.validate_response(response, checks=checks)

    return Lives


def test_lives_are_followed_along_the_links(town: Town, tokens: dict[str, str]) -> None:
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    for path in description.raw_schema["paths"].values():
        for operation in path.values():
            del operation["security"]
    statuses: Counter[tuple[str, int]] = Counter()
    furnish(town)
    Lives = lives(description, tokens, known(town), statuses)
    Lives.run(
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
    )
    done = {name for name, status in statuses if status in {200, 201}}
    assert len(done) >= (30 if LONG else 8), sorted(done)
    beside = done - {action.value for action in ACTIONS}
    assert len(beside) >= (30 if LONG else 10), sorted(beside)
    if LONG:
        print(f"\n{statuses.total()} requests along links; answered with success: {sorted(done)}")
        print({status: sum(n for (_, found), n in statuses.items() if found == status) for _, status in statuses})
