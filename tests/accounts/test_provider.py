"""Log-in by the city's identity provider: only what it says itself, to us, now, in answer to this browser, opens an account that
is there."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.accounts.conftest import NOW, PASSWORD, person
from tests.accounts.forged import SIGNED, WRONG
from tests.accounts.identity import CLIENT, FIRST, SECOND, SECRET, Provider, new_key, serve, signed
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.accounts import provider as ours
from zhuqi.core.accounts.actions import close, set_factor, set_password
from zhuqi.core.accounts.codes import code_at
from zhuqi.core.accounts.models import Account
from zhuqi.core.accounts.rules import STEP

pytestmark = pytest.mark.django_db
TOTP = b"12345678901234567890"
NOT_IN = "opens no account here"


@pytest.fixture
def city(settings: Any, tmp_path: Path) -> Iterator[Provider]:
    """The city's provider, which this place is told of."""
    city = Provider()
    server = serve(city)
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    settings.ORIGIN, settings.AREA_NAME = "https://zhuqi.example", "演练"
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET_FILE = city.issuer, CLIENT, str(secret)
    yield city
    city.held.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def english(client: Client) -> Client:
    client.cookies["lang"] = "en"
    return client


def away(client: Client, onward: str = "/complaints") -> str:
    """Off to the provider: the address there."""
    answer = client.get("/login/provider", {"next": onward})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def state_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


def come_back(client: Client, city: Provider, address: str, **otherwise: str) -> Any:
    sent = {"code": city.let_in(address), "state": state_of(address)} | otherwise
    return client.get("/login/provider/back", sent)


def go(client: Client, city: Provider, **otherwise: str) -> Any:
    return come_back(client, city, away(client), **otherwise)


def inside(client: Client) -> bool:
    return client.get("/account/sessions").status_code == 200


def test_whom_the_provider_names_is_in(client: Client, city: Provider, account: Account) -> None:
    address = away(client)
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{city.issuer}/authorization_endpoint?") and asked["client_id"] == [CLIENT]
    assert asked["redirect_uri"] == ["https://zhuqi.example/login/provider/back"], "whatever the request's host says"
    assert SECRET not in address and "acr_values" not in asked
    assert come_back(client, city, address)["Location"] == "/complaints"
    assert inside(client) and client.get("/login/provider")["Location"] == "/"


def test_the_door_shows_the_button_where_there_is_a_provider(client: Client, city: Provider, settings: Any) -> None:
    settings.OIDC_LABEL = "演练市统一身份认证"
    assert "演练市统一身份认证" in client.get("/login").content.decode()
    settings.OIDC_ISSUER = ""
    assert "/login/provider" not in client.get("/login").content.decode()
    assert client.get("/login/provider").status_code == client.get("/login/provider/back").status_code == 404


@pytest.mark.parametrize("claims", [pytest.param(make, id=name) for name, make in WRONG.items()])
def test_what_a_token_may_not_say(
    english: Client, city: Provider, account: Account, claims: Callable[[], dict[str, Any]]
) -> None:
    Account.objects.create(username="closed", is_active=False)
    city.claims = claims()
    answer = go(english, city)
    assert answer.status_code == 422 and NOT_IN in answer.content.decode()
    assert not inside(english) and Account.objects.count() == 2, "and none is made"


@pytest.mark.parametrize("signing", [pytest.param(make, id=name) for name, make in SIGNED.items()])
def test_how_a_token_may_not_be_signed(english: Client, city: Provider, account: Account, signing: Any) -> None:
    city.signing = signing
    answer = go(english, city)
    assert answer.status_code in {422, 503} and not inside(english)
    assert (answer.status_code == 503) is (signing is SIGNED["a list"])


def test_every_refusal_reads_the_same(english: Client, city: Provider, account: Account) -> None:
    Account.objects.create(username="closed", is_active=False)
    pages = set()
    for name in ("nobody", "closed", "HE", ""):
        city.claims = {"preferred_username": name}
        pages.add(go(english, city).content.decode().partition('name="csrfmiddlewaretoken"')[0])
    assert len(pages) == 1


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": [CLIENT]},
        {"aud": [CLIENT, "another"], "azp": CLIENT},
        {"azp": CLIENT},
        {"nbf": 1},
        {"exp": int(time.time()) + 9e8},
    ],
)
def test_what_a_token_may_say(client: Client, city: Provider, account: Account, claims: dict[str, Any]) -> None:
    city.claims = claims
    assert go(client, city)["Location"] == "/complaints"


