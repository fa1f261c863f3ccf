"""``python -m tests.doors.personal``: every word about people in the database at hand, as JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator

import django

django.setup()

from django.apps import apps  # noqa: E402  # tables are there once the house is set up
from django.db import models  # noqa: E402

TELLING = re.compile(r"[\u3400-\u9fff]|\d{6}|.{13}")
"""A word that a line of the log can't hold by chance: Chinese, a long number, a long text."""
ROUTINE = {"salt", "state", "kind", "path"}


def words() -> Iterator[str]:
    """The texts of every table with a salt: those are the ones that hold people's words."""
    for model in apps.get_models():
        fields = [
            field for field in model._meta.concrete_fields if isinstance(field, models.CharField | models.TextField)
        ]
        if "salt" in {field.name for field in fields}:
            for row in model._default_manager.values_list(*(f.name for f in fields if f.name not in ROUTINE)):
                yield from (text for text in row if text and TELLING.search(text))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(sorted(set(words()))))
