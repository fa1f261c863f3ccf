"""The door of enterprises' accounts, and who tries it: replayed letters, forged cookies, other enterprises' cases, floods."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.town import replied
from tests.cast import City
from tests.members.conftest import BOX, NOW, admitted, as_member, asked, code, inside
from zhuqi.core.accounts import wall as clockwork
from zhuqi.core.accounts.models import Account, Session
from zhuqi.core.journal.models import Entry
from zhuqi.core.limits import actions as limits
from zhuqi.core.messages.models import Mailbox, Sending
from zhuqi.domain.cases.actions.links import make_link
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.links import by_account
from zhuqi.domain.members.actions import end, sweep
from zhuqi.domain.members.models import Code, Member, Sitting

pytestmark = pytest.mark.django_db


def main(answer: Any) -> str:
    """What a page says, without the tokens of its forms."""
    page = answer.content.decode()
    found = page[page.index("<main") : page.index("</main>")]
    return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", found)


def come_in(city: City, box: str = BOX) -> Client:
    """A fresh browser, come in by a code."""
    client = Client()
    assert client.post("/l/in", {"mailbox": box}).status_code == 200
    answer = client.post("/l/in/code", {"mailbox": box, "code": code()})
    assert (answer.status_code, answer["Location"]) == (302, "/l/our")
    return client


def staffed(city: City, part: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=city.staff[part].account_id or 0))
    return client


def test_a_letter_leads_in_and_leaves_its_secret_behind(city: City) -> None:
    row, secret = admitted(city)
    client = Client()
    before = Entry.objects.count()
    client.get(f"/l/in/{secret}")
    page = client.get(f"/l/in/{secret}").content.decode()
    assert "演练＊＊＊＊＊公司" in page and city.enterprises[0].name not in page
    assert Entry.objects.count() == before and not Sitting.objects.exists()
    answer = client.post(f"/l/in/{secret}")
    assert answer["Location"] == "/l/our"
    kept = answer.cookies["ours"]
    assert (kept["path"], kept["samesite"], bool(kept["httponly"])) == ("/l/", "Strict", True)
    assert kept.value not in str(list(Sitting.objects.values_list())) and secret not in kept.value
    shown = client.get("/l/our")
    assert city.enterprises[0].name in shown.content.decode()
    assert "no-store" in shown["Cache-Control"] and "noindex" in shown["X-Robots-Tag"]
    assert Member.objects.get(pk=row.pk).opened_at == NOW


def test_a_replayed_letter_and_an_unknown_one_are_one_page(city: City) -> None:
    _, used = admitted(city)
    Client().post(f"/l/in/{used}")
    pages = set()
    for secret in (used, "x" * 43, "%00", "中"):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(f"/l/in/{secret}")
            assert answer.status_code == 404
            pages.add(main(answer))
    assert len(pages) == 1 and Sitting.objects.count() == 1


def test_a_code_is_mailed_and_good_once(city: City) -> None:
    inside(city)
    client = come_in(city)
    assert client.get("/l/our").status_code == 200
    used = code()
    again = Client().post("/l/in/code", {"mailbox": BOX, "code": used})
    assert again.status_code == 422 and "ours" not in again.cookies


def test_a_code_is_its_mailboxs_alone_and_grows_old(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    inside(city)
    inside(city, 1, "two@example.com")
    Client().post("/l/in", {"mailbox": BOX})
    drawn = code()
    assert Client().post("/l/in/code", {"mailbox": "two@example.com", "code": drawn}).status_code == 422
    Code.objects.update(made_at=clockwork.wall() - dt.timedelta(minutes=16))
    assert Client().post("/l/in/code", {"mailbox": BOX, "code": drawn}).status_code == 422


def test_whether_a_mailbox_has_an_account_is_not_told(city: City) -> None:
    """Known, ended, waiting, one of the staff's, unknown: one page, one number of statements, one kind of rows."""
    inside(city)
    gone, _ = inside(city, box="gone@example.com")
    end(city.actor("dispatcher"), gone.pk, now=NOW)
    asked(city, box="waits@example.com")
    inside(city, box="staff@example.com")
    account = city.staff["utilities"].account_id or 0
    Mailbox.objects.create(account_id=account, address="staff@example.com", salt="s", named_at=NOW, confirmed_at=NOW)
    pages, costs, mails = set(), set(), []
    for box in (BOX, "gone@example.com", "waits@example.com", "staff@example.com", "nobody@example.com"):
        codes, sendings = Code.objects.count(), Sending.objects.count()
        with CaptureQueriesContext(connection) as found:
            answer = Client().post("/l/in", {"mailbox": box})
        assert answer.status_code == 200
        pages.add(main(answer).replace(box, "…"))
        costs.add(len(found))
        assert (Code.objects.count(), Sending.objects.count()) == (codes + 1, sendings + 1)
        mails.append(Sending.objects.filter(done_at=None).count())
    assert len(pages) == 1 and len(costs) == 1
    assert mails == [1, 1, 1, 1, 1], "only the first has a letter on its way"


