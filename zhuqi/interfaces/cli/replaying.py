"""A campaign played again from its rows: ``zhuqi replay``, and a site to look around in: ``zhuqi demo``."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Iterable
from pathlib import Path

import click
from django.conf import settings

from zhuqi.base.errors import Refused
from zhuqi.base.words import say, term
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.accounts.actions import set_password
from zhuqi.core.jobs import clock
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.cli import database, users
from zhuqi.interfaces.cli.running import address, door, free, open_site
from zhuqi.interfaces.cli.speaking import Told, command, echo, option, read
from zhuqi.interfaces.replay import table
from zhuqi.interfaces.replay.figures import reconcile
from zhuqi.interfaces.replay.read import Line, Preset
from zhuqi.interfaces.replay.read import read as read_preset
from zhuqi.interfaces.replay.run import replay as play
from zhuqi.interfaces.replay.scratch import try_without

fresh_too = option("--fresh", is_flag=True, help=term("Erase the replayed database and begin anew."))


@command(anyhow=True, help=term("Play a preset again; hold its figures against the published."))
@click.argument("preset")
@option("--json", "as_json", is_flag=True, help=term("Print JSON: figure, published, computed, scope, as_of, terms."))
@fresh_too
@option("--without", "row", metavar="FILE:LINE", help=term("Try it without one row, in a database of its own."))
def replay(preset: str, as_json: bool, fresh: bool, row: str | None) -> None:
    """Exit 1 where a counted figure isn't the published one or, where those clash, the stated reading."""
    rows = read_preset(preset)
    if row:
        tried = try_without(rows, Line.parse(row), Progress())
        echo(table.dropped(tried.replayed.dropped, read), err=True)
        lines = tried.lines
    else:
        put(rows, fresh=fresh)
        lines = reconcile(rows)
    if as_json:
        echo(json.dumps([line.row() for line in lines], ensure_ascii=False, indent=2))
    else:
        echo(table.reconciliation(lines, read))
    if not all(line.agrees for line in lines):
        raise Told(table.verdict(lines, read) if as_json else "")


@command(anyhow=True, help=term("Serve a replayed campaign to look around in."))
@option("--preset", default="nanguan", show_default=True, help=term("Which campaign."))
@fresh_too
@address
@door
def demo(preset: str, fresh: bool, host: str, port: int) -> None:
    """The first run replays; the next ones keep what is there."""
    free(host, port)
    rows = read_preset(preset)
    put(rows, fresh=fresh)
    echo(table.reconciliation(reconcile(rows), read))
    echo()
    show_doors(rows)
    echo()
    open_site(host, port)


def put(rows: Preset, *, fresh: bool) -> None:
    """Let the database hold a preset: replay it where there is nothing. Raises Refused where something else is there."""
    if fresh:
        database.empty()
    elif database.holds_something() and not database.replayed():
        raise Refused(database.NOT_A_REPLAY)
    database.migrate()
    if directory.organisations().exists():
        if not directory.organisations().filter(code=rows.facts["area"]).exists():
            raise Refused(say("This database holds the replay of another preset. Begin anew with --fresh."))
        return
    password_file().unlink(missing_ok=True)
    progress = Progress()
    done = play(rows, progress)
    progress.end()
    if done.dropped:
        echo(table.dropped(done.dropped, read), err=True)


def password_file() -> Path:
    """Where the password of the showcase accounts is kept."""
    return Path(settings.VAR) / "demo-password.txt"


def show_doors(rows: Preset) -> None:
    """Who can come in, and with which password. A replayed database gets a password of its own, once."""
    codes = [entry["staff"] for entry in rows.facts.get("doors", ())]
    file = password_file()
    if not file.exists():
        password = secrets.token_urlsafe(9)
        _open(codes, password)
        _keep(file, password)
    echo(say("Accounts to log in with, all with the password {password}:", password=file.read_text("utf-8").strip()))
    for line in users.lines(list(users.people(frozenset(codes)))):
        echo(line)


def _keep(file: Path, password: str) -> None:
    """Write the password where its owner alone can read it."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
        kept.write(password + "\n")


def _open(codes: Iterable[str], password: str) -> None:
    for one in directory.staff_by_code(set(codes)).values():
        if one.account_id is not None:
            set_password(CLOCK, one.account_id, password=password, now=clock.now())


class Progress:
    """What a replay is at, on the error stream: a line that rewrites itself, or on paper a line a tenth."""

    def __init__(self) -> None:
        self.live = sys.stderr.isatty()
        self.last = ("", -1)

    def __call__(self, what: str, done: int, of: int) -> None:
        """Told what is being done, how many are done, of how many."""
        share = 100 * done // of if of else 100
        step = (what, share if self.live else share // 10)
        if step == self.last:
            return
        self.last = step
        click.echo(("\r\x1b[K" if self.live else "") + f"{read(what)} {share}%", err=True, nl=not self.live)

    def end(self) -> None:
        """Clear the line that rewrote itself."""
        if self.live:
            click.echo("\r\x1b[K", err=True, nl=False)
