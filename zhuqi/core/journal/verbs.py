"""What every action has in common: one transaction, and one answer to a repeated key."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import models, transaction

from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import who
from zhuqi.core.journal.models import Receipt

P = ParamSpec("P")
R = TypeVar("R", bound=models.Model)


def verb(action: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    """Run an action in one transaction. With a ``key``, a repeat gives the first answer again and does nothing.

    The wrapped function returns the row of the subject it acted on, and hands its ``key`` to its ``Change``, which
    stores the receipt with the entry.
    """

    @wraps(action)
    def act(actor: Actor, *args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            if kwargs.get("key"):
                kwargs["key"] = f"{action.__name__}:{kwargs['key']}"[:80]
                earlier = Receipt.objects.filter(who=who(actor), key=kwargs["key"]).first()
                if earlier is not None:
                    return _answer(action, earlier)
            return action(actor, *args, **kwargs)

    return act


def _answer(action: Callable[..., Any], earlier: Receipt) -> Any:
    """The row the first call returned, as it now stands."""
    model = action.__annotations__["return"]
    if isinstance(model, str):
        model = action.__globals__[model]
    return model._default_manager.get(pk=earlier.answer)
