"""Keeping it running: migrate, serve, work."""

from __future__ import annotations

import datetime as dt
import errno
import logging
import os
import shutil
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection, connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from zhuqi.base.words import Sentence, say, term
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.jobs import clock
from zhuqi.core.jobs.work import ClockKeeper, Periodic, drain, gone, periodic
from zhuqi.domain.calendar.actions import install_shipped
from zhuqi.interfaces.cli import database
from zhuqi.interfaces.cli.speaking import Told, command, echo, option, read

log = logging.getLogger(__name__)
BEAT = 5.0
"""Seconds between two looks at what is owed."""
STUCK = 30
"""Seconds after which PostgreSQL takes the session of a process that stands still in the middle of a transaction, and with it
what it holds. A worker's session it takes in any case after so long a silence: a living one is heard every few seconds."""
AGAIN = dt.timedelta(minutes=1)
"""When a periodic job that failed is tried again."""
BLOCKING_THREADS = 4
FEW_WORKERS = 4
LAST_CALL = 5
"""Seconds that a worker process has to finish its requests when the site is stopped; what takes longer is cut off."""

address = option("--host", default="127.0.0.1", show_default=True, help=term("The address to listen on."))
door = option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=term("The port to listen on.")
)


@command(anyhow=True, help=term("Bring the database up to date."))
@option("--check", is_flag=True, help=term("Only say what is to be done; exit 1 where anything is."))
def migrate(check: bool) -> None:
    """Tables, what can be found, and the shipped calendar years that aren't published yet."""
    waiting = database.to_do()
    if waiting:
        echo(say("To be done: {migrations}", migrations=", ".join(waiting)))
    if check:
        if waiting:
            raise Told(read(say("{n} migrations are missing. Make a backup, then run: zhuqi migrate", n=len(waiting))))
        echo(say("Nothing is to be done."))
        return
    steps = database.migrate()
    years = install_shipped(CLOCK, clock.now())
    said = say("The database is up to date: {n} migrations done.", n=steps)
    if years:
        said = say(
            "{said} Working days published for {since} to {until}.",
            said=said,
            since=str(years[0]),
            until=str(years[-1]),
        )
    echo(said)


@command(anyhow=True, help=term("Serve the site."))
@address
@door
@option("--workers", type=click.IntRange(1, 64), help=term("Worker processes. On SQLite there is one."))
def serve(host: str, port: int, workers: int | None) -> None:
    """The site, until it is stopped."""
    free(host, port)
    bounded(f"-c idle_in_transaction_session_timeout={STUCK}s")
    database.ready()
    if database.embedded() and workers and workers > 1:
        echo(say("SQLite is served by one worker process; more need PostgreSQL."), err=True)
    open_site(host, port, workers)


def open_site(host: str, port: int, workers: int | None = None) -> None:
    """Serve until stopped, and say so. Connections are closed first: the worker processes open their own."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    shown = f"[{host}]" if ":" in host else host
    echo(say("The site opens at {address} (stop it with Ctrl-C).", address=f"http://{shown}:{port}"))
    connections.close_all()
    many = 1 if database.embedded() else workers or min(FEW_WORKERS, os.cpu_count() or 1)
    if many > 1 and settings.METRICS:
        count_together()
    Granian(
        "zhuqi.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=many,
        blocking_threads=BLOCKING_THREADS,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_CALL,
    ).serve(target_loader=in_a_worker)
    echo(say("Stopped."))


def in_a_worker(_: str) -> Callable[..., Any]:
    """The site, in a worker process. Ctrl-C reaches every process of a terminal at once, but it is for the first one to end
    its workers: one that hears of it twice may miss both."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    return get_internal_wsgi_application()


def count_together() -> None:
    """Let the worker processes lay their counts into one folder, so that each answers ``/metrics`` for all of them."""
    folder = Path(settings.VAR) / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


class NoDoor(Told):
    """The site can't listen where it was told to."""

    exit_code = 2


