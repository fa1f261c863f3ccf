"""Everybody gets of every operation what the one table says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.api.asking import asked, operations
from tests.api.conftest import Caller, secret
from tests.api.keeping import Extra, furnish
from tests.api.roles import ORDINARY, ROUTES
from tests.interfaces.conftest import Town
from tests.roles import COLUMNS, table
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.domain.cases.actions import ACTIONS

Calls = Callable[..., Caller]


@pytest.fixture
def extra(town: Town) -> Extra:
    return furnish(town)


def test_every_operation_stands_in_the_table() -> None:
    assert set(table(ROUTES)) == set(operations())
    assert all(set(row) == set(COLUMNS) for row in table(ROUTES).values())


@pytest.mark.parametrize("column", COLUMNS)
def test_everybody_gets_the_answers_of_the_table(
    town: Town, extra: Extra, tokens: dict[str, str], calls: Calls, column: str
) -> None:
    part = COLUMNS[column]
    client = Client() if part == "anonymous" else calls(part).client
    token = tokens.get(part, "")
    answered = {name: str(asked(town, extra, name, token).sent(client).status_code) for name in operations()}
    assert answered == {name: row[column] for name, row in table(ROUTES).items()}


@pytest.mark.parametrize("scope", TokenScope)
def test_a_token_opens_what_its_scope_says_and_nothing_else(town: Town, extra: Extra, scope: TokenScope) -> None:
    """Of everybody's: what the role would forbid isn't even asked."""
    own = secret(town.account("dispatcher").pk, scope)
    caller = Caller(own)
    for name, (method, _) in operations().items():
        answer = asked(town, extra, name, own).sent(caller.client)
        step = TokenScope.ACT if name in ORDINARY or name in ACTIONS else TokenScope.ADMINISTER
        needed = TokenScope.READ if method == "GET" else step
        assert (answer.status_code == 403) is (scope is not needed), name
        if scope is not needed:
            word = "“administer”" if needed is TokenScope.ADMINISTER else "“act”"
            assert answer.json()["code"] == "not_opened" and word in answer.json()["sentence"]
