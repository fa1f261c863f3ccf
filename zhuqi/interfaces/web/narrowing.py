"""Lists narrowed to one area, or to what lies there beside the areas below it, as the tiles open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhuqi.base.paths import within, within_any
from zhuqi.base.words import term
from zhuqi.core.access.queries import below
from zhuqi.core.days import day_of
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.liaison.queries.tiles import tiles
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.asked import Asked
from zhuqi.interfaces.web.forms import Field, Kind

AREA = (
    Field("area", term("Area"), Kind.INTEGER, required=False, least=1),
    Field("beside", term("in none of them"), Kind.TICK, required=False),
)


@dataclass(frozen=True)
class Narrowed:
    """The area of which a list tells; nothing of it where it tells of all. ``without``: paths that are left out."""

    name: str = ""
    path: str = ""
    without: tuple[str, ...] = ()

    def rows(self, rows: Any, column: str = "region__path") -> Any:
        """Of some rows those that lie there: of those that one sees anyhow, so that naming an area opens nothing."""
        if not self.path:
            return rows
        found = rows.filter(below({self.path}, column))
        return found.exclude(below(self.without, column)) if self.without else found

    def holds(self, path: str) -> bool:
        """Whether a path lies there."""
        return within(path, self.path) and not within_any(path, self.without)


def narrowed(request: Asked) -> Narrowed:
    """The area that was asked for. Raises Missing where there is none. No query, one, or four."""
    asked = forms.read(AREA, request.GET)
    if asked["area"] is None:
        return Narrowed()
    if asked["beside"]:
        found = tiles(request.actor, asked["area"], day_of(request.now))
        return Narrowed(found.root.name, found.root.path, tuple(area.path for area in found.areas))
    only = directory.unit(asked["area"])
    return Narrowed(only.name, only.path)
