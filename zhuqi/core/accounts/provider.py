"""The city's identity provider (统一身份认证, OpenID Connect): where its log-in is, and whom it let in.

Authorization code with PKCE, state and nonce. What the provider publishes of itself is fetched over TLS, within bounds of time
and size, and kept for ten minutes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests
from django.conf import settings

from zhuqi.core.accounts import id_tokens
from zhuqi.core.accounts.id_tokens import Expected, UnknownKey, Untrusted
from zhuqi.core.accounts.wall import wall

CONNECT, READ, WHOLE = 3.05, 5, 10
"""Seconds: until it answers at all, between two parts of an answer, for a whole answer."""
PLAIN = {"Accept": "application/json", "Accept-Encoding": "identity"}
LARGEST = 256_000
"""Bytes of an answer."""
KEPT = 600
"""Seconds for which what a provider publishes is kept."""
LONGEST_NAME = 60
"""Characters of an account's name."""


class Silent(Exception):
    """The provider doesn't answer, or not as it should."""


@dataclass(frozen=True)
class Provider:
    """What a provider publishes of itself."""

    log_in: str
    token: str
    keys: str
    by_form: bool
    """Whether it wants the secret in the form rather than in the header."""
    names_itself: bool
    """Whether what it sends back always says from whom it is (RFC 9207)."""


@dataclass(frozen=True)
class Going:
    """A log-in that was begun: what comes back must fit it."""

    state: str
    nonce: str
    verifier: str
    at: int


@dataclass(frozen=True)
class Person:
    """Whom the provider let in: what the chosen claim says, and how (``acr``)."""

    name: str
    how: str


_kept: dict[str, tuple[float, dict[str, Any]]] = {}


def configured() -> bool:
    """Whether this place has an identity provider."""
    return bool(settings.OIDC_ISSUER)


def stands_for_factor(person: Person) -> bool:
    """Whether coming in this way needs no second factor of ours."""
    words = settings.OIDC_FACTOR.split()
    return words == ["theirs"] or (words != ["ours"] and person.how in words)


def away(back: str) -> tuple[str, Going]:
    """The address of the provider's log-in, and what to remember until it sends back to ``back``. Raises Silent."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    going = Going(state, nonce, verifier, int(wall().timestamp()))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(going.verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT,
        "redirect_uri": back,
        "scope": settings.OIDC_SCOPE,
        "state": going.state,
        "nonce": going.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if settings.OIDC_FACTOR not in {"ours", "theirs"}:
        asked["acr_values"] = settings.OIDC_FACTOR
    address = published().log_in
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}", going


def person(code: str, back: str, going: Going, *, said_by: str | None) -> Person:
    """Whom the provider let in, for the code it sent back; ``said_by``: who says to have sent it (RFC 9207), None where nobody
    does. Raises Silent and Untrusted."""
    provider = published()
    if said_by != settings.OIDC_ISSUER and (said_by is not None or provider.names_itself):
        raise Untrusted("another provider sent it")
    token = _exchanged(provider, code, back, going.verifier)
    expected = Expected(settings.OIDC_ISSUER, settings.OIDC_CLIENT, going.nonce)
    now = wall().timestamp()
    try:
        said = id_tokens.claims(token, _keys(provider), expected, now)
    except UnknownKey:
        said = id_tokens.claims(token, _keys(provider, anew=True), expected, now)
    name, how = said.get(settings.OIDC_CLAIM), said.get("acr")
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Untrusted("it doesn't name an account")
    return Person(name, how if isinstance(how, str) else "")


def published() -> Provider:
    """What the provider publishes of itself (OpenID Connect Discovery 1.0). Raises Silent."""
    address = f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration"
    try:
        return _read(_fetched(address))
    except Silent:
        _kept.pop(address, None)
        raise


def _read(said: dict[str, Any]) -> Provider:
    if said.get("issuer") != settings.OIDC_ISSUER:
        raise Silent("it calls itself otherwise than ZHUQI_OIDC_ISSUER")
    ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Provider(
        log_in=_address(said, "authorization_endpoint"),
        token=_address(said, "token_endpoint"),
        keys=_address(said, "jwks_uri"),
        by_form=isinstance(ways, list) and "client_secret_basic" not in ways,
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _address(said: dict[str, Any], name: str) -> str:
    """One of the provider's addresses: of TLS, or plain where the issuer itself is on this machine. Raises Silent."""
    address = said.get(name)
    wanted = {"https", urlsplit(settings.OIDC_ISSUER).scheme}
    if not isinstance(address, str) or urlsplit(address).scheme not in wanted or not urlsplit(address).hostname:
        raise Silent(f"its {name} is no address")
    return address


def _keys(provider: Provider, *, anew: bool = False) -> list[dict[str, Any]]:
    keys = _fetched(provider.keys, anew=anew).get("keys")
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []


def _fetched(address: str, *, anew: bool = False) -> dict[str, Any]:
    """What lies at an address, as it was within the last ten minutes, or ``anew``."""
    at, said = _kept.get(address, (0.0, {}))
    if anew or not said or time.monotonic() - at > KEPT:
        said = _answer("GET", address)
        _kept[address] = (time.monotonic(), said)
    return said


def _exchanged(provider: Provider, code: str, back: str, verifier: str) -> str:
    """The ID token that a code is good for."""
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    secret = _secret()
    if secret and not provider.by_form:
        pair = quote(settings.OIDC_CLIENT, safe=""), quote(secret, safe="")  # RFC 6749, § 2.3.1
        said = _answer("POST", provider.token, data=sent, auth=pair)
    else:
        sent |= {"client_id": settings.OIDC_CLIENT} | ({"client_secret": secret} if secret else {})
        said = _answer("POST", provider.token, data=sent)
    token = said.get("id_token")
    if not isinstance(token, str):
        raise Silent("it gave no ID token")
    return token


def _secret() -> str:
    """What this place and the provider share; empty where they share nothing. Raises Silent."""
    try:
        return Path(settings.OIDC_SECRET_FILE).read_text("utf-8").strip() if settings.OIDC_SECRET_FILE else ""
    except (OSError, ValueError) as wrong:
        raise Silent("ZHUQI_OIDC_SECRET_FILE can't be read") from wrong


def _answer(method: str, address: str, **more: Any) -> dict[str, Any]:
    """One answer of the provider as JSON. It may not lead elsewhere, last too long or be too large. Raises Silent."""
    until = time.monotonic() + WHOLE
    more |= {"headers": PLAIN, "allow_redirects": False, "stream": True}
    try:
        with requests.request(method, address, timeout=(CONNECT, READ), **more) as answer:
            body = b""
            for part in answer.iter_content(8192):
                body += part
                if len(body) > LARGEST or time.monotonic() > until:
                    raise Silent("its answer is too large or too slow")
            if answer.status_code != 200:
                raise Silent(f"it answered {answer.status_code}")
        said = json.loads(body)
    except (requests.RequestException, ValueError, RecursionError) as wrong:
        raise Silent(type(wrong).__name__) from wrong
    if not isinstance(said, dict):
        raise Silent("its answer isn't an object")
    return said
