"""The sheets of sorted sentences, as they are read for learning and for tests."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Sorted:
    """A sentence, and the laws that forbid what it asks for; none where it is lawful."""

    laws: tuple[str, ...]
    text: str


def sentences() -> tuple[Sorted, ...]:
    """Every sentence of the sheets, each once, in their order."""
    found: dict[str, Sorted] = {}
    for sheet in sorted(FOLDER.glob("*.tsv")):
        for line in sheet.read_text("utf-8").splitlines():
            laws, sort, text = line.split("\t")
            found.setdefault(text, Sorted(tuple(laws.split(",")) if sort == "bad" else (), text))
    return tuple(found.values())


def digest() -> str:
    """What the sheets hold, as the weights name it."""
    held = hashlib.sha256()
    for sheet in sorted(FOLDER.glob("*.tsv")):
        held.update(sheet.read_bytes())
    return held.hexdigest()
