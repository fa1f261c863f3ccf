"""Two machines on one PostgreSQL, each with a web and a worker process: one site, whichever is asked and whichever stops."""

from __future__ import annotations

import datetime as dt
import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
import requests

from tests.doors.clients import NEED, Client, act
from tests.doors.conftest import POSTGRES, fresh_database
from tests.doors.site import ROOT, Site
from tests.doors.wiring import TABLES

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not POSTGRES, reason="several machines share a server, not a file"),
]
LEAVERS, PATIENCE = 20, 60.0
STUCK = 4
MORE = {
    "DJANGO_SETTINGS_MODULE": "tests.doors.settings",
    "PGOPTIONS": f"-c idle_in_transaction_session_timeout={STUCK}s -c idle_session_timeout={STUCK}s",
}
"""The server takes the session of a process that stands still sooner than it does in a place."""
HOUR = dt.timedelta(hours=1)
HERE = "SELECT pid FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())"
WAITING = f"SELECT 1 FROM pg_locks WHERE NOT granted AND pid IN ({HERE})"
"""Sessions of this database that wait for another. Read from the locks: what the server says of its sessions stays the same
within a transaction."""


@dataclass
class Machines:
    """Two machines, what a client needs, and a line of our own to their database."""

    one: Site
    two: Site
    told: dict[str, Any]
    line: psycopg.Connection[Any]
    at: dt.datetime
    workers: dict[int, Site] = field(default_factory=dict)

    @property
    def both(self) -> tuple[Site, Site]:
        return self.one, self.two

    def asked(self, query: str) -> list[Any]:
        """The rows that a query gives."""
        return self.line.execute(query).fetchall()

    def stand(self, at: dt.datetime) -> None:
        """Let the database's clock stand at a moment."""
        self.at = at
        self.one.run("tests.doors.moment", at.isoformat())

    def leave(self, n: int = 1) -> list[int]:
        """So many people leave; gives the numbers of the entries that say so: each owes two reactions."""
        people = [str(self.told["leavers"].pop()) for _ in range(n)]
        patient = {**self.one.environment, "PGOPTIONS": ""}  # the clerk stands for nobody who stands still
        subprocess.run((sys.executable, "-m", "tests.doors.clerk", "0", *people), cwd=ROOT, env=patient, check=True)
        named = ", ".join(people)
        return [
            pk for (pk,) in self.asked(f"SELECT id FROM journal_entry WHERE verb = 'left' AND subject IN ({named})")
        ]

    def done(self, entries: list[int]) -> bool:
        """Whether everything that these entries owe is done."""
        named = ", ".join(map(str, entries))
        return not self.asked(f"SELECT 1 FROM journal_reaction WHERE entry_id IN ({named}) AND done_at IS NULL")

    def work(self, *places: Site) -> None:
        """Start workers and wait until each has made a round."""
        for place in places:
            place.start("work", "work")
            self.workers[place.running["work"].pid] = place
        self.round(*places)

    def round(self, *places: Site) -> None:
        """Wait until each worker has begun and ended a round."""
        for _ in range(2):
            for place in places:
                (place.folder / "work.beat").unlink(missing_ok=True)
            until(lambda: all((place.folder / "work.beat").exists() for place in places), "a round")


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.05)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "two")]
    with fresh_database(folders[0]) as url, psycopg.connect(url, autocommit=True) as line:
        one, two = (Site(folder, url, more=dict(MORE)) for folder in folders)
        told = json.loads(one.run("tests.doors.prepare", str(LEAVERS)))
        two.take_keys(one)
        for table in TABLES:
            line.execute(table)
        [(now,)] = line.execute("SELECT date_trunc('hour', now())").fetchall()
        machines = Machines(one, two, told, line, now)
        machines.stand(now + HOUR)
        try:
            yield machines
        finally:
            one.close()
            two.close()


@pytest.fixture
def machines(site: Machines) -> Iterator[Machines]:
    """The machines without workers; whatever a test started on them is ended."""
    site.line.execute("TRUNCATE doors_hours, doors_done")
    yield site
    for place in site.both:
        (place.folder / "hold").unlink(missing_ok=True)
        if "work" in place.running:
            place.kill("work")


@pytest.fixture
def webs(machines: Machines) -> Machines:
    for place in machines.both:
        if "web" not in place.running:
            place.serve()
    return machines


