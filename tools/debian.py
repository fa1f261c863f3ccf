"""Installing from Debian what Python's own packages can't bring. Standard library only."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
UNPACKED = ROOT / ".venv" / "debian"
"""Where packages lie that are wanted for their programs alone."""
QUIET = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
UNREACHED = re.compile(
    r"Could not resolve|Temporary failure resolving|Failed to fetch|Unable to fetch|Could not connect"
)


def install(*packages: str) -> str:
    """Install Debian packages without a question. Gives nothing when done, else one sentence that says what to type."""
    return _fetch((*QUIET, *packages), " ".join(packages))


def unpack(package: str) -> str:
    """Lay the files of a Debian package into a folder of ours: it isn't installed, and no service of it starts. Gives
    nothing when done, else one sentence that says what to type."""
    with TemporaryDirectory() as folder:
        if said := _fetch(("apt-get", "download", "-qq", package), package, folder):
            return said
        for file in Path(folder).glob("*.deb"):
            _quietly("dpkg", "-x", str(file), str(UNPACKED))
    return "" if program(package) else f"{package} can't be unpacked. As root, type: apt-get install {package}"


def program(name: str) -> str | None:
    """Where a program lies: on the path, where Debian keeps those of administrators, or unpacked."""
    folders = (os.environ.get("PATH", ""), "/usr/sbin", str(UNPACKED / "usr" / "sbin"))
    return shutil.which(name, path=os.pathsep.join(folders))


def _fetch(command: tuple[str, ...], wanted: str, folder: str | None = None) -> str:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return f"{wanted} is missing here. As root, type: apt-get install {wanted}"
    print(f"Fetching {wanted} from Debian ...", flush=True)
    _quietly("apt-get", "update", "-qq")
    done = _quietly(*command, folder=folder)
    if done.returncode == 0:
        return ""
    said = done.stderr.decode(errors="replace").strip()
    reason = "no network" if UNREACHED.search(said) else (said.splitlines() or ["no reason given"])[-1]
    return f"{wanted} is missing, and fetching it failed ({reason}). As root, type: apt-get install {wanted}"


def _quietly(*command: str, folder: str | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
