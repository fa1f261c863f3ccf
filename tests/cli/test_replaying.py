"""``zhuqi replay`` and ``zhuqi demo``, with a stand-in for the campaign: what they keep, refuse and print."""

from __future__ import annotations

import datetime as dt
import json
import stat
from types import SimpleNamespace

import pytest

from tests.cast import START, stage
from zhuqi.base.words import say
from zhuqi.core.accounts.models import Account
from zhuqi.core.jobs import clock
from zhuqi.domain.directory.models import Organisation
from zhuqi.interfaces.cli import database, replaying
from zhuqi.interfaces.cli.running import NoDoor
from zhuqi.interfaces.replay.figures import Reconciled
from zhuqi.interfaces.replay.read import Dropped, Line


def line(computed: int) -> Reconciled:
    return Reconciled("teams", "service teams", 63, 63, computed, "the district", START, {"team": computed}, "", "", "")


class Campaign:
    """A preset that is the cast: counts how often it was played."""

    name = "nanguan"
    facts = {"area": "ng", "doors": [{"staff": "dispatcher"}, {"staff": "official"}]}

    def __init__(self) -> None:
        self.played = 0
        self.counted = 63
        self.dropped: list[Dropped] = []

    def play(self, rows: object, progress: replaying.Progress) -> SimpleNamespace:
        self.played += 1
        progress("registers", 1, 2)
        stage()
        clock.stand_at(self.name, START)
        return SimpleNamespace(dropped=self.dropped)


@pytest.fixture
def campaign(db, monkeypatch, settings, tmp_path) -> Campaign:
    found = Campaign()
    settings.VAR = tmp_path
    monkeypatch.setattr(replaying, "read_preset", lambda name: found)
    monkeypatch.setattr(replaying, "play", found.play)
    monkeypatch.setattr(replaying, "reconcile", lambda rows: [line(found.counted)])
    return found


@pytest.fixture
def served(monkeypatch) -> list[tuple[str, int]]:
    doors: list[tuple[str, int]] = []
    monkeypatch.setattr(replaying, "free", lambda host, port: None)
    monkeypatch.setattr(replaying, "open_site", lambda host, port: doors.append((host, port)))
    return doors


def test_an_empty_database_is_replayed_once_and_then_only_counted(campaign, types):
    assert "All 1 lines agree." in types("replay", "nanguan").stdout
    types("replay", "nanguan")
    assert campaign.played == 1


def test_json_is_rows_and_nothing_else(campaign, types):
    rows = json.loads(types("replay", "nanguan", "--json").stdout)
    assert [row.keys() for row in rows] == [{"figure", "published", "computed", "scope", "as_of", "terms"}]


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_figure_that_differs_is_named_and_fails(campaign, types, words):
    campaign.counted = 62
    said = types("replay", "nanguan", *words, code=1)
    assert "1 of 1 lines disagree: teams" in said.output


def test_rows_that_were_dropped_are_named(campaign, types):
    campaign.dropped = [Dropped(Line("acts", 12), say("left out as asked"))]
    assert "acts.csv:12  left out as asked" in types("replay", "nanguan").stderr


def test_one_row_can_be_left_out_in_a_database_of_its_own(campaign, types, monkeypatch):
    asked = []

    def tried(rows, row, progress):
        asked.append(row)
        return SimpleNamespace(replayed=SimpleNamespace(dropped=[]), lines=[line(62)])

    monkeypatch.setattr(replaying, "try_without", tried)
    types("replay", "nanguan", "--without", "acts.csv:12", code=1)
    assert asked == [Line("acts", 12)]
    assert campaign.played == 0
    assert "Write a row as FILE:LINE" in types("replay", "nanguan", "--without", "nothing", code=1).stderr


@pytest.mark.parametrize("words", [("replay", "nanguan"), ("replay", "nanguan", "--fresh"), ("demo", "--fresh")])
def test_data_that_no_replay_put_there_is_neither_used_nor_erased(campaign, served, types, words):
    stage()
    assert "no replay put there" in types(*words, code=1).stderr
    assert Organisation.objects.exists()
    assert campaign.played == 0


def test_the_replay_of_another_preset_is_not_taken_for_this_one(campaign, types):
    types("replay", "nanguan")
    campaign.facts = {**campaign.facts, "area": "elsewhere"}
    assert "--fresh" in types("replay", "nanguan", code=1).stderr


def test_a_demo_says_its_figures_its_accounts_and_its_password_and_opens(campaign, served, types, tmp_path):
    said = types("demo", "--port", "8133").stdout
    file = tmp_path / "demo-password.txt"
    password = file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(password) >= 10
    assert "All 1 lines agree." in said
    assert f"password {password}:" in said
    assert Account.objects.get(username="dispatcher").check_password(password)
    assert not Account.objects.get(username="land").has_usable_password()
    assert {row.split()[0] for row in said.splitlines() if " open " in row} == {"dispatcher", "official"}
    assert served == [("127.0.0.1", 8133)]


def test_a_second_demo_keeps_the_data_and_the_password(campaign, served, types, tmp_path):
    types("demo")
    password = (tmp_path / "demo-password.txt").read_text()
    assert password.strip() in types("demo").stdout
    assert campaign.played == 1
    assert Account.objects.get(username="dispatcher").check_password(password.strip())


def test_a_lost_password_is_drawn_anew(campaign, served, types, tmp_path):
    types("demo")
    file = tmp_path / "demo-password.txt"
    before = file.read_text()
    file.unlink()
    types("demo")
    assert file.read_text() != before
    assert Account.objects.get(username="official").check_password(file.read_text().strip())


def test_a_new_replay_has_a_password_of_its_own(campaign, served, types, tmp_path):
    (tmp_path / "demo-password.txt").write_text("of an older one")
    assert "of an older one" not in types("demo").stdout


def test_a_taken_port_is_said_before_any_long_step(campaign, types, monkeypatch):
    def taken(host, port):
        raise NoDoor("taken")

    monkeypatch.setattr(replaying, "free", taken)
    types("demo", code=2)
    assert campaign.played == 0


def test_progress_is_a_line_a_tenth_where_it_can_t_be_rewritten(capsys):
    progress = replaying.Progress()
    progress.live = False
    for done in range(101):
        progress("acts", done, 100)
    assert len(capsys.readouterr().err.splitlines()) == 11


def test_a_clock_that_stands_tells_a_replay(db):
    assert not database.replayed()
    clock.stand_at("x", dt.datetime(2019, 6, 4, tzinfo=dt.UTC))
    assert database.replayed()
