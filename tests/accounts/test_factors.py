"""The second factor: a telephone's code after the password, each once; ten codes on paper, each once; a secret under a key
that isn't in the database."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.accounts.conftest import NOW, PASSWORD, person
from zhuqi.base.errors import Invalid, Refused
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.accounts import codes
from zhuqi.core.accounts.actions import answer_factor, remove_factor, set_factor, set_password
from zhuqi.core.accounts.actions.factors import lose_factor
from zhuqi.core.accounts.models import Account, Factor, RecoveryCode, UsedStep
from zhuqi.core.accounts.queries import has_factor, recovery_codes_left
from zhuqi.core.accounts.rules import STEP
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import findings
from zhuqi.interfaces.web.squares import square

pytestmark = pytest.mark.django_db
SECRET = b"12345678901234567890"
"""The one of RFC 6238, appendix B."""


@pytest.fixture
def telephone(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The code that the telephone shows after some more half minutes, on a wall whose clock moves along."""
    step = [60_000_000]
    monkeypatch.setattr(time, "time", lambda: step[0] * STEP + 7.0)

    def shows(later: int = 0, off: int = 0) -> str:
        step[0] += later
        return codes.code_at(SECRET, step[0] + off)

    return shows


def set_up(he: Actor, code: str) -> list[str]:
    return set_factor(he, he.account or 0, password=PASSWORD, secret=SECRET, code=code, now=NOW)


def answer(account: Account, code: str) -> bool:
    return answer_factor(account.pk, code=code, now=NOW)


