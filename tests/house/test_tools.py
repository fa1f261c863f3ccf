"""The tools say in one sentence what is wrong, and count what ran."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import manual, rulebook, words
from tools.bootstrap import lock, pins, trouble_with
from tools.port import complaint
from tools.test import NO_BROWSER, Count, counted

Captured = pytest.CaptureFixture[str]


def test_who_has_the_tools_to_test_has_all_it_takes_to_run() -> None:
    assert pins("run")
    assert pins("run") <= pins("dev")


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_every_package_is_locked_with_its_hash(kind: str) -> None:
    entries = re.split(r"^(?=[A-Za-z])", lock(kind).read_text(), flags=re.MULTILINE)[1:]
    assert len(entries) == len(pins(kind))
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            "connection broken by 'NewConnectionError(...)'\nERROR: No matching distribution found for x==1",
            "No network",
        ),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "isn't the one that was locked"),
        ("ERROR: No matching distribution found for numpy==2.4.6", "The package numpy==2.4.6 isn't offered"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("first\nERROR: something else\n", "ERROR: something else"),
    ],
)
def test_a_failed_installation_is_one_sentence(said: str, sentence: str) -> None:
    assert sentence in trouble_with(said)
    assert "\n" not in trouble_with(said)


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        assert f"Port {port} is taken" in complaint("demo", str(port))
        assert "make demo PORT=" in complaint("demo", str(port))
    assert complaint("demo", str(port)) == ""


@pytest.mark.parametrize("port", ["", "0", "65536", "80a", "-1"])
def test_what_is_no_port_is_refused(port: str) -> None:
    assert "is no port" in complaint("up", port)


def test_tests_are_counted_over_both_engines() -> None:
    report = (
        '<testsuites><testsuite tests="5" failures="1" errors="1" skipped="2"><testcase/><testcase><failure/></testcase>'
        f'<testcase><error/></testcase><testcase><skipped message="{NO_BROWSER}"/></testcase>'
        '<testcase><skipped message="another reason"/></testcase></testsuite></testsuites>'
    )
    assert counted(report) == Count(passed=1, failed=2, skipped=2, browserless=1)
    assert str(counted(report) + Count(passed=2)) == "3 passed, 2 failed, 2 skipped"


def test_what_follows_from_a_rulebook_s_keys_is_written_in_order_until_a_step_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The words first: the manual says them. Where one step leaves something to do, the next can't be right."""
    assert [*rulebook.STEPS] == ["words", "manual", "schema"]
    done: list[tuple[str, list[str]]] = []

    def step(name: str) -> Callable[[list[str]], int]:
        def run(arguments: list[str]) -> int:
            done.append((name, arguments))
            return int(name == "manual")

        return run

    monkeypatch.setattr(rulebook, "STEPS", {name: step(name) for name in rulebook.STEPS})
    assert rulebook.main(["--check"]) == 1
    assert done == [("words", ["--check"]), ("manual", ["--check"])]
    monkeypatch.setattr(rulebook, "STEPS", {name: lambda arguments: 0 for name in rulebook.STEPS})
    assert rulebook.main([]) == 0


@pytest.mark.parametrize("arguments", [[], ["--check"]])
def test_labels_without_chinese_come_first_and_of_the_rest_their_number(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    faults = ["zh_Hans: untranslated: 'Some page.' (a.html)", "zh_Hans: untranslated: 'runs for' (b.py)"]
    many = [*faults, "zh_Hans: missing: 'it runs for long' (c.py)"]
    for name in ("check", "update"):
        monkeypatch.setattr(words, name, lambda root: many)
    assert rulebook.main(arguments) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == faults[1] and "lacks 2 more" in said[1] and len(said) == 2
    for name in ("check", "update"):
        monkeypatch.setattr(words, name, lambda root: [])
    assert rulebook.gathered(arguments) == 0 and capsys.readouterr().out == ""


def test_the_chinese_manual_is_not_written_in_english(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    """A label without Chinese is named; neither page is touched."""
    pages = {language: tmp_path / path.name for language, path in manual.PAGES.items()}
    for language, path in pages.items():
        lagging = manual.PAGES[language].read_text("utf-8").replace("`每次至多`", "`每回至多`")
        path.write_text(lagging, "utf-8")
    before = [path.read_text("utf-8") for path in pages.values()]
    monkeypatch.setattr(manual, "PAGES", pages)
    monkeypatch.setattr(manual, "gettext", lambda text: text if text == "runs for" else f"译：{text}")
    assert manual.main([]) == 1
    said = capsys.readouterr().out
    assert "have no Chinese yet: runs for. Nothing was written." in said and "tools.rulebook" in said
    assert [path.read_text("utf-8") for path in pages.values()] == before
    monkeypatch.setattr(manual, "gettext", "译：{}".format)
    assert manual.main([]) == 0
    assert all("`每次至多` | 译：" in path.read_text("utf-8") for path in pages.values())