def page(place: Site, path: str) -> str:
    return f"http://127.0.0.1:{place.port}{path}"


def typed(visitor: requests.Session, place: Site, path: str, **form: str) -> requests.Response:
    """A form sent at one machine, with the token of a page of its own."""
    shown = visitor.get(page(place, "/account" if path == "/logout" else path)).text
    [token, *_] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    return visitor.post(page(place, path), data={**form, "csrfmiddlewaretoken": token}, allow_redirects=False)


def test_both_machines_give_one_answer(webs: Machines) -> None:
    told = webs.told
    official, elsewhere = (Client(place, told["tokens"]["official"]) for place in webs.both)
    need = {**NEED, "enterprise_id": told["enterprise"]}
    first = official.insist("/cases", need, key="twins")
    assert elsewhere.insist("/cases", need, key="twins") == first, "a key is known at both"
    seen = [_get(place, f"/api/v1/cases/{first['id']}", official.token) for place in webs.both]
    assert seen[0].json() == seen[1].json() and seen[0].headers["ETag"] == seen[1].headers["ETag"]
    moved = elsewhere.insist(act(first["id"], "submit"), {"why": "组里办不了"}, key="up", version=first["version"])
    late = official.post(act(first["id"], "submit"), {"why": "组里办不了"}, key="late", version=first["version"])
    assert late.status == 409
    for path in (f"/api/v1/cases/{first['id']}", "/api/v1/cases", "/api/v1/me"):
        answers = [_get(place, path, official.token) for place in webs.both]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json() == answers[1].json()
    assert _get(webs.one, f"/api/v1/cases/{first['id']}", official.token).json()["version"] == moved["version"]


def _get(place: Site, path: str, token: str) -> requests.Response:
    return requests.get(page(place, path), headers={"Authorization": f"Bearer {token}"}, timeout=30)


def test_a_session_made_at_one_is_good_at_the_other_and_ends_at_both(webs: Machines) -> None:
    with requests.Session() as visitor:
        assert typed(visitor, webs.one, "/login", **webs.told["account"]).status_code == 302
        shown = [visitor.get(page(place, "/cases"), allow_redirects=False) for place in webs.both]
        assert [answer.status_code for answer in shown] == [200, 200]
        assert typed(visitor, webs.two, "/logout").status_code == 302
        shown = [visitor.get(page(place, "/cases"), allow_redirects=False) for place in webs.both]
        assert [answer.status_code for answer in shown] == [302, 302]


def test_wrong_passwords_at_both_count_together(webs: Machines) -> None:
    wrong = {"username": "nobody-of-ours", "password": "wrong"}
    with requests.Session() as visitor:
        for n in range(5):
            typed(visitor, webs.both[n % 2], "/login", **wrong)
        assert [typed(visitor, place, "/login", **wrong).status_code for place in webs.both] == [429, 429]


def test_the_clock_s_jobs_are_one_worker_s_and_go_on_with_the_next(machines: Machines) -> None:
    one, two = machines.both

    def hours() -> Counter[dt.datetime]:
        return Counter(at for at, _ in machines.asked("SELECT at, pid FROM doors_hours"))

    def keeper() -> Site:
        [(pid,)] = machines.asked("SELECT pid FROM doors_hours ORDER BY at DESC, ctid DESC LIMIT 1")
        return machines.workers[pid]

    def an_hour_later() -> Site:
        machines.stand(machines.at + HOUR)
        until(lambda: machines.at in hours(), "the hour's job")
        machines.round(*(place for place in machines.both if "work" in place.running))
        assert hours()[machines.at] == 1
        return keeper()

    machines.work(one, two)
    keeps = keeper()
    assert hours() == {machines.at: 1}, "of two that begin, one does it"
    assert [an_hour_later() for _ in range(3)] == [keeps] * 3
    keeps.kill("work")
    until(lambda: hours()[machines.at] == 2, "the next to keep the clock, who catches up")
    other = two if keeps is one else one
    assert an_hour_later() is other
    machines.work(keeps)
    assert an_hour_later() is other, "who comes back waits"
    other.signal("work", signal.SIGSTOP)
    machines.stand(machines.at + HOUR)
    until(lambda: machines.at in hours(), "the hour's job while its keeper stands still")
    assert keeper() is keeps
    other.signal("work", signal.SIGCONT)
    machines.round(one, two)
    assert hours()[machines.at] == 1, "who wakes doesn't do it again"
    assert an_hour_later() is keeps
    machines.one.run("zhuqi", "verify")


