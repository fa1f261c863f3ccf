"""Putting a backup in the place of a database: whether it fits here, what is set aside, and bringing it up to date."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from zhuqi.base.errors import Refused
from zhuqi.base.words import Sentence, say
from zhuqi.interfaces.cli import archive, database, engines
from zhuqi.interfaces.cli.archive import Manifest


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def secrets_outside() -> list[Path]:
    """The files with secrets that lie outside the database: those in the variable folder, and those that settings name."""
    named = [Path(getattr(settings, name)) for name in dir(settings) if name.endswith("_KEY_FILE")]
    found = {path.name: path for path in [*Path(settings.VAR).glob("*.key"), *named] if path.is_file()}
    return [found[name] for name in sorted(found)]


def fingerprint(key: Path) -> str:
    """Enough of a key to tell two apart, and nothing to guess it from; empty where there is none."""
    return hashlib.sha256(b"zhuqi key\n" + key.read_bytes().strip()).hexdigest()[:16] if key.is_file() else ""


def beside() -> Path:
    """The folder in which a backup is unpacked: for SQLite that of the database, so that it need only be renamed."""
    folder = _file().parent if database.embedded() else Path(settings.VAR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _file() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def fits(manifest: Manifest, scratch: Path, *, with_keys: bool, lost_key: bool) -> None:
    """Raises Refused where the backup is of another engine, a newer program, other digests or another journal key."""
    if manifest.engine != connection.vendor:
        raise Refused(
            say(
                "The backup is of {engine}, and DATABASE_URL names {other}.",
                engine=manifest.engine,
                other=connection.vendor,
            )
        )
    if _number(manifest.program) > _number(settings.VERSION) or database.unknown(manifest.migrations):
        raise Refused(
            say(
                "The backup was made by a newer program, {version}; this is {ours}. Update it first.",
                version=manifest.program,
                ours=settings.VERSION,
            )
        )
    if manifest.journal_hash != settings.JOURNAL_HASH:
        raise Refused(
            say("The backup's journal was hashed with {name}. Set ZHUQI_JOURNAL_HASH.", name=manifest.journal_hash)
        )
    name = Path(settings.JOURNAL_KEY_FILE).name
    key = scratch / name if with_keys else Path(settings.JOURNAL_KEY_FILE)
    if with_keys and f"keys/{name}" not in manifest.parts:
        raise Refused(say("The backup holds no keys. It was made without --with-keys."))
    if fingerprint(key) != manifest.journal_key and not lost_key:
        raise Refused(
            say(
                "The journal key here isn't the one that the seals of this backup were made with. Put that one at {path}, "
                "or if it is lost, add --lost-key: what was sealed can then never be checked.",
                path=str(settings.JOURNAL_KEY_FILE),
            )
        )


def filled() -> bool:
    """Whether the database holds anything: organisations, or tables that aren't ours."""
    if database.embedded() and not (_file().exists() and _file().stat().st_size):
        return False
    tables = connection.introspection.table_names()
    return bool(tables) and ("directory_organisation" not in tables or database.holds_something())


def put(manifest: Manifest, scratch: Path, *, with_keys: bool) -> Iterator[Sentence]:
    """Put the unpacked database in the place of what is there, and bring it up to date; says what it did. What fails on
    the way puts the old one back."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = _swap(scratch / manifest.database, stamp) if database.embedded() else None
    try:
        if not database.embedded():
            engines.load_postgres(scratch / manifest.database, scratch)
        if engines.counts() != dict(manifest.rows):
            raise Refused(say("What was put back isn't all that the backup holds."))
        steps = database.migrate()
    except BaseException:
        if database.embedded():
            _back(aside)
        raise
    if aside is not None:
        yield say("The database that was here lies aside: {file}", file=str(aside))
    if with_keys:
        yield from _put_keys(manifest, scratch, stamp)
    if steps:
        yield say("Brought up to date: {n} migrations done.", n=steps)


def _swap(new: Path, stamp: str) -> Path | None:
    """The new file in the place of the old, which is set aside. Raises Refused where another process has it open."""
    connection.close()
    place, aside = _file(), None
    if place.exists() and place.stat().st_size:
        _alone(place)
        aside = place.with_name(f"{place.name}.before-{stamp}")
        place.rename(aside)
    _drop_log(place)
    new.rename(place)
    return aside


def _alone(place: Path) -> None:
    """Fold the write-ahead log into the file, which only its last user can. Raises Refused where there are others."""
    try:
        with closing(sqlite3.connect(place, timeout=2)) as held:
            held.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as shared:
        raise Refused(say("Another process has the database open. Stop zhuqi serve and zhuqi work first.")) from shared


def _drop_log(place: Path) -> None:
    for end in ("-wal", "-shm"):
        Path(f"{place}{end}").unlink(missing_ok=True)


def _back(aside: Path | None) -> None:
    connection.close()
    place = _file()
    _drop_log(place)
    place.unlink(missing_ok=True)
    if aside is not None:
        aside.rename(place)


def _put_keys(manifest: Manifest, scratch: Path, stamp: str) -> Iterator[Sentence]:
    """The backup's keys in the place of ours; ours are set aside."""
    here = {path.name: path for path in secrets_outside()}
    for name in manifest.parts:
        if archive.KEY.fullmatch(name) is None:
            continue
        laid = archive.place(scratch, name)
        place = here.get(laid.name, Path(settings.VAR) / laid.name)
        if fingerprint(place) == fingerprint(laid):
            continue
        if place.exists():
            place.rename(place.with_name(f"{place.name}.before-{stamp}"))
        content = laid.read_bytes()
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield say("Put back the key {file}.", file=str(place))