def test_floods_are_held_up_by_address_and_by_mailbox(city: City, settings: Any) -> None:
    inside(city)
    settings.LIMITS = {**settings.LIMITS, "member": (3, 60)}
    for _ in range(3):
        assert Client().post("/l/in/code", {"mailbox": BOX, "code": "aaaaa-bbbbb"}).status_code == 422
    answer = Client().post("/l/in/code", {"mailbox": BOX, "code": "aaaaa-bbbbb"})
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    limits.SHUT.clear()
    settings.LIMITS = {**settings.LIMITS, "member": (1000, 60), "member_code": (2, 60)}
    for box in (BOX, "nobody@example.com"):
        answers = [Client().post("/l/in", {"mailbox": box.upper() if n else box}) for n in range(3)]
        assert [one.status_code for one in answers] == [200, 200, 429]


@pytest.mark.parametrize(
    "break_in",
    [
        lambda city, row: end(city.actor("dispatcher"), row.pk, now=NOW),
        lambda city, row: end(as_member(row), row.pk, now=NOW),
        lambda city, row: Sitting.objects.update(last_at=clockwork.wall() - dt.timedelta(minutes=31)),
        lambda city, row: Sitting.objects.update(began_at=clockwork.wall() - dt.timedelta(hours=9)),
        lambda city, row: Mailbox.objects.create(
            account_id=city.staff["utilities"].account_id or 0, address=BOX, salt="s", named_at=NOW
        ),
    ],
    ids=["ended by the room", "ended by itself", "idle", "in for too long", "became staff"],
)
def test_who_is_out_sees_nothing_any_more(city: City, break_in: Callable[[City, Member], object]) -> None:
    row, client = inside(city)
    case = replied(city)
    assert client.get("/l/our").status_code == 200
    break_in(city, row)
    for address in ("/l/our", "/l/our/need", f"/l/our/cases/{case.pk}", f"/l/our/cases/{case.pk}/files/1"):
        for method in ("get", "post"):
            answer = getattr(client, method)(address, {"act": "confirm", "seen": case.version})
            assert (answer.status_code, answer["Location"]) == (302, "/l/in"), address
    case.refresh_from_db()
    assert case.end is None


def test_going_out_ends_what_the_browser_has(city: City) -> None:
    _, client = inside(city)
    secret = client.cookies["ours"].value
    assert client.post("/l/our", {"act": "leave"})["Location"] == "/l/in"
    other = Client()
    other.cookies["ours"] = secret
    assert other.get("/l/our").status_code == 302 and not Sitting.objects.exists()


@pytest.mark.parametrize("forged", ["", "x", "x" * 43, "0", "%E4%B8%AD", "../../x"])
def test_a_forged_cookie_opens_nothing(city: City, forged: str) -> None:
    inside(city)
    client = Client()
    client.cookies["ours"] = forged
    assert client.get("/l/our").status_code == 302


def test_neither_cookie_stands_for_another(city: City) -> None:
    """A session of the staff isn't one of an enterprise, nor a link's cookie; and the other way round."""
    _, client = inside(city)
    secret = client.cookies["ours"].value
    office = staffed(city, "dispatcher")
    session = office.cookies["sessionid"].value
    for name, value in (("ours", session), ("sessionid", secret), ("opened", secret)):
        thief = Client()
        thief.cookies[name] = value
        assert thief.get("/l/our").status_code == 302
        assert thief.get("/l/").status_code == 404
        assert thief.get("/cases")["Location"].startswith("/login")
    assert not Session.objects.filter(session_key=secret).exists()


