"""The tools say in one sentence what is wrong, and count what ran."""

from __future__ import annotations

import re
import socket

import pytest

from tools.bootstrap import lock, pins, trouble_with
from tools.port import complaint
from tools.test import NO_BROWSER, Count, counted


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
