"""Make ``.venv`` ready: ``python -m tools.bootstrap run|dev``.

Installs the locked packages, each file checked against its hash, and the project itself. A stamp of the lock makes the
second run a matter of milliseconds. Standard library only: this runs before anything else is there.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import debian

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input")
ONCE = ("install", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--retries", "2", "--progress-bar", "off")
UNREACHED = re.compile(
    r"connection broken by|NewConnectionError|Max retries exceeded|NameResolutionError|ConnectTimeout"
)
SCRIPT = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from {module} import {function}

sys.exit({function}())
"""


def main(kind: str) -> None:
    """Bring ``.venv`` to the state that the lock ``kind`` (run, dev) asks for; nothing is done twice."""
    with _alone():
        if ready(kind):
            return
        started = time.monotonic()
        make_environment()
        fetch(kind)
        place_project()
        stamp(kind).write_text(fingerprint(kind))
        print(f"The environment stands, after {time.monotonic() - started:.0f} s.", flush=True)


def lock(kind: str) -> Path:
    """The file of locked packages."""
    return ROOT / "requirements" / f"{kind}.txt"


def pins(kind: str) -> set[str]:
    """``name==version`` of every package locked, whatever the machine it is meant for."""
    return set(re.findall(r"^([\w.\-]+==[^\s;\\]+)", lock(kind).read_text(), re.MULTILINE))


def stamp(kind: str) -> Path:
    """Where it is noted that the lock is installed."""
    return VENV / f"installed-{kind}"


def fingerprint(kind: str) -> str:
    """What the stamp says: the lock, the folder and the Python it was installed for."""
    parts = (lock(kind).read_text(), (ROOT / "pyproject.toml").read_text(), str(ROOT), os.path.realpath(PYTHON))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def ready(kind: str) -> bool:
    """Whether the lock is installed as it now reads. Who has the tools to test has all it takes to run."""
    held = {kind, "dev"} if pins(kind) <= pins("dev") else {kind}
    return PYTHON.exists() and any(stamp(k).exists() and stamp(k).read_text() == fingerprint(k) for k in held)


def make_environment() -> None:
    """Make ``.venv``, or leave one that works. Ends with a sentence where Python's own venv is missing."""
    if PYTHON.exists() and _quietly(PYTHON, *PIP, "--version").returncode == 0:
        return
    if VENV.exists():
        print("The environment in .venv doesn't work any more; making it anew.", flush=True)
        shutil.rmtree(VENV)
    if importlib.util.find_spec("ensurepip") is None:
        trouble = debian.install("python3-venv")
        if trouble:
            sys.exit(trouble)
    print("Making the virtual environment .venv ...", flush=True)
    made = _quietly(sys.executable, "-m", "venv", VENV)
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(f"Python's venv failed here: {_last(made.stdout)}")


def fetch(kind: str) -> None:
    """Install the lock, telling how far it is. Ends with one sentence when it can't."""
    whole, seen, said = len(pins(kind)), 0, []
    print(f"Installing {whole} packages, each checked against its hash ...", flush=True)
    command = (PYTHON, *PIP, *ONCE, "-r", lock(kind))
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in pip.stdout or ():
            said.append(line)
            if line.startswith(("Collecting ", "Requirement already", "Ignoring ")):
                seen += 1
                if seen % 10 == 0:
                    print(f"  {seen} of {whole}", flush=True)
            elif line.startswith("Installing collected"):
                print("  unpacking", flush=True)
    if pip.returncode != 0:
        sys.exit(trouble_with("".join(said)))


def trouble_with(said: str) -> str:
    """One sentence for what pip said when it failed."""
    if "DO NOT MATCH THE HASHES" in said:
        return "A package that came over the network isn't the one that was locked (its hash differs). Nothing was installed."
    if UNREACHED.search(said):
        way_out = "Connect this machine (or set PIP_INDEX_URL to an index it can reach) and run it again."
        return f"No network: the packages can't be fetched. {way_out}"
    absent = re.search(r"No matching distribution found for (\S+)", said)
    if absent:
        return f"The package {absent[1]} isn't offered for this machine's Python {sys.version_info[0]}.{sys.version_info[1]}."
    if "No space left on device" in said:
        return "The disk is full: the packages take about 600 MB."
    return f"The packages could not be installed: {_last(said)}"


def place_project() -> None:
    """Let the environment import the project from where it stands, and write its command."""
    for packages in (VENV / "lib").glob("python3*/site-packages"):
        (packages / "zhuqi.pth").write_text(f"{ROOT}\n")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for name, target in project["scripts"].items():
        module, function = target.split(":")
        command = VENV / "bin" / name
        command.write_text(SCRIPT.format(python=PYTHON, module=module, function=function))
        command.chmod(0o755)


def _quietly(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def _last(said: str) -> str:
    return (said.strip().splitlines() or ["no reason given"])[-1]


@contextmanager
def _alone() -> Iterator[None]:
    """Let one set-up at a time work in this folder."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is at work in this folder; waiting for it ...", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    main(sys.argv[1])
