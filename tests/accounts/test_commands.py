"""``zhuqi user token`` and ``zhuqi user unlock``, and a password that must be changed."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from tests.cast import START, City, stage
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.accounts.actions import set_factor, set_password
from zhuqi.core.accounts.codes import code_at, new_secret
from zhuqi.core.accounts.models import Account, Token
from zhuqi.core.accounts.queries import has_factor, must_renew, token_of
from zhuqi.core.accounts.rules import STEP
from zhuqi.core.accounts.wall import wall
from zhuqi.core.jobs import clock
from zhuqi.core.journal.models import Entry
from zhuqi.interfaces.cli import main

GOOD = "long enough, surely"


@pytest.fixture
def city(db: None) -> City:
    built = stage()
    clock.stand_at("cast", START)
    return built


def types(*words: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, ["user", *words], input=stdin, env={"ZHUQI_LANG": "en"})


def issue(code: str = "planner", scopes: tuple[str, ...] = ("read", "act"), until: str = "2020-01-01") -> Result:
    asked = [part for scope in scopes for part in ("--scope", scope)]
    return types("token", code, "--name", "nightly", *asked, "--until", until)


def test_the_secret_stands_alone_on_standard_output_this_one_time(city: City) -> None:
    told = issue()
    assert told.exit_code == 0, told.output
    secret = told.stdout.strip()
    found = token_of(secret, START)
    assert found is not None
    assert (found.account.username, found.scopes, found.name) == ("planner", "act read", "nightly")
    assert secret not in told.stderr and "keep it now" in told.stderr


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"until": "2019-05-13"}, "until: A token ends on a later day"),
        ({"until": "2021-01-01"}, "until: A token ends on a later day"),
        ({"code": "nobody"}, "No member of staff has the code nobody."),
        ({"scopes": ("write",)}, "write"),
        ({"scopes": ()}, "--scope"),
    ],
)
def test_what_cant_be_issued_is_a_sentence(city: City, changed: dict[str, object], said: str) -> None:
    told = issue(**changed)  # type: ignore[arg-type]
    assert told.exit_code != 0 and said in told.stderr
    assert not Token.objects.exists()


@pytest.mark.parametrize(("words", "renew"), [((), True), (("--renew",), True), (("--keep",), False)])
def test_a_password_from_the_console_is_to_be_changed_unless_it_is_kept(
    city: City, words: tuple[str, ...], renew: bool
) -> None:
    assert types("password", "planner", "--password-stdin", *words, stdin=f"{GOOD}\n").exit_code == 0
    assert must_renew(Account.objects.get(username="planner").pk) is renew


def test_somebody_is_let_in_again(city: City) -> None:
    assert types("unlock", "planner").stdout == "planner can try again.\n"
    assert Entry.objects.filter(verb="unlocked", behalf="clock").count() == 1
    assert types("unlock", "nobody").exit_code == 1


def test_a_lost_second_factor_is_removed(city: City) -> None:
    assert "There is no second factor." in types("forget-factor", "planner").stderr
    account = Account.objects.get(username="planner")
    set_password(CLOCK, account.pk, password=GOOD, now=START)
    secret = new_secret()
    shown = code_at(secret, int(wall().timestamp()) // STEP)
    set_factor(Actor(account=account.pk), account.pk, password=GOOD, secret=secret, code=shown, now=START)
    assert types("forget-factor", "planner").exit_code == 0
    assert not has_factor(account.pk)
