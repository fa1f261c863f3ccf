"""The project's own files, as the house tests read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = ("/vendor/", "/migrations/", "/data/")


@lru_cache(maxsize=1)
def files() -> tuple[Path, ...]:
    """Every file of the project that git knows or would take, in order."""
    listed = subprocess.run(
        ("git", "ls-files", "-co", "--exclude-standard", "-z"), cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return tuple(sorted(path for name in listed.split("\0") if name and (path := ROOT / name).is_file()))


def texts() -> Iterator[tuple[str, str]]:
    """(path from the root, text) of every file that is text."""
    for path in files():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):  # no text, or gone since it was listed
            continue


def ours(name: str) -> bool:
    """Whether a file was written here: not vendored, not generated, not data."""
    return not any(part in f"/{name}" for part in FOREIGN)


@lru_cache(maxsize=1)
def modules() -> dict[str, ast.Module]:
    """{module: its syntax tree} of everything under zhuqi, migrations left out."""
    found = {}
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("zhuqi/") and name.endswith(".py") and ours(name):
            found[name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")] = ast.parse(
                path.read_text("utf-8")
            )
    return found


def room(module: str) -> str:
    """The room a module belongs to (``zhuqi.domain.cases``), or its floor where there are no rooms."""
    parts = module.split(".")
    return ".".join(parts[:3] if parts[1:2] in (["domain"], ["core"]) else parts[:2])
