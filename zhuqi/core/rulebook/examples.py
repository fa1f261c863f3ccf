"""What becomes of the examples that an edition carries: the wiring plays them, each in the room it is about."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.utils.module_loading import import_string

from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.standing import Layer

Player = Callable[[Layer], tuple[Outcome, ...]]


@lru_cache(maxsize=1)
def _player() -> Player:
    """The wiring's function that plays a text's examples. Loaded on first use."""
    return import_string(settings.EXAMPLES)  # type: ignore[no-any-return]


@lru_cache(maxsize=64)
def outcomes(layer: Layer) -> tuple[Outcome, ...]:
    """What becomes of every example of a text, in order. Raises Faulty with those that can't be read."""
    return _player()(layer)
