"""Passkeys at the door and on one's own pages: asked once, answered by the session that was asked, locked out like passwords."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.utils import websafe_encode

from tests.accounts.authenticator import PRESENT, Device, added
from tests.accounts.conftest import DAY, NOW, PASSWORD, person
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.accounts.actions import set_password
from zhuqi.core.accounts.models import Account, Passkey, Token
from zhuqi.core.accounts.wall import wall
from zhuqi.core.days import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("place")]
OTHER_KEY = ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def device(account: Account, he: Actor) -> Device:
    """His device, with a passkey of his."""
    device = Device()
    added(he, device)
    return device


def asked_by(page: Any) -> str:
    """What a page asks the device."""
    found = re.search('data-passkey="([^"]+)"', page.content.decode())
    assert found is not None, page.content.decode()
    return html.unescape(found[1])


def come_in(client: Client) -> Any:
    return client.post("/login", {"username": "he", "password": PASSWORD, "next": "/complaints"})


def test_the_door_opens_to_a_passkey_alone(client: Client, device: Device, account: Account) -> None:
    page = client.get("/login/passkey?next=/complaints")
    assert "data-passkey-now" in page.content.decode() and "allowCredentials" not in asked_by(page)
    answer = client.post("/login/passkey", {"answer": device.sign(asked_by(page)), "next": "/complaints"})
    assert answer["Location"] == "/complaints"
    assert client.get("/account/sessions").status_code == 200
    assert client.session["device"] == "" and client.get("/login/passkey")["Location"] == "/"


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_it_leads_nowhere_else(client: Client, device: Device, wanted: str) -> None:
    asked = asked_by(client.get("/login/passkey"))
    assert client.post("/login/passkey", {"answer": device.sign(asked), "next": wanted})["Location"] == "/"


def test_an_answer_is_good_for_the_session_that_was_asked_and_once(client: Client, device: Device) -> None:
    answer = device.sign(asked_by(client.get("/login/passkey")))
    other = Client()
    other.get("/login/passkey")
    assert other.post("/login/passkey", {"answer": answer}).status_code == 422
    assert Client().post("/login/passkey", {"answer": answer}).status_code == 422
    assert client.post("/login/passkey", {"answer": answer}).status_code == 302
    client.post("/logout")
    assert client.post("/login/passkey", {"answer": answer}).status_code == 422
    failed = client.post("/login/passkey", {"answer": "nonsense"}).content.decode()
    assert "data-passkey-now" not in failed and 'role="alert"' in failed


def test_after_the_password_a_passkey_or_a_code_on_paper_is_asked_for(
    client: Client, account: Account, he: Actor
) -> None:
    device = Device()
    _, paper = added(he, device)
    assert come_in(client)["Location"] == "/login/code/passkey"
    assert client.get("/account")["Location"].startswith("/login")
    page = client.get("/login/code/passkey")
    assert websafe_encode(device.credential) in asked_by(page)
    stranger = Device(credential=device.credential)
    assert client.post("/login/code/passkey", {"answer": stranger.sign(asked_by(page))}).status_code == 422
    page = client.get("/login/code/passkey")
    assert client.post("/login/code/passkey", {"answer": device.sign(asked_by(page))})["Location"] == "/complaints"
    assert client.get("/account").status_code == 200
    other = Client()
    come_in(other)
    assert "/login/code/passkey" in other.get("/login/code").content.decode()
    assert other.post("/login/code", {"code": paper[0]})["Location"] == "/complaints"


def test_the_second_door_opens_only_after_the_first(client: Client, device: Device) -> None:
    assert client.get("/login/code/passkey")["Location"] == "/login"
    answer = device.sign(asked_by(client.get("/login/passkey")))
    assert client.post("/login/code/passkey", {"answer": answer})["Location"] == "/login"
    come_in(client)
    assert client.post("/login/code/passkey", {"answer": answer}).status_code == 422, "it was asked at the first door"


def test_wrong_passkeys_are_locked_out_like_wrong_passwords(client: Client, device: Device) -> None:
    answers = []
    for _ in range(6):
        asked = asked_by(client.get("/login/passkey"))
        answers.append(client.post("/login/passkey", {"answer": device.sign(asked, key=OTHER_KEY)}).status_code)
    assert answers == [422] * 4 + [429] * 2
    right = device.sign(asked_by(client.get("/login/passkey")))
    assert client.post("/login/passkey", {"answer": right}).status_code == 429
    assert come_in(client).status_code == 429


def test_an_unknown_passkey_locks_nobody_out(client: Client, device: Device) -> None:
    for _ in range(7):
        asked = asked_by(client.get("/login/passkey"))
        assert client.post("/login/passkey", {"answer": Device().sign(asked)}).status_code == 422
    answer = device.sign(asked_by(client.get("/login/passkey")))
    assert client.post("/login/passkey", {"answer": answer}).status_code == 302


def test_one_is_added_and_removed_on_its_pages(client: Client, account: Account) -> None:
    come_in(client)
    assert client.post("/account/passkeys", {"name": "", "password": ""}).status_code == 422
    assert client.post("/account/passkeys", {"name": "x", "password": "wrong"}).status_code == 422
    device = Device()
    step = client.post("/account/passkeys", {"name": "我的钥匙", "password": PASSWORD})
    made = client.post("/account/passkeys/made", {"answer": device.make(asked_by(step))}, HTTP_USER_AGENT="Firefox")
    assert len(re.findall(r"<li><code>(\w{5}-\w{5})</code>", made.content.decode())) == 10
    again = client.post("/account/passkeys/made", {"answer": device.make(asked_by(step))})
    assert again["Location"] == "/account/passkeys" and Passkey.objects.count() == 1
    page = client.get("/account/passkeys").content.decode()
    held = Passkey.objects.get()
    assert "我的钥匙" in page and "Firefox" in page and f"/account/passkeys/{held.pk}" in page
    address = f"/account/passkeys/{held.pk}"
    assert client.post(address, {"password": "wrong"}).status_code == 422
    asked = asked_by(client.get(address))
    assert client.post(address, {"answer": device.sign(asked, flags=PRESENT)}).status_code == 422
    asked = asked_by(client.get(address))
    assert client.post(address, {"answer": device.sign(asked)})["Location"] == "/account/passkeys"
    assert not Passkey.objects.exists() and client.get(address).status_code == 404


def test_a_passkey_stands_for_the_password_where_a_token_is_made(
    client: Client, device: Device, account: Account
) -> None:
    client.post("/login/passkey", {"answer": device.sign(asked_by(client.get("/login/passkey")))})
    until = day_of(wall()) + DAY
    typed = {"name": "脚本", "scopes": "read", "until": until.isoformat(), "key": "k1"}
    absent = device.sign(asked_by(client.get("/account/tokens")), flags=PRESENT)
    assert client.post("/account/tokens", {**typed, "answer": absent}).status_code == 422
    assert not Token.objects.exists()
    answer = device.sign(asked_by(client.get("/account/tokens")))
    assert client.post("/account/tokens", {**typed, "answer": answer}).status_code == 200
    assert Token.objects.get().account == account


def test_guessing_the_password_on_those_pages_is_locked_out(client: Client, device: Device, account: Account) -> None:
    asked = asked_by(client.get("/login/passkey"))
    client.post("/login/passkey", {"answer": device.sign(asked)})
    address = f"/account/passkeys/{Passkey.objects.get().pk}"
    tried = [client.post(address, {"password": f"guess {n}"}).status_code for n in range(5)]
    assert tried == [422] * 4 + [429] and client.post(address, {"password": PASSWORD}).status_code == 429


def test_anothers_passkey_isnt_there(client: Client, device: Device, she: Actor, account: Account) -> None:
    set_password(CLOCK, she.account or 0, password=PASSWORD, now=NOW)
    client.post("/login", {"username": "she", "password": PASSWORD})
    for pk in (Passkey.objects.get().pk, 10**14):
        assert client.get(f"/account/passkeys/{pk}").status_code == 404
        assert client.post(f"/account/passkeys/{pk}", {"password": PASSWORD}).status_code == 404


def test_a_passkey_is_the_second_factor_that_a_role_needs(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SECOND_FACTOR, settings.AREA_NAME = "administrators", "演练"
    other = person("other", Role.SYSTEM_ADMIN)
    monkeypatch.setattr("zhuqi.domain.directory.queries.actor", lambda account, day: other)
    set_password(CLOCK, other.account or 0, password=PASSWORD, now=NOW)
    client.post("/login", {"username": "other", "password": PASSWORD})
    assert client.get("/account/sessions")["Location"] == "/account/factor"
    step = client.post("/account/passkeys", {"name": "x", "password": PASSWORD})
    client.post("/account/passkeys/made", {"answer": Device().make(asked_by(step))})
    assert client.get("/account/sessions").status_code == 200
    client.post(f"/account/passkeys/{Passkey.objects.get().pk}", {"password": PASSWORD})
    assert client.get("/account/sessions")["Location"] == "/account/factor"


def test_where_no_address_is_set_there_are_none(client: Client, account: Account, settings: Any) -> None:
    settings.ORIGIN = settings.PASSKEY_DOMAIN = ""
    assert client.get("/login/passkey").status_code == 404
    assert "/login/passkey" not in client.get("/login").content.decode()
    come_in(client)
    assert client.get("/account/passkeys").status_code == 404
    assert "/account/passkeys" not in client.get("/account").content.decode()
