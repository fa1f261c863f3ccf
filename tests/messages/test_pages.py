"""The pages of messages: the count in the navigation, reading, choosing, subscriptions, what couldn't be sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail as post
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.beside import SUBSCRIPTION, told_of, unsent
from tests.interfaces.conftest import NOW, Town, come_in, standing, town
from zhuqi.core.accounts.codes import opened
from zhuqi.core.journal.models import Entry
from zhuqi.core.messages.actions import send
from zhuqi.core.messages.models import Mailbox, Message, Preference, Sending, Subscription
from zhuqi.domain.cases.actions.subscribing import subscribe
from zhuqi.domain.directory import queries as directory

__all__ = ["come_in", "standing", "town"]
ComeIn = Callable[..., Client]


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def waiting(client: Client) -> str:
    """What the navigation counts."""
    found = re.search(r'class="waiting">([^<]+)<', page(client, "/"))
    return found[1] if found else ""


def subscription(town: Town) -> int:
    administrator = directory.actor(town.account("administrator").pk, NOW.date())
    return subscribe(administrator, town.city.org("ng"), **SUBSCRIPTION, now=NOW)[0].pk


def test_the_navigation_counts_what_was_not_read_up_to_a_limit(come_in: ComeIn, town: Town) -> None:
    client = come_in("utilities", "en")
    assert waiting(client) == ""
    for n in range(3):
        told_of(town, "utilities", n + 1)
    assert waiting(client) == "3"
    rows = Message.objects.filter(account=town.account("utilities"))
    first = rows[0]
    fields = {"kind": "case", "subject": first.subject, "sentence": first.sentence, "urgent": False, "at": NOW}
    Message.objects.bulk_create(Message(account=first.account, entry=n, **fields) for n in range(100, 220))
    assert waiting(client) == "99+"
    assert waiting(come_in("dispatcher", "en")) == ""


def test_a_message_is_read_by_a_button_and_never_by_a_link(come_in: ComeIn, town: Town) -> None:
    pk, client = told_of(town, "utilities", 1), come_in("utilities", "en")
    assert "Case 演练 was assigned to your unit." in page(client, "/messages")
    assert client.get(f"/messages/{pk}").status_code == 200 and not Message.objects.get().read
    answer = client.post(f"/messages/{pk}")
    assert answer.status_code == 302 and answer.headers["Location"] == f"/cases/{town.cases['handled'].pk}"
    assert Message.objects.get().read and waiting(client) == ""
    for part in ("dispatcher", "finance", "administrator"):
        other = come_in(part)
        assert other.get(f"/messages/{pk}").status_code == other.post(f"/messages/{pk}").status_code == 404


def test_all_of_a_page_are_noted_as_read_at_once(come_in: ComeIn, town: Town) -> None:
    for n in range(3):
        told_of(town, "utilities", n + 1)
    client = come_in("utilities")
    upto = re.search(r'name="upto" value="(\d+)"', page(client, "/messages"))
    assert upto is not None
    later = told_of(town, "utilities", 9)
    assert client.post("/messages", {"upto": upto[1], "key": "k"}).status_code == 302
    assert list(Message.objects.filter(read=False).values_list("pk", flat=True)) == [later]
    assert client.post("/messages", {"upto": "x"}).status_code == 422


def test_the_list_costs_the_same_whatever_its_length_and_goes_on(come_in: ComeIn, town: Town) -> None:
    client = come_in("utilities")
    page(client, "/messages")
    costs, text = [], ""
    for n in (2, 60):
        for entry in range(n):
            told_of(town, "utilities", n * 1000 + entry)
        with CaptureQueriesContext(connection) as asked:
            text = page(client, "/messages")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12
    further = re.search(r'href="(\?after=[^"]+)"', text)
    assert further is not None and page(client, f"/messages{further[1]}").count('action="/messages/') == 12


def test_how_one_is_told_is_chosen_and_a_mailbox_confirmed(come_in: ComeIn, town: Town, settings: Any) -> None:
    settings.MAIL, settings.DEFAULT_FROM_EMAIL = True, "zhuqi@example.com"
    client, address = come_in("utilities", "en"), "/account/messages"
    hours = {"do": "choose", "quiet_from": "21:30", "quiet_to": "6:00"}
    assert client.post(address, {**hours, "mail": "1", "key": "a"}).status_code == 409
    assert client.post(address, {**hours, "quiet_to": "25:00", "key": "b"}).status_code == 422
    assert client.post(address, {"do": "name", "address": "nobody", "key": "c"}).status_code == 422
    assert client.post(address, {"do": "name", "address": "yanlian@example.com", "key": "d"}).status_code == 302
    send(NOW)
    code = opened(Mailbox.objects.get().code)
    assert code is not None and code.decode() in post.outbox[0].subject
    shown = page(client, address)
    assert "y***@example.com" in shown and "yanlian@example.com" not in shown and "not confirmed yet" in shown
    assert client.post(address, {"do": "confirm", "code": "wrong", "key": "e"}).status_code == 422
    assert client.post(address, {"do": "confirm", "code": code.decode(), "key": "f"}).status_code == 302
    assert client.post(address, {**hours, "mail": "1", "key": "g"}).status_code == 302
    held = Preference.objects.get()
    assert (held.mail, held.quiet_from, held.quiet_to, held.urgent) == (True, 1290, 360, False)
    assert client.post(address, {"do": "drop", "key": "h"}).status_code == 302
    assert not Mailbox.objects.exists()
    assert client.post(address, {"do": "anything"}).status_code == 404


def test_without_a_mail_server_no_mailbox_is_asked_for(come_in: ComeIn, town: Town, settings: Any) -> None:
    settings.MAIL = False
    shown = page(come_in("utilities", "en"), "/account/messages")
    assert "No mail server is set up here" in shown and 'name="address"' not in shown


def test_a_subscriptions_secret_is_shown_once(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator", "en")
    typed = {**SUBSCRIPTION, "org": town.city.org("ng"), "key": "once"}
    first, again = (client.post("/subscriptions", typed).content.decode() for _ in range(2))
    secret = re.search(r"whsec_[\w-]+", first)
    assert secret is not None and "whsec_" not in again
    row = Subscription.objects.get()
    for address in ("/subscriptions", f"/subscriptions/{row.pk}"):
        shown = page(client, address)
        assert row.name in shown and "whsec_" not in shown
    rotated = client.post(f"/subscriptions/{row.pk}", {"do": "rotate", "key": "r"}).content.decode()
    assert "whsec_" in rotated and secret[0] not in rotated
    assert client.post(f"/subscriptions/{row.pk}", {"do": "try", "key": "t"}).status_code == 302
    assert client.post(f"/subscriptions/{row.pk}", {"do": "try", "key": "u"}).status_code == 409
    assert client.post(f"/subscriptions/{row.pk}", {"do": "end", "key": "e"}).status_code == 302
    assert client.post(f"/subscriptions/{row.pk}", {"do": "end", "key": "f"}).status_code == 409
    assert client.post(f"/subscriptions/{row.pk}", {"do": "other"}).status_code == 404
    bad = client.post("/subscriptions", {**typed, "address": "https://127.0.0.1/", "key": "bad"})
    assert bad.status_code == 422 and 'id="address-error"' in bad.content.decode()


@pytest.mark.parametrize("part", ["official", "dispatcher", "leader", "supervisor", "security", "auditor"])
def test_subscriptions_are_the_system_administrators(come_in: ComeIn, town: Town, part: str) -> None:
    pk, client = subscription(town), come_in(part)
    for address in ("/subscriptions", f"/subscriptions/{pk}"):
        assert client.get(address).status_code == client.post(address, {"do": "end"}).status_code == 404
    assert Subscription.objects.get().ended_at is None


def test_the_list_of_subscriptions_costs_the_same_whatever_its_length(come_in: ComeIn, town: Town) -> None:
    client = come_in("administrator")
    costs = []
    for _ in range(2):
        for _ in range(4):
            unsent(subscription(town))
        with CaptureQueriesContext(connection) as asked:
            page(client, "/subscriptions")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12


def test_what_couldnt_be_sent_is_shown_and_sent_again(come_in: ComeIn, town: Town) -> None:
    pk = unsent(subscription(town))
    client = come_in("administrator", "en")
    shown = page(client, "/failing")
    assert 'class="empty"' not in shown and "Nothing fails" not in shown, "it isn't said that all is done"
    assert "it answered 500" in shown and SUBSCRIPTION["name"] in shown
    Sending.objects.update(failed_at=NOW)
    assert "given up" in page(client, "/failing")
    assert client.post("/failing", {"sending": pk, "key": "again"}).status_code == 302
    assert Sending.objects.get().failed_at is None and Entry.objects.filter(verb="sent_again").count() == 1
    for part in ("dispatcher", "security", "auditor"):
        assert come_in(part).post("/failing", {"sending": pk}).status_code == 404
