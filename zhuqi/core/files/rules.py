"""What is taken, how much of it, and under which name it is kept. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhuqi.base.words import Named, Sentence, say, term


class Media(Named):
    """What a file is, by its content."""

    JPEG = "image/jpeg", term("JPEG picture")
    PNG = "image/png", term("PNG picture")
    WEBP = "image/webp", term("WebP picture")
    PDF = "application/pdf", term("PDF paper")
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", term("Word document")
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", term("Excel workbook")
    TEXT = "text/plain", term("plain text")


PICTURES = frozenset({Media.JPEG, Media.PNG, Media.WEBP})
ENDINGS: Mapping[Media, tuple[str, ...]] = {
    Media.JPEG: (".jpg", ".jpeg", ".jpe"),
    Media.PNG: (".png",),
    Media.WEBP: (".webp",),
    Media.PDF: (".pdf",),
    Media.DOCX: (".docx",),
    Media.XLSX: (".xlsx",),
    Media.TEXT: (".txt", ".csv", ".md", ".log"),
}
"""The endings that a name may have for each; the first is given to a name that has none."""

LARGEST, TOGETHER, A_TIME = 10 << 20, 20 << 20, 9
"""Bytes of one file, bytes of those that come together, and how many may."""
NAME = 100
"""Characters of a name that are kept, its ending included."""

EMPTY = say("The file is empty.")
UNKNOWN = say(
    "This is none of what is taken here: pictures (JPEG, PNG, WebP), PDF, Word (.docx), Excel (.xlsx) and plain text."
)


@dataclass(frozen=True)
class Upload:
    """A file as it came: what it is called, and what is in it. ``size``: its bytes, also where they weren't kept because
    they are too many."""

    name: str
    content: bytes
    size: int


@dataclass(frozen=True)
class Sound:
    """A file that was looked through: the content to keep, what it is, and a name that does no harm anywhere."""

    name: str
    media: Media
    content: bytes


def too_much(uploads: Sequence[Upload]) -> Sentence | None:
    """Why these can't be taken together, before anybody looks into them."""
    if not uploads:
        return say("Please choose a file.")
    if len(uploads) > A_TIME:
        return say("These are {n} files; at most {most} are taken at a time.", n=len(uploads), most=A_TIME)
    for upload in uploads:
        if upload.size > LARGEST:
            return about(
                upload.name, say("It has more than {most} MB. Make it smaller, or split it.", most=LARGEST >> 20)
            )
    if sum(upload.size for upload in uploads) > TOGETHER:
        return say("Together these have more than {most} MB. Attach them in several steps.", most=TOGETHER >> 20)
    return None


def about(name: str, why: Sentence) -> Sentence:
    """A sentence about one file of several."""
    return say("“{name}”: {why} Nothing was attached.", name=legible(name) or "?", why=why)


def contradicted(name: str, media: Media) -> Sentence | None:
    """Why a name and a content don't belong together. One kind of picture under another's ending is an honest mistake of
    many programs, and a name without an ending that is known says nothing."""
    claimed = next((kind for kind, endings in ENDINGS.items() if name.strip().lower().endswith(endings)), None)
    if claimed is None or claimed is media or {claimed, media} <= PICTURES:
        return None
    return say(
        "Its name says {claimed}, and its content is {found}. Give it its right name, if it is meant.",
        claimed=claimed,
        found=media,
    )


RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that are devices on some machines."""
HARMFUL = frozenset("<>:\"/\\|?*%;$`&'")


def legible(name: str) -> str:
    """The last part of a name, without what can't be seen, changes the direction of writing or leads elsewhere."""
    last = re.split(r"[/\\]", name[-1000:])[-1]
    shown = "".join(
        sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] not in "CZ" or sign == " "
    )
    shown = "".join("_" if sign in HARMFUL else sign for sign in shown)
    return " ".join(shown.split()).strip(". ")[:NAME]


def cleaned(name: str, media: Media) -> str:
    """A name that does no harm anywhere, at most ``NAME`` characters, with an ending that says what the file is."""
    shown = legible(name)
    ending = next((end for end in ENDINGS[media] if shown.lower().endswith(end)), "")
    stem = shown[: len(shown) - len(ending)] if ending else _without_ending(shown)
    stem = stem.strip(". ")[: NAME - len(ENDINGS[media][0]) - 1].strip(". ")
    if not stem or RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return stem + (ENDINGS[media][0])


def _without_ending(name: str) -> str:
    """A name without the ending of another kind of picture."""
    known = tuple(ending for kind in PICTURES for ending in ENDINGS[kind])
    return name.rpartition(".")[0] if name.lower().endswith(known) else name