@pytest.mark.parametrize("signing", [signed(FIRST, kid=...), signed(FIRST, alg="PS256"), signed(FIRST, alg="RS512")])
def test_how_a_token_may_be_signed(client: Client, city: Provider, account: Account, signing: Any) -> None:
    city.signing = signing
    city.keys = [SECOND, FIRST]
    assert go(client, city)["Location"] == "/complaints"


@pytest.mark.filterwarnings("ignore:Key size")
def test_a_short_key_isnt_taken_though_the_provider_shows_it(client: Client, city: Provider, account: Account) -> None:
    city.keys = [new_key("short", 1024)]
    assert go(client, city).status_code == 422


def test_keys_are_fetched_once_and_again_when_they_change(client: Client, city: Provider, account: Account) -> None:
    for browser in (client, Client(), Client()):
        assert go(browser, city)["Location"] == "/complaints"
    assert city.asked.count("/keys") == city.asked.count("/.well-known/openid-configuration") == 1
    city.keys = [FIRST, SECOND]
    assert go(Client(), city)["Location"] == "/complaints"
    assert city.asked.count("/keys") == 2
    city.signing = signed(FIRST)
    assert go(Client(), city)["Location"] == "/complaints" and city.asked.count("/keys") == 2


def test_after_ten_minutes_what_is_published_is_fetched_again(
    client: Client, city: Provider, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(client, city)
    later = time.monotonic() + 601
    monkeypatch.setattr(time, "monotonic", lambda: later)
    go(Client(), city)
    assert city.asked.count("/keys") == 2


@pytest.mark.parametrize(
    "otherwise",
    [{"state": "x" * 43}, {"state": ""}, {"state": "状态"}, {"code": ""}, {"code": "x" * 5000}, {"code": "unknown"},
     {"iss": "https://evil.example"}],
)  # fmt: skip
def test_what_comes_back_must_fit_what_was_begun(
    client: Client, city: Provider, account: Account, otherwise: dict[str, str]
) -> None:
    assert go(client, city, **otherwise).status_code in {422, 503}
    assert not inside(client)


def test_a_provider_that_says_it_names_itself_must(client: Client, city: Provider, account: Account) -> None:
    city.more = {"authorization_response_iss_parameter_supported": True}
    assert go(client, city).status_code == 422
    assert go(client, city, iss=city.issuer)["Location"] == "/complaints"


def test_it_comes_back_to_the_browser_that_began_and_once(client: Client, city: Provider, account: Account) -> None:
    address = away(client)
    sent = {"code": city.let_in(address), "state": state_of(address)}
    assert Client().get("/login/provider/back", sent).status_code == 422, "somebody else's browser"
    held = dict(client.session)
    assert client.get("/login/provider/back", sent)["Location"] == "/complaints"
    again = Client()
    session = again.session
    session.update({name: held[name] for name in ("going", "going_next")})
    session.save()
    again.cookies["sessionid"] = session.session_key or ""
    sent["code"] = city.let_in(address)
    assert again.get("/login/provider/back", sent).status_code == 422, "a copy of the session, with a new code"


def test_after_ten_minutes_it_is_too_late(
    client: Client, city: Provider, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = away(client)
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    assert come_back(client, city, address).status_code == 422


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_it_leads_nowhere_else(client: Client, city: Provider, account: Account, wanted: str) -> None:
    assert come_back(client, city, away(client, wanted))["Location"] == "/"


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/.well-known/openid-configuration", 200, b"not JSON"),
        ("/.well-known/openid-configuration", 200, b"[]"),
        ("/.well-known/openid-configuration", 200, b'{"issuer": "https://evil.example"}'),
        ("/.well-known/openid-configuration", 200, b"{" + b'"x":' * 3 + b" " * 300_000),
        ("/.well-known/openid-configuration", 200, b"[" * 100_000),
        ("/.well-known/openid-configuration", 302, b"{}"),
        ("/.well-known/openid-configuration", 500, b"{}"),
        ("/.well-known/openid-configuration", 200, b"..."),
        ("/keys", 500, b"{}"),
        ("/keys", 200, b"..."),
        ("/token_endpoint", 302, b"{}"),
        ("/token_endpoint", 200, b"{}"),
        ("/token_endpoint", 200, b'{"id_token": 7}'),
        ("/token_endpoint", 200, b"..."),
    ],
)
def test_a_provider_that_fails_is_one_sentence_soon(
    english: Client,
    city: Provider,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    status: int,
    body: bytes,
) -> None:
    monkeypatch.setattr(ours, "READ", 0.2)
    city.answers = {path: (status, body)}
    answer = english.get("/login/provider")
    if answer.status_code == 302:
        answer = come_back(english, city, answer["Location"])
    assert answer.status_code == 503 and "can&#x27;t be reached" in answer.content.decode()
    assert 'name="password"' in answer.content.decode(), "the other way in stays open"
    assert '<form method="post" action="/login"' in answer.content.decode(), "and leads to its own door"


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x/", "file:///etc/passwd", "", None, 7, "/keys"])
def test_an_address_that_is_none_isnt_called(client: Client, city: Provider, name: str, address: object) -> None:
    city.more = {name: address}
    assert client.get("/login/provider").status_code == 503


