"""The log's filter: a secret never passes it, whatever carries it."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from zhuqi.interfaces.portal.quiet import Quiet

SECRET = "Rh2lQpieAIvxQCWtO7tJXnPvdFMEtolzuRsQjtqy5T8"
CARRIERS: list[tuple[str, tuple[Any, ...], str]] = [
    ("Not Found: %s", (f"/l/{SECRET}",), "Not Found: /l/…"),
    (f"GET /l/{SECRET} HTTP/1.1", (), "GET /l/… HTTP/1.1"),
    ("%s %s", (f'"https://a.example/l/{SECRET}?x=1"', 404), '"https://a.example/l/…?x=1" 404'),
    ("100% of /l/" + SECRET, (), "100% of /l/…"),
    ("Forbidden: %s", ("/l/",), "Forbidden: /l/"),
    ("Not Found: %s", ("/cases/12",), "Not Found: /cases/12"),
]


@pytest.mark.parametrize(("said", "facts", "told"), CARRIERS)
def test_a_secret_does_not_pass(said: str, facts: tuple[Any, ...], told: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "x.py", 1, said, facts, None)
    assert Quiet().filter(record)
    assert record.getMessage() == told


def test_a_secret_in_a_traceback_does_not_pass() -> None:
    fault = ValueError(f"no such address: /l/{SECRET}")
    record = logging.LogRecord("any", logging.ERROR, "x.py", 1, "broken", (), (ValueError, fault, None))
    Quiet().filter(record)
    written = logging.Formatter().format(record)
    assert "/l/…" in written
    assert SECRET not in written
