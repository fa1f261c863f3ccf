"""Where a web server finds the house: ``granian --interface wsgi zhuqi.wsgi:application``.

What can't be read as a request is turned away here, before Django tries to: there it would end as a fault of ours.
"""

from __future__ import annotations

import codecs
import logging
import os
import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.settings")
site = get_wsgi_application()

from zhuqi.interfaces.api.beside import turned_away  # noqa: E402  # it can be read once the house is set up

log = logging.getLogger(__name__)
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
METHOD = re.compile(r"[A-Z]{1,20}")
LENGTH = re.compile(r"[0-9]{0,15}")
LONGEST = 16_384
"""Characters of one header or address."""
BAD, TOO_LONG = 400, 431
SMALL = 65_536
"""Bytes of a body that is read to its end in any case."""


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The site, for whatever is a request."""
    answer = _answer(environ, start_response)
    _read_to_its_end(environ)
    return answer


def _answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if status := oddity(environ):
        return _turned_away(status, environ, start_response)
    try:
        return site(environ, start_response)
    except (
        ValueError,
        LookupError,
    ) as odd:  # Django makes an answer of what its views raise: this is the request itself
        log.warning("a request couldn't be read: %s", type(odd).__name__)
        return _turned_away(BAD, environ, start_response)


def _read_to_its_end(environ: WSGIEnvironment) -> None:
    """Take what a view had no use for: a body that is still on its way when the answer goes out would end the line, and with
    it whatever is asked next on it."""
    length = environ.get("CONTENT_LENGTH") or ""
    if LENGTH.fullmatch(length) and 0 < int(length or 0) <= SMALL:
        environ["wsgi.input"].read()


def oddity(environ: WSGIEnvironment) -> int:
    """The status with which a request is turned away; 0 where it can be read."""
    sent = [value for name, value in environ.items() if _sent(name) and isinstance(value, str)]
    if any(len(value) > LONGEST for value in sent):
        return TOO_LONG
    readable = (
        METHOD.fullmatch(environ["REQUEST_METHOD"])
        and LENGTH.fullmatch(environ.get("CONTENT_LENGTH") or "")
        and not any(CONTROL.search(value) for value in sent)
        and _utf8(environ.get("PATH_INFO", ""))
        and _known_coding(environ.get("CONTENT_TYPE", ""))
    )
    return 0 if readable else BAD


def _sent(name: str) -> bool:
    return name.startswith("HTTP_") or name in {"PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "REMOTE_ADDR"}


def _utf8(path: str) -> bool:
    """Whether an address is UTF-8, in the form in which servers hand it over."""
    try:
        path.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def _known_coding(content_type: str) -> bool:
    try:
        named = parse_header_parameters(content_type)[1].get("charset", "utf-8")
        codecs.lookup(named)
    except (ValueError, LookupError):
        return False
    return True


def _turned_away(status: int, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    answer = turned_away(status, environ.get("PATH_INFO", ""), environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    answer.headers["Content-Length"] = str(len(answer.content))
    start_response(f"{status} {answer.reason_phrase}", list(answer.headers.items()))
    return [answer.content]
