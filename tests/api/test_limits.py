"""Limits at the doors: who comes too often is told when to come again, and nobody else is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.api.conftest import secret
from tests.interfaces.conftest import PASSWORD
from zhuqi.core.accounts import wall as walls
from zhuqi.core.accounts.models import Session
from zhuqi.core.limits.actions import SHUT
from zhuqi.core.limits.rules import Door
from zhuqi.domain.cases.actions.links import make_link
from zhuqi.interfaces.api import door, tokens
from zhuqi.interfaces.portal import views
from zhuqi.interfaces.web.accounts import limited

MOST = 4
HERE, THERE = "10.9.9.9", "10.9.9.10"


@pytest.fixture(autouse=True)
def few(settings: LazySettings) -> Iterator[None]:
    settings.LIMITS = {name.value: (MOST, 60) for name in Door}
    SHUT.clear()
    yield
    SHUT.clear()


@pytest.fixture
def minutes_later(monkeypatch: pytest.MonkeyPatch) -> Any:
    def pass_by() -> None:
        then = walls.wall() + dt.timedelta(minutes=2)
        for place in (door, tokens, views, limited):
            monkeypatch.setattr(place, "wall", lambda: then)

    return pass_by


def too_many(answer: Any) -> None:
    assert answer.status_code == 429 and 1 <= int(answer.headers["Retry-After"]) <= 60
    told = answer.json()
    assert told["code"] == "too_many" and told["fields"] == {} and answer.headers["Retry-After"] in told["sentence"]


def test_an_account_that_asks_too_much_is_told_to_wait_and_nothing_is_done(town, calls, minutes_later) -> None:
    caller, case = calls("utilities"), town.cases["handled"]
    before = type(case).objects.get(pk=case.pk).version
    for _ in range(MOST):
        assert caller.get("/me").status_code == 200
    too_many(caller.get("/me"))
    too_many(caller.post(f"/cases/{case.pk}/actions/stage_reply", {"text": "x"}, if_match=f'"{before}"'))
    assert type(case).objects.get(pk=case.pk).version == before
    assert calls("dispatcher").get("/me").status_code == 200, "others may go on"
    minutes_later()
    assert caller.get("/me").status_code == 200


def test_two_tokens_of_an_account_count_together(town, calls, caller_of) -> None:
    from_elsewhere = caller_of(secret(town.account("utilities").pk))
    for caller in (calls("utilities"), from_elsewhere) * 2:
        assert caller.get("/me").status_code == 200
    too_many(from_elsewhere.get("/me"))


STRANGE: tuple[tuple[str, str, dict[str, str], int], ...] = (
    ("GET", "/api/v1/openapi.json", {}, 200),
    ("GET", "/api/v1/me", {}, 401),
    ("GET", "/api/v1/me", {"Authorization": "Bearer zq_wrong"}, 401),
    ("PUT", "/api/v1/me", {}, 405),
    ("GET", "/api/nowhere", {}, 404),
)


@pytest.mark.parametrize(("method", "path", "headers", "status"), STRANGE, ids=range(len(STRANGE)))
def test_whoever_comes_without_a_good_token_is_counted_by_address(
    db: None, tokens, minutes_later, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    def ask(**more: Any) -> Any:
        return Client(REMOTE_ADDR=HERE, **more).generic(method, path, headers=headers)

    assert [ask().status_code for _ in range(MOST)] == [status] * MOST
    too_many(ask())
    too_many(ask(HTTP_X_FORWARDED_FOR=THERE))
    assert Client(REMOTE_ADDR=THERE).generic(method, path, headers=headers).status_code == status
    good = {"Authorization": f"Bearer {tokens['official']}"}
    assert Client().get("/api/v1/me", headers=good, REMOTE_ADDR=HERE).status_code == 200, "a good token is no stranger"
    minutes_later()
    assert ask().status_code == status


@pytest.mark.parametrize("proxies", [1, 2])
def test_no_address_is_forged_beyond_the_proxies(db: None, settings: LazySettings, proxies: int) -> None:
    """What the visitor wrote stands to the left of what our proxies add."""
    settings.PROXIES = proxies
    ours = [HERE, "192.0.2.1"][:proxies]
    for n in range(MOST):
        said = ", ".join([f"203.0.113.{n}", *ours])
        assert Client().get("/api/v1/me", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=said).status_code == 401
    said = ", ".join(["203.0.113.99", *ours])
    too_many(Client().get("/api/v1/me", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=said))


def test_wrong_secrets_of_links_are_counted_and_a_good_one_always_opens(town, minutes_later) -> None:
    def knock(secret: str, address: str = HERE) -> Any:
        return Client().get(f"/l/{secret}", REMOTE_ADDR=address)

    now = dt.datetime.fromisoformat("2019-06-04T10:20:00+08:00")
    _, good = make_link(town.city.actor("dispatcher"), town.cases["replied"].pk, now=now)
    assert [knock(f"wrong-{n}").status_code for n in range(MOST)] == [404] * MOST
    answer = knock("wrong-again")
    assert answer.status_code == 429 and 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Retry-After"] in answer.content.decode()
    assert knock(good).status_code == 200 and knock("wrong", THERE).status_code == 404
    minutes_later()
    assert knock("wrong-again").status_code == 404


@pytest.mark.parametrize("address", ["/login", "/login/code"])
def test_forms_at_the_log_in_pages_are_counted_beyond_the_lock_out(town, minutes_later, address: str) -> None:
    """Another name each time: no account is locked, yet hashing costs."""

    def send(n: int, place: str = HERE) -> Any:
        return Client().post(address, {"username": f"n{n}", "password": PASSWORD, "code": "1"}, REMOTE_ADDR=place)

    usual = 422 if address == "/login" else 302
    assert [send(n).status_code for n in range(MOST)] == [usual] * MOST
    answer = send(MOST)
    assert answer.status_code == 429 and 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Retry-After"] in answer.content.decode()
    assert Client().get("/login", REMOTE_ADDR=HERE).status_code == 200, "to look costs nothing"
    assert send(0, THERE).status_code == usual
    minutes_later()
    assert send(0).status_code == usual


def test_opening_pages_that_keep_a_session_is_counted_too(town, settings: LazySettings) -> None:
    settings.ORIGIN, settings.PASSKEY_DOMAIN = "https://zhuqi.example", "zhuqi.example"

    def look(place: str = HERE) -> int:
        return Client().get("/login/passkey", REMOTE_ADDR=place).status_code

    before = Session.objects.count()
    assert [look() for _ in range(MOST + 3)] == [200] * MOST + [429] * 3
    assert Session.objects.count() == before + MOST and look(THERE) == 200
