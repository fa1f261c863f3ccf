"""Quiet hours, pauses, signatures, addresses: as tables, without a database."""

from __future__ import annotations

import datetime as dt
import ipaddress
from zoneinfo import ZoneInfo

import pytest

from zhuqi.base.words import say
from zhuqi.core.messages.rules import (
    PAUSES,
    Quiet,
    as_stored,
    in_hours,
    inside,
    masked,
    minute_of,
    next_try,
    public,
    revived,
    signature,
    wrong_address,
    wrong_mailbox,
)

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT, NOON_NAP, NONE = Quiet(22 * 60, 7 * 60), Quiet(12 * 60, 13 * 60 + 30), Quiet(600, 600)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("quiet", "now", "sent"),
    [
        (NIGHT, "2019-06-04 21:59:59", "2019-06-04 21:59:59"),
        (NIGHT, "2019-06-04 22:00", "2019-06-05 07:00"),
        (NIGHT, "2019-06-04 23:59:30", "2019-06-05 07:00"),
        (NIGHT, "2019-06-05 00:00", "2019-06-05 07:00"),
        (NIGHT, "2019-06-05 06:59:59", "2019-06-05 07:00"),
        (NIGHT, "2019-06-05 07:00", "2019-06-05 07:00"),
        (NIGHT, "2019-06-05 07:00:30", "2019-06-05 07:00:30"),
        (NIGHT, "2019-12-31 22:30", "2020-01-01 07:00"),
        (NOON_NAP, "2019-06-04 11:59", "2019-06-04 11:59"),
        (NOON_NAP, "2019-06-04 12:00", "2019-06-04 13:30"),
        (NOON_NAP, "2019-06-04 13:29", "2019-06-04 13:30"),
        (NOON_NAP, "2019-06-04 13:30", "2019-06-04 13:30"),
        (NONE, "2019-06-04 10:00", "2019-06-04 10:00"),
        (NONE, "2019-06-04 03:00", "2019-06-04 03:00"),
    ],
)
def test_nothing_is_sent_in_quiet_hours_also_over_midnight(quiet: Quiet, now: str, sent: str) -> None:
    assert quiet.until(at(now)) == at(sent)


def test_tries_grow_apart_for_a_day_and_then_end() -> None:
    now, waits = at("2019-06-04 10:00"), []
    for failed in range(1, len(PAUSES) + 1):
        again = next_try(failed, now)
        assert again is not None
        waits.append(again - now)
    assert waits == sorted(set(waits))
    assert dt.timedelta(hours=20) < sum(waits, dt.timedelta()) <= dt.timedelta(days=1)
    assert next_try(len(PAUSES) + 1, now) is None


@pytest.mark.parametrize(
    ("secret", "moment", "body", "signed"),
    [
        ("whsec_test", 0, b"", "a2fa7a43c6a1cf2e784eaf3327d65c65b3d2b790320ebed9aa5661bc42a8cccd"),
        (
            "whsec_test",
            1559606400,
            b'{"event":"test"}',
            "59ad2bf217b5055d909757abf8c04e985476bb83ea31d2f12450fab72f488406",
        ),
        (
            "密",
            1559606400,
            '{"number":"南关 2019-0187"}'.encode(),
            "6683b51818889932b3989c5c36a3616d57b9e2d67f240a7183e0fad7d041f98c",
        ),
    ],
)
def test_signatures_are_those_of_the_table(secret: str, moment: int, body: bytes, signed: str) -> None:
    """The table was made with ``openssl dgst -sha256 -hmac``."""
    assert signature(secret, moment, body) == f"t={moment},v1={signed}"


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.com/in",
        "ftp://hooks.example.com/",
        "https://",
        "https:///in",
        "//hooks.example.com",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:7f00:1]/",
        "https://8.8.8.8/",
        "https://localhost/",
        "https://a.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://hooks/",
        "https://hooks.example.com.:0/",
        "https://hooks.example.com:99999/",
        "https://hooks.example.com:x/",
        "https://hooks.example.com:0/",
        "https://user@hooks.example.com/",
        "https://@hooks.example.com/",
        "https://:secret@hooks.example.com/",
        "https://user:secret@hooks.example.com/",
        "https://hooks.example.com@127.0.0.1/",
        "https://hooks.example.com/#part",
        "https://hooks.example.com/ a",
        "https://hooks.example.com/a\r\nX-Evil: 1",
        "https://hooks.example.com\\@127.0.0.1/",
        "https://１２７.0.0.1/",
        "https://例子.中国/",
        "https://1.0.0.127.in-addr.arpa/",
        "https://hooks.example.com/" + "a" * 300,
    ],
)
def test_an_address_that_could_mean_us_is_refused(address: str) -> None:
    assert wrong_address(address) is not None


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.example.com",
        "https://hooks.example.com/in?from=zhuqi",
        "https://hooks.example.com:8443/in",
        "https://xn--fsqu00a.xn--fiqs8s/in",
    ],
)
def test_an_address_in_the_net_may_be_tried(address: str) -> None:
    assert wrong_address(address) is None


@pytest.mark.parametrize(
    ("address", "open_net", "own_net"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1:248:1893:25c8:1946", True, True),
        ("10.1.2.3", False, True),
        ("172.16.0.1", False, True),
        ("192.168.1.1", False, True),
        ("fd00::1", False, True),
        ("::ffff:10.1.2.3", False, True),
        ("127.0.0.1", False, False),
        ("127.8.9.10", False, False),
        ("0.0.0.0", False, False),
        ("169.254.169.254", False, False),
        ("100.64.0.1", False, False),
        ("224.0.0.1", False, False),
        ("255.255.255.255", False, False),
        ("::", False, False),
        ("::1", False, False),
        ("::ffff:127.0.0.1", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1", False, False),
        ("ff02::1", False, False),
        ("64:ff9b::7f00:1", False, False),
        ("64:ff9b::5db8:d822", True, True),
        ("2002:7f00:1::", False, False),
        ("2001:0:53aa:64c:0:0:80ff:fffe", False, False),
    ],
)
def test_where_a_connection_may_go(address: str, open_net: bool, own_net: bool) -> None:
    found = ipaddress.ip_address(address)
    assert (public(found), inside(found)) == (open_net, own_net)


@pytest.mark.parametrize(
    ("mailbox", "good"),
    [
        ("yanlian@example.com", True),
        ("a.b+c@mail.example.com.cn", True),
        ("yanlian", False),
        ("yanlian@", False),
        ("yanlian@localhost", False),
        ("a@example.com\nBcc: b@example.com", False),
        ("a b@example.com", False),
        ("a@example.com, b@example.com", False),
        ("演练@example.com", False),
        ("a@" + "b" * 130 + ".com", False),
    ],
)
def test_what_a_mailbox_is(mailbox: str, good: bool) -> None:
    assert (wrong_mailbox(mailbox) is None) is good


def test_a_mailbox_is_shown_masked() -> None:
    assert masked("yanlian@example.com") == "y***@example.com"
    assert masked("") == ""


@pytest.mark.parametrize(
    ("typed", "minute"), [("7:00", 420), ("22:30", 1350), ("00：05", 5), ("24:00", None), ("x", None)]
)
def test_an_hour_as_people_write_it(typed: str, minute: int | None) -> None:
    assert minute_of(typed) == minute
    if minute is not None:
        assert minute_of(in_hours(minute)) == minute


def test_a_sentence_comes_back_as_it_was_stored() -> None:
    said = say("Case {number} is due {due}.", number="南关 2019-0187", due=at("2019-06-04 10:00"))
    assert revived(as_stored(said)) == said
