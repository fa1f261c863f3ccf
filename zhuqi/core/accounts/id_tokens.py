"""What an identity provider says of somebody (an OpenID Connect ID token), and whether it is true. No Django, no network.

OpenID Connect Core 1.0, § 3.1.3.7; RFC 8725. Only signatures by a private key are taken: a secret that both sides share, or no
signature at all, would let others write what the provider says.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jws, jwt
from joserfc.jwk import ECKey, RSAKey

ALGORITHMS = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
}
"""The signatures that are taken, each with its kind of key."""
SHORTEST_KEY = 2048
"""Bits of an RSA key (RFC 7518, § 3.3)."""
DRIFT, OLDEST = 60, 600
"""Seconds by which the provider's clock may be off; seconds after which a token is too old to come in with."""
LONGEST = 20_000
"""Characters of a token that is read at all."""
MOST_KEYS = 50


class Untrusted(Exception):
    """This isn't what the provider says, for the reason given. The reason is for the log, not for whoever knocks."""


class UnknownKey(Untrusted):
    """It is signed with a key that the provider hasn't shown yet: its keys may have changed."""


@dataclass(frozen=True)
class Expected:
    """What a token must say: from whom, for whom, and in answer to what."""

    issuer: str
    client: str
    nonce: str


def claims(token: str, keys: Iterable[Mapping[str, Any]], expected: Expected, now: float) -> dict[str, Any]:
    """What a token says, where every word of it can be believed. ``keys``: the provider's, as its key set has them; ``now``:
    seconds of the wall. Raises Untrusted."""
    said = _signed(token, list(keys)[:MOST_KEYS])
    for wrong, why in _faults(said, expected, now):
        if wrong:
            raise Untrusted(why)
    return said


def _signed(token: str, keys: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The claims of a token, where one of the keys signed it."""
    if len(token) > LONGEST:
        raise Untrusted("it is too long")
    try:
        header = jws.extract_compact(token.encode()).headers()
    except Exception as wrong:  # bytes from elsewhere, read by a library that raises whatever it meets
        raise Untrusted("it isn't a signed token") from wrong
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
        raise Untrusted("its signature is of a kind that isn't taken")
    fitting = [
        key
        for key in keys
        if key.get("kty") == ALGORITHMS[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and kid in (None, key.get("kid"))
    ]
    if not fitting:
        raise UnknownKey("no key of the provider fits it")
    for key in fitting:
        try:
            return dict(jwt.decode(token, _imported(key), algorithms=[algorithm]).claims)
        except Exception:  # noqa: S112  # as above: another key may fit
            continue
    raise Untrusted("its signature is wrong") if kid is not None else UnknownKey("no key of the provider signed it")


def _imported(key: Mapping[str, Any]) -> RSAKey | ECKey:
    if key["kty"] == "EC":
        return ECKey.import_key({name: str(key[name]) for name in ("kty", "crv", "x", "y")})
    if int.from_bytes(urlsafe_b64decode(f"{key['n']}=="), "big").bit_length() < SHORTEST_KEY:
        raise Untrusted("its key is too short")
    return RSAKey.import_key({name: str(key[name]) for name in ("kty", "n", "e")})


def _faults(said: Mapping[str, Any], expected: Expected, now: float) -> Iterable[tuple[bool, str]]:
    """(whether, why) for each thing that may be wrong with a token's words."""
    audience = said.get("aud")
    audiences: list[object] = list(audience) if isinstance(audience, list) else [audience]
    until, since = _seconds(said.get("exp")), _seconds(said.get("iat"))
    begins = _seconds(said.get("nbf")) if "nbf" in said else 0.0
    nonce, subject = said.get("nonce"), said.get("sub")
    yield said.get("iss") != expected.issuer, "it is somebody else's"
    yield expected.client not in audiences, "it is for somebody else"
    yield len(audiences) > 1 and "azp" not in said, "it is for several and says not for whom it was made"
    yield "azp" in said and said["azp"] != expected.client, "it was made for somebody else"
    yield not (isinstance(nonce, str) and _same(nonce, expected.nonce)), "it answers another log-in"
    yield until is None or until <= now - DRIFT, "it is over"
    yield since is None or not now - OLDEST <= since <= now + DRIFT, "it is from another time"
    yield begins is None or begins > now + DRIFT, "it isn't valid yet"
    yield not (isinstance(subject, str) and subject), "it names nobody"


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode())


def _seconds(value: object) -> float | None:
    """A moment of a token, in seconds; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10**12:
        return None
    return float(value)
