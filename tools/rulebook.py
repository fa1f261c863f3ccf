"""After a change of a rulebook's keys: everything that follows from their rows, in the order in which one needs the other.

    python -m tools.rulebook           gather the words, write the manual's tables, write the schema
    python -m tools.rulebook --check   write nothing; exit 1 where something isn't up to date

A key's label is gathered first and must have its Chinese before the manual can be written: where one is missing the manual stays
as it is, and the label is named. Write its Chinese in ``zhuqi/locale/zh_Hans/LC_MESSAGES/django.po`` and type this again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from tools import manual, schema, words

STEPS: Mapping[str, Callable[[list[str]], int]] = {
    "words": words.main,
    "manual": manual.main,
    "schema": schema.main,
}
"""{what is written: how}, in order: the manual says the labels of the keys in Chinese."""


def main(arguments: list[str]) -> int:
    """Each step, also where one before it left something to do."""
    checking = ["--check"] if "--check" in arguments else []
    return max([step(checking) for step in STEPS.values()])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
