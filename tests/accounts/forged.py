"""ID tokens that must not open anything, and how they are forged: each row is one that a careless reader would take."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.utils import websafe_encode
from joserfc.jwk import ECKey, OctKey

from tests.accounts.identity import CLIENT, FIRST, SECRET, STRANGE, new_key, signed

HEAD = {"alg": "RS256", "kid": "first"}


def none_at_all(claims: dict[str, Any]) -> str:
    return signed(FIRST)(claims).rpartition(".")[0] + "."


def unsigned(claims: dict[str, Any]) -> str:
    _, body, _ = signed(FIRST)(claims).split(".")
    return f"eyJhbGciOiJub25lIn0.{body}."


def with_public_key(claims: dict[str, Any]) -> str:
    """Signed with the public key as if it were a shared secret: anybody has that."""
    text = ".".join(websafe_encode(json.dumps(part).encode()) for part in ({**HEAD, "alg": "HS256"}, claims))
    return f"{text}.{websafe_encode(hmac.digest(FIRST.as_pem(private=False), text.encode(), 'sha256'))}"


def conditional(claims: dict[str, Any]) -> str:
    """Signed rightly, on a condition that its reader must understand."""
    text = ".".join(websafe_encode(json.dumps(part).encode()) for part in ({**HEAD, "crit": ["x"], "x": 1}, claims))
    key: Any = FIRST.private_key
    return f"{text}.{websafe_encode(key.sign(text.encode(), PKCS1v15(), SHA256()))}"


def changed(claims: dict[str, Any]) -> str:
    head, _, signature = signed(FIRST)(claims).split(".")
    return f"{head}.{signed(FIRST)({**claims, 'preferred_username': 'she'}).split('.')[1]}.{signature}"


HOUR = 3600
WRONG: dict[str, Callable[[], dict[str, Any]]] = {
    "another issuer": lambda: {"iss": "https://evil.example"},
    "an issuer that begins alike": lambda: {"iss": "http://127.0.0.1"},
    "no issuer": lambda: {"iss": ...},
    "for another client": lambda: {"aud": "another"},
    "for nobody": lambda: {"aud": ...},
    "for an empty list": lambda: {"aud": []},
    "for a number": lambda: {"aud": 7},
    "for several, made for none": lambda: {"aud": [CLIENT, "another"]},
    "for several, made for another": lambda: {"aud": [CLIENT, "another"], "azp": "another"},
    "made for another": lambda: {"azp": "another"},
    "over": lambda: {"exp": int(time.time()) - 61},
    "without end": lambda: {"exp": ...},
    "an end that is a text": lambda: {"exp": str(int(time.time()) + 300)},
    "an end that is true": lambda: {"exp": True},
    "an end beyond all time": lambda: {"exp": 10**400},
    "from the future": lambda: {"iat": int(time.time()) + HOUR},
    "from long ago": lambda: {"iat": int(time.time()) - HOUR},
    "from no time": lambda: {"iat": ...},
    "not valid yet": lambda: {"nbf": int(time.time()) + HOUR},
    "valid from nonsense": lambda: {"nbf": "soon"},
    "another nonce": lambda: {"nonce": "x" * 43},
    "no nonce": lambda: {"nonce": ...},
    "a nonce that is a list": lambda: {"nonce": ["x"]},
    "a nonce that is half a sign": lambda: {"nonce": "\ud800"},
    "nobody's": lambda: {"sub": ...},
    "naming no account": lambda: {"preferred_username": ...},
    "naming an empty account": lambda: {"preferred_username": ""},
    "naming a list": lambda: {"preferred_username": ["he"]},
    "naming a NUL": lambda: {"preferred_username": "he\0"},
    "naming a surrogate": lambda: {"preferred_username": "he\ud800"},
    "naming something long": lambda: {"preferred_username": "h" * 61},
    "naming somebody unknown": lambda: {"preferred_username": "nobody"},
    "naming him in capitals": lambda: {"preferred_username": "HE"},
    "naming somebody whose account is closed": lambda: {"preferred_username": "closed"},
}
SIGNED: dict[str, Any] = {
    "without a signature": none_at_all,
    "of no algorithm": unsigned,
    "by the public key as a secret": with_public_key,
    "by a shared secret": signed(OctKey.import_key(SECRET), alg="HS256", kid="first"),
    "by a strange key of the same name": signed(STRANGE),
    "by a strange key without a name": signed(STRANGE, kid=...),
    "by an unknown key": signed(new_key("unknown")),
    "by a key of another kind": signed(ECKey.generate_key("P-256", {"kid": "first"}), alg="ES256"),
    "changed after it was signed": changed,
    "under a condition we don't know": conditional,
    "with a key of its own in it": signed(STRANGE, jwk=STRANGE.as_dict(private=False)),
    "nonsense": lambda claims: "nonsense",
    "dots": lambda claims: "..",
    "a book": lambda claims: "x" * 30_000,
    "a list": lambda claims: [signed(FIRST)(claims)],
}
