"""Migrating, serving, working."""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections import Counter

import pytest
from django.db import OperationalError, connections

from tests.cast import START
from zhuqi.base.words import say
from zhuqi.core.jobs.work import Periodic
from zhuqi.interfaces.cli import database, running
from zhuqi.interfaces.cli.running import AGAIN, Rounds, keep_on

HOUR, DAY, SECOND = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(seconds=1)


class Jobs:
    """Two jobs that count how often they were done; one of them can break."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.broken = False

    def hourly(self, now: dt.datetime) -> None:
        if self.broken:
            raise ValueError("broken")
        self.done["hourly"] += 1

    def daily(self, now: dt.datetime) -> None:
        self.done["daily"] += 1

    @property
    def table(self) -> tuple[Periodic, ...]:
        return (Periodic("hourly", HOUR, self.hourly), Periodic("daily", DAY, self.daily))


@pytest.fixture
def jobs(monkeypatch) -> Jobs:
    monkeypatch.setattr(running, "drain", lambda now, stop: 0)
    return Jobs()


@pytest.mark.parametrize(
    ("after", "hourly", "daily"),
    [
        ([], 1, 1),
        ([SECOND], 1, 1),
        ([HOUR - SECOND], 1, 1),
        ([HOUR], 2, 1),
        ([HOUR, HOUR + SECOND], 2, 1),
        ([5 * HOUR], 2, 1),
        ([DAY], 2, 2),
        ([HOUR, DAY, DAY + HOUR], 4, 2),
    ],
)
def test_the_first_round_catches_up_and_then_each_job_comes_at_its_times(jobs, after, hourly, daily):
    rounds = Rounds(jobs.table)
    for later in [dt.timedelta(0), *after]:
        rounds.run(START + later)
    assert jobs.done == {"hourly": hourly, "daily": daily}


def test_a_broken_job_keeps_no_other_from_its_time_and_is_tried_again_after_a_minute(jobs):
    jobs.broken = True
    rounds = Rounds(jobs.table)
    rounds.run(START)
    assert jobs.done == {"daily": 1}
    assert set(rounds.failed) == {"hourly"}
    jobs.broken = False
    rounds.run(START + AGAIN - SECOND)
    assert jobs.done == {"daily": 1}
    rounds.run(START + AGAIN)
    assert jobs.done == {"daily": 1, "hourly": 1}
    assert not rounds.failed


def test_who_doesn_t_keep_the_clock_leaves_its_jobs_alone_and_catches_up_once_it_does(jobs):
    keeps = iter([False, False, True, True])
    rounds = Rounds(jobs.table[:1], keeps=lambda: next(keeps))
    for n in range(4):
        rounds.run(START + n * HOUR)
        assert jobs.done["hourly"] == max(0, n - 1)


def test_who_is_told_to_stop_begins_nothing_more(jobs):
    told = iter([False, True, True])
    Rounds(jobs.table, stop=lambda: next(told)).run(START)
    assert jobs.done == {"hourly": 1}


@pytest.mark.parametrize("given", ["", "-c statement_timeout=5min"])
def test_a_place_s_own_options_of_the_server_stand_last(monkeypatch, given):
    monkeypatch.setenv("PGOPTIONS", given)
    running.bounded("-c idle_session_timeout=30s")
    assert os.environ["PGOPTIONS"] == f"-c idle_session_timeout=30s {given}".strip()


def test_reactions_are_done_until_none_is_left(monkeypatch):
    left = [3, 2]
    monkeypatch.setattr(running, "drain", lambda now, stop: left.pop(0) if left else 0)
    assert Rounds(()).run(START) == 5


@pytest.mark.django_db
def test_the_worker_goes_on_until_it_is_told_to_stop(jobs, monkeypatch):
    monkeypatch.setattr(running, "close_old_connections", lambda: None)
    waits = iter([False, False, True])
    rounds = Rounds(())
    seen: list[dt.datetime] = []
    monkeypatch.setattr(rounds, "run", seen.append)
    keep_on(rounds, lambda seconds: next(waits))
    assert len(seen) == 3


@pytest.mark.parametrize(("waits", "there"), [([False, False], True), ([False, True], False)])
def test_the_worker_waits_for_a_database_that_is_away_when_it_starts(monkeypatch, capsys, waits, there):
    away = iter([OperationalError("no route"), OperationalError("no route")])

    def ready():
        for broken in away:
            raise broken

    monkeypatch.setattr(database, "ready", ready)
    monkeypatch.setattr(database, "trouble", lambda broken: say("The database refused this: {why}", why=str(broken)))
    monkeypatch.setattr(connections, "close_all", lambda: None)
    left = iter(waits)
    assert running.awaited(lambda seconds: next(left)) is there
    assert next(left, None) is None, "asked after each attempt that failed"
    assert capsys.readouterr().err.count("no route") == 1, "said once"


def test_one_round_does_what_is_due_and_says_so(city, types):
    first = types("work", "--once").stdout
    assert first.endswith(" reactions done.\n")
    assert types("work", "--once").stdout == "0 reactions done.\n"


def test_a_job_that_fails_once_is_named(city, types, monkeypatch):
    def broken(now):
        raise ValueError("broken")

    monkeypatch.setattr(running, "periodic", lambda: (Periodic("some.job", HOUR, broken),))
    assert "some.job" in types("work", "--once", code=1).stderr


def test_a_taken_port_is_one_sentence_with_the_way_out(types):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        said = types("serve", "--port", str(port), code=2).stderr
    assert said.splitlines() == [f"Port {port} is taken by another program. Choose another: --port {port + 1}"]


def test_an_address_that_isn_t_this_machine_s_is_one_sentence(types):
    said = types("serve", "--host", "192.0.2.1", "--port", "8131", code=2).stderr
    assert said == "192.0.2.1 is no address of this machine. Choose another: --host 127.0.0.1\n"


def served(monkeypatch) -> dict[str, object]:
    asked: dict[str, object] = {}

    class Server:
        def __init__(self, target, **options):
            asked.update(options, target=target)

        def serve(self, target_loader):
            asked["served"] = target_loader

    monkeypatch.setattr(running, "Granian", Server)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    monkeypatch.setattr(running, "free", lambda host, port: None)
    return asked


@pytest.mark.parametrize(("embedded", "workers"), [(True, 1), (False, 3)])
def test_sqlite_is_served_by_one_process_and_postgresql_by_as_many_as_asked(types, monkeypatch, db, embedded, workers):
    asked = served(monkeypatch)
    monkeypatch.setattr(database, "embedded", lambda: embedded)
    said = types("serve", "--workers", "3", "--port", "8132")
    assert (asked["workers"], asked["target"], asked["blocking_threads"]) == (workers, "zhuqi.wsgi:application", 4)
    assert asked["served"] is running.in_a_worker
    assert "http://127.0.0.1:8132" in said.stdout
    assert said.stdout.splitlines()[-1] == "Stopped."
    assert ("PostgreSQL" in said.stderr) == embedded


def test_nothing_is_served_from_a_database_that_is_behind(types, monkeypatch, db):
    asked = served(monkeypatch)
    monkeypatch.setattr(database, "pending", lambda: 1)
    assert "zhuqi migrate" in types("serve", code=1).stderr
    assert not asked


def test_migrating_ends_in_one_line(types, db):
    first = types("migrate").stdout
    assert first.splitlines() == [
        "The database is up to date: 0 migrations done. Working days published for 2016 to 2026."
    ]
    assert types("migrate").stdout == "The database is up to date: 0 migrations done.\n"
