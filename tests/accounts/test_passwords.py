"""Passwords: which ones are taken, who sets whose, and that a change puts out whoever was in by the old one."""

from __future__ import annotations

from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client

from tests.accounts.conftest import CITY, NOW, PASSWORD, SISTER, person
from zhuqi.base.errors import Invalid, Refused
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.accounts.actions import change_password, reset_password, set_password, unlock
from zhuqi.core.accounts.models import Account, Renewal
from zhuqi.core.accounts.queries import must_renew
from zhuqi.core.accounts.rules import wrong_password
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import findings

FRESH = "晴天 rain 助企 2031"


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "at least"),
        ("123456789", "at least"),
        (" " * 30, "at least"),
        ("short     \t     ", "at least"),
        ("x1y2" * 51, "at most"),
        ("null\0null-null", "can't be stored"),
        ("half \ud800 a sign", "can't be stored"),
        ("zhangsan01", "too close"),
        ("ZhangSan01!", "too close"),
        ("10nasgnahz", "too close"),
        ("zhangsan01zh1", "too close"),
        ("8402716395", "all digits"),
        ("８４０２７１６３９５", "all digits"),
        ("ababababab", "too few"),
        ("aaaaaaaaaa", "too few"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(password: str, says: str) -> None:
    wrong = wrong_password(password, "zhangsan01")
    assert wrong is not None and says in str(wrong)


@pytest.mark.parametrize(
    "password", ["long enough", FRESH, "demo-demo-demo", "zhangsan01 rides a horse", "0123456789ab"]
)
def test_a_longer_one_is_taken(password: str) -> None:
    assert wrong_password(password, "zhangsan01") is None


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["qwertyuiop", "Password123", "1q2w3e4r5t"])
def test_one_of_the_most_common_is_refused(he: Actor, password: str) -> None:
    with pytest.raises(Invalid) as wrong:
        set_password(CLOCK, he.account or 0, password=password, now=NOW)
    assert "most common" in str(wrong.value.fields["password"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "place", "may"),
    [
        (Role.SECURITY_ADMIN, CITY, True),
        (Role.SECURITY_ADMIN, SISTER, False),
        (Role.SYSTEM_ADMIN, CITY, False),
        (Role.AUDIT_ADMIN, CITY, False),
        (Role.LEADER, CITY, False),
    ],
)
def test_only_the_security_administrator_above_sets_somebodys_password(
    account: Account, role: Role, place: tuple[int, str], may: bool
) -> None:
    other = person("other", role, place)
    if not may:
        with pytest.raises(Refused):
            reset_password(other, account.pk, password=FRESH, now=NOW)
        return
    reset_password(other, account.pk, password=FRESH, now=NOW)
    assert must_renew(account.pk)
    with pytest.raises(Refused):
        reset_password(other, other.account or 0, password=FRESH, now=NOW)


@pytest.mark.django_db
def test_a_change_needs_the_old_password_and_another_new_one(account: Account, he: Actor, she: Actor) -> None:
    for actor, old, new, field in (
        (he, "wrong", FRESH, "old"),
        (he, PASSWORD, PASSWORD, "password"),
        (he, PASSWORD, "short", "password"),
    ):
        with pytest.raises(Invalid) as wrong:
            change_password(actor, account.pk, old=old, password=new, now=NOW)
        assert set(wrong.value.fields) == {field}
    with pytest.raises(Refused):
        change_password(she, account.pk, old=PASSWORD, password=FRESH, now=NOW)
    assert change_password(he, account.pk, old=PASSWORD, password=FRESH, now=NOW).check_password(FRESH)
    assert not [found for found in findings() if found.table.startswith("accounts_")]
    assert not [facts for facts in Entry.objects.values_list("facts", flat=True) if FRESH in facts]


def come_in(client: Client, password: str = PASSWORD, username: str = "he") -> Any:
    return client.post("/login", {"username": username, "password": password})


def change(client: Client, old: str = PASSWORD, new: str = FRESH, again: str | None = None) -> Any:
    return client.post("/account", {"old": old, "password": new, "again": again or new})


@pytest.mark.django_db
def test_a_change_on_the_page_puts_the_others_out_and_keeps_this_one(client: Client, account: Account) -> None:
    elsewhere = Client()
    come_in(client), come_in(elsewhere)
    assert elsewhere.get("/account").status_code == 200
    assert change(client)["Location"] == "/account"
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account")["Location"].startswith("/login")
    assert come_in(Client()).status_code == 422
    assert come_in(Client(), FRESH).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"old": "wrong"}, "old"),
        ({"new": "short"}, "password"),
        ({"again": "something else"}, "again"),
        ({"new": "he" * 5}, "password"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_no_password_comes_back(
    client: Client, account: Account, typed: dict[str, str], field: str
) -> None:
    come_in(client)
    answer = change(client, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="{field}-error"' in page and page.count('aria-invalid="true"') == 1
    assert PASSWORD not in page and FRESH not in page
    assert come_in(Client()).status_code == 302


@pytest.mark.django_db
def test_guessing_the_old_password_at_an_unattended_screen_is_locked_out(client: Client, account: Account) -> None:
    come_in(client)
    answers = [change(client, old=f"guess {n}").status_code for n in range(6)]
    assert answers == [422] * 4 + [429] * 2
    assert change(client).status_code == 429


@pytest.mark.django_db
def test_a_password_set_by_an_administrator_is_changed_before_anything_else(client: Client, account: Account) -> None:
    admin = person("admin", Role.SECURITY_ADMIN, CITY)
    reset_password(admin, account.pk, password="given on paper", now=NOW)
    come_in(client, "given on paper")
    for address in ("/", "/cases", "/account/sessions", "/cases/new"):
        assert client.get(address)["Location"] == "/account", address
    assert client.get("/complaints").status_code == 200
    assert change(client, old="given on paper").status_code == 302
    assert client.get("/").status_code == 200
    assert not Renewal.objects.exists()
    assert not [found for found in findings() if found.table.startswith("accounts_")]


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "may"), [(Role.SECURITY_ADMIN, True), (Role.SYSTEM_ADMIN, False), (None, False)])
def test_the_security_administrator_ends_a_lock_out(client: Client, account: Account, role: Any, may: bool) -> None:
    for _ in range(5):
        come_in(client, "wrong")
    other = person("other", role, CITY)
    if not may:
        with pytest.raises(Refused):
            unlock(other, account.pk, now=NOW)
        assert come_in(client).status_code == 429
        return
    unlock(other, account.pk, now=NOW)
    assert not AccessAttempt.objects.exists()
    assert come_in(client).status_code == 302
    assert Entry.objects.filter(verb="unlocked", account=other.account).count() == 1
