"""Types of files. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from typing import Literal, TypedDict

from zhuqi_client.shapes.register import Unit


class AttachedRows(TypedDict):
    """What was attached to a case, the latest first."""

    attached: list[AttachedOut]


class AttachedOut(TypedDict):
    """Files that came together. ``unit`` and ``who`` are of a member of staff; ``by_enterprise``: the
    enterprise itself.
    """

    id: int
    at: str
    unit: Unit | None
    who: str
    by_enterprise: bool
    outside: bool
    note: str
    files: list[FileOut]


class FileOut(TypedDict):
    """A file. ``digest``: SHA-256 of what is kept. An erased one has no name."""

    id: int
    name: str
    media: Media
    size: int
    digest: str
    erased_at: str | None


Media = Literal[
    "image/jpeg",
    "image/png",
    "image/webp",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/plain",
]


class FileIn(TypedDict):
    """A file to attach."""

    name: str
    content: str


class FileContent(TypedDict):
    """A file with what is in it."""

    file: FileOut
    content: str
