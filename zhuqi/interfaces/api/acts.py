"""Every step of a case, one address each; its body is made from the same row of ``NEEDS`` as the form of the page."""

# Annotations here are values, made for each action: no "from __future__ import annotations".

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Body

from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.rules.words import Action
from zhuqi.interfaces.api import shapes
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.bodies import body, may_be_empty, taken
from zhuqi.interfaces.api.case_shapes import done
from zhuqi.interfaces.api.cases import router
from zhuqi.interfaces.api.faults import WRITING, documented
from zhuqi.interfaces.api.reading import key, version_seen
from zhuqi.interfaces.api.values import InAddress

__all__ = ["router"]
Need = body(Action.RECORD)
KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "The same key again does nothing again, and gives the answer again.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,64}$", "minLength": 1, "maxLength": 64},
}
SEEN = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of the case as it was seen. 428 without it, 409 where the case has moved on.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$', "examples": ['"7"']},
}


@router.post(
    "/cases",
    operation_id="record",
    summary="Record a need",
    response={201: shapes.Done, **documented(*WRITING)},
    openapi_extra={"parameters": [KEY]},
)
def record(request: Asked, need: Need) -> HttpResponse:  # type: ignore[valid-type]
    """Write a need down, in the words of the enterprise."""
    case = ACTIONS[Action.RECORD](request.actor, **taken(Action.RECORD, need), key=key(request), now=request.now)
    at = reverse("api-1:one", args=[case.pk])
    return answer(done(case), status=201, version=case.version, at=at)


def _step(action: Action) -> Callable[..., HttpResponse]:
    """The endpoint of one action."""
    form = body(action)
    given: Any = Body(form()) if may_be_empty(action) else Body(...)

    def step(request: Asked, case_id: InAddress, typed: form = given) -> HttpResponse:  # type: ignore[valid-type]
        seen = version_seen(request)
        values = taken(action, typed)
        case = ACTIONS[action](request.actor, case_id, **values, seen=seen, key=key(request), now=request.now)
        return answer(done(case), version=case.version)

    return step


for _action in ACTIONS:
    if _action is not Action.RECORD:
        router.post(
            f"/cases/{{case_id}}/actions/{_action.value}",
            operation_id=_action.value,
            summary=_action.label[0].upper() + _action.label[1:],
            url_name=_action.value,
            response={200: shapes.Done, **documented(*WRITING, 428)},
            openapi_extra={"parameters": [SEEN, KEY]},
        )(_step(_action))
