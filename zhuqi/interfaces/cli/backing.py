"""Backup and restore: ``zhuqi backup``, ``zhuqi restore``. Success is said only of what was read back."""

from __future__ import annotations

import os
import secrets
import sqlite3
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import click
from django.conf import settings
from django.db import DatabaseError, connection

from zhuqi.base.errors import Fault, Refused
from zhuqi.base.words import Sentence, say, term
from zhuqi.interfaces.cli import archive, database, engines, putting_back
from zhuqi.interfaces.cli.archive import Manifest
from zhuqi.interfaces.cli.checking import gathered
from zhuqi.interfaces.cli.speaking import Told, command, echo, option, read

ENDING = ".tar"


@command(anyhow=True, help=term("Write a backup that was read back and checked."))
@click.argument("where", required=False, type=click.Path(path_type=Path))
@option("--with-keys", is_flag=True, help=term("Put the keys into it, too: whoever has the file can then forge seals."))
@option("--keep", type=click.IntRange(1), help=term("Keep so many of the folder's backups, the newest."))
def backup(where: Path | None, with_keys: bool, keep: int | None) -> None:
    """A file or a folder; without either, the folder ``backups`` beside the database. Writers go on meanwhile."""
    target = target_of(where or Path(settings.VAR) / "backups")
    if keep and where is not None and target == where:
        raise Refused(say("--keep needs a folder, not a file."))
    with told_loudly(target):
        manifest = made(target, with_keys=with_keys)
    size = f"{target.stat().st_size / 1e6:,.1f}"
    echo(
        say(
            "Backed up and read back: {file}, {size} MB, {entries} entries, {rows} rows.",
            file=str(target),
            size=size,
            entries=f"{manifest.entries:,}",
            rows=f"{sum(manifest.rows.values()):,}",
        )
    )
    if not with_keys:
        echo(
            say(
                "The keys aren't in it. Keep {keys} elsewhere: without the journal key nobody can check the seals.",
                keys=", ".join(str(path) for path in putting_back.secrets_outside()),
            )
        )
    for old in _older(target.parent, keep) if keep else ():
        old.unlink()
        echo(say("Removed an older one: {file}", file=old.name))


def target_of(where: Path) -> Path:
    """The file to write: ``where`` if it ends in .tar, else a new name in that folder. Raises Refused where it exists."""
    if where.suffix == ENDING and not where.is_dir():
        target = where
    else:
        target = where / f"zhuqi-{time.strftime('%Y%m%d-%H%M%S')}{ENDING}"
    if target.exists():
        raise Refused(say("{file} is there already, and a backup never writes over another.", file=str(target)))
    return target


def _older(folder: Path, keep: int) -> list[Path]:
    return sorted(folder.glob(f"zhuqi-????????-??????{ENDING}"))[:-keep]


@contextmanager
def told_loudly(target: Path) -> Iterator[None]:
    """Whatever breaks a backup is one sentence and exit code 1."""
    try:
        yield
    except (OSError, sqlite3.Error, tarfile.TarError, DatabaseError, Fault) as broken:
        why = read(broken.sentence) if isinstance(broken, Fault) else str(broken)
        raise Told(read(say("NO BACKUP was made, there is no {file}: {why}", file=target.name, why=why))) from broken


