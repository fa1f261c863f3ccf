"""Guessing at the door: five wrong passwords from one place, twenty from anywhere, and it stays shut a quarter of an hour."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db.models import F
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.accounts.conftest import PASSWORD, person
from zhuqi.core.accounts.models import Account
from zhuqi.interfaces.web.address import client_address

pytestmark = pytest.mark.django_db
HERE, THERE = "10.1.1.1", "10.2.2.2"


def knock(client: Client, password: str = "wrong", username: str = "he", address: str = HERE, **more: Any) -> Any:
    return client.post("/login", {"username": username, "password": password}, REMOTE_ADDR=address, **more)


def fail(client: Client, times: int, **how: Any) -> list[int]:
    return [knock(client, **how).status_code for _ in range(times)]


def later(minutes: int) -> None:
    """Let the attempts so far lie that much further back."""
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - dt.timedelta(minutes=minutes))


def test_the_fifth_failure_shuts_the_door_and_the_right_password_doesnt_open_it(
    client: Client, account: Account
) -> None:
    assert fail(client, 5) == [422] * 4 + [429]
    answer = knock(client, PASSWORD)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) in {840, 900}
    assert re.search(r"1[45]\b", page) and 'value="he"' in page and PASSWORD not in page
    assert "_auth_user_id" not in client.session


def test_after_a_quarter_of_an_hour_it_opens(client: Client, account: Account) -> None:
    fail(client, 5)
    later(14)
    assert knock(client, PASSWORD).status_code == 429
    later(1)
    assert knock(client, PASSWORD).status_code == 302


def test_trying_on_doesnt_lengthen_it(client: Client, account: Account) -> None:
    fail(client, 5)
    later(10)
    assert int(knock(client)["Retry-After"]) <= 300


def test_other_addresses_and_other_names_stay_open(client: Client, account: Account) -> None:
    fail(client, 5)
    assert knock(client, username="somebody").status_code == 422
    assert knock(client, PASSWORD, address=THERE).status_code == 302


def test_twenty_failures_from_anywhere_shut_it_for_every_address(client: Client, account: Account) -> None:
    answers = [fail(client, 4, address=f"10.3.3.{n}") for n in range(5)]
    assert [status for four in answers for status in four] == [422] * 19 + [429]
    assert knock(client, PASSWORD, address=THERE).status_code == 429


def test_another_browser_makes_no_difference(client: Client, account: Account) -> None:
    assert [knock(client, HTTP_USER_AGENT=f"browser {n}").status_code for n in range(5)] == [422] * 4 + [429]


def test_coming_in_forgets_the_failures_from_there_and_no_others(client: Client, account: Account) -> None:
    fail(client, 4)
    fail(client, 2, address=THERE)
    assert knock(client, PASSWORD).status_code == 302
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {THERE}


def body(answer: HttpResponse, *names: str) -> str:
    text = re.sub('value="[A-Za-z0-9]{64}"', "", answer.content.decode())
    for name in names:
        text = text.replace(f'value="{name}"', "")
    return text


def test_a_name_that_doesnt_exist_gets_the_same_answers(client: Client, account: Account) -> None:
    person("closed")
    Account.objects.filter(username="closed").update(is_active=False)
    answers = {
        name: [(a.status_code, body(a, name)) for a in (knock(client, username=name) for _ in range(7))]
        for name in ("he", "nobody", "closed")
    }
    assert answers["he"] == answers["nobody"] == answers["closed"]


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One word for every password that is hashed: what takes the time."""
    seen: list[str] = []

    def counted(name: str) -> None:
        real = getattr(Argon2PasswordHasher, name)

        def count(*args: Any, **kwargs: Any) -> Any:
            seen.append(name)
            return real(*args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, count)

    counted("encode")
    counted("verify")
    return seen


@pytest.mark.parametrize("name", ["he", "nobody", "no_password", "closed"])
def test_every_refusal_costs_one_hash(client: Client, account: Account, hashed: list[str], name: str) -> None:
    person("no_password")
    Account.objects.create(username="closed", is_active=False, password=account.password)
    hashed.clear()
    assert knock(client, username=name).status_code == 422
    assert len(hashed) == 1


def test_nothing_personal_is_kept_of_a_failure_and_nothing_of_coming_in(client: Client, account: Account) -> None:
    knock(client, "my secret words")
    knock(client, PASSWORD, address=THERE)
    kept = [str(value) for row in AccessAttempt.objects.values_list() for value in row]
    assert kept and not [value for value in kept if "my secret" in value]
    assert not AccessLog.objects.exists() and not AccessFailureLog.objects.exists()


def test_what_is_over_goes_with_the_next_failure(client: Client, account: Account) -> None:
    for n in range(4):
        knock(client, username=f"name{n}")
    later(16)
    knock(client)
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["he"]


@pytest.mark.parametrize(
    ("proxies", "peer", "said", "address"),
    [
        (0, HERE, None, HERE),
        (0, HERE, THERE, HERE),
        (1, HERE, THERE, THERE),
        (1, HERE, f"1.2.3.4, {THERE}", THERE),
        (2, HERE, f"1.2.3.4, {THERE}, 10.0.0.1", THERE),
        (2, HERE, THERE, HERE),
        (1, HERE, "nonsense", HERE),
        (1, HERE, "", HERE),
        (1, HERE, None, HERE),
        (1, "", "2001:db8::1", "2001:db8::1"),
        (0, "", None, None),
    ],
)
def test_where_a_request_comes_from(
    settings: Any, proxies: int, peer: str, said: str | None, address: str | None
) -> None:
    settings.PROXIES = proxies
    more: dict[str, Any] = {} if said is None else {"HTTP_X_FORWARDED_FOR": said}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **more)) == address


def test_a_header_of_ones_own_doesnt_get_round_the_lock(client: Client, account: Account) -> None:
    answers = [knock(client, HTTP_X_FORWARDED_FOR=f"1.1.1.{n}").status_code for n in range(5)]
    assert answers == [422] * 4 + [429]


def test_behind_a_proxy_one_visitor_doesnt_lock_out_the_others(client: Client, account: Account, settings: Any) -> None:
    settings.PROXIES = 1
    assert fail(client, 5, HTTP_X_FORWARDED_FOR=HERE)[-1] == 429
    assert knock(client, PASSWORD, HTTP_X_FORWARDED_FOR=f"{HERE}, {THERE}").status_code == 302
