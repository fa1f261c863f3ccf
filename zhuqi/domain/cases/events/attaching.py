"""What happens to the files of a case. They have chains of their own: no life is folded from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zhuqi.base.events import Event


@dataclass(frozen=True, kw_only=True)
class Attached(Event):
    """Files were attached. Their content, names and digests lie in rows that the entry vouches for."""

    verb: ClassVar[str] = "attached"
    case: int
    files: tuple[int, ...]
    sizes: tuple[int, ...]
    outside: bool


@dataclass(frozen=True, kw_only=True)
class Erased(Event):
    """What was in a file was erased, with its name. That it was here stays."""

    verb: ClassVar[str] = "erased"
    case: int
    file: int
