"""Coming in, going out, and what the site says to those who may not or can't."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.interfaces.conftest import PASSWORD
from tests.interfaces.reading import HAN, LATIN_WORD, text
from zhuqi.core.accounts.models import Account
from zhuqi.interfaces.web.address import PORTAL

pytestmark = pytest.mark.django_db
POLICY = "default-src 'self'"
KNOWN = {"English", "Cookie"}


def read(client: Client, address: str, language: str) -> str:
    client.cookies["lang"] = language
    return text(client.get(address).content.decode())


def test_the_right_password_opens_and_leads_where_one_wanted_to_go(client: Client, account: Account) -> None:
    answer = client.post("/login", {"username": "he", "password": PASSWORD, "next": "/complaints"})
    assert (answer.status_code, answer["Location"]) == (302, "/complaints")
    assert client.get("/login").status_code == 302


def test_a_wrong_password_is_one_sentence_and_the_name_stays(client: Client, account: Account) -> None:
    answer = client.post("/login", {"username": "he", "password": "wrong"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "账号和密码对不上。请核对后再试。" in page
    assert 'value="he"' in page
    assert 'value="wrong"' not in page


def test_what_is_left_empty_is_asked_for_at_its_field(client: Client) -> None:
    answer = client.post("/login", {"username": "", "password": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('aria-invalid="true"') == 2
    assert 'aria-describedby="username-error"' in page


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_the_door_leads_to_no_other_site(client: Client, account: Account, elsewhere: str) -> None:
    answer = client.post("/login", {"username": "he", "password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/"


def test_a_closed_account_stays_outside(client: Client, account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert client.post("/login", {"username": "he", "password": PASSWORD}).status_code == 422


def test_a_link_cant_log_out_but_the_button_does(inside: Client) -> None:
    answer = inside.get("/logout")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert inside.post("/logout")["Location"] == "/login"
    assert "退出" not in inside.get("/complaints").content.decode()


def test_a_form_without_its_token_is_refused_with_a_sentence(account: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/login", {"username": "he", "password": PASSWORD})
    assert answer.status_code == 403
    assert "请返回，刷新页面，再提交一次" in answer.content.decode()


@pytest.mark.parametrize("address", ["/login", "/complaints", "/nothing-here", "/logout"])
def test_every_answer_carries_the_policy_and_is_kept_by_no_cache(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer["Content-Security-Policy"].startswith(POLICY)
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert "Cookie" in answer["Vary"]


@pytest.mark.parametrize("address", ["/login", "/complaints", "/nothing-here", "/logout"])
def test_every_page_is_wholly_in_the_readers_language(client: Client, address: str) -> None:
    assert not HAN.search(read(client, address, "en"))
    assert set(LATIN_WORD.findall(read(client, address, "zh-hans"))) <= KNOWN
    assert HAN.search(read(client, address, "zh-hans"))


def test_the_language_is_chosen_by_a_button_also_outside(client: Client) -> None:
    answer = client.post("/language", {"lang": "en", "next": "/complaints"})
    assert answer["Location"] == "/complaints"
    page = client.get("/complaints")
    assert page["Content-Language"] == "en"
    assert '<html lang="en"' in page.content.decode()


def test_whoever_changes_the_language_or_the_look_stays_on_the_page(client: Client) -> None:
    page = client.get("/login?next=/cases").content.decode()
    named = re.findall('name="next" value="([^"]*)"', page)
    assert named.count("/login?next=/cases") == 2, named
    assert client.post("/language", {"lang": "en", "next": named[-1]})["Location"] == "/login?next=/cases"


@pytest.mark.parametrize("address", ["/nothing-here?a=1", "/cases/999999", "/look"])
def test_that_holds_on_the_page_of_a_fault_too(inside: Client, address: str) -> None:
    answer = inside.get(address)
    assert answer.status_code >= 400
    page = answer.content.decode()
    assert set(re.findall('name="next" value="([^"]*)"', page)) == {address}


def test_no_page_repeats_an_address_below_the_enterprises_door(client: Client) -> None:
    assert reverse("portal") == PORTAL and reverse("portal_knock", args=["geheim"]).startswith(PORTAL)
    for address in (f"{PORTAL}geheim", f"{PORTAL}need/geheim", f"{PORTAL}files/7"):
        page = client.get(address).content.decode()
        assert "geheim" not in page and set(re.findall('name="next" value="([^"]*)"', page)) == {PORTAL}


def test_an_unknown_language_or_look_changes_nothing(client: Client) -> None:
    answer = client.post("/look", {"lang": "tlh", "theme": "neon", "type": "huge"})
    assert not answer.cookies


def test_dark_and_large_type_are_kept(client: Client) -> None:
    client.post("/look", {"theme": "dark"})
    client.post("/look", {"type": "large"})
    page = client.get("/login").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-type="large"' in page


def test_a_look_isnt_changed_by_a_link(client: Client) -> None:
    assert client.get("/look").status_code == 405


def test_a_broken_page_says_so_without_asking_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhuqi.core.jobs.clock.now", lambda: 1 / 0)
    client.raise_request_exception = False
    answer = client.get("/login")
    assert answer.status_code == 500
    assert "不是您的问题" in answer.content.decode()
    assert answer["Content-Security-Policy"].startswith(POLICY)


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=B"


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "idna", "hex", "utf-16", "nonsense", "a b"])
@pytest.mark.parametrize("kind", [FORM, PARTS])
def test_what_isnt_sent_as_utf_8_is_refused_with_a_sentence(client: Client, kind: str, charset: str) -> None:
    client.raise_request_exception = False
    for method, address in (("POST", "/look"), ("POST", "/login"), ("GET", "/login")):
        answer = client.generic(method, address, b"theme=dark", f'{kind}; charset="{charset}"')
        assert answer.status_code == 400, (method, address)
        assert "请返回核对，再试一次" in answer.content.decode()
        assert answer["Content-Security-Policy"].startswith(POLICY)


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_utf_8_may_be_said(client: Client, charset: str) -> None:
    answer = client.generic("POST", "/look", b"theme=dark", f"{FORM}; charset={charset}")
    assert answer.cookies["theme"].value == "dark"


@pytest.mark.parametrize("name", ["name*=hex''6b", "name*=idna''%ff", "name*=nonsense''x"])
def test_a_part_with_a_coding_of_its_own_is_refused_with_a_sentence(client: Client, name: str) -> None:
    client.raise_request_exception = False
    body = f"--B\r\nContent-Disposition: form-data; {name}\r\n\r\nx\r\n--B--\r\n"
    answer = client.generic("POST", "/login", body.encode(), PARTS)
    assert answer.status_code in {400, 422}
    assert "<h1>" in answer.content.decode()


def test_half_a_character_is_no_account_name(client: Client, account: Account) -> None:
    answer = client.generic("POST", "/login", b"username=%ED%A0%80&password=x%ED%A0%80", FORM)
    assert answer.status_code == 422
