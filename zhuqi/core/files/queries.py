"""Reads of files. Who may read one is asked of the room whose file it is, before it comes here."""

from __future__ import annotations

import hashlib

from zhuqi.base.errors import Missing
from zhuqi.base.words import say
from zhuqi.core.files.models import File, Piece


def content(file: File) -> bytes:
    """What is in a file. Raises Missing where it was erased, and where it isn't what was taken any more. One query."""
    if file.erased_at is not None:
        raise Missing(say("This file was erased."))
    whole = b"".join(
        bytes(piece) for piece in Piece.objects.filter(file=file).order_by("n").values_list("content", flat=True)
    )
    if hashlib.sha256(whole).hexdigest() != file.digest:
        raise Missing(say("This file isn't what was attached; it was damaged. Tell the administrator."))
    return whole
