"""What can happen to an account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Opened(Event):
    """An account was opened."""

    verb: ClassVar[str] = "opened"


@dataclass(frozen=True, kw_only=True)
class PasswordSet(Event):
    """A password was set."""

    verb: ClassVar[str] = "password_set"


@dataclass(frozen=True, kw_only=True)
class Closed(Event):
    """The account no longer opens the door."""

    verb: ClassVar[str] = "closed"


@dataclass(frozen=True, kw_only=True)
class TokenIssued(Event):
    """A program may come in, in the account's name. ``until`` is the first day without the token."""

    verb: ClassVar[str] = "token_issued"
    account: int
    scopes: tuple[str, ...]
    until: dt.date


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """The token no longer opens the door."""

    verb: ClassVar[str] = "token_revoked"
    account: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """The account's own person chose a new password."""

    verb: ClassVar[str] = "password_changed"


@dataclass(frozen=True, kw_only=True)
class FactorSet(Event):
    """A second factor is needed from now on."""

    verb: ClassVar[str] = "factor_set"
    codes: int


@dataclass(frozen=True, kw_only=True)
class FactorRemoved(Event):
    """The second factor is gone. ``passkeys``: how many went with it."""

    verb: ClassVar[str] = "factor_removed"
    passkeys: int = 0


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(Event):
    """A code on paper stood in for the telephone. ``left``: how many are left."""

    verb: ClassVar[str] = "recovery_code_used"
    left: int


@dataclass(frozen=True, kw_only=True)
class Unlocked(Event):
    """The door was opened again after too many wrong passwords."""

    verb: ClassVar[str] = "unlocked"


@dataclass(frozen=True, kw_only=True)
class PasskeyAdded(Event):
    """A passkey opens the door from now on. ``codes``: how many codes on paper were made with it."""

    verb: ClassVar[str] = "passkey_added"
    passkey: int
    codes: int


@dataclass(frozen=True, kw_only=True)
class PasskeyRemoved(Event):
    """The passkey no longer opens the door."""

    verb: ClassVar[str] = "passkey_removed"
    passkey: int


@dataclass(frozen=True, kw_only=True)
class PasskeyDoubted(Event):
    """The passkey answered rightly, but its count didn't grow: it may have been copied. It wasn't let in."""

    verb: ClassVar[str] = "passkey_doubted"
    passkey: int
