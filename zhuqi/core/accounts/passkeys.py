"""Passkeys (WebAuthn): what a browser is asked, and whether its answer is right. Nothing is read or written here.

The address people type is ``ZHUQI_ORIGIN``; what a request says of itself isn't asked. The device must have verified its
person (a finger, a face, a number), so a passkey alone is two factors: something one has, and something one is or knows.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.conf import settings
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from zhuqi.core.accounts.wall import wall

PATIENCE = 300
"""Seconds for which a challenge may be answered."""
LONGEST_ANSWER, LONGEST_NAME = 20_000, 1023
"""Characters of an answer that are read at all; bytes of the name that a device gives a passkey (WebAuthn, § 4)."""
ALGORITHMS = frozenset({-7, -8, -35, -36, -37, -257})
"""ES256, EdDSA, ES384, ES512, PS256, RS256 as COSE numbers them."""


class Purpose(StrEnum):
    """What a challenge is for: one that was put for one thing is no good for another."""

    ADD = "add"
    COME_IN = "come_in"
    SECOND = "second"
    PROVE = "prove"


@dataclass(frozen=True)
class Challenge:
    """What a device is asked to sign, once. ``account``: whose passkey must answer, 0 for anybody's; ``at``: seconds of the
    wall; ``name``: the label of the one to be added."""

    purpose: Purpose
    account: int
    word: str
    at: int
    name: str = ""

    @property
    def fresh(self) -> bool:
        """Whether it may still be answered."""
        return 0 <= wall().timestamp() - self.at <= PATIENCE


NOWHERE = Challenge(Purpose.PROVE, -1, "", 0)
"""What was never put, so nothing answers it."""


@dataclass(frozen=True)
class Answered:
    """An answer beside the challenge it is for: in place of the present password, where that is asked for."""

    challenge: Challenge
    answer: str


@dataclass(frozen=True)
class Made:
    """A new passkey as its device told it: its name and public key (base64url), and how often it has signed."""

    credential: str
    public_key: str
    count: int


class Wrong(Exception):
    """The answer isn't right."""


def possible() -> bool:
    """Whether this place is set up for passkeys."""
    return bool(settings.PASSKEY_DOMAIN)


def new_challenge(purpose: Purpose, account: int = 0, name: str = "") -> Challenge:
    """A challenge nobody can guess: 256 random bits."""
    return Challenge(Purpose(purpose), account, websafe_encode(secrets.token_bytes(32)), int(wall().timestamp()), name)


def _server() -> Fido2Server:
    server = Fido2Server(
        PublicKeyCredentialRpEntity(name=settings.AREA_NAME or "zhuqi", id=settings.PASSKEY_DOMAIN),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda origin: origin == settings.ORIGIN,
    )
    server.allowed_algorithms = [kind for kind in server.allowed_algorithms if kind.alg in ALGORITHMS]
    server.timeout = PATIENCE * 1000  # type: ignore[assignment]  # milliseconds; the library says None
    return server


def to_make(challenge: Challenge, username: str, known: Iterable[str]) -> str:
    """What a browser is asked to make, as JSON; ``known``: names of the account's passkeys, whose devices needn't another."""
    options, _ = _server().register_begin(
        PublicKeyCredentialUserEntity(name=username, id=_handle(challenge.account), display_name=username),
        [_described(credential) for credential in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=websafe_decode(challenge.word),
    )
    return json.dumps(_plain(options))


def to_answer(challenge: Challenge, known: Iterable[str]) -> str:
    """What a browser is asked to sign, as JSON; ``known``: names of the passkeys that may, none for whichever there is."""
    options, _ = _server().authenticate_begin(
        [_described(credential) for credential in known] or None,
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=websafe_decode(challenge.word),
    )
    return json.dumps(_plain(options))


def made(challenge: Challenge, answer: str) -> Made:
    """The passkey that a device made when asked. Raises Wrong."""
    try:
        response = RegistrationResponse.from_dict(_read(answer))
        told = _server().register_complete(_state(challenge), response)
        _here(response.response.client_data)
        held = told.credential_data
        if held is None or held.credential_id != response.raw_id or held.public_key.ALGORITHM not in ALGORITHMS:
            raise Wrong
        if not 0 < len(held.credential_id) <= LONGEST_NAME or not _legible(held.public_key):
            raise Wrong
        return Made(
            websafe_encode(held.credential_id), websafe_encode(cbor.encode(dict(held.public_key))), told.counter
        )
    except Exception as wrong:  # a stranger's bytes, read by a library that raises whatever it meets
        raise Wrong from wrong


def used(challenge: Challenge, answer: str, *, account_id: int, credential: str, public_key: str) -> int:
    """How often the device says that it has signed, where its answer is that of this passkey. Raises Wrong."""
    try:
        response = AuthenticationResponse.from_dict(_read(answer))
        key = CoseKey.parse(cbor.decode(websafe_decode(public_key)))  # type: ignore[arg-type]  # a mapping, as it was stored
        known = AttestedCredentialData.create(Aaguid.NONE, websafe_decode(credential), key)
        _server().authenticate_complete(_state(challenge), [known], response)
        _here(response.response.client_data)
        told: AuthenticatorData = response.response.authenticator_data
        if response.response.user_handle not in (None, b"", _handle(account_id)):
            raise Wrong
        return told.counter
    except Exception as wrong:  # as above
        raise Wrong from wrong


def credential_of(answer: str) -> str:
    """The name of the passkey that an answer says it is from; empty where it can't be read."""
    try:
        return websafe_encode(websafe_decode(_read(answer)["rawId"]))
    except Exception:  # as above
        return ""


def _read(answer: str) -> Mapping[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise Wrong
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise Wrong
    return read


def _state(challenge: Challenge) -> dict[str, str]:
    if not challenge.fresh:
        raise Wrong
    return {"challenge": challenge.word, "user_verification": UserVerificationRequirement.REQUIRED}


def _here(client: CollectedClientData) -> None:
    """The answer was given on a page of ours, not in a frame of somebody else's. Raises Wrong."""
    if client.cross_origin:
        raise Wrong


def _handle(account_id: int) -> bytes:
    """How a device tells a person's passkeys apart: a number that says nothing of them."""
    return account_id.to_bytes(8, "big")


def _described(credential: str) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=websafe_decode(credential))


def _legible(key: CoseKey) -> bool:
    """Whether signatures can be held against a key at all: one that can't be read would only show at the next log-in."""
    try:
        key.verify(b"", b"")
    except InvalidSignature:
        return True
    return False


def _plain(value: Any) -> Any:
    """The library's values as JSON knows them; what is left out stays out."""
    if isinstance(value, Mapping):
        return {name: _plain(held) for name, held in value.items() if held is not None}
    return [_plain(held) for held in value] if isinstance(value, list | tuple) else value
