"""A device with passkeys, made of software: what a browser and an authenticator do between them, rightly or as told otherwise."""

from __future__ import annotations

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

from tests.accounts.conftest import NOW, PASSWORD
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import passkeys
from zhuqi.core.accounts.actions import add_passkey, answer_passkey, begin_passkey
from zhuqi.core.accounts.models import Account, Passkey
from zhuqi.core.accounts.passkeys import Challenge, Purpose

ORIGIN = "https://zhuqi.example"
DOMAIN = "zhuqi.example"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


@dataclass
class Device:
    """One key for one account. ``counts``: whether it tells how often it signed."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    counts: bool = True
    count: int = 0
    handle: bytes = b""

    def make(self, asked: str, **otherwise: Any) -> str:
        """The answer to ``navigator.credentials.create``."""
        options = json.loads(asked)["publicKey"]
        self.handle = websafe_decode(options["user"]["id"])
        public = otherwise.get("public") or dict(ES256.from_cryptography_key(self.key.public_key()))
        attested = bytes(16) + struct.pack(">H", len(self.credential)) + self.credential + cbor.encode(public)
        data = self._data(ATTESTED, otherwise) + attested
        client = self._client("webauthn.create", options, otherwise)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._told({"clientDataJSON": client, "attestationObject": attestation}, otherwise)

    def sign(self, asked: str, **otherwise: Any) -> str:
        """The answer to ``navigator.credentials.get``."""
        options = json.loads(asked)["publicKey"]
        data = self._data(0, otherwise)
        client = self._client("webauthn.get", options, otherwise)
        signed = data + hashlib.sha256(client).digest()
        signature = otherwise.get("key", self.key).sign(signed, ec.ECDSA(hashes.SHA256()))
        response = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._told({**response, "userHandle": otherwise.get("handle", self.handle)}, otherwise)

    def _data(self, flags: int, otherwise: dict[str, Any]) -> bytes:
        self.count += self.counts
        flags |= otherwise.get("flags", PRESENT | VERIFIED)
        domain = otherwise.get("domain", DOMAIN)
        return hashlib.sha256(domain.encode()).digest() + struct.pack(">BI", flags, otherwise.get("count", self.count))

    def _client(self, kind: str, options: dict[str, Any], otherwise: dict[str, Any]) -> bytes:
        said = {
            "type": otherwise.get("kind", kind),
            "challenge": otherwise.get("challenge", options["challenge"]),
            "origin": otherwise.get("origin", ORIGIN),
            "crossOrigin": otherwise.get("framed", False),
        }
        return json.dumps(said).encode()

    def _told(self, response: dict[str, bytes], otherwise: dict[str, Any]) -> str:
        name = websafe_encode(otherwise.get("credential", self.credential))
        encoded = {part: websafe_encode(held) for part, held in response.items() if held}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": encoded})


def added(actor: Actor, device: Device, name: str = "办公室电脑") -> tuple[Passkey, list[str]]:
    """A passkey on a device, added with the password; and the codes for paper."""
    asked = begin_passkey(actor, actor.account or 0, name=name, password=PASSWORD)
    answer = device.make(passkeys.to_make(asked, actor.name, []))
    return add_passkey(actor, asked, answer=answer, device="Chrome, Windows", now=NOW)


def put(purpose: Purpose = Purpose.COME_IN, account: int = 0) -> tuple[Challenge, str]:
    """A challenge, and what a browser is asked by it."""
    challenge = passkeys.new_challenge(purpose, account)
    return challenge, passkeys.to_answer(challenge, [])


def opens(device: Device, account: int = 0, **otherwise: Any) -> Account | None:
    """Whose account a device opens; ``account``: whose password was given before."""
    challenge, asked = put(Purpose.SECOND if account else Purpose.COME_IN, account)
    return answer_passkey(challenge, answer=device.sign(asked, **otherwise), now=NOW)
