"""The cast on its stage, with the database's clock standing at the start, and a terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from tests.cast import START, City, stage
from zhuqi.core.jobs import clock
from zhuqi.interfaces.cli import main

Types = Callable[..., Result]


@pytest.fixture
def city(db: None) -> City:
    built = stage()
    clock.stand_at("cast", START)
    return built


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Types:
    """Type a command in English; whatever it does but end with ``code`` is a failure."""
    monkeypatch.setenv("ZHUQI_LANG", "en")
    monkeypatch.setenv("PGOPTIONS", "")  # what a command sets there ends with the test

    def typed(*words: str, code: int = 0, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], input=stdin, catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return typed
