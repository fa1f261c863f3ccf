"""Codes of a telephone (RFC 6238) and codes on paper: made, sealed and compared."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.conf import settings

from zhuqi.core.accounts.rules import STEP

DIGITS, BYTES = 6, 20
PAPER, LETTERS = 10, "23456789abcdefghjkmnpqrstuvwxyz"
"""Codes on paper: how many, and of which signs (none that is mistaken for another)."""
DRIFT = (0, -1, 1)
"""Steps by which a telephone's clock may be off."""


@lru_cache(maxsize=4)
def _lock(path: str) -> Fernet:
    key = hashlib.sha256(b"zhuqi second factor:" + Path(path).read_bytes().strip()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def sealed(secret: bytes) -> str:
    """A secret as it is stored: encrypted under the key file's key."""
    return _lock(str(settings.FACTOR_KEY_FILE)).encrypt(secret).decode()


def opened(text: str) -> bytes | None:
    """The secret again; None where it was sealed under another key, or changed."""
    try:
        return _lock(str(settings.FACTOR_KEY_FILE)).decrypt(text.encode())
    except InvalidToken:
        return None


def new_secret() -> bytes:
    """160 random bits."""
    return secrets.token_bytes(BYTES)


def as_typed(secret: bytes) -> str:
    """A secret as it is typed into a telephone without a camera: base 32."""
    return base64.b32encode(secret).decode()


def address(secret: bytes, username: str, issuer: str) -> str:
    """What the square code says: ``otpauth://totp/…``."""
    return _totp(secret).get_provisioning_uri(username, issuer)


def code_at(secret: bytes, step: int) -> str:
    """The code of one half minute."""
    return _totp(secret).generate(step * STEP).decode()


def step_of(secret: bytes, code: str, now: dt.datetime) -> int | None:
    """Which half minute around ``now`` a code belongs to; None where to none."""
    present = int(now.timestamp()) // STEP
    typed = "".join(code.split()).encode("utf-8", "surrogatepass")
    found = None
    for drift in DRIFT:
        if secrets.compare_digest(code_at(secret, present + drift).encode(), typed) and found is None:
            found = present + drift
    return found


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303  # what telephones understand


def paper_codes() -> list[str]:
    """New codes for paper, 50 bits each: ``abcde-fghjk``."""
    drawn = ["".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(PAPER)]
    return [f"{code[:5]}-{code[5:]}" for code in drawn]


def plain(code: str) -> str:
    """A code as it is compared: without spaces and hyphens, in small letters."""
    return "".join(sign for sign in code.casefold() if sign.isalnum())


def paper_digest(account_id: int, code: str) -> str:
    """What is stored of a code on paper: a keyed digest, so that the database alone can't be searched for it."""
    key = hashlib.sha256(b"zhuqi codes on paper:" + Path(settings.FACTOR_KEY_FILE).read_bytes().strip()).digest()
    typed = f"{account_id}:{plain(code)}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(typed, key=key, digest_size=32).hexdigest()
