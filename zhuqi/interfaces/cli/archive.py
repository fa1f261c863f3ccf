"""The file of a backup: a tar of a manifest, the manifest's digest, and the parts that it names with theirs.

Nothing of a file is believed before all of it was held against its digests, and no name in it is ever used as a path.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from zhuqi.base.errors import Refused
from zhuqi.base.words import Sentence, say

FORMAT = 1
MANIFEST, DIGEST = "manifest.json", "manifest.sha256"
DATABASES: Mapping[str, str] = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
"""Engine → the part that holds its database."""
KEY = re.compile(r"keys/([a-z0-9][a-z0-9_-]{0,40}\.key)")
LONGEST_TEXT = 4_000_000
"""Bytes of a manifest; more isn't one of ours."""
CHUNK = 1 << 20


class Unsound(Refused):
    """A file that isn't a backup, or isn't whole."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup says of itself. ``parts``: {name: SHA-256}. ``rows``: {table: how many}. ``journal_key``: the
    fingerprint of the key that its seals were made with."""

    program: str
    made_at: str
    engine: str
    migrations: tuple[str, ...]
    entries: int
    rows: Mapping[str, int]
    journal_hash: str
    journal_key: str
    parts: Mapping[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def database(self) -> str:
        """The name of the part that holds the database."""
        return DATABASES[self.engine]


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(target: Path, manifest: Manifest, parts: Mapping[str, Path]) -> None:
    """Write a backup file, readable by its owner alone, and let it reach the disk. Raises OSError where it doesn't."""
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True).encode()
    with os.fdopen(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            tar.addfile(_header(MANIFEST, len(text)), BytesIO(text))
            said = hashlib.sha256(text).hexdigest().encode()
            tar.addfile(_header(DIGEST, len(said)), BytesIO(said))
            for name, path in parts.items():
                with path.open("rb") as part:
                    tar.addfile(_header(name, path.stat().st_size), part)
        file.flush()
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # so that it is read back from the disk


def _header(name: str, size: int) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.size, header.mode = size, 0o600
    return header


def unpack(file: Path, folder: Path) -> Manifest:
    """Read a backup file whole, and lay its parts into an empty folder, under names of ours. Raises Unsound where it
    isn't a backup, isn't whole, or differs from its digests; Refused where a newer program wrote it."""
    try:
        with tarfile.open(file, mode="r:") as tar:
            manifest = _manifest(tar, file)
            names = [MANIFEST, DIGEST, *manifest.parts]
            for name in manifest.parts:
                _lay(tar, name, place(folder, name))
            if [member.name for member in tar.getmembers()] != names:
                raise Unsound(_foreign(file))
    except (tarfile.TarError, EOFError) as broken:
        raise Unsound(say("{file} is no backup, or it is cut off: {why}", file=file.name, why=str(broken))) from broken
    except FileNotFoundError as missing:
        raise Unsound(say("There is no file {file}.", file=str(file))) from missing
    for name, wanted in manifest.parts.items():
        if digest(place(folder, name)) != wanted:
            raise Unsound(_damaged(file, name))
    return manifest


def place(folder: Path, name: str) -> Path:
    """Where a part of this name lies in a folder: only names that we give lead anywhere."""
    key = KEY.fullmatch(name)
    if key is None and name not in DATABASES.values():
        raise Unsound(say("The backup holds a part that isn't ours: {name}", name=name[:80]))
    return folder / (key[1] if key else name)


def _manifest(tar: tarfile.TarFile, file: Path) -> Manifest:
    text, said = _text(tar, MANIFEST, file), _text(tar, DIGEST, file)
    if hashlib.sha256(text).hexdigest().encode() != said:
        raise Unsound(_damaged(file, MANIFEST))
    try:
        held: Any = json.loads(text)
        made_by, form = str(held["program"]), int(held["format"])
    except (ValueError, TypeError, KeyError) as strange:
        raise Unsound(_foreign(file)) from strange
    if form > FORMAT:
        raise Refused(
            say("{file} was made by a newer program, {version}. Update this one.", file=file.name, version=made_by)
        )
    try:
        shaped = {"migrations": tuple(held["migrations"]), "rows": dict(held["rows"]), "parts": dict(held["parts"])}
        manifest = Manifest(**{**held, **shaped})
        whole = manifest.database in manifest.parts
    except (ValueError, TypeError, KeyError) as strange:
        raise Unsound(_foreign(file)) from strange
    if not whole:
        raise Unsound(_foreign(file))
    return manifest


def _text(tar: tarfile.TarFile, name: str, file: Path) -> bytes:
    member = tar.next()
    if member is None or member.name != name or not member.isreg() or member.size > LONGEST_TEXT:
        raise Unsound(_foreign(file))
    with _inside(tar, member) as content:
        return content.read()


def _lay(tar: tarfile.TarFile, name: str, target: Path) -> None:
    member = tar.next()
    if member is None or member.name != name or not member.isreg():
        raise tarfile.ReadError(f"{name} is missing")
    left = member.size
    with (
        _inside(tar, member) as content,
        os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as laid,
    ):
        while chunk := content.read(CHUNK):
            laid.write(chunk)
            left -= len(chunk)
        laid.flush()
        os.fsync(laid.fileno())
    if left:
        raise tarfile.ReadError(f"{name} is cut off")


def _inside(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise tarfile.ReadError(f"{member.name} is no file")
    return content


def _foreign(file: Path) -> Sentence:
    return say("{file} is no backup of this program.", file=file.name)


def _damaged(file: Path, part: str) -> Sentence:
    return say("{file} is damaged: {part} isn't what was written. Take another backup.", file=file.name, part=part)
