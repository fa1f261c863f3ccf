"""The API as one object: its routers, its reading, its description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from zhuqi.interfaces.api import acts, books, registers
from zhuqi.interfaces.api.reading import Strict
from zhuqi.interfaces.api.tokens import Bearer

ETAG = {"description": "The version of the case.", "schema": {"type": "string", "pattern": '^"[0-9]+"$'}}
VERSIONED = frozenset({"CaseOut", "LifeOut", "Done"})
"""Shapes whose answers carry the version of their case."""


def _onwards(_: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Every fault is answered at the door, whatever it is."""
    raise error


class Site(NinjaAPI):
    """ninja's API, whose description also tells the headers of answers and which bodies may be left out."""

    def get_openapi_schema(self, **asked: Any) -> Any:
        """The description (OpenAPI 3.1)."""
        found = super().get_openapi_schema(**asked)
        for operations in found["paths"].values():
            for operation in operations.values():
                _headers(operation["responses"])
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


def _headers(responses: Mapping[Any, dict[str, Any]]) -> None:
    for status, response in responses.items():
        schema = response["content"]["application/json"]["schema"]
        if schema.get("$ref", "").rpartition("/")[2] in VERSIONED:
            response["headers"] = {"ETag": ETAG}
        if status == 401:
            response["headers"] = {"WWW-Authenticate": {"schema": {"type": "string", "const": "Bearer"}}}
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
for _router in (registers.router, acts.router, books.router):
    api.add_router("", _router)
for _kind in (Exception, Http404, HttpError, ValidationError):
    api.add_exception_handler(_kind, _onwards)
