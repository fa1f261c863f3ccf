"""``zhuqi user``: who comes in, and with which password."""

from __future__ import annotations

import json

import pytest

from tests.cast import PEOPLE
from zhuqi.core.accounts.models import Account

GOOD = "long enough, surely"


def account(code: str) -> Account:
    return Account.objects.get(username=code)


def test_everybody_is_listed_with_roles_and_whether_they_can_come_in(city, types):
    people = {person["code"]: person for person in json.loads(types("user", "list", "--json").stdout)}
    assert people.keys() == {part for part, *_ in PEOPLE}
    assert people["city_dispatcher"]["roles"] == [["dispatcher", "cc-desk"]]
    assert people["leader"]["unit"] == "ng-planning"
    assert {person["account"] for person in people.values()} == {"no_password"}


def test_a_list_can_be_narrowed_to_a_role(city, types):
    lines = types("user", "list", "--role", "supervisor").stdout.splitlines()
    assert lines[0].split() == ["account", "name", "unit", "state", "roles"]
    assert lines[1].split("  ")[0] == "supervisor"
    assert lines[1].endswith("supervision office (cc-super)")
    assert lines[2:] == ["1 people."]


def test_a_password_comes_by_standard_input_or_is_asked_for_twice(city, types):
    types("user", "password", "planner", "--password-stdin", stdin=f"{GOOD}\n")
    assert account("planner").check_password(GOOD)
    said = types("user", "password", "land", stdin=f"{GOOD}\n{GOOD}\n").stdout
    assert account("land").check_password(GOOD)
    assert GOOD not in said
    assert "open" in types("user", "list", "--role", "handler").stdout


@pytest.mark.parametrize(
    ("code", "password", "said"),
    [
        ("planner", "short", "password: A password has at least 10 characters."),
        ("planner", "", "password: A password has at least 10 characters."),
        ("nobody", GOOD, "No member of staff has the code nobody."),
    ],
)
def test_a_password_that_can_t_be_set_is_a_sentence(city, types, code, password, said):
    assert said in types("user", "password", code, "--password-stdin", stdin=f"{password}\n", code=1).stderr
    assert not account("planner").has_usable_password()


def test_somebody_who_has_left_is_not_listed(city, types):
    staff = city.staff["land"]
    type(staff).objects.filter(pk=staff.pk).update(left_on="2019-05-13")
    assert "land" not in {person["code"] for person in json.loads(types("user", "list", "--json").stdout)}
