"""What every action has in common: one transaction, and one answer to a repeated key."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.module_loading import import_string

from zhuqi.base.errors import Missing, Stale
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.change import who
from zhuqi.core.journal.digests import digest
from zhuqi.core.journal.models import Entry, Receipt

log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R", bound=models.Model)
Seen = Callable[[Actor], "models.QuerySet[Any]"]
LONGEST = 80
"""Characters of a key that a receipt holds."""


def verb(action: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    """Run an action in one transaction. With a ``key``, a repeat gives the first answer again and does nothing. Somebody who
    may not see it any more is told what they would be told without the key: Missing.

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


def answered(action: Callable[Concatenate[Actor, P], R], actor: Actor, subject: object, key: str) -> R | None:
    """What an action answered to a key already, as it now stands; None where the key is new. ``subject``: what the action takes
    behind the actor, if anything. Raises Missing for whoever may not be told it any more."""
    inner: Any = inspect.unwrap(action)
    return _given(inner, actor, _key(inner, subject, key)) if key else None


def without_values(failure: Exception) -> str:
    """What a database says of a failure, without what stood in the row: PostgreSQL quotes that in the lines below the first."""
    return str(failure).partition("\n")[0]


@lru_cache(maxsize=1)
def seen() -> Mapping[type[models.Model], Seen]:
    """The wiring's table: of which rows an action gives back who may be told them again. Loaded on first use."""
    return import_string(f"{settings.ANSWERS}.SEEN")  # type: ignore[no-any-return]


@lru_cache(maxsize=1)
def parting() -> Mapping[str, str]:
    """The wiring's list of actions that may let a thing go out of the sight of whoever takes them. Loaded on first use."""
    return import_string(f"{settings.ANSWERS}.PARTING")  # type: ignore[no-any-return]


def _given(action: Callable[..., R], actor: Actor, key: str) -> R | None:
    """The answer that was given to a key already. Raises Missing for whoever may not be told it any more."""
    earlier = Receipt.objects.filter(who=who(actor), key=key).first() if key else None
    if earlier is None:
        return None
    row = _answer(action, earlier)
    if not _may_be_told(actor, row) and not _just_parted(action, actor, earlier):
        raise Missing
    return row


def _may_be_told(actor: Actor, row: models.Model) -> bool:
    """Whether the actor may still see a row. The clock sees all; an enterprise's door was asked when it came in, and its keys
    are of its own things."""
    return actor.account is None or seen()[type(row)](actor).filter(pk=row.pk).exists()


def _just_parted(action: Callable[..., Any], actor: Actor, earlier: Receipt) -> bool:
    """Whether the actor itself gave the thing out of its sight by this very action, and nothing happened to it since: a repeat
    then tells what they were told, and nothing that came later. Not to somebody without any role. One query at most."""
    kind = parting().get(_named(action))
    if kind is None or not actor.seats:
        return False
    last = Entry.objects.filter(kind=kind, subject=earlier.answer).order_by("-seq").first()
    return last is not None and f'["{Receipt._meta.db_table}",{earlier.pk},' in last.rows


def _subject(action: Callable[..., Any]) -> str:
    """The name of the parameter that names the subject; empty where the action makes a new one."""
    _, *others = inspect.signature(action).parameters.values()
    return others[0].name if others and others[0].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD else ""


def _key(action: Callable[..., Any], subject: object, typed: str) -> str:
    """A key as its receipt holds it: one action's and one subject's own, whatever its length. Two rooms may use one
    verb."""
    whole = f"{_named(action)}{'' if subject is None else f'/{subject}'}:"
    return whole + typed if len(whole + typed) <= LONGEST else f"{whole}#{digest(typed)[:32]}"


def _named(action: Callable[..., Any]) -> str:
    """An action with its room: voice.pass_on."""
    return f"{action.__module__.split('.actions')[0].rpartition('.')[2]}.{action.__name__}"


def _answer(action: Callable[..., R], earlier: Receipt) -> R:
    """The row the first call returned, as it now stands."""
    model = action.__annotations__["return"]
    if isinstance(model, str):
        model = action.__globals__[model]
    return model._default_manager.get(pk=earlier.answer)  # type: ignore[no-any-return]
