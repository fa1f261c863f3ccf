"""The API as one object: its routers, its reading, its description."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from zhuqi.interfaces.api import (
    acts,
    alike,
    batches,
    books,
    chain,
    changing,
    common,
    contacts,
    correcting,
    drafts,
    editions,
    errands,
    files,
    firms,
    following_up,
    joining,
    keeping_units,
    key_lists,
    liaison,
    links,
    members,
    outside,
    own_tokens,
    passing,
    people_doors,
    planning,
    published,
    registers,
    searching,
    sheets,
    told,
    visiting,
    voices,
    watching,
)
from zhuqi.interfaces.api.reading import Strict
from zhuqi.interfaces.api.tokens import Bearer

ETAG = {"description": "The version of the case.", "schema": {"type": "string", "pattern": '^"[0-9]+"$'}}
RETRY = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
VERSIONED = frozenset({"CaseOut", "LifeOut", "Done"})
"""Shapes whose answers carry the version of their case."""


def _onwards(_: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Every fault is answered at the door, whatever it is."""
    raise error


class Site(NinjaAPI):
    """ninja's API, whose description also tells the headers of answers, which bodies may be left out, and what can follow."""

    @cached_property
    def told(self) -> dict[str | None, Any]:
        """{address of the API: its description}. Each is drawn up once, and never changes; strangers may ask for it."""
        return {}

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> Any:
        """The description (OpenAPI 3.1)."""
        if path_prefix not in self.told:
            self.told[path_prefix] = self._described(super().get_openapi_schema(path_prefix=path_prefix))
        return self.told[path_prefix]

    def _described(self, found: Any) -> Any:
        found["components"]["links"] = links.components()
        for operations in found["paths"].values():
            for operation in operations.values():
                _headers(operation["responses"])
                _links(operation)
                for parameter in operation["parameters"]:
                    parameter["schema"] = _said(parameter["schema"])
                if "requestBody" in operation:
                    content = operation["requestBody"]["content"]["application/json"]
                    content["schema"] = _named(content["schema"])
        return found


def _said(schema: dict[str, Any]) -> dict[str, Any]:
    """The form of a parameter that may be left out: nobody can send null."""
    first, *null = schema.get("anyOf", [schema])
    return first if null == [{"type": "null"}] else schema


def _named(schema: dict[str, Any]) -> dict[str, Any]:
    """A body by its name alone, also where it may be left out."""
    first: dict[str, Any] = schema.get("allOf", [schema])[0]
    return first


def _links(operation: dict[str, Any]) -> None:
    good = next(response for status, response in operation["responses"].items() if int(status) < 300)
    good["links"] = {name: {"$ref": f"#/components/links/{name}"} for name in links.following(operation["operationId"])}


def _headers(responses: Mapping[Any, dict[str, Any]]) -> None:
    for status, response in responses.items():
        schema = response["content"]["application/json"]["schema"]
        if schema.get("$ref", "").rpartition("/")[2] in VERSIONED:
            response["headers"] = {"ETag": ETAG}
        if status == 401:
            response["headers"] = {"WWW-Authenticate": {"schema": {"type": "string", "const": "Bearer"}}}
        if status == 429:
            response["headers"] = {"Retry-After": RETRY}
        if status == 405:
            response["headers"] = {"Allow": {"schema": {"type": "string"}}}


api = Site(
    title="zhuqi 助企",
    version="1",
    description="The actions and lists of zhuqi. docs/api.md tells how they are used.",
    urls_namespace="api-1",
    docs_url=None,
    parser=Strict(),
    auth=Bearer(),
)
_MODULES = (
    alike,
    changing,
    key_lists,
    registers,
    acts,
    contacts,
    outside,
    books,
    files,
    chain,
    liaison,
    passing,
    visiting,
    errands,
    batches,
    common,
    voices,
    members,
    planning,
    following_up,
    joining,
    published,
    editions,
    drafts,
    watching,
    own_tokens,
    told,
    searching,
    sheets,
)
_SHARED = (keeping_units.router, firms.router, correcting.router, people_doors.router)
"""Modules that add their operations to another's router: here they are imported, and the router is taken once."""
for _router in dict.fromkeys([*(module.router for module in _MODULES), *_SHARED]):
    api.add_router("", _router)
for _kind in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(_kind, _onwards)
