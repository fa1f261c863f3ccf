"""What every action has in common: one transaction, and one answer to a repeated key."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import IntegrityError, models, transaction

from zhuqi.base.errors import Stale
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import who
from zhuqi.core.journal.digests import digest
from zhuqi.core.journal.models import Receipt

log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R", bound=models.Model)
LONGEST = 80
"""Characters of a key that a receipt holds."""


def verb(action: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    """Run an action in one transaction. With a ``key``, a repeat gives the first answer again and does nothing.

    The wrapped function returns the row of the subject it acted on, and hands its ``key`` to its ``Change``, which
    stores the receipt with the entry. The action's first parameter after the actor, where it may be given by position,
    is the id of its subject: one key for two subjects is two keys.
    """
    named = _subject(action)

    @wraps(action)
    def act(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if kwargs.get("key"):
            subject = args[0] if args else kwargs.get(named)
            kwargs["key"] = _key(action, subject, str(kwargs["key"]))
        key = str(kwargs.get("key") or "")
        try:
            with transaction.atomic():
                return _given(action, actor, key) or action(actor, *args, **kwargs)
        except (Stale, IntegrityError) as clash:  # two at the same moment: one was let in, perhaps under the same key
            answer = _given(action, actor, key)
            if answer is not None:
                return answer
            if isinstance(clash, Stale):
                raise
            log.warning("%s met a rival: %s", action.__qualname__, without_values(clash))
            raise Stale from clash

    return act


def without_values(failure: Exception) -> str:
    """What a database says of a failure, without what stood in the row: PostgreSQL quotes that in the lines below the first."""
    return str(failure).partition("\n")[0]


def _given(action: Callable[..., R], actor: Actor, key: str) -> R | None:
    """The answer that was given to a key already."""
    earlier = Receipt.objects.filter(who=who(actor), key=key).first() if key else None
    return None if earlier is None else _answer(action, earlier)


def _subject(action: Callable[..., Any]) -> str:
    """The name of the parameter that names the subject; empty where the action makes a new one."""
    _, *others = inspect.signature(action).parameters.values()
    return others[0].name if others and others[0].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD else ""


def _key(action: Callable[..., Any], subject: object, typed: str) -> str:
    """A key as its receipt holds it: one action's and one subject's own, whatever its length. Two rooms may use one
    verb."""
    room = action.__module__.split(".actions")[0].rpartition(".")[2]
    whole = f"{room}.{action.__name__}{'' if subject is None else f'/{subject}'}:"
    return whole + typed if len(whole + typed) <= LONGEST else f"{whole}#{digest(typed)[:32]}"


def _answer(action: Callable[..., R], earlier: Receipt) -> R:
    """The row the first call returned, as it now stands."""
    model = action.__annotations__["return"]
    if isinstance(model, str):
        model = action.__globals__[model]
    return model._default_manager.get(pk=earlier.answer)  # type: ignore[no-any-return]
