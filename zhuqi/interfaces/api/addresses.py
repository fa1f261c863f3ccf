"""Every address under ``/api/``, each behind the door; what lies beside them is answered there too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, include, path, re_path
from django.views.decorators.http import require_GET
from ninja.operation import Operation

from zhuqi.interfaces.api.door import guarded, nowhere
from zhuqi.interfaces.api.site import api

patterns, app, namespace = api.urls


def _operations() -> Iterator[Operation]:
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            yield from view.operations


def _queries() -> dict[str, dict[str, frozenset[str]]]:
    """{address: {method: names of its query}}."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for operation in _operations():
        names = [
            name
            for model in operation.models
            if model.__ninja_param_source__ == "query"
            for name in model.__ninja_flatten_map__
        ]
        for method in operation.methods:
            found.setdefault(operation.path, {})[method] = frozenset(names)
    return found


def _behind_the_door(pattern: Any) -> URLPattern:
    route = str(pattern.pattern)
    known = queries.get("/" + route.replace("<", "{").replace(">", "}"), {})
    view = pattern.callback if known else require_GET(pattern.callback)
    return path(route, guarded(view, known), name=pattern.name)


queries = _queries()
urlpatterns = [
    path("v1/", include(([_behind_the_door(pattern) for pattern in patterns], app), namespace)),
    re_path("", guarded(nowhere, {})),
]
