"""Looking a file through before it is taken: what it is by its content, whether it is whole, whether it does harm.

Nothing here touches the database: files are looked through before a transaction begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhuqi.base.errors import Invalid
from zhuqi.base.words import Sentence, say
from zhuqi.core.files import packages, papers, pictures, writing
from zhuqi.core.files.rules import (
    EMPTY,
    PICTURES,
    UNKNOWN,
    Media,
    Sound,
    Upload,
    about,
    cleaned,
    contradicted,
    too_much,
)

OLD_OFFICE = say(
    "This is a document of an old kind (.doc, .xls), or one that is locked with a password. Save it without a password as "
    ".docx, .xlsx or PDF."
)
ARCHIVE = say("Archives aren't taken, because nobody can look through them. Attach what is in it.")
SIGNS = {
    Media.JPEG: re.compile(rb"\xff\xd8\xff"),
    Media.PNG: re.compile(rb"\x89PNG\r\n\x1a\n"),
    Media.WEBP: re.compile(rb"RIFF....WEBP", re.DOTALL),
}
"""How pictures begin."""
ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


def looked_through(uploads: Sequence[Upload], field: str = "files") -> list[Sound]:
    """The files as they are kept, in their order. Raises Invalid with a sentence under ``field`` about the first that
    isn't taken: then none is."""
    refused = too_much(uploads)
    if refused is not None:
        raise Invalid({field: refused})
    found = [_kind(upload, field) for upload in uploads]
    shown = [upload.content for upload, media in zip(uploads, found, strict=True) if media in PICTURES]
    drawn = iter(pictures.drawn(shown))
    return [
        _sound(upload, media, next(drawn) if media in PICTURES else None, field)
        for upload, media in zip(uploads, found, strict=True)
    ]


def _kind(upload: Upload, field: str) -> Media:
    """What a file is. Raises Invalid where it isn't taken, or isn't what its name says."""
    media = _found(upload.content)
    wrong = media if isinstance(media, Sentence) else contradicted(upload.name, media)
    if wrong is not None:
        raise Invalid({field: about(upload.name, wrong)})
    assert isinstance(media, Media)
    return media


def _found(content: bytes) -> Media | Sentence:
    """What a content is, by what it begins with and what it then proves to be."""
    if not content:
        return EMPTY
    picture = next((media for media, sign in SIGNS.items() if sign.match(content)), None)
    if picture is not None:
        return picture
    if content.startswith(b"%PDF-"):
        return papers.looked_through(content) or Media.PDF
    if content.startswith(b"PK"):
        return _package(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return OLD_OFFICE
    if content.startswith(ARCHIVES):
        return ARCHIVE
    text = writing.read(content)
    return text if isinstance(text, Sentence) else Media.TEXT


def _package(content: bytes) -> Media | Sentence:
    try:
        return packages.looked_through(content)
    except packages.Unfit as unfit:
        return ARCHIVE if unfit.sentence is UNKNOWN else unfit.sentence


def _sound(upload: Upload, media: Media, drawn: bytes | Sentence | None, field: str) -> Sound:
    """A file as it is kept: a picture as it was drawn, a text in UTF-8, others as they came."""
    kept = writing.read(upload.content) if media is Media.TEXT else drawn if media in PICTURES else upload.content
    if not isinstance(kept, bytes):
        raise Invalid({field: about(upload.name, kept or UNKNOWN)})
    return Sound(cleaned(upload.name, media), media, kept)
