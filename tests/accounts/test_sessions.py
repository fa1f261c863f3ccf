"""Sessions: half an hour without use, eight hours in any case, one's own list of them, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.accounts.conftest import NOW, PASSWORD, person
from zhuqi.base.errors import Missing
from zhuqi.core.access.actor import CLOCK, Actor
from zhuqi.core.accounts.actions import close, end_session, set_password, sweep
from zhuqi.core.accounts.models import Account, Session
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.core.accounts.wall import wall
from zhuqi.interfaces.web.accounts.device import device

pytestmark = pytest.mark.django_db
AGENT = "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537"


@pytest.fixture
def pass_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let minutes pass on the wall."""
    start = time.time()
    gone = [0.0]
    monkeypatch.setattr(time, "time", lambda: start + gone[0] * 60)

    def minutes(some: float) -> None:
        gone[0] += some

    return minutes


def come_in(client: Client, **more: Any) -> Client:
    answer = client.post("/login", {"username": "he", "password": PASSWORD}, HTTP_USER_AGENT=AGENT, **more)
    assert answer.status_code == 302, answer.content
    return client


def inside(client: Client) -> bool:
    return client.get("/account").status_code == 200


def test_half_an_hour_without_use_ends_it_with_a_sentence(
    client: Client, account: Account, pass_by: Callable[[float], None]
) -> None:
    come_in(client)
    pass_by(29)
    assert inside(client)
    pass_by(29)
    assert inside(client), "what is used goes on"
    pass_by(30)
    answer = client.get("/account")
    assert answer["Location"] == "/login?next=%2Faccount"
    client.cookies["lang"] = "en"
    assert "Your session has ended" in client.get("/login").content.decode()


def test_eight_hours_end_it_however_busy(client: Client, account: Account, pass_by: Callable[[float], None]) -> None:
    come_in(client)
    for _ in range(23):
        pass_by(20)
        assert inside(client)
    pass_by(20)
    assert not inside(client)


def test_a_place_may_choose_a_shorter_wait(
    client: Client, account: Account, pass_by: Callable[[float], None], settings: Any
) -> None:
    settings.SESSION_IDLE = dt.timedelta(minutes=5)
    come_in(client)
    pass_by(5)
    assert not inside(client)


def test_looking_around_writes_once_a_minute(
    client: Client, account: Account, pass_by: Callable[[float], None], django_assert_num_queries: Any
) -> None:
    come_in(client)
    client.get("/account")
    before = Session.objects.get(account=account).last_at
    assert before is not None
    pass_by(0.5)
    client.get("/account")
    assert Session.objects.get(account=account).last_at == before
    pass_by(0.5)
    client.get("/account")
    last = Session.objects.get(account=account).last_at
    assert last is not None and last > before


def test_a_closed_account_is_out_at_once(client: Client, account: Account) -> None:
    come_in(client)
    close(CLOCK, account.pk, now=NOW)
    assert not inside(client)


def test_a_password_set_by_another_puts_everybody_out(client: Client, account: Account) -> None:
    come_in(client)
    set_password(CLOCK, account.pk, password="another one, long", now=NOW)
    assert not inside(client)


def test_the_list_tells_ones_own_sessions_and_ends_one(client: Client, account: Account) -> None:
    other = Client()
    come_in(client), come_in(other)
    stranger = person("she")
    set_password(CLOCK, stranger.account or 0, password=PASSWORD, now=NOW)
    third = Client()
    third.post("/login", {"username": "she", "password": PASSWORD})
    page = client.get("/account/sessions").content.decode()
    assert page.count("Chrome, Windows") == 2
    handles = re.findall('name="session" value="([0-9a-f]+)"', page)
    assert handles == [fingerprint(other.session.session_key or "")]
    assert not [c for c in (client, other, third) if c.session.session_key and c.session.session_key in page]
    assert client.post("/account/sessions", {"session": handles[0]}).status_code == 302
    assert inside(client) and not inside(other)
    strange = fingerprint(third.session.session_key or "")
    assert client.post("/account/sessions", {"session": strange}).status_code == 404
    assert inside(third)