def holding(machines: Machines) -> Site:
    """The machine whose worker has a reaction in hand and is held there."""
    until(lambda: any((place.folder / "holding").exists() for place in machines.both), "a worker in the middle")
    [place] = [place for place in machines.both if (place.folder / "holding").exists()]
    return place


def hold(machines: Machines, *, on: bool) -> None:
    for place in machines.both:
        (place.folder / "hold").touch() if on else (place.folder / "hold").unlink(missing_ok=True)


def once_each(machines: Machines, entries: list[int]) -> None:
    """Each was done to its end once, and everything is as it was written."""
    assert Counter(pk for (pk,) in machines.asked("SELECT entry FROM doors_done")) == dict.fromkeys(entries, 1)
    counted = json.loads(machines.one.run("tests.doors.count"))
    assert counted["owed"] == 0
    machines.one.run("zhuqi", "verify")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=lambda number: number.name)
def test_what_a_worker_had_in_hand_when_it_stopped_is_done_by_the_other(
    machines: Machines, number: signal.Signals
) -> None:
    hold(machines, on=True)
    machines.work(*machines.both)
    entries = machines.leave()
    held = holding(machines)
    held.signal("work", number)
    hold(machines, on=False)
    entries += machines.leave(3)
    until(lambda: machines.done(entries[1:]), "what others owe, while one stands still")
    until(lambda: machines.done(entries), "what it had in hand")
    if number == signal.SIGKILL:
        held.kill("work")
        machines.work(held)
    else:
        held.signal("work", signal.SIGCONT)
    machines.round(*machines.both)
    (machines.two if held is machines.one else machines.one).kill("work")
    entries += machines.leave(2)
    until(lambda: machines.done(entries), "what is owed, by the one that came back")
    once_each(machines, entries)


def test_what_one_holds_keeps_nobody_from_the_rest(machines: Machines) -> None:
    entries = machines.leave(3)
    with machines.line.transaction():
        machines.line.execute("SELECT 1 FROM journal_reaction WHERE entry_id = %s FOR UPDATE", entries[:1])
        machines.work(*machines.both)
        until(lambda: machines.done(entries[1:]), "what nobody holds")
        assert not machines.done(entries)
    until(lambda: machines.done(entries), "what was let go")
    once_each(machines, entries)


def test_a_web_process_that_stands_still_in_the_middle_holds_nobody_up_for_long(webs: Machines) -> None:
    clients = [Client(place, webs.told["tokens"]["official"]) for place in webs.both]
    case = clients[0].insist("/cases", {**NEED, "enterprise_id": webs.told["enterprise"]}, key="still")

    def submit(client: Client) -> int:
        return client.post(act(case["id"], "submit"), {"why": "组里办不了"}, version=case["version"]).status

    with ThreadPoolExecutor(2) as crowd:
        with webs.line.transaction():
            webs.line.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [case["id"]])
            first = crowd.submit(submit, clients[0])
            until(lambda: bool(webs.asked(WAITING)), "a web process that waits for the row")
            webs.one.signal("web", signal.SIGSTOP)
        second = crowd.submit(submit, clients[1])  # now the first has the row, and stands still
        assert second.result(PATIENCE) == 200
        webs.one.signal("web", signal.SIGCONT)
        assert first.result(PATIENCE) >= 500
    answer = _get(webs.one, f"/api/v1/cases/{case['id']}", clients[0].token)
    assert (answer.status_code, answer.json()["version"]) == (200, case["version"] + 1)
    assert submit(clients[0]) == 409


def test_a_worker_that_is_told_to_stop_ends_what_it_has_in_hand_and_begins_nothing_more(machines: Machines) -> None:
    hold(machines, on=True)
    machines.work(machines.one)
    entries = machines.leave(3)
    assert holding(machines) is machines.one
    machines.one.signal("work", signal.SIGTERM)
    hold(machines, on=False)
    assert machines.one.ends("work") == 0
    assert [n for (n,) in machines.asked("SELECT COUNT(*) FROM doors_done")] == [1]
    machines.work(machines.two)
    until(lambda: machines.done(entries), "the rest")
    once_each(machines, entries)
