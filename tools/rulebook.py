"""After a change of a rulebook's keys: everything that follows from their rows, in the order in which one needs the other.

    python -m tools.rulebook           gather the words, write the manual's tables, write the schema
    python -m tools.rulebook --check   write nothing; exit 1 where something isn't up to date

Each step needs the one before it, so the first that leaves something to do is the last that runs. The words come first: a key's
label must have its Chinese before the manual can be written. Labels that lack it are named, and what else the catalogue lacks is
counted (``tools/words.py`` names it). Write it in ``zhuqi/locale/zh_Hans/LC_MESSAGES/django.po``, and type this again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

import django

from tools import manual, schema, words

REST = "The catalogue lacks {n} more, no key's label. To see them, type: .venv/bin/python -m tools.words --check"


def gathered(arguments: list[str]) -> int:
    """The words of the whole program: labels of keys without Chinese one by one, of all the rest how many."""
    try:
        found = words.check(words.ROOT) if "--check" in arguments else words.update(words.ROOT)
    except words.Unclear as unclear:
        print(unclear)
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuqi.settings")
    django.setup()
    said = [fault for label in manual.labels() for fault in found if f": {label!r}" in fault]
    for fault in said:
        print(fault)
    if len(found) > len(said):
        print(REST.format(n=len(found) - len(said)))
    return 1 if found else 0


STEPS: Mapping[str, Callable[[list[str]], int]] = {
    "words": gathered,
    "manual": manual.main,
    "schema": schema.main,
}
"""{what is written: how}, in order: the manual says the labels of the keys in Chinese."""


def main(arguments: list[str]) -> int:
    """Each step, until one leaves something to do."""
    checking = ["--check"] if "--check" in arguments else []
    return next((code for step in STEPS.values() if (code := step(checking))), 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