def test_all_but_this_one_end_together(client: Client, account: Account) -> None:
    others = [come_in(Client()) for _ in range(3)]
    come_in(client)
    client.post("/account/sessions", {"session": "others"})
    assert inside(client) and not [other for other in others if inside(other)]


def test_a_session_that_isnt_there_is_missing(he: Actor) -> None:
    for handle in ("", "others", "0" * 64, "\ud800"):
        with pytest.raises(Missing):
            end_session(he, handle)


def test_the_sweep_takes_what_is_over_and_leaves_the_rest(
    client: Client, account: Account, pass_by: Callable[[float], None]
) -> None:
    come_in(client)
    sweep(NOW)
    assert inside(client)
    Session.objects.update(expire_date=wall() - dt.timedelta(seconds=1))
    sweep(NOW)
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (AGENT, "Chrome, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Gecko/20100101 Firefox/128.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/1 Mobile MicroMessenger/8", "WeChat, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Version/17 Safari/604", "Safari, iPhone"),
        ("curl/8", ""),
        ("", ""),
        ("<script>", ""),
    ],
)
def test_a_device_is_told_coarsely(agent: str, told: str) -> None:
    assert device(agent) == told


FORM = {"title": "三相电增容", "body": "一\n二", "many": ["1", "2"], "key": "k1", "password": "x", "old": "y"}


def late(client: Client, pass_by: Callable[[float], None], **more: Any) -> Any:
    come_in(client)
    pass_by(31)
    return client.post("/cases/new", {**FORM, **more})


def test_what_was_typed_comes_back_after_the_door_and_is_sent_by_one_button(
    client: Client, account: Account, pass_by: Callable[[float], None]
) -> None:
    file = SimpleUploadedFile("secret.txt", b"content of the file")
    assert late(client, pass_by, paper=file)["Location"].startswith("/login")
    answer = client.post("/login", {"username": "he", "password": PASSWORD})
    assert answer["Location"] == "/account/typed"
    page = client.get("/account/typed").content.decode()
    assert 'action="/cases/new"' in page and "三相电增容" in page
    assert sorted(
        re.findall(
            r'<input type="hidden" name="(\w+)"', page.partition('action="/cases/new"')[2].partition("</form>")[0]
        )
    ) == sorted(["csrfmiddlewaretoken", "title", "body", "many", "many", "key"])
    assert "content of the file" not in page and 'name="old"' not in page
    client.post("/account/typed/let-go")
    assert client.get("/account/typed")["Location"] == "/"


def test_it_isnt_shown_to_anybody_else(client: Client, account: Account, pass_by: Callable[[float], None]) -> None:
    late(client, pass_by)
    set_password(CLOCK, person("she").account or 0, password=PASSWORD, now=NOW)
    assert client.post("/login", {"username": "she", "password": PASSWORD})["Location"] == "/"
    assert client.get("/account/typed")["Location"] == "/"
    assert "三相电" not in str(dict(client.session))


def test_it_is_forgotten_after_an_hour(client: Client, account: Account, pass_by: Callable[[float], None]) -> None:
    late(client, pass_by)
    pass_by(61)
    client.post("/login", {"username": "he", "password": PASSWORD})
    assert client.get("/account/typed")["Location"] == "/"


def test_a_form_from_another_site_isnt_kept(account: Account, pass_by: Callable[[float], None]) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account)
    pass_by(31)
    assert strict.post("/cases/new", FORM).status_code == 403
    assert "typed" not in strict.session


def test_a_book_isnt_kept(client: Client, account: Account, pass_by: Callable[[float], None]) -> None:
    late(client, pass_by, body="x" * 200_000)
    assert "typed" not in client.session
