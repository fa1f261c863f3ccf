"""One's own tokens on their page: made and shown once, listed, revoked after a question; nobody else's are there."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from tests.accounts.conftest import DAY, PASSWORD, person
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.accounts.actions import issue_token, revoke_token, set_password
from zhuqi.core.accounts.models import Account, Token
from zhuqi.core.accounts.queries import token_of
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.accounts.wall import wall
from zhuqi.core.days import day_of

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"zq_[A-Za-z0-9_-]{43}")


def soon() -> dt.date:
    return day_of(wall()) + 30 * DAY


@pytest.fixture
def his(client: Client, account: Account) -> Client:
    client.post("/login", {"username": "he", "password": PASSWORD})
    client.cookies["lang"] = "en"
    return client


def make(client: Client, **changed: str) -> Any:
    typed = {"name": "统计脚本", "scopes": "read", "until": soon().isoformat(), "key": "k1", "password": PASSWORD}
    return client.post("/account/tokens", typed | changed)


def test_a_token_is_made_and_its_secret_shown_once(his: Client) -> None:
    page = make(his).content.decode()
    secret = SECRET.search(page)
    assert secret is not None
    token = token_of(secret[0], wall())
    assert token is not None and (token.name, token.scopes, token.until) == ("统计脚本", "read", soon())
    listed = his.get("/account/tokens").content.decode()
    assert "统计脚本" in listed and not SECRET.search(listed)
    again = make(his)
    assert again.status_code == 200 and not SECRET.search(again.content.decode()), "sent twice, made once"
    assert Token.objects.count() == 1


@pytest.mark.parametrize(
    ("chosen", "scopes"),
    [("read", ["read"]), ("act", ["act"]), ("read_act", ["act", "read"]), ("all", ["act", "administer", "read"])],
)
def test_it_may_do_what_was_chosen(his: Client, chosen: str, scopes: list[str]) -> None:
    make(his, scopes=chosen)
    assert Token.objects.get().scopes.split() == scopes


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", ""), ("name", "x" * 61), ("name", "a\0b"), ("scopes", ""), ("scopes", "everything"), ("until", ""),
     ("until", "soon"), ("until", "2019-01-01"), ("until", "2190-01-01"), ("until", "9999-99-99")],
)  # fmt: skip
def test_what_cant_be_taken_is_a_sentence_at_its_field(his: Client, field: str, typed: str) -> None:
    answer = make(his, **{field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422 and re.findall(r'id="(\w+)-error"', page) == [field]
    assert not Token.objects.exists()


@pytest.mark.parametrize("given", ["", "not-his-password"])
def test_whoever_finds_a_screen_left_alone_gets_no_token(his: Client, given: str) -> None:
    answer = make(his, password=given, scopes="all")
    assert answer.status_code == 422 and re.findall(r'id="(\w+)-error"', answer.content.decode()) == ["password"]
    assert not Token.objects.exists()


def test_wrong_passwords_for_a_token_count_like_those_at_the_door(his: Client) -> None:
    assert [make(his, password="not-his-password").status_code for _ in range(6)] == [422] * 4 + [429] * 2
    assert make(his).status_code == 429 and not Token.objects.exists()


def test_the_list_tells_what_each_may_do(his: Client, he: Actor) -> None:
    for n, scopes in enumerate(([TokenScope.READ], [TokenScope.ADMINISTER], list(TokenScope))):
        issue_token(he, he.account or 0, name=f"t{n}", scopes=scopes, until=soon(), now=wall())
    listed = his.get("/account/tokens").content.decode()
    told = re.findall(r'<span class="meta"><span class="bit">([^<]+)<', listed)
    assert told == ["read, act, administer, hotline", "administer", "read"], "the newest first"


def test_revoking_asks_first(his: Client) -> None:
    secret = SECRET.search(make(his).content.decode())
    assert secret is not None
    address = f"/account/tokens/{Token.objects.get().pk}"
    assert address in his.get("/account/tokens").content.decode()
    assert "统计脚本" in his.get(address).content.decode() and token_of(secret[0], wall()) is not None
    assert his.post(address, {"key": "k2"})["Location"] == "/account/tokens"
    assert token_of(secret[0], wall()) is None
    listed = his.get("/account/tokens").content.decode()
    assert "revoked" in listed and address not in listed
    assert '<form method="post" novalidate' not in his.get(address).content.decode()


def test_one_that_is_over_says_so(his: Client, he: Actor) -> None:
    then = wall() - 40 * DAY
    issue_token(he, he.account or 0, name="旧的", scopes=[TokenScope.ACT], until=day_of(then) + 2 * DAY, now=then)
    listed = his.get("/account/tokens").content.decode()
    assert "旧的" in listed and "expired" in listed and "/account/tokens/" not in listed


def test_anothers_token_isnt_there(his: Client, he: Actor) -> None:
    she = person("she")
    token, _ = issue_token(she, she.account or 0, name="她的", scopes=[TokenScope.READ], until=soon(), now=wall())
    revoke_token(CLOCK, token.pk, now=wall())
    for pk in (token.pk, 10**14):
        assert his.get(f"/account/tokens/{pk}").status_code == his.post(f"/account/tokens/{pk}").status_code == 404
    assert "她的" not in his.get("/account/tokens").content.decode()


def test_the_page_names_a_token_as_it_was_typed(his: Client) -> None:
    page = make(his, name="<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_nobody_else_makes_one(client: Client, account: Account) -> None:
    assert make(client)["Location"].startswith("/login")
    set_password(CLOCK, account.pk, password=PASSWORD, now=wall())
    assert not Token.objects.exists()


def test_a_token_says_where_it_goes(his: Client) -> None:
    assert "Authorization: Bearer" in make(his).content.decode()
    page = make(his, scopes="hotline", key="k2").content.decode()
    assert "as api_key" in page and "Bearer" not in page