def made(target: Path, *, with_keys: bool) -> Manifest:
    """Dump, pack, read back, and only then give the file its name. Whatever fails leaves nothing behind."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".zhuqi-") as scratch:
            packed(draft, Path(scratch), with_keys=with_keys)
        with TemporaryDirectory(dir=target.parent, prefix=".zhuqi-") as scratch:
            manifest = checked(draft, Path(scratch))
        os.link(draft, target)  # unlike a rename it never writes over another
    finally:
        draft.unlink(missing_ok=True)
    _to_disk(target.parent)
    return manifest


def packed(draft: Path, scratch: Path, *, with_keys: bool) -> None:
    """Write the backup of this moment."""
    name = archive.DATABASES[connection.vendor]
    held = engines.dump(scratch / name)
    parts = {name: scratch / name}
    if with_keys:
        parts |= {f"keys/{path.name}": path for path in putting_back.secrets_outside()}
    manifest = Manifest(
        program=settings.VERSION,
        made_at=time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        engine=connection.vendor,
        migrations=held.migrations,
        entries=held.rows.get(engines.ENTRIES, 0),
        rows=held.rows,
        journal_hash=settings.JOURNAL_HASH,
        journal_key=putting_back.fingerprint(Path(settings.JOURNAL_KEY_FILE)),
    )
    digests = {part: archive.digest(path) for part, path in parts.items()}
    archive.write(draft, replace(manifest, parts=digests), parts)


def checked(file: Path, scratch: Path) -> Manifest:
    """Read a backup whole: its digests, and its database as the engine reads it. Its parts lie in ``scratch`` then."""
    manifest = archive.unpack(file, scratch)
    engines.check(scratch / manifest.database, manifest.engine, manifest.rows)
    return manifest


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@command(anyhow=True, help=term("Put a backup into an empty database, and verify it."))
@click.argument("file", type=click.Path(path_type=Path))
@option(
    "--replace", "instead", is_flag=True, help=term("Where the database holds something, put the backup in its place.")
)
@option("--with-keys", is_flag=True, help=term("Put the backup's keys in the place of this machine's."))
@option("--lost-key", is_flag=True, help=term("Go on without the journal key that the seals were made with."))
@option("--into", metavar="URL", help=term("Into another database than DATABASE_URL names."))
def restore(file: Path, instead: bool, with_keys: bool, lost_key: bool, into: str | None) -> None:
    """Nothing is touched before the whole file was checked. Exit 1 where verification finds a difference."""
    if into:
        _elsewhere(into, file, {"--replace": instead, "--with-keys": with_keys, "--lost-key": lost_key})
    with TemporaryDirectory(dir=putting_back.beside(), prefix=".zhuqi-") as scratch:
        manifest = _sound(file, Path(scratch))
        putting_back.fits(manifest, Path(scratch), with_keys=with_keys, lost_key=lost_key)
        if putting_back.filled() and not instead:
            raise Refused(say("The database holds something already. --replace puts the backup in its place."))
        for said in putting_back.put(manifest, Path(scratch), with_keys=with_keys):
            echo(said)
    verified(manifest)


def _elsewhere(url: str, file: Path, options: Mapping[str, bool]) -> NoReturn:
    """The same command in a process whose database is the other one; ends with its exit code."""
    named = (name for name, given in options.items() if given)
    again = (sys.executable, "-m", "zhuqi", "restore", str(file), *named)
    raise SystemExit(subprocess.run(again, env={**os.environ, "DATABASE_URL": url}, check=False).returncode)


def _sound(file: Path, scratch: Path) -> Manifest:
    try:
        return checked(file, scratch)
    except (OSError, sqlite3.Error, ValueError, TypeError, KeyError) as broken:
        raise Told(read(_unreadable(file, broken))) from broken


def _unreadable(file: Path, broken: Exception) -> Sentence:
    return say("{file} can't be read: {why}", file=file.name, why=f"{type(broken).__name__}: {broken}"[:200])


def verified(manifest: Manifest) -> None:
    """Hold every row against the journal. Raises Told where one differs."""
    database.ready()
    found, broken = gathered()
    if broken or found:
        for finding in found[:20]:
            echo(f"{finding.table} {finding.row}  {read(finding.sentence)}", err=True)
        raise Told(
            read(say("The backup is put back, but {n} things differ from the journal: zhuqi verify", n=len(found) or 1))
        )
    echo(
        say(
            "Put back and verified: {entries} entries, {rows} rows, as of {moment}.",
            entries=f"{manifest.entries:,}",
            rows=f"{sum(manifest.rows.values()):,}",
            moment=manifest.made_at,
        )
    )
