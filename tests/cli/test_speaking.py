"""Commands speak the reader's language, and end in a sentence instead of a trace."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click
import pytest
from django.db import OperationalError, connection
from django.utils.translation import get_language

from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.base.words import Named, say, term
from zhuqi.interfaces.cli import database, main
from zhuqi.interfaces.cli.speaking import ASKED_IN, House, Option, language, read

DOCS = Path(__file__).parents[2] / "docs" / "commands.md"


@pytest.mark.parametrize(
    ("variables", "spoken"),
    [
        ({}, "zh-hans"),
        ({"LANG": "C.UTF-8"}, "zh-hans"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-hans"),
        ({"LANG": "de_DE.UTF-8"}, "zh-hans"),
        ({"LANG": "en_GB.UTF-8", "ZHUQI_LANG": "zh"}, "zh-hans"),
        ({"LANG": "zh_CN.UTF-8", "ZHUQI_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_terminal_s_and_else_chinese(monkeypatch, variables, spoken):
    for name in ASKED_IN:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken


def house(action) -> House:
    return House("house", commands=[click.Command("go", callback=action)])


def ends(action, capsys) -> tuple[object, str]:
    with pytest.raises(SystemExit) as ended:
        house(action).main(["go"])
    return ended.value.code, capsys.readouterr().err.strip()


def raising(fault):
    def action():
        raise fault

    return action


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Refused(say("{n} is too much.", n=3)), "3 is too much."),
        (Missing(), "There is nothing here under that number for you."),
        (Stale(), "Somebody else has moved this on in the meantime. Look again, then decide."),
        (Invalid({"why": say("This is needed."), "day": say("No.")}), "why: This is needed.\nday: No."),
        (Refused(say("On {day}.", day=dt.date(2019, 6, 4))), "On 4 June 2019."),
    ],
)
def test_a_fault_is_its_sentence_and_exit_1(monkeypatch, capsys, fault, said):
    monkeypatch.setenv("ZHUQI_LANG", "en")
    assert ends(raising(fault), capsys) == (1, said)


def test_a_fault_is_said_in_chinese_where_nothing_else_is_asked(monkeypatch, capsys):
    for name in ASKED_IN:
        monkeypatch.delenv(name, raising=False)
    before = get_language()
    assert ends(raising(Missing()), capsys)[1].endswith("。")
    assert get_language() == before


@pytest.mark.parametrize("stopped", [KeyboardInterrupt(), click.Abort()])
def test_ctrl_c_is_a_sentence_in_the_reader_s_language_and_exit_130(monkeypatch, capsys, stopped):
    monkeypatch.setenv("ZHUQI_LANG", "en")
    assert ends(raising(stopped), capsys) == (130, "Stopped before it was done.")


@pytest.mark.parametrize(
    ("connects", "behind", "said", "sentence"),
    [
        (False, 0, "x", "The database can't be reached: no route. DATABASE_URL says where it is."),
        (True, 3, "no such table: staff", "The database isn't up to date with the program. Run: zhuqi migrate"),
        (True, 0, "database is locked", "Another process is writing to the database. Try again in a moment."),
        (True, 0, "disk full\nat 12", "The database refused this: disk full"),
    ],
)
def test_a_database_that_isn_t_ready_is_a_sentence(monkeypatch, capsys, connects, behind, said, sentence):
    def connect():
        if not connects:
            raise OperationalError("no route\nmore")

    monkeypatch.setenv("ZHUQI_LANG", "en")
    monkeypatch.setattr(connection, "ensure_connection", connect)
    monkeypatch.setattr(database, "pending", lambda: behind)
    assert ends(raising(OperationalError(said)), capsys) == (1, sentence)


def test_words_and_sentences_are_read_alike(monkeypatch):
    class Fruit(Named):
        PEAR = "pear", term("a pear")

    assert read(Fruit.PEAR) == "a pear"
    assert read("") == ""
    assert read(say("{a} and {b}", a=Fruit.PEAR, b=[1, 2])).startswith("a pear")


def commands(group: click.Group, path: str = "zhuqi") -> list[tuple[str, click.Command]]:
    found = []
    for name, one in group.commands.items():
        found += commands(one, f"{path} {name}") if isinstance(one, click.Group) else [(f"{path} {name}", one)]
    return found


def test_every_command_and_option_has_its_help_and_its_place_in_the_docs():
    page = DOCS.read_text("utf-8")
    assert len(commands(main)) >= 13
    for path, one in commands(main):
        assert one.help, path
        assert f"`{path}" in page, path
        for option in (param for param in one.params if isinstance(param, Option)):
            assert option.help, f"{path} {option.opts}"
            assert option.opts[0] in page, f"{path} {option.opts}"


def test_help_is_read_in_the_reader_s_language(types, monkeypatch):
    assert "Serve the site." in types("serve", "--help").stdout
    monkeypatch.setenv("ZHUQI_LANG", "zh")
    said = types("serve", "--help").stdout
    assert "Serve the site." not in said
    assert "监听" in said