def test_for_the_city_somebody_with_an_account_is_a_stranger(city: City) -> None:
    """No page and no operation of the staff opens by it; tests/interfaces and tests/api have strangers' tables."""
    _, client = inside(city)
    case = replied(city)
    stranger = Client()
    for address in ("/", f"/cases/{case.pk}", "/voices", "/members", "/journal", "/account", "/messages", "/search"):
        mine, theirs = client.get(address), stranger.get(address)
        assert (mine.status_code, mine.get("Location")) == (theirs.status_code, theirs.get("Location")), address
    for address in ("/api/v1/me", f"/api/v1/cases/{case.pk}", "/api/v1/members"):
        assert client.get(address).status_code == 401
    assert client.get("/l/").status_code == 404, "what a link opens is the link's"


def test_a_staff_session_neither_comes_in_nor_acts(city: City) -> None:
    _, client = inside(city)
    _, secret = admitted(city, 1, "two@example.com")
    office = staffed(city, "official")
    office.cookies["ours"] = client.cookies["ours"].value
    assert office.get("/l/our").status_code == 302
    assert office.post("/l/our", {"act": "rest"}).status_code == 302
    for address, typed in (
        ("/l/in", {"mailbox": BOX}),
        ("/l/in/code", {"mailbox": BOX, "code": "x"}),
        (f"/l/in/{secret}", {}),
    ):
        assert office.post(address, typed).status_code == 403
    assert Sitting.objects.count() == 1


def test_another_enterprises_case_is_not_there(city: City) -> None:
    _, client = inside(city, 1)
    case = replied(city)
    for address in (f"/l/our/cases/{case.pk}", f"/l/our/cases/{case.pk}/files/1", "/l/our/cases/999999"):
        assert client.get(address).status_code == 404
    for typed in ({"act": "confirm"}, {"act": "complain", "complain_text": "x"}, {"act": "attach"}):
        sent = {"seen": case.version, "key": "k", **typed}
        assert client.post(f"/l/our/cases/{case.pk}", sent).status_code == 404
    assert client.post("/l/our", {"act": "open", "row": case.pk}).status_code == 404
    case.refresh_from_db()
    assert case.end is None and not Entry.objects.filter(behalf__startswith="enterprise:", kind="case").exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"act": "decline", "row": "1", "seen": "1"},
        {"act": "lift", "row": "1"},
        {"act": "end_account", "seen": "1"},
        {"act": "erase_account", "seen": "1"},
        {"act": "change"},
        {"act": "doubt", "visit": "1"},
        {"act": "know", "know_link": "999", "know_answer": "yes"},
        {"act": "no such act"},
    ],
    ids=lambda typed: typed["act"],
)
def test_what_is_another_enterprises_is_not_there(city: City, typed: dict[str, str]) -> None:
    other, _ = inside(city, 1, "two@example.com")
    _, client = inside(city)
    answer = client.post("/l/our", {"row": str(other.pk), "key": "k", **typed})
    assert answer.status_code == 404
    assert Member.objects.get(pk=other.pk).ended_at is None


def test_a_post_without_a_token_of_ours_is_refused(city: City) -> None:
    _, client = inside(city)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["ours"] = client.cookies["ours"].value
    assert strict.post("/l/our", {"act": "rest"}).status_code == 403
    assert strict.post("/l/in", {"mailbox": BOX}).status_code == 403


def test_a_link_still_opens_its_case_alone(city: City) -> None:
    row, _ = inside(city)
    case = replied(city)
    assert by_account(as_member(row), case.pk) is not None
    _, secret = make_link(city.actor("dispatcher"), case.pk, now=NOW)
    client = Client()
    client.post(f"/l/{secret}", {"key": "k"})
    assert client.get("/l/").status_code == 200
    assert client.get("/l/our").status_code == 302


def test_what_is_over_is_swept(city: City) -> None:
    inside(city)
    Client().post("/l/in", {"mailbox": BOX})
    day = clockwork.wall() - dt.timedelta(days=2)
    Code.objects.update(made_at=day)
    Sitting.objects.update(last_at=day)
    sweep(NOW)
    assert not Code.objects.exists() and not Sitting.objects.exists()


def test_without_a_mail_server_the_door_says_so(city: City, settings: Any) -> None:
    settings.MAIL = False
    page = Client().get("/l/in")
    assert page.status_code == 200 and "<form method=" not in main(page)
    assert not outbox.outbox and Case.objects.count() == 0