def free(host: str, port: int) -> None:
    """Raises NoDoor where the site can't listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as refused:
            raise NoDoor(read(_why_not(refused, host, port))) from refused


def _why_not(refused: OSError, host: str, port: int) -> Sentence:
    if isinstance(refused, PermissionError):
        return say("Port {port} is for root alone. Choose another: --port 8000", port=str(port))
    if isinstance(refused, socket.gaierror) or refused.errno == errno.EADDRNOTAVAIL:
        return say("{host} is no address of this machine. Choose another: --host 127.0.0.1", host=host)
    other = str(port + 1 if port < 65535 else 8000)
    return say("Port {port} is taken by another program. Choose another: --port {other}", port=str(port), other=other)


@command(anyhow=True, help=term("Do what is owed, and what the clock does."))
@option("--once", is_flag=True, help=term("Do what is due now, then end."))
def work(once: bool) -> None:
    """The worker. It ends after the job in hand when told to stop (SIGTERM, Ctrl-C)."""
    if not once:
        bounded(f"-c idle_in_transaction_session_timeout={STUCK}s -c idle_session_timeout={STUCK}s")
        connection.settings_dict["CONN_MAX_AGE"] = None  # who keeps the clock keeps it with the session
    if once:
        database.ready()
        rounds = Rounds(beat=beat)
        done = rounds.run(clock.now())
        echo(say("{n} reactions done.", n=done))
        if rounds.failed:
            raise Told(read(say("Failed, and will be tried again: {names}", names=sorted(rounds.failed))))
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if awaited(stop.wait):
        echo(say("At work. Stop it with Ctrl-C."))
        keep_on(Rounds(beat=beat, keeps=ClockKeeper().keeps, stop=stop.is_set), stop.wait)
    echo(say("Stopped."))


def bounded(options: str) -> None:
    """Have PostgreSQL end the sessions of this process and its children where they stand still; what the place itself set
    in PGOPTIONS goes before."""
    os.environ["PGOPTIONS"] = f"{options} {os.environ.get('PGOPTIONS', '')}".strip()


def beat() -> None:
    """Leave word in the variable folder that a worker is alive and has its database: ``/readyz`` looks for it there."""
    Path(settings.WORKER_BEAT).touch()


def awaited(wait: Callable[[float], bool]) -> bool:
    """Wait for a database that is away, and say once why; gives whether it was there before ``wait`` said to stop. Raises
    Refused where it isn't up to date."""
    told = False
    while True:
        try:
            database.ready()
            return True
        except DatabaseError as away:
            if not told:
                echo(database.trouble(away), err=True)
                echo(say("The worker waits for it. Stop it with Ctrl-C."), err=True)
            told = True
        connections.close_all()
        if wait(BEAT):
            return False


def keep_on(rounds: Rounds, wait: Callable[[float], bool]) -> None:
    """Round after round, until ``wait`` says to stop. A database that is away is waited for."""
    while True:
        try:
            close_old_connections()
            rounds.run(clock.now())
        except DatabaseError as away:
            log.warning("the database is away: %s", type(away).__name__)
        except InterfaceError:
            log.warning("the session with the database broke")
        if wait(BEAT):
            return


class Rounds:
    """What the clock's jobs have done since this process began. The first round does every job: they catch up.

    ``keeps``: whether the clock's jobs are this process's to do. ``stop``: whether it was told to end after the job in hand.
    """

    def __init__(
        self,
        jobs: tuple[Periodic, ...] | None = None,
        *,
        beat: Callable[[], None] = lambda: None,
        keeps: Callable[[], bool] = lambda: True,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.jobs = periodic() if jobs is None else jobs
        self.beat, self.keeps, self.stop = beat, keeps, stop
        self.done: dict[str, dt.datetime] = {}
        self.failed: dict[str, dt.datetime] = {}

    def run(self, now: dt.datetime) -> int:
        """Do each job whose time has come, at ``now``, then the reactions that are due. Gives the number of these."""
        for job in self.jobs:
            if self.due(job, now) and not self.stop() and self.keeps():
                self._do(job, now)
                self.beat()
        done = 0
        while some := drain(now, stop=self.stop):
            done += some
            self.beat()
        self.beat()
        return done

    def due(self, job: Periodic, now: dt.datetime) -> bool:
        """Whether one of the job's times has passed since it was last done; a failed one is tried again after a minute."""
        if job.name in self.failed:
            return now >= self.failed[job.name] + AGAIN
        last, every = self.done.get(job.name), job.every.total_seconds()
        return last is None or last.timestamp() // every < now.timestamp() // every

    def _do(self, job: Periodic, now: dt.datetime) -> None:
        try:
            job.job(now)
        except (OperationalError, InterfaceError):  # the database itself is away or busy
            raise
        except Exception as failure:  # one broken job must not stop the others; it is tried again
            if gone():
                raise InterfaceError("the session with the database broke") from failure
            log.exception("%s failed", job.name)
            self.failed[job.name] = now
        else:
            self.done[job.name] = now
            self.failed.pop(job.name, None)
