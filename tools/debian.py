"""Installing from Debian what Python's own packages can't bring. Standard library only."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

QUIET = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
UNREACHED = re.compile(
    r"Could not resolve|Temporary failure resolving|Failed to fetch|Unable to fetch|Could not connect"
)


def install(*packages: str) -> str:
    """Install Debian packages without a question. Gives nothing when done, else one sentence that says what to type."""
    wanted = " ".join(packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return f"{wanted} is missing here. As root, type: apt-get install {wanted}"
    print(f"Installing {wanted} from Debian ...", flush=True)
    _quietly("apt-get", "update", "-qq")
    done = _quietly(*QUIET, *packages)
    if done.returncode == 0:
        return ""
    said = done.stderr.decode(errors="replace").strip()
    reason = "no network" if UNREACHED.search(said) else (said.splitlines() or ["no reason given"])[-1]
    return f"{wanted} is missing, and installing it failed ({reason}). As root, type: apt-get install {wanted}"


def _quietly(*command: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
