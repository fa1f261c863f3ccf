"""Write what editors check a rulebook with: ``rulebooks/schema.json``, from the rows of the sections.

    python -m tools.schema           write it
    python -m tools.schema --check   exit 1 where it isn't up to date

A text names it in a comment on its first line: ``# yaml-language-server: $schema=schema.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from zhuqi.core.rulebook.schema import whole
from zhuqi.sections import SECTIONS

FILE = Path(__file__).resolve().parent.parent / "rulebooks" / "schema.json"
STALE = "rulebooks/schema.json isn't what the rows of the keys say. Type: .venv/bin/python -m tools.rulebook"


def written() -> str:
    """The file as it should be."""
    return json.dumps(whole(SECTIONS), ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Write it, or only look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where it isn't up to date")
    if parser.parse_args(arguments).check:
        if FILE.exists() and FILE.read_text(encoding="utf-8") == written():
            return 0
        print(STALE)
        return 1
    FILE.write_text(written(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
