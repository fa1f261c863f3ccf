"""Sending out: mails in time and in their reader's language, webhooks signed, failures tried again and shown, two workers."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import smtplib
import threading
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core import mail as post
from django.core.mail import EmailMessage
from django.db import connection, connections

from tests.cast import START, City, stage
from tests.messages.conftest import ADDRESS, HOUR, dispatched, mailed, subscribed
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.jobs.work import drain, periodic, tick
from zhuqi.core.journal.verify import everything
from zhuqi.core.messages import connecting
from zhuqi.core.messages.actions import send, send_again, sweep
from zhuqi.core.messages.actions.sending import CLAIM
from zhuqi.core.messages.models import Message, Preference, Sending, Subscription
from zhuqi.core.messages.queries import failing
from zhuqi.core.messages.rules import KEPT, KEPT_READ, PAUSES, Way, why_failed
from zhuqi.domain.cases.actions.subscribing import (
    end_subscription,
    rotate_secret,
    subscribe,
    try_subscription,
)
from zhuqi.domain.cases.rules.words import Action as A
from zhuqi.domain.directory.actions.roles import end_role

DAY = dt.timedelta(days=1)
Sent = list[tuple[str, dict[str, Any], dict[str, str]]]
pytestmark = pytest.mark.usefixtures("mail")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What went to webhooks, in place of the net: (address, body, headers)."""
    gone: Sent = []

    def take(address: str, body: bytes, headers: Mapping[str, str]) -> int:
        gone.append((address, json.loads(body), {**headers, "body": body.decode()}))
        return 200

    monkeypatch.setattr(connecting, "post", take)
    return gone


