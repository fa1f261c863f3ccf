"""What can be asked after an answer, as links of the description: ids lead to where they are taken, a step to those that the
table of steps allows after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.rules.steps import STEPS
from zhuqi.domain.cases.rules.words import Action, State
from zhuqi.interfaces.api import beside_links, keeping_links, told_links

STEP = {"case_id": "$response.body#/id", "If-Match": "$response.header.ETag"}
READ: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "the_case": ("show_case", {"case_id": "$response.body#/id"}),
    "its_life": ("show_life", {"case_id": "$response.body#/id"}),
    "first_case": ("show_case", {"case_id": "$response.body#/cases/0/id"}),
    "first_life": ("show_life", {"case_id": "$response.body#/cases/0/id"}),
    "more_cases": ("list_cases", {"cursor": "$response.body#/next"}),
    "more_units": ("list_units", {"cursor": "$response.body#/next"}),
    "cases_of_the_first_unit": ("list_cases", {"unit": "$response.body#/units/0/id"}),
    "books_of_the_first_unit": ("show_statement", {"unit": "$response.body#/units/0/id"}),
    "cases_of_the_unit": ("list_cases", {"unit": "$response.body#/unit/id"}),
    "cases_of_the_holder": ("list_cases", {"unit": "$response.body#/holder/id"}),
    "books_of_the_holder": ("show_statement", {"unit": "$response.body#/holder/id"}),
    "books_of_the_area": ("show_statement", {"unit": "$response.body#/area/id"}),
    "own_books": ("show_statement", {"unit": "$response.body#/seats/0/sight/id"}),
    "own_cases": ("list_cases", {"unit": "$response.body#/seats/0/unit/id"}),
    **beside_links.READ,
    **keeping_links.READ,
    **told_links.READ,
}
"""{link: (operation, {parameter: where its value stands})}."""
AFTER: Mapping[str, tuple[str, ...]] = {
    "list_cases": ("first_case", "first_life", "more_cases"),
    "list_units": ("cases_of_the_first_unit", "books_of_the_first_unit", "more_units"),
    "find_enterprises": ("need_of_the_first_enterprise",),
    "show_case": ("its_life", "cases_of_the_holder", "books_of_the_holder", "books_of_the_area"),
    "show_life": ("the_case",),
    "show_statement": ("cases_of_the_unit",),
    "me": ("own_books", "own_cases"),
}
"""{operation: the links of its answer}; ``show_case`` leads to every step, too."""


def components() -> dict[str, dict[str, Any]]:
    """Every link by its name."""
    links: dict[str, dict[str, Any]] = {
        name: {"operationId": operation, "parameters": dict(values)} for name, (operation, values) in READ.items()
    }
    links["need_of_the_first_enterprise"] = {
        "operationId": "record",
        "requestBody": {"enterprise_id": "$response.body#/enterprises/0/id"},
    }
    links["try_the_first_again"] = {
        "operationId": "try_again",
        "requestBody": {"entry": "$response.body#/failing/0/entry", "name": "$response.body#/failing/0/name"},
    }
    for action in ACTIONS:
        if action is not Action.RECORD:
            links[action.value] = {"operationId": action.value, "parameters": STEP}
    return links


def following(operation: str) -> Iterator[str]:
    """The links of an operation's answer."""
    if operation in AFTER:
        yield from AFTER[operation]
    yield from beside_links.AFTER.get(operation, ())
    yield from keeping_links.AFTER.get(operation, ())
    yield from told_links.AFTER.get(operation, ())
    if operation in ACTIONS:
        yield from ("the_case", "its_life")
    for action in ACTIONS:
        if action is not Action.RECORD and (operation == "show_case" or action in _after(operation)):
            yield action.value


def _after(operation: str) -> frozenset[Action]:
    """The steps that can follow a step, by the states it can lead to."""
    if operation not in ACTIONS:
        return frozenset()
    states: set[State] = set()
    for row in STEPS[Action(operation)]:
        states |= row.leads | (row.starts if row.stays else frozenset())
    return frozenset(action for action in ACTIONS if any(row.starts & states for row in STEPS[action]))
