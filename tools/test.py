"""The whole check: ``python -m tools.test [--lint] [what pytest takes]``; ends with one line that counts tests.

Every phase runs even where an earlier one failed. Under CI (``CI=true``) a missing browser or proxy is a failure.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from ctypes import CDLL
from dataclasses import dataclass
from pathlib import Path

from tools import debian

ROOT = Path(__file__).resolve().parent.parent
PYTHON = (sys.executable, "-m")
POSTGRES = (*PYTHON, "tools.postgres")
CONTRACTS = "import sys; from importlinter.cli import lint_imports_command as go; sys.exit(go(['--no-logo']))"
BRIEFLY = ("--quiet", "--output-format", "concise")
NO_TESTS = 5
LONGEST = 2400 * (10 if os.environ.get("ZHUQI_SOAK") == "1" else 1)
"""Seconds after which a phase is taken to hang."""
BROWSER = ("chromium", "fonts-noto-cjk", "libatomic1")
"""The browser, its letters, and a library that its driver is linked against and a plain machine lacks."""
PROXY = "nginx"
"""What stands before the site in a place; its tests leave themselves out where it is missing."""
NO_BROWSER = "no Chromium here"
"""How the suite words the reason for leaving a browser test out."""


@dataclass(frozen=True)
class Count:
    """Tests of one run, or of several added up. Two engines leave out the same browser tests: those aren't added."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    browserless: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            max(self.browserless, other.browserless),
        )

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def counted(report: str) -> Count:
    """The tests of one run, read from its JUnit report."""
    count = Count()
    for suite in ET.fromstring(report).iter("testsuite"):
        whole, broken, skipped = int(suite.get("tests", 0)), _sum(suite, "failures", "errors"), _sum(suite, "skipped")
        browserless = sum(NO_BROWSER in found.get("message", "") for found in suite.iter("skipped"))
        count += Count(whole - broken - skipped, broken, skipped, browserless)
    return count


def _sum(suite: ET.Element, *names: str) -> int:
    return sum(int(suite.get(name, 0)) for name in names)


class Check:
    """The phases run so far: what failed, how many tests ran."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = Count()
        self.failed: list[str] = []
        self.environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL" and not k.startswith("ZHUQI_")}
        if "ZHUQI_SOAK" in os.environ:
            self.environment["ZHUQI_SOAK"] = os.environ["ZHUQI_SOAK"]

    def phase(self, name: str, command: Sequence[str], fine: Sequence[int] = (0,), **extra: str) -> None:
        """Run one phase with the time it took; note it where it failed."""
        print(f"== {name}", flush=True)
        started = time.monotonic()
        code = run(command, self.environment | extra, LONGEST)
        if code is None:
            print(f"Stopped after {LONGEST // 60} minutes: it doesn't come to an end.")
        print(f"== {name}: {'fine' if code in fine else 'FAILED'}, {time.monotonic() - started:.1f} s\n", flush=True)
        if code not in fine:
            self.failed.append(name)

    def suite(
        self, name: str, arguments: Sequence[str], fine: Sequence[int] = (0,), before: Sequence[str] = ()
    ) -> None:
        """Run the tests and add them to the count."""
        report = self.folder / f"{name}.xml"
        self.phase(name, (*before, *PYTHON, "pytest", "-n", "2", "-q", f"--junitxml={report}", *arguments), fine)
        if report.exists():
            self.count += counted(report.read_text())

    def lint(self) -> None:
        """Everything that is known without running the program."""
        self.phase("format", (*PYTHON, "ruff", "format", "--check", *BRIEFLY, "."))
        self.phase("lint", (*PYTHON, "ruff", "check", *BRIEFLY, "."))
        self.phase("types", (*PYTHON, "mypy"), ZHUQI_VAR=str(self.folder / "types"))
        self.phase("contracts", (sys.executable, "-c", CONTRACTS))

    def tests(self, arguments: Sequence[str]) -> None:
        """The whole suite on SQLite; on PostgreSQL the tests that use a database."""
        self.suite("suite on SQLite", arguments)
        self.suite(
            "suite on PostgreSQL", ("--only-db", *arguments), (0, NO_TESTS) if arguments else (0,), before=POSTGRES
        )


def run(command: Sequence[str], environment: Mapping[str, str], longest: float) -> int | None:
    """Run a command with all that it starts, for so many seconds at most; gives its exit code, or None where it was
    stopped."""
    with subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True) as process:
        try:
            return process.wait(longest)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGTERM)
            return None
        except KeyboardInterrupt:
            os.killpg(process.pid, signal.SIGTERM)
            raise


def can_browse(path: str | None = None) -> bool:
    """Whether there is a Chromium, and what its driver is linked against."""
    try:
        CDLL("libatomic.so.1")
    except OSError:
        return False
    return shutil.which("chromium", path=path) is not None


def find_browser(environment: Mapping[str, str]) -> str:
    """See to it that there is a Chromium. Gives nothing, or the sentence that says why there is none."""
    return "" if can_browse(environment.get("PATH")) else debian.install(*BROWSER)


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; gives the exit code."""
    with tempfile.TemporaryDirectory(prefix="zhuqi-check-") as folder:
        check = Check(Path(folder))
        if list(arguments) == ["--lint"]:
            check.lint()
            return _judge(check)
        browser, proxy = find_browser(check.environment), "" if debian.program(PROXY) else debian.unpack(PROXY)
        check.lint()
        check.tests(arguments)
        if check.count.browserless:
            print(f"{check.count.browserless} browser tests did not run: {browser or NO_BROWSER}.")
            if os.environ.get("CI"):
                check.failed.append("browser")
        if proxy:
            print(f"The tests of the proxy did not run: {proxy}.")
            if os.environ.get("CI"):
                check.failed.append("proxy")
        if not check.count.passed + check.count.failed:
            check.failed.append("no test ran")
        code = _judge(check)
        print(check.count)
        return code


def _judge(check: Check) -> int:
    if check.failed:
        print(f"Failed: {', '.join(check.failed)}.")
    return 1 if check.failed or check.count.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
