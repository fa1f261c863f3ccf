"""What can't be read as a request is the client's fault, whatever it is: 4xx, never 5xx, never a broken process."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.handing import handed_over
from zhuqi import wsgi

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_transaction(monkeypatch):
    """A request as the server hands it over ends its connection; the test's own must stay."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


FORM = "application/x-www-form-urlencoded"


def ask(body: bytes = b"", **odd: str) -> int:
    """The status of the answer."""
    return handed_over(body, **odd)[0]


def test_a_plain_request_goes_through():
    assert ask() == 200
    assert ask(CONTENT_TYPE="text/plain; charset=utf-8") == 200


@pytest.mark.parametrize(
    "odd",
    [
        {"CONTENT_TYPE": "text/plain; charset=nonsense"},
        {"CONTENT_TYPE": "text/plain; charset=idna"},
        {"CONTENT_TYPE": "text/plain; charset=utf-16"},
        {"CONTENT_TYPE": "text/plain; charset=\0"},
        {"CONTENT_TYPE": "text/plain; charset*=nonsense''utf-8"},
        {"CONTENT_TYPE": "text/plain; a*=nonsense''%ff"},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": f"{FORM}; charset=nonsense", "CONTENT_LENGTH": "3"},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": f"{FORM}; charset=hex", "CONTENT_LENGTH": "3"},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data", "CONTENT_LENGTH": "3"},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data; boundary=\xff", "CONTENT_LENGTH": "3"},
        {"PATH_INFO": "/cases/\0"},
        {"PATH_INFO": "/cases/\xff"},
        {"PATH_INFO": "/cases/\xed\xa0\x80"},
        {"PATH_INFO": "/cases/您"},
        {"PATH_INFO": "/static/\xff"},
        {"PATH_INFO": "/healthz\n"},
        {"PATH_INFO": "/" + "a" * 100_000},
        {"QUERY_STRING": "a=1&" * 3000},
        {"QUERY_STRING": "a=\0"},
        {"HTTP_COOKIE": "a=" + "x" * 100_000},
        {"HTTP_COOKIE": "sessionid=\0"},
        {"HTTP_X_FORWARDED_FOR": "\0"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "a b/../"},
        {"HTTP_HOST": ""},
        {"REQUEST_METHOD": "BRE\0W"},
        {"REQUEST_METHOD": ""},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "CONTENT_LENGTH": "abc"},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "CONTENT_LENGTH": "-5"},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "CONTENT_LENGTH": "500"},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "CONTENT_LENGTH": "9" * 5000},
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM, "CONTENT_LENGTH": "٣"},
    ],
    ids=lambda odd: " ".join(f"{name}={value!r}"[:50] for name, value in odd.items()),
)
def test_an_odd_request_is_turned_away(odd):
    assert 400 <= ask(b"a=b", **odd) < 500


def test_what_breaks_while_a_request_is_read_is_turned_away_too(monkeypatch):
    def unreadable(*_: object) -> None:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "secret")

    monkeypatch.setattr(wsgi, "site", unreadable)
    assert ask() == 400


def test_the_doors_for_machines_answer_to_any_host():
    assert ask(PATH_INFO="/healthz", HTTP_HOST="10.0.0.7:8000") == 200
    assert ask(PATH_INFO="/healthz", HTTP_HOST="a b/../") == 200
