"""One request to an address somewhere in the net, that can reach nothing of ours.

The name is looked up once, every address it stands for is judged, and the connection goes to one of these: who changes the name
afterwards changes nothing. TLS with the host's certificate, no proxy, no redirect; all of it within a few seconds.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.messages import rules

IN_ALL = 5.0
"""Seconds for looking up, connecting, sending and the answer's first line together."""
LINE = 512
"""Bytes of an answer in which its first line must end."""


class Failed(Exception):
    """It couldn't be sent. The sentence says why, and names neither a person nor what was sent."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(str(why))
        self.sentence = why


REDIRECTED = term("The address answered {status}: redirects aren't followed.")
ANSWERED = term("The address answered {status}.")


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send a body to an address; gives the status of the answer, one of 200 to 299. Raises Failed for everything else."""
    if rules.wrong_address(address) is not None:
        raise Failed(say("The address isn't one that may be sent to."))
    parts = urlsplit(address)
    host, port, until = parts.hostname or "", parts.port or 443, time.monotonic() + IN_ALL
    allowed = rules.inside if host.lower() in settings.WEBHOOKS_INSIDE else rules.public
    found = resolve(host, port, until)
    if not found or not all(allowed(one) for one in found):
        raise Failed(say("The name stands for an address that nothing is sent to."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    named = {"Host": host if port == 443 else f"{host}:{port}", "Content-Length": str(len(body)), "Connection": "close"}
    head = "".join(f"{name}: {value}\r\n" for name, value in {**named, **headers}.items())
    status = _exchange(str(found[0]), port, host, f"POST {path} HTTP/1.1\r\n{head}\r\n".encode("ascii") + body, until)
    if not 200 <= status < 300:
        answered = REDIRECTED if 300 <= status < 400 else ANSWERED
        raise Failed(Sentence(answered, {"status": status}))
    return status


def resolve(host: str, port: int, until: float) -> list[rules.Address]:
    """What a name stands for, asked once. Raises Failed where nobody knows it in time."""
    answers: queue.SimpleQueue[list[rules.Address] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in known])
        except (OSError, ValueError, UnicodeError) as unknown:
            answers.put(OSError(type(unknown).__name__))

    threading.Thread(target=ask, daemon=True, name="looking a host up").start()
    try:
        found = answers.get(timeout=max(0.01, until - time.monotonic()))
    except queue.Empty:
        raise Failed(say("The name of the host couldn't be looked up in time.")) from None
    if isinstance(found, OSError):
        raise Failed(say("Nobody knows the name of the host."))
    return found


def context() -> ssl.SSLContext:
    """How a host must show that it is the one named."""
    made = ssl.create_default_context()
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _exchange(address: str, port: int, host: str, request: bytes, until: float) -> int:
    """Send the bytes to one address; gives the status of what comes back."""
    try:
        with socket.create_connection((address, port), timeout=_left(until)) as bare:
            bare.settimeout(_left(until))
            with context().wrap_socket(bare, server_hostname=host) as safe:
                safe.settimeout(_left(until))
                safe.sendall(request)
                return _status(_first_line(safe, until))
    except TimeoutError:
        raise Failed(say("The address took too long.")) from None
    except ssl.SSLError as untrusted:
        what = untrusted.reason or "TLS"
        raise Failed(say("Its certificate or its TLS isn't good: {what}", what=what)) from None
    except OSError as away:
        raise Failed(say("The address can't be reached: {what}", what=type(away).__name__)) from None


def _first_line(safe: ssl.SSLSocket, until: float) -> bytes:
    heard = b""
    while b"\n" not in heard and len(heard) < LINE:
        safe.settimeout(_left(until))
        more = safe.recv(LINE - len(heard))
        if not more:
            break
        heard += more
    return heard


def _status(heard: bytes) -> int:
    words = heard.split(b"\n", 1)[0].split()
    if len(words) < 2 or not words[0].startswith(b"HTTP/1.") or not (words[1].isdigit() and len(words[1]) == 3):
        raise Failed(say("What the address answered is no HTTP."))
    return int(words[1])