@pytest.fixture
def down(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The net is down: which addresses were tried."""
    tried: list[str] = []

    def fail(address: str, body: bytes, headers: Mapping[str, str]) -> int:
        tried.append(address)
        raise connecting.Failed(say("The address can't be reached: {what}", what="ConnectionRefusedError"))

    monkeypatch.setattr(connecting, "post", fail)
    return tried


def test_a_mail_says_what_happened_and_where_and_no_more(city: City) -> None:
    mailed(city, "utilities")
    case = dispatched(city)
    drain(START + HOUR)
    assert send(START + HOUR) == 1 and send(START + HOUR) == 0
    (letter,) = post.outbox
    assert letter.to == ["utilities@example.com"] and letter.from_email == "zhuqi@example.com"
    assert case.number in letter.subject
    whole = f"{letter.subject}\n{letter.body}"
    assert (
        f"https://zhuqi.example.com/messages/{Message.objects.get(account=city.staff['utilities'].account_id).pk}"
        in whole
    )
    for words in ("三相电", "变压器", "演练001", "演练utilities"):
        assert words not in whole


@pytest.mark.parametrize(
    ("hour", "chosen", "went"),
    [
        (10, {}, True),
        (23, {}, False),
        (23, {"quiet_from": 0, "quiet_to": 0}, True),
        (10, {"quiet_from": 9 * 60, "quiet_to": 12 * 60}, False),
    ],
)
def test_quiet_hours_hold_mail_back_until_they_are_over(
    city: City, hour: int, chosen: dict[str, int], went: bool
) -> None:
    mailed(city, "utilities", **chosen)
    now = START.replace(hour=hour)
    dispatched(city, now=START.replace(hour=8))
    drain(now)
    assert send(now) == went
    assert send(now + 9 * HOUR) == (not went)
    assert len(post.outbox) == 1


@pytest.mark.parametrize("through", [True, False])
def test_what_is_urgent_goes_through_where_one_chose_so(city: City, through: bool) -> None:
    mailed(city, "city_dispatcher", urgent=through)
    case = dispatched(city, now=START)
    city.do("utilities", A.HAND_BACK, case, START + HOUR, reason="不属本组", proposal="市里", ground="duty")
    city.do("dispatcher", A.RULE, case, START + HOUR, upheld=True, reason="是")
    night = START.replace(hour=23)
    city.do("dispatcher", A.ESCALATE, case, night, why="需市里定")
    drain(night)
    assert send(night) == through


def test_hours_chosen_later_hold_what_waits(city: City) -> None:
    mailed(city, "utilities")
    dispatched(city)
    drain(START + HOUR)
    Preference.objects.update(quiet_from=8 * 60, quiet_to=18 * 60)
    assert send(START + HOUR) == 0
    assert Sending.objects.get().attempts == 0 and Sending.objects.get().due_at == START.replace(hour=18)
    assert send(START.replace(hour=18)) == 1


@pytest.mark.parametrize("why", ["read", "dropped", "unseated", "closed"])
def test_nobody_is_mailed_who_is_not_to_be_told_any_more(city: City, why: str) -> None:
    held = mailed(city, "utilities")
    dispatched(city)
    drain(START + HOUR)
    if why == "read":
        Message.objects.update(read=True)
    elif why == "dropped":
        held.delete()
    elif why == "closed":
        type(city.staff["utilities"].account).objects.filter(pk=held.account_id).update(is_active=False)
    else:
        end_role(
            CLOCK,
            city.staff["utilities"].pk,
            role=Role.HANDLER,
            org_id=city.org("ng-utilities"),
            until=START.date(),
            now=START + HOUR,
        )
    assert send(START + DAY) == 0 and not post.outbox
    assert Sending.objects.get().done_at is not None and not failing().exists()


def test_a_webhook_is_signed_over_its_body_and_names_a_number(city: City, sent: Sent) -> None:
    row, secret = subscribed(city)
    case = dispatched(city)
    drain(START + HOUR)
    assert send(START + HOUR) == 1
    ((address, told, headers),) = sent
    assert address == ADDRESS and secret.startswith("whsec_") and secret not in row.secret
    assert told["event"] == "assigned" and told["id"] == Sending.objects.get().pk
    assert told["subject"] == {"kind": "case", "id": case.pk, "number": case.number}
    assert told["link"] == f"https://zhuqi.example.com/cases/{case.pk}" and told.keys() == {
        "id", "event", "at", "subject", "link",
    }  # fmt: skip
    moment, signed = (part.partition("=")[2] for part in headers["X-Zhuqi-Signature"].split(","))
    wanted = hmac.new(secret.encode(), f"{moment}.{headers['body']}".encode(), hashlib.sha256).hexdigest()
    assert hmac.compare_digest(signed, wanted)


def test_an_organisation_is_told_of_what_it_sees_alone(city: City, sent: Sent) -> None:
    subscribed(city, "mz")
    subscribed(city, "ng-finance")
    subscribed(city, "cc")
    dispatched(city)
    drain(START + HOUR)
    send(START + HOUR)
    assert [told["event"] for _, told, _ in sent] == ["assigned"]
    assert Sending.objects.get().subscription.org == city.org("cc")


def test_a_new_secret_signs_what_still_waits(city: City, sent: Sent) -> None:
    row, first = subscribed(city)
    dispatched(city)
    drain(START + HOUR)
    _, second = rotate_secret(city.actor("administrator"), row.pk, key="r", now=START + HOUR)
    again, none = rotate_secret(city.actor("administrator"), row.pk, key="r", now=START + HOUR)
    assert second != first and none == "" and again.pk == row.pk
    send(START + HOUR)
    headers = sent[0][2]
    moment, signed = (part.partition("=")[2] for part in headers["X-Zhuqi-Signature"].split(","))
    assert signed == hmac.new(second.encode(), f"{moment}.{headers['body']}".encode(), hashlib.sha256).hexdigest()


def test_a_subscription_that_ended_gets_nothing_and_can_be_changed_no_more(city: City, sent: Sent) -> None:
    row, _ = subscribed(city)
    dispatched(city)
    drain(START + HOUR)
    administrator = city.actor("administrator")
    end_subscription(administrator, row.pk, now=START + HOUR)
    dispatched(city, now=START + HOUR)
    drain(START + 2 * HOUR)
    assert send(START + 2 * HOUR) == 0 and not sent
    for change in (rotate_secret, end_subscription, try_subscription):
        with pytest.raises(Refused, match="has ended"):
            change(administrator, row.pk, now=START + 2 * HOUR)
    assert not list(everything())


def test_a_trial_says_only_that_it_is_one(city: City, sent: Sent) -> None:
    row, _ = subscribed(city)
    try_subscription(city.actor("administrator"), row.pk, now=START)
    with pytest.raises(Refused, match="on its way"):
        try_subscription(city.actor("administrator"), row.pk, now=START)
    assert send(START) == 1
    assert sent[0][1].keys() == {"id", "event", "at"} and sent[0][1]["event"] == "test"
    try_subscription(city.actor("administrator"), row.pk, now=START + HOUR)


@pytest.mark.parametrize("part", ["official", "dispatcher", "leader", "supervisor", "security", "auditor"])
def test_only_the_system_administrator_keeps_subscriptions(city: City, part: str) -> None:
    row, _ = subscribed(city)
    with pytest.raises(Refused, match="system administrator"):
        subscribe(city.actor(part), city.org("ng"), name="x", address=ADDRESS, names=["assigned"], now=START)
    for change in (rotate_secret, end_subscription, try_subscription):
        with pytest.raises(Missing):
            change(city.actor(part), row.pk, now=START)
    assert Subscription.objects.get().ended_at is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("address", "http://hooks.example.com"),
        ("address", "https://127.0.0.1/"),
        ("names", []),
        ("names", ["rated"]),
        ("names", ["complained", "assigned"]),
        ("names", ["no such"]),
        ("name", " "),
        ("name", "x" * 61),
    ],
)
def test_what_cant_be_subscribed_is_said_by_its_field(city: City, field: str, typed: Any) -> None:
    given = {"name": "一网通办", "address": ADDRESS, "names": ["assigned"], field: typed}
    with pytest.raises(Invalid) as wrong:
        subscribe(city.actor("administrator"), city.org("ng"), **given, now=START)
    assert wrong.value.fields.keys() == {field}


def test_a_repeated_key_subscribes_once_and_tells_no_secret_again(city: City) -> None:
    typed: dict[str, Any] = {"name": "一网通办", "address": ADDRESS, "names": ["assigned"], "key": "form"}
    first, secret = subscribe(city.actor("administrator"), city.org("ng"), **typed, now=START)
    again, none = subscribe(city.actor("administrator"), city.org("ng"), **typed, now=START)
    assert first.pk == again.pk and secret and none == ""


def test_what_fails_is_tried_again_for_a_day_and_then_shown_as_failing(city: City, down: list[str]) -> None:
    subscribed(city)
    dispatched(city)
    drain(START + HOUR)
    now = START + HOUR
    assert send(now) == 0 and len(down) == 1
    for n, pause in enumerate(PAUSES, 1):
        held = Sending.objects.get()
        assert (held.attempts, held.due_at, held.failed_at) == (n, now + pause, None)
        assert "ConnectionRefused" in held.error and failing().get() == held
        assert send(now + pause / 2) == 0 and len(down) == n
        now += pause
        send(now)
    assert Sending.objects.get().failed_at == now and len(down) == len(PAUSES) + 1
    assert send(now + 30 * DAY) == 0 and failing().count() == 1


def test_who_doesnt_answer_isnt_asked_twice_in_a_round(city: City, down: list[str]) -> None:
    subscribed(city)
    for n in range(3):
        dispatched(city, now=START + n * HOUR)
    drain(START + 3 * HOUR)
    assert Sending.objects.count() == 3
    send(START + 3 * HOUR)
    assert len(down) == 1


def test_what_was_given_up_can_be_sent_again(city: City, monkeypatch: pytest.MonkeyPatch, down: list[str]) -> None:
    subscribed(city)
    dispatched(city)
    drain(START + HOUR)
    send(START + HOUR)
    Sending.objects.update(failed_at=START + DAY, attempts=7)
    pk, administrator = Sending.objects.get().pk, city.actor("administrator")
    for part in ("official", "dispatcher", "security", "auditor", "leader"):
        with pytest.raises(Missing):
            send_again(city.actor(part), pk, now=START + DAY)
    send_again(administrator, pk, key="again", now=START + DAY)
    send_again(administrator, pk, key="again", now=START + DAY)
    monkeypatch.setattr(connecting, "post", lambda *_: 200)
    assert send(START + DAY) == 1 and not failing().exists()
    with pytest.raises(Refused, match="meanwhile"):
        send_again(administrator, pk, now=START + DAY)
    assert not list(everything())


def test_why_a_mail_failed_names_nobody(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(letter: EmailMessage) -> int:
        raise smtplib.SMTPDataError(550, f"no such user {letter.to}".encode())

    monkeypatch.setattr(EmailMessage, "send", refuse)
    mailed(city, "utilities")
    dispatched(city)
    drain(START + HOUR)
    assert send(START + HOUR) == 0
    assert str(why_failed(failing().get().error)) == "The mail server answered 550."


def test_who_is_stopped_in_the_middle_leaves_it_to_be_sent(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribed(city)
    dispatched(city)
    drain(START + HOUR)

    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(connecting, "post", stopped)
    with pytest.raises(KeyboardInterrupt):
        send(START + HOUR)
    monkeypatch.setattr(connecting, "post", lambda *_: 200)
    assert send(START + HOUR) == 0, "it is still claimed"
    assert send(START + HOUR + CLAIM) == 1


def test_a_replay_sends_nothing(city: City, sent: Sent) -> None:
    subscribed(city)
    dispatched(city)
    drain(START + HOUR)
    tick(START + HOUR, START + 2 * HOUR, [job for job in periodic() if job.name.startswith("messages.")])
    assert not sent and [job.name for job in periodic() if job.outward] == ["messages.send"]


def test_old_messages_are_swept(city: City, sent: Sent) -> None:
    mailed(city, "utilities")
    subscribed(city)
    dispatched(city)
    drain(START + HOUR)
    send(START + HOUR)
    Message.objects.update(read=False)
    Message.objects.filter(account=city.staff["utilities"].account_id).update(read=True)
    n = Message.objects.count()
    sweep(START + KEPT_READ)
    assert Message.objects.count() == n and not Sending.objects.exclude(channel=Way.MAIL).exists()
    sweep(START + KEPT_READ + DAY)
    assert Message.objects.count() == n - 1 and not Sending.objects.exists()
    sweep(START + KEPT + DAY)
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_thing_once(monkeypatch: pytest.MonkeyPatch) -> None:
    city = stage()
    subscribed(city)
    for n in range(6):
        dispatched(city, now=START + n * HOUR)
    drain(START + 6 * HOUR)
    gone: list[int] = []
    both = threading.Barrier(2)

    def take(address: str, body: bytes, headers: Mapping[str, str]) -> int:
        gone.append(json.loads(body)["id"])
        return 200

    monkeypatch.setattr(connecting, "post", take)

    def worker() -> None:
        try:
            both.wait(10)
            send(START + 6 * HOUR)
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":  # a file has one worker
        send(START + 6 * HOUR)
        send(START + 6 * HOUR)
    else:
        run_both(worker)
    assert sorted(gone) == sorted(Sending.objects.values_list("pk", flat=True)) and len(gone) == 6


def run_both(worker: Callable[[], None]) -> None:
    workers = [threading.Thread(target=worker) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
