"""How heavy the site is: bytes as they go over the line, of a first visit and of every page after it; and what may be packed."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.conf import settings as site
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.interfaces.conftest import Town, standing, town
from tests.reach.walk import come_in, walked
from zhuqi.interfaces.web.packing import BLUR, packed

__all__ = ["standing", "town"]
FIRST, LATER, REQUESTS = 180_000, 40_000, 20
"""Bytes of a first visit with all that it loads, of a page after it; how much a first visit asks for at most."""
LOADED = re.compile(r'<(?:link|script|img)\b[^>]*\b(?:href|src)="(/[^"]+)"')


def asked(client: Client, path: str) -> tuple[int, str]:
    """What an answer weighs with its headers, and what it says."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    body = b"".join(answer) if answer.streaming else answer.content
    head = sum(len(name) + len(str(value)) + 4 for name, value in answer.headers.items())
    text = gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body
    return len(body) + head, text.decode()


def test_a_first_visit_and_every_page_after_it_are_light(town: Town, settings: Any) -> None:
    settings.MAIL, settings.DEFAULT_FROM_EMAIL = True, "zhuqi@example.com"
    settings.ORIGIN, settings.PASSKEY_DOMAIN = "http://localhost", "localhost"
    walk, heavy, files = walked(town), list[str](), dict[str, int]()
    for who, paths in walk.pages.items():
        client, kept = come_in(walk, town, who), set[str]()
        for path in paths:
            page, text = asked(client, path)
            wanted = set(LOADED.findall(text))
            for file in wanted - set(files):
                files[file] = asked(client, file)[0]
            first = page + sum(files[file] for file in wanted)
            later = page + (sum(files[file] for file in wanted - kept) if kept else 0)
            kept |= wanted
            if first > FIRST or later > LATER or len(wanted) >= REQUESTS:
                heavy.append(f"{path}: {first} bytes at first, {later} later, {len(wanted) + 1} requests")
    assert not heavy, "\n" + "\n".join(heavy)
    assert len(files) > 8, "style and script were weighed, too"


LONG = "企业" * 900


@pytest.mark.parametrize(
    ("began", "accepted", "kind", "small"),
    [
        ("same-origin", "gzip, br", "text/html; charset=utf-8", True),
        ("none", "gzip", "text/html; charset=utf-8", True),
        ("cross-site", "gzip", "text/html; charset=utf-8", False),
        ("same-site", "gzip", "text/html; charset=utf-8", False),
        ("", "gzip", "text/html; charset=utf-8", False),
        ("same-origin", "", "text/html; charset=utf-8", False),
        ("same-origin", "gzip", "application/json", False),
    ],
)
def test_a_page_is_packed_for_our_own_readers_alone(began: str, accepted: str, kind: str, small: bool) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse(LONG, content_type=kind)

    asked = RequestFactory().get("/", headers={"Sec-Fetch-Site": began, "Accept-Encoding": accepted})
    answer = packed(page)(asked)
    assert isinstance(answer, HttpResponse)
    assert (answer.headers.get("Content-Encoding") == "gzip") is small
    assert (gzip.decompress(answer.content) if small else answer.content).decode() == LONG
    assert not small or answer.headers["Content-Length"] == str(len(answer.content))
    if kind.startswith("text/html"):
        assert {"Accept-Encoding", "Sec-Fetch-Site"} <= set(re.split(r",\s*", answer.headers["Vary"]))


def test_the_length_of_a_packed_page_is_blurred() -> None:
    asked = RequestFactory().get("/", headers={"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip"})
    lengths = {len(packed(lambda request: HttpResponse(LONG))(asked).content) for _ in range(60)}  # type: ignore[attr-defined]
    assert 10 < len(lengths) <= BLUR + 1


@pytest.mark.django_db
def test_style_and_script_are_packed_for_whoever_takes_it(client: Client) -> None:
    for name in ("base.css", "site.js", "icon.svg"):
        path = f"{site.STATIC_URL}zhuqi/{name}"
        plain = b"".join(client.get(path))
        small = client.get(path, headers={"Accept-Encoding": "gzip"})
        if len(plain) < 400:
            assert "Content-Encoding" not in small.headers
            continue
        assert small.headers["Content-Encoding"] == "gzip" and gzip.decompress(small.content) == plain
        assert "Accept-Encoding" in small.headers["Vary"]
        part = client.get(path, headers={"Accept-Encoding": "gzip", "Range": "bytes=0-9"})
        assert part.status_code == 206 and "Content-Encoding" not in part.headers
        again = client.get(
            path, headers={"Accept-Encoding": "gzip", "If-Modified-Since": small.headers["Last-Modified"]}
        )
        assert again.status_code == 304
