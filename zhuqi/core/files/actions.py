"""Keeping and erasing files. Called down the stairs inside the caller's own change: the entry of what the file belongs to
vouches for every piece of it."""

from __future__ import annotations

import hashlib
import secrets

from zhuqi.core.files.models import File, Piece
from zhuqi.core.files.rules import Sound
from zhuqi.core.journal.change import Change

PIECE = 1 << 20
"""Bytes of a piece."""


def keep(change: Change, sound: Sound) -> File:
    """Keep a file that was looked through."""
    digest = hashlib.sha256(sound.content).hexdigest()
    size = len(sound.content)
    file = change.insert(
        File(digest=digest, size=size, media=sound.media.value, name=sound.name, salt=_salt(), at=change.now)
    )
    for n, start in enumerate(range(0, size, PIECE)):
        change.insert(Piece(file=file, n=n, content=sound.content[start : start + PIECE], salt=_salt()))
    return file


def erase(change: Change, file: File) -> None:
    """Erase a file's content and name. That it was here, when, how large, and its digest stay."""
    for piece in Piece.objects.filter(file=file).order_by("n"):
        change.delete(piece)
    change.update(file, name="", salt=_salt(), erased_at=change.now)


def _salt() -> str:
    return secrets.token_hex(16)
