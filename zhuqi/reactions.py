"""What follows from what: the only wiring upward. (kind, verb) → {name of the reaction: function(entry, now)}."""

from __future__ import annotations

from collections.abc import Callable, Mapping

REACTIONS: Mapping[tuple[str, str], Mapping[str, Callable[..., None]]] = {}