def test_a_provider_under_tls_sends_nobody_to_plain_addresses(
    client: Client, city: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    said = {"issuer": "https://id.example", "authorization_endpoint": "http://id.example/a"}
    said |= {"token_endpoint": "https://id.example/t", "jwks_uri": "https://id.example/k"}
    monkeypatch.setattr(ours, "_answer", lambda method, address, **more: json.loads(json.dumps(said)))
    assert client.get("/login/provider").status_code == 503
    said["authorization_endpoint"] = "https://id.example/a"
    assert client.get("/login/provider").status_code == 302


def test_no_provider_at_all_is_that_sentence_too(client: Client, city: Provider, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    assert client.get("/login/provider").status_code == 503


def test_a_secret_that_is_gone_is_that_sentence_too(
    client: Client, city: Provider, account: Account, settings: Any
) -> None:
    Path(settings.OIDC_SECRET_FILE).unlink()
    assert go(client, city).status_code == 503


def test_a_provider_may_want_the_secret_in_the_form(client: Client, city: Provider, account: Account) -> None:
    city.more = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert go(client, city)["Location"] == "/complaints"


@pytest.mark.parametrize(
    ("setting", "acr", "asked"),
    [
        ("ours", "loa3", True),
        ("theirs", None, False),
        ("loa2 loa3", "loa3", False),
        ("loa2 loa3", "loa1", True),
        ("loa2 loa3", None, True),
        ("loa2 loa3", ["loa3"], True),
        ("loa2", "ours", True),
    ],
)
def test_whether_it_stands_for_the_second_factor(
    client: Client,
    city: Provider,
    account: Account,
    he: Actor,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    acr: object,
    asked: bool,
) -> None:
    step = int(time.time()) // STEP
    set_factor(he, account.pk, password=PASSWORD, secret=TOTP, code=code_at(TOTP, step), now=NOW)
    settings.OIDC_FACTOR = setting
    city.claims = {"acr": acr if acr is not None else ...}
    address = away(client)
    assert ("acr_values" in parse_qs(urlsplit(address).query)) is setting.startswith("loa")
    answer = come_back(client, city, address)
    assert answer["Location"] == ("/login/code" if asked else "/complaints")
    assert inside(client) is not asked
    if asked:
        assert client.post("/login/code", {"code": code_at(TOTP, step + 1)})["Location"] == "/complaints"


@pytest.mark.parametrize(("setting", "must"), [("ours", True), ("theirs", False)])
def test_whose_role_needs_a_second_factor_has_it_only_where_theirs_counts(
    client: Client, city: Provider, settings: Any, monkeypatch: pytest.MonkeyPatch, setting: str, must: bool
) -> None:
    settings.SECOND_FACTOR, settings.OIDC_FACTOR = "administrators", setting
    other = person("he", Role.SYSTEM_ADMIN)
    monkeypatch.setattr("zhuqi.domain.directory.queries.actor", lambda account, day: other)
    go(client, city)
    assert client.get("/account/sessions").status_code == (302 if must else 200)


def test_another_claim_may_name_the_account(client: Client, city: Provider, account: Account, settings: Any) -> None:
    settings.OIDC_CLAIM = "staff_code"
    city.claims = {"staff_code": "he", "preferred_username": "somebody"}
    assert go(client, city)["Location"] == "/complaints"


def test_a_shut_door_is_shut_for_this_way_too(client: Client, city: Provider, account: Account) -> None:
    for _ in range(5):
        client.post("/login", {"username": "he", "password": "wrong"})
    assert go(client, city).status_code == 429
    city.claims = {"preferred_username": "she"}
    assert go(client, city).status_code == 422


def test_an_account_that_is_closed_meanwhile_stays_outside(client: Client, city: Provider, account: Account) -> None:
    address = away(client)
    close(CLOCK, account.pk, now=NOW)
    assert come_back(client, city, address).status_code == 422


def test_a_password_set_by_an_administrator_isnt_asked_for_here(
    client: Client, city: Provider, account: Account
) -> None:
    set_password(CLOCK, account.pk, password="given on paper", renew=True, now=NOW)
    go(client, city)
    assert inside(client)
