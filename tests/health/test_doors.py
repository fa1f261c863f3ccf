"""The doors for machines: alive, ready, counted. No session, no host name, no page round them."""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from tests.cast import START, stage
from zhuqi.core.jobs import clock
from zhuqi.core.jobs.queries import Owed
from zhuqi.interfaces.cli.running import Rounds, beat
from zhuqi.interfaces.health import checks, counting


@pytest.fixture
def var(tmp_path, settings):
    settings.VAR, settings.WORKER_BEAT, settings.WORKER = tmp_path, tmp_path / "work.beat", "here"
    beat()
    return tmp_path


def broken(*_: object) -> str:
    raise OperationalError('connection to server at "db.example", user "zhuqi" failed: password')


def test_a_living_process_says_so_without_asking_the_database(client: Client):
    answer = client.get("/healthz", HTTP_HOST="anything.example")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert not answer.cookies and "Content-Security-Policy" not in answer.headers


def test_a_process_that_has_all_it_needs_is_ready(client, db, var):
    answer = client.get("/readyz", HTTP_HOST="10.0.0.7:8000")
    assert answer.status_code == 200
    said = answer.json()
    assert said["ready"] and {name: check["ok"] for name, check in said["checks"].items()} == {
        "database": True,
        "migrations": True,
        "worker": True,
        "folder": True,
    }


def test_a_missing_migration_or_one_too_many_is_not_ready(client, db, var, monkeypatch):
    ours = checks._ours()
    monkeypatch.setattr(checks, "_ours", lambda: ours | {("cases", "9999_later")})
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == {"ok": False, "found": "1 missing; run zhuqi migrate"}
    monkeypatch.setattr(checks, "_ours", lambda: ours - {("cases", "0001_initial")})
    assert client.get("/readyz").json()["checks"]["migrations"]["found"] == "1 of a newer program"


def test_a_database_that_is_away_is_not_ready_and_nothing_is_told_of_where_it_is(client, var, monkeypatch):
    monkeypatch.setattr(checks, "CHECKS", {**checks.CHECKS, "database": broken, "migrations": broken})
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == {"ok": False, "found": "OperationalError"}
    assert answer.json()["checks"]["folder"]["ok"]


@pytest.mark.parametrize(("age", "ready"), [(0, True), (100, True), (130, False), (None, False)])
def test_a_worker_that_left_no_word_for_two_minutes_is_gone(client, db, var, settings, age, ready):
    if age is None:
        Path(settings.WORKER_BEAT).unlink()
    else:
        then = time.time() - age
        os.utime(settings.WORKER_BEAT, (then, then))
    assert (client.get("/readyz").status_code == 200) == ready
    settings.WORKER = "elsewhere"
    assert client.get("/readyz").status_code == 200


def test_a_folder_that_takes_no_file_is_not_ready(client, db, var, settings):
    settings.VAR = var / "gone"
    assert client.get("/readyz").json()["checks"]["folder"] == {"ok": False, "found": "FileNotFoundError"}


def test_the_worker_leaves_word_after_each_round(db, var, settings):
    Path(settings.WORKER_BEAT).unlink()
    Rounds((), beat=beat).run(START)
    assert Path(settings.WORKER_BEAT).exists()


def figures(client: Client) -> dict[str, float]:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def test_what_the_database_holds_is_counted(client, db, var, settings, django_assert_max_num_queries):
    settings.METRICS = True
    city = stage()
    clock.stand_at("cast", START)
    cases = [city.record(START) for _ in range(3)]
    before = figures(client)
    assert (before["zhuqi_cases_live"], before["zhuqi_cases_late"], before["zhuqi_database_up"]) == (3, 0, 1)
    clock.stand_at("cast", START + dt.timedelta(days=400))
    with django_assert_max_num_queries(8):
        later = figures(client)
    assert later["zhuqi_cases_late"] == len(cases)
    assert {"zhuqi_reactions_owed", "zhuqi_reactions_failing", "zhuqi_reactions_oldest_seconds"} <= set(later)


def test_what_is_owed_is_counted_with_its_age(client, db, var, settings, monkeypatch):
    settings.METRICS = True
    clock.stand_at("cast", START + dt.timedelta(hours=1))
    monkeypatch.setattr(counting, "owed", lambda: Owed(3, 1, START))
    held = figures(client)
    assert (held["zhuqi_reactions_owed"], held["zhuqi_reactions_failing"]) == (3, 1)
    assert held["zhuqi_reactions_oldest_seconds"] == 3600


def test_requests_are_counted_by_the_name_of_their_route(client, db, var, settings):
    settings.METRICS = True
    city = stage()
    case = city.record(START)
    client.get(f"/cases/{case.pk}")
    client.generic("BREW", "/login")
    client.get("/nowhere/at/all/dragonfly")
    text = client.get("/metrics").content.decode()
    assert 'zhuqi_requests_total{method="GET",route="case",status="302"}' in text
    assert 'method="other",route="login"' in text and "BREW" not in text
    assert "dragonfly" not in text and f"/cases/{case.pk}" not in text
    assert 'zhuqi_request_seconds_bucket{le="0.5",route="case"}' in text
    assert set(re.findall(r"[{,](\w+)=", text)) <= {"route", "method", "status", "le"}


def test_a_database_that_is_away_leaves_the_other_counts(client, var, settings, monkeypatch):
    settings.METRICS = True
    monkeypatch.setattr(counting, "_cases", broken)
    held = figures(client)
    assert held["zhuqi_database_up"] == 0 and "zhuqi_cases_live" not in held


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "203.0.113.9"}, 404),
    ],
)
def test_counts_are_for_this_machine_unless_it_is_set(client, db, var, settings, asked, status):
    settings.METRICS = False
    assert client.get("/metrics", **asked).status_code == status
    settings.METRICS = True
    assert client.get("/metrics", **asked).status_code == 200
