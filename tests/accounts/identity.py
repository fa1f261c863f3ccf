"""A small identity provider (OpenID Connect) on this machine: a real server with keys of its own, honest unless told otherwise."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import RSAKey

CLIENT, SECRET = "zhuqi", "a shared/secret:with signs"
PAGE = b"<!doctype html><title>city</title><form method=post><button>it is me</button></form>"
Signing = Callable[[dict[str, Any]], str]


def new_key(kid: str, bits: int = 2048) -> RSAKey:
    return RSAKey.generate_key(bits, {"kid": kid, "use": "sig"})


FIRST, SECOND, STRANGE = new_key("first"), new_key("second"), new_key("first")
"""Made once: they take their time. The strange one calls itself like the first."""


@dataclass
class Provider:
    """What the provider would say. ``signing``: how a token is made of its claims; ``answers``: what an address answers in place
    of the truth."""

    client: str = CLIENT
    keys: list[RSAKey] = field(default_factory=lambda: [FIRST])
    claims: dict[str, Any] = field(default_factory=dict)
    signing: Signing | None = None
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    held: threading.Event = field(default_factory=threading.Event)
    issuer: str = ""

    def let_in(self, address: str) -> str:
        """Somebody logs in at the address they were sent to: the code they are sent back with."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256") and "openid" in asked[
            "scope"
        ]
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return code

    def back(self, address: str) -> str:
        """Where somebody who has logged in at an address is sent."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return f"{asked['redirect_uri']}?{urlencode({'code': self.let_in(address), 'state': asked['state']})}"

    def published(self) -> dict[str, Any]:
        addresses = {name: f"{self.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint")}
        return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys", **addresses, **self.more}

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code, where everything about it is right; a code is good for once."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or self._client(form, authorization) != (self.client, SECRET):
            return None
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        )
        if (asked["code_challenge"], asked["redirect_uri"]) != (challenge, form["redirect_uri"]):
            return None
        now = int(time.time())
        whose = {"iss": self.issuer, "aud": self.client, "sub": "u-1", "preferred_username": "he"}
        said = {**whose, "exp": now + 300, "iat": now, "nonce": asked["nonce"], **self.claims}
        said = {name: value for name, value in said.items() if value is not ...}
        return {"id_token": (self.signing or signed(self.keys[-1]))(said), "access_token": "x", "token_type": "Bearer"}

    def _client(self, form: dict[str, str], authorization: str) -> tuple[str, str]:
        if not authorization.startswith("Basic "):
            return form.get("client_id", ""), form.get("client_secret", "")
        name, _, secret = base64.b64decode(authorization[6:]).decode().partition(":")
        return unquote(name), unquote(secret)

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, bytes]:
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps(self.published()).encode()
        if path == "/keys":
            return 200, json.dumps({"keys": [key.as_dict(private=False) for key in self.keys]}).encode()
        said = self.token(form, authorization) if path == "/token_endpoint" else None
        return (200, json.dumps(said).encode()) if said is not None else (400, b'{"error": "invalid_grant"}')


def signed(key: Any, **header: Any) -> Signing:
    """Tokens signed with a key; ``header``: what it says otherwise than it should."""
    said = {"alg": "RS256", "kid": key.kid, **header}
    said = {name: value for name, value in said.items() if value is not ...}
    return lambda claims: jws.serialize_compact(said, json.dumps(claims).encode(), key, algorithms=[said["alg"]])


def serve(provider: Provider) -> ThreadingHTTPServer:
    """Put a provider on a port of this machine."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            status, body = provider.answer(self.path, form, self.headers.get("Authorization", ""))
            if body == b"...":
                provider.held.wait(30)
                return
            where = f"{provider.issuer}/elsewhere"
            if self.path.startswith("/authorization_endpoint?"):  # a page with one button, as people see it
                status, body = (302, b"") if self.command == "POST" else (200, PAGE)
                where = provider.back(self.path) if self.command == "POST" else where
            self.send_response(status)
            self.send_header("Location", where)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
