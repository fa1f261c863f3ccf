"""What can happen to an account."""

from __future__ import annotations

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
