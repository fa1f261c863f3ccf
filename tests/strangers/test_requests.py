"""Requests that are odd as a whole, at every door, as the server hands them over: bodies, types, codings, headers, cookies."""

from __future__ import annotations

import gzip
import json
import time
from typing import Any

import pytest
from django.db import connection

from tests.handing import handed_over
from tests.interfaces.conftest import NOW, Town
from tests.strangers.conftest import FORM, PATIENCE
from zhuqi.core.journal.models import Entry
from zhuqi.domain.cases.actions.links import make_link

JSON = "application/json"
MULTIPART = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n%s\r\n%s\r\n'
DOORS = ("/login", "/cases/new", "/cases/{case}/assign", "/l/", "/l/{link}", "/api/v1/cases", "/api/v1/me", "/nowhere")
ODD: dict[str, dict[str, Any]] = {
    "no body": {},
    "gzip that says so": {"body": gzip.compress(b'{"title": "a"}'), "kind": JSON, "HTTP_CONTENT_ENCODING": "gzip"},
    "gzip that doesn't": {"body": gzip.compress(b"title=a" * 10_000), "kind": FORM},
    "a bomb": {"body": gzip.compress(b"\0" * 50_000_000), "kind": JSON, "HTTP_CONTENT_ENCODING": "gzip"},
    "JSON as a form": {"body": b'{"title": "a"}', "kind": FORM},
    "a form as JSON": {"body": b"title=a&body=b", "kind": JSON},
    "text": {"body": b"title=a", "kind": "text/plain"},
    "XML that calls for a file": {
        "body": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "kind": "application/xml",
    },
    "a type with nothing in it": {"body": b"a", "kind": ";;;"},
    "another coding": {"body": "title=\u4e00".encode("gbk"), "kind": f"{FORM}; charset=gbk"},
    "a coding that isn't one": {"body": b"title=a", "kind": f"{FORM}; charset=nonsense"},
    "lists ten thousand deep": {"body": b"[" * 10_000 + b"]" * 10_000, "kind": JSON},
    "objects ten thousand deep": {"body": b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "kind": JSON},
    "a name twice": {"body": b'{"title": "a", "title": "b"}', "kind": JSON},
    "a huge number": {"body": b'{"enterprise_id": ' + b"9" * 5_000 + b"}", "kind": JSON},
    "three million bytes": {"body": b"a=" + b"b" * 3_000_000, "kind": FORM},
    "ten thousand fields": {"body": b"&".join(b"f%d=1" % n for n in range(10_000)), "kind": FORM},
    "a part that is never ended": {"body": b"--x\r\nContent-Disposition: form-data; name=", "kind": MULTIPART},
    "a part that lies about its type": {
        "body": PART % (b"files", b'; filename="a.png"', b"Content-Type: image/png\r\n", b"MZ\x90\0") + b"--x--",
        "kind": MULTIPART,
    },
    "a part that claims to be base64": {
        "body": PART % (b"title", b"", b"Content-Transfer-Encoding: base64\r\n", b"!!!") + b"--x--",
        "kind": MULTIPART,
    },
    "a part in another coding": {
        "body": PART % (b"title", b"", b"Content-Type: text/plain; charset=utf-7\r\n", b"+AGE-") + b"--x--",
        "kind": MULTIPART,
    },
    "a file whose name climbs": {
        "body": PART % (b"files", b'; filename="../../../x\0.png"', b"", b"a") + b"--x--",
        "kind": MULTIPART,
    },
    "a hundred files": {
        "body": b"".join(PART % (b"files", b'; filename="a"', b"", b"a") for _ in range(150)) + b"--x--",
        "kind": MULTIPART,
    },
    "a length that is too long": {"body": b"a=1", "kind": FORM, "CONTENT_LENGTH": "999"},
    "a length that is none": {"body": b"a=1", "kind": FORM, "CONTENT_LENGTH": "-1"},
    "a cookie that is no UTF-8": {"HTTP_COOKIE": "sessionid=\xff\xfe; lang=\xe4\xb8"},
    "a cookie with NUL": {"HTTP_COOKIE": "opened=a\0b"},
    "a thousand cookies": {"HTTP_COOKIE": "; ".join(f"c{n}=1" for n in range(1_000))},
    "a session that is somebody's joke": {"HTTP_COOKIE": "sessionid=" + "\u00e9" * 100},
    "a forged cookie": {"HTTP_COOKIE": "opened=eyJsaW5rIjoxfQ:1:x; csrftoken=" + "a" * 32},
    "a token that is no UTF-8": {"HTTP_AUTHORIZATION": "Bearer zq_\xff\xfe"},
    "a language that is none": {"HTTP_ACCEPT_LANGUAGE": "\xff;q=\xfe,,," + "en;q=0.1," * 500},
    "a key that is no UTF-8": {"HTTP_IDEMPOTENCY_KEY": "\xff\xfe", "HTTP_IF_MATCH": '"\xff"'},
    "another host": {"HTTP_HOST": "evil.example"},
    "a host that is none": {"HTTP_HOST": "\xff\xfe"},
    "an address that is no UTF-8": {"QUERY_STRING": "a=%ff%fe&b=\xff"},
    "a path that is no UTF-8": {"after": "\xff\xfe"},
    "half a pair in the path": {"after": "\xed\xa0\x80"},
    "a path that climbs": {"after": "/../../etc/passwd"},
    "a forwarded address that is none": {"HTTP_X_FORWARDED_FOR": "\xff, <script>, " + "1," * 1_000},
    "a method that is none": {"REQUEST_METHOD": "G\xcbT"},
    "a method nobody knows": {"REQUEST_METHOD": "FLY"},
}
"""What is odd, by what it is."""


@pytest.fixture(autouse=True)
def one_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request as the server hands it over ends its connection; the test's own must stay."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


def hand_over(path: str, method: str, odd: dict[str, Any]) -> tuple[int, str, bytes]:
    """(status, type, body) of an answer."""
    body = odd.get("body", b"")
    asked = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path + odd.get("after", ""),
        "CONTENT_TYPE": odd.get("kind", ""),
        "CONTENT_LENGTH": str(len(body)),
    }
    said_otherwise = {name: value for name, value in odd.items() if name.isupper()}
    status, headers, said = handed_over(body, **asked | said_otherwise)
    return status, headers.get("Content-Type", ""), said


@pytest.mark.parametrize("what", ODD)
def test_an_odd_request_is_answered_at_every_door(town: Town, what: str) -> None:
    _, secret = make_link(town.city.actor("dispatcher"), town.cases["replied"].pk, now=NOW)
    hand_over("/login", "GET", {})  # the first page of a process takes its time
    booked = Entry.objects.count()
    for door in DOORS:
        path = door.format(case=town.cases["handled"].pk, link=secret)
        for method in ("GET", "POST"):
            began = time.monotonic()
            status, kind, said = hand_over(path, method, ODD[what])
            assert status < 500, (what, method, door, said[:300])
            assert time.monotonic() - began < PATIENCE, (what, door)
            if status >= 400 and door.startswith("/api/"):
                told = json.loads(said)
                assert kind == JSON and told["sentence"] and set(told) == {"code", "sentence", "fields"}, (what, door)
            elif status >= 400 and method != "HEAD":
                assert said.strip(), (what, method, door)
    assert Entry.objects.count() == booked + (1 if opens(what) else 0)


def opens(what: str) -> bool:
    """Whether an odd press on a good link's button still is a press: what it carries along isn't looked at."""
    return Entry.objects.filter(verb="put").exists() or Entry.objects.filter(verb="link_opened").exists()
