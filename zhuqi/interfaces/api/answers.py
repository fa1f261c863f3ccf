"""What was asked for, as its answer."""

from __future__ import annotations

from django.http import HttpResponse

from zhuqi.interfaces.api.values import Shape


def answer(shape: Shape, *, status: int = 200, version: int | None = None, at: str = "") -> HttpResponse:
    """A shape as JSON. ``version``: of the case it shows, as its ETag; ``at``: the address of what was made."""
    response = HttpResponse(shape.model_dump_json(), status=status, content_type="application/json")
    if version is not None:
        response.headers["ETag"] = f'"{version}"'
    if at:
        response.headers["Location"] = at
    return response