@pytest.mark.parametrize(("second", "code"), [(59, "287082"), (1111111109, "081804"), (20000000000, "353130")])
def test_the_codes_are_those_of_the_standard(second: int, code: str) -> None:
    assert codes.code_at(SECRET, second // STEP) == code


def test_a_code_opens_once_and_a_clock_may_be_half_a_minute_off(
    account: Account, he: Actor, telephone: Callable[..., str]
) -> None:
    used = telephone()
    set_up(he, used)
    assert not answer(account, used), "it was used to set up"
    code = telephone(later=3)
    assert answer(account, f" {code[:3]} {code[3:]} ")
    assert not answer(account, code)
    assert answer(account, telephone(off=-1)) and answer(account, telephone(off=1))
    assert not answer(account, telephone(off=-2)) and not answer(account, telephone(off=2))
    assert not answer(account, telephone(later=1)), "shown a step early, used a step early"
    assert answer(account, telephone(later=1))


@pytest.mark.parametrize("code", ["", "000000", "abc", "１２３４５６", "\ud800", "\0", "9" * 30_000, "aaaaa-aaaaa"])
def test_nothing_else_opens(account: Account, he: Actor, telephone: Callable[..., str], code: str) -> None:
    set_up(he, telephone())
    assert not answer(account, code)
    assert not answer_factor(10**12, code=code, now=NOW)


def test_each_code_on_paper_opens_once_however_it_is_typed(
    account: Account, he: Actor, she: Actor, telephone: Callable[..., str]
) -> None:
    paper = set_up(he, telephone())
    assert len(set(paper)) == 10 and recovery_codes_left(account.pk) == 10
    assert not answer_factor(she.account or 0, code=paper[0], now=NOW)
    assert answer(account, f" {paper[0].upper().replace('-', ' ')} ")
    assert not answer(account, paper[0])
    assert answer(account, paper[1]) and recovery_codes_left(account.pk) == 8
    assert '"left":8' in Entry.objects.filter(verb="recovery_code_used").latest("id").facts
    assert not [found for found in findings() if found.table.startswith("accounts_")]


def test_nothing_in_the_database_opens(
    account: Account, he: Actor, telephone: Callable[..., str], settings: Any, tmp_path: Path
) -> None:
    paper = set_up(he, telephone())
    held = Factor.objects.get(account=account)
    stored = [
        str(value) for table in (Factor, RecoveryCode, Entry) for row in table.objects.values_list() for value in row
    ]
    for open_text in (SECRET.decode(), codes.as_typed(SECRET), SECRET.hex(), *paper, *map(codes.plain, paper)):
        assert not [value for value in stored if open_text in value]
    assert codes.opened(held.secret) == SECRET
    other = tmp_path / "key"
    other.write_text("another key")
    settings.FACTOR_KEY_FILE = other
    assert codes.opened(held.secret) is None
    assert not answer(account, telephone(later=1)), "under another key nothing opens, and nothing breaks"


def test_setting_up_and_removing_need_the_password(
    account: Account, he: Actor, she: Actor, telephone: Callable[..., str]
) -> None:
    with pytest.raises(Invalid) as wrong:
        set_factor(he, account.pk, password="wrong", secret=SECRET, code=telephone(), now=NOW)
    assert set(wrong.value.fields) == {"password"}
    with pytest.raises(Invalid) as wrong:
        set_up(he, "000000")
    assert set(wrong.value.fields) == {"code"}
    with pytest.raises(Refused):
        set_factor(she, account.pk, password=PASSWORD, secret=SECRET, code=telephone(), now=NOW)
    with pytest.raises(Refused):
        remove_factor(he, account.pk, password=PASSWORD, now=NOW)
    set_up(he, telephone())
    with pytest.raises(Refused):
        set_up(he, telephone(later=1))
    with pytest.raises(Invalid):
        remove_factor(he, account.pk, password="wrong", now=NOW)
    remove_factor(he, account.pk, password=PASSWORD, now=NOW)
    assert not has_factor(account.pk) and not RecoveryCode.objects.exists()
    assert not [found for found in findings() if found.table.startswith("accounts_")]


def test_a_lost_one_is_removed_by_the_security_administrator_and_from_the_console(
    account: Account, he: Actor, telephone: Callable[..., str]
) -> None:
    for remover in (person("security", Role.SECURITY_ADMIN), CLOCK):
        set_up(he, telephone(later=int(remover is CLOCK)))
        for other in (he, person("admin", Role.SYSTEM_ADMIN)):
            with pytest.raises(Refused):
                lose_factor(other, account.pk, now=NOW)
        lose_factor(remover, account.pk, now=NOW)
        assert not has_factor(account.pk)


def password(client: Client) -> Any:
    return client.post("/login", {"username": "he", "password": PASSWORD, "next": "/complaints"})


def code(client: Client, typed: str) -> Any:
    return client.post("/login/code", {"code": typed})


def test_the_door_asks_for_the_code_and_lets_nobody_in_before(
    client: Client, account: Account, he: Actor, telephone: Callable[..., str]
) -> None:
    set_up(he, telephone())
    assert password(client)["Location"] == "/login/code"
    assert client.get("/account")["Location"].startswith("/login")
    assert client.get("/login/code").status_code == 200
    assert code(client, "").status_code == code(client, "000000").status_code == 422
    assert code(client, telephone(later=1))["Location"] == "/complaints"
    assert client.get("/account").status_code == 200
    assert client.get("/login/code")["Location"] == "/login"


def test_the_second_door_opens_only_after_the_first(
    client: Client, account: Account, he: Actor, telephone: Callable[..., str]
) -> None:
    set_up(he, telephone())
    assert code(client, telephone(later=1))["Location"] == "/login"
    password(client)
    assert client.get("/login/code").status_code == 200
    telephone(later=11)
    assert code(client, telephone())["Location"] == "/login", "five minutes after the password it is asked for again"
    password(client)
    set_password(CLOCK, account.pk, password="another one, long", now=NOW)
    assert code(client, telephone())["Location"] == "/login", "the password that was given is no longer the password"


def test_a_session_that_somebody_else_planted_doesnt_come_half_way(
    client: Client, account: Account, he: Actor, telephone: Callable[..., str]
) -> None:
    set_up(he, telephone())
    planted = Client(headers={"cookie": f"sessionid={client.session.session_key}"})
    assert password(client)["Location"] == "/login/code"
    assert planted.post("/login/code", {"code": telephone(later=3)})["Location"] == "/login"
    assert code(client, telephone(later=3)).status_code == 302


def test_wrong_codes_are_locked_out_like_wrong_passwords(
    client: Client, account: Account, he: Actor, telephone: Callable[..., str]
) -> None:
    set_up(he, telephone())
    password(client)
    assert [code(client, "000000").status_code for _ in range(6)] == [422] * 4 + [429] * 2
    assert code(client, telephone(later=1)).status_code == 429
    assert password(client).status_code == 429


def test_giving_the_password_again_doesnt_begin_the_count_anew(
    client: Client, account: Account, he: Actor, telephone: Callable[..., str]
) -> None:
    set_up(he, telephone())
    answers = []
    for _ in range(5):
        password(client)
        answers.append(code(client, "000000").status_code)
    assert answers == [422] * 4 + [429]


def letters(page: str) -> bytes:
    found = re.search(r"<code>([A-Z2-7 ]{39})</code>", page)
    assert found is not None
    return base64.b32decode(found[1].replace(" ", ""))


def test_it_is_set_up_and_removed_on_its_page(client: Client, account: Account, telephone: Callable[..., str]) -> None:
    password(client)
    page = client.get("/account/factor").content.decode()
    assert "<svg" in page and "style=" not in page
    secret = letters(page)
    assert letters(client.get("/account/factor").content.decode()) == secret, "a reload doesn't change it"
    shown = codes.code_at(secret, int(time.time()) // STEP)
    assert client.post("/account/factor", {"code": shown, "password": "wrong"}).status_code == 422
    answer = client.post("/account/factor", {"code": shown, "password": PASSWORD})
    paper = re.findall(r"<li><code>(\w{5}-\w{5})</code>", answer.content.decode())
    assert len(paper) == 10 and answer["Cache-Control"] == "no-store"
    assert not re.search(r"\w{5}-\w{5}</code>", client.get("/account/factor").content.decode())
    assert client.post("/account/factor", {"password": PASSWORD})["Location"] == "/account/factor"
    assert not has_factor(account.pk)


def test_guessing_the_password_on_that_page_is_locked_out(
    client: Client, account: Account, telephone: Callable[..., str]
) -> None:
    password(client)
    shown = codes.code_at(letters(client.get("/account/factor").content.decode()), int(time.time()) // STEP)
    tried = [client.post("/account/factor", {"code": shown, "password": f"guess {n}"}).status_code for n in range(5)]
    assert tried == [422] * 4 + [429]


@pytest.mark.parametrize(
    ("who", "role", "must"),
    [
        ("none", Role.SYSTEM_ADMIN, False),
        ("administrators", Role.HANDLER, False),
        ("administrators", Role.SYSTEM_ADMIN, True),
        ("administrators", Role.SECURITY_ADMIN, True),
        ("administrators", Role.AUDIT_ADMIN, True),
        ("all", Role.HANDLER, True),
        ("all", None, True),
    ],
)
def test_whose_role_needs_one_sets_it_up_before_anything_else(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, who: str, role: Role | None, must: bool
) -> None:
    settings.SECOND_FACTOR, settings.AREA_NAME = who, "演练"
    other = person("other", role)
    monkeypatch.setattr("zhuqi.domain.directory.queries.actor", lambda account, day: other)
    set_password(CLOCK, other.account or 0, password=PASSWORD, now=NOW)
    client.post("/login", {"username": "other", "password": PASSWORD})
    answer = client.get("/account/sessions")
    assert answer.status_code == (302 if must else 200)
    assert not must or answer["Location"] == "/account/factor"
    assert client.get("/account/factor").status_code == client.get("/complaints").status_code == 200


def test_the_square_says_what_it_was_given() -> None:
    said = codes.address(SECRET, "he", "助企")
    assert said.startswith("otpauth://totp/") and codes.as_typed(SECRET) in said
    drawn = square(said)
    assert drawn.count("<path") == 1 and drawn.count("M") > 300


def test_used_codes_leave_one_row_each(account: Account, he: Actor, telephone: Callable[..., str]) -> None:
    set_up(he, telephone())
    answer(account, telephone(later=1))
    assert UsedStep.objects.filter(account=account).count() == 2
