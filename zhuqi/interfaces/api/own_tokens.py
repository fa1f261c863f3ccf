"""One's own tokens: the list, a lesser one made by the one in hand, and revoking one."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from zhuqi.base.errors import Invalid, Missing
from zhuqi.base.words import say
from zhuqi.core.accounts import queries
from zhuqi.core.accounts.actions import issue_token, revoke_token
from zhuqi.core.accounts.rules import LABEL, TokenScope
from zhuqi.core.days import day_of
from zhuqi.interfaces.api.answers import answer
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.keeping import UNSAID, Nothing, Paged, get, page, post, told_at
from zhuqi.interfaces.api.reading import key
from zhuqi.interfaces.api.values import Day, InAddress, Shape, Taken, cannot, line
from zhuqi.interfaces.web.wording import local

HANDED_ON = (TokenScope.READ, TokenScope.ACT)
"""What a token can give to another. Never ``administer``: then no token made by one can make a third."""
router = Router(tags=["tokens"])


def _scopes(value: Any) -> frozenset[TokenScope]:
    known = {scope.value: scope for scope in HANDED_ON}
    if not isinstance(value, list) or not value or not all(isinstance(word, str) and word in known for word in value):
        raise cannot(say("Say what the token may do as a list: read, act, or both."))
    return frozenset(known[word] for word in value)


WORDS: dict[str, Any] = {"type": "string", "enum": [scope.value for scope in HANDED_ON]}
Scopes = Annotated[frozenset[TokenScope], Taken(_scopes, {"type": "array", "items": WORDS, "minItems": 1})]


class TokenRow(Shape):
    """A token. ``until``: the first day without it; ``open``: whether it opens anything today. Its secret is kept nowhere."""

    id: int
    name: str
    scopes: list[TokenScope]
    until: dt.date
    made_at: dt.datetime
    revoked_at: dt.datetime | None
    open: bool
    this: bool = Field(description="Whether it is the one this request came with.")


class TokenRows(Shape):
    """A page of one's own tokens, the newest first."""

    tokens: list[TokenRow]
    next: str | None


class TokenMade(TokenRow):
    """A new token. ``secret`` is told this one time: null where a key was repeated. Revoke one that was lost on the way."""

    secret: str | None


class TokenBody(Shape):
    """What a token is to be."""

    name: Annotated[str, line(LABEL)] = Field(description="What uses it, and where.")
    scopes: Scopes
    until: Day = Field(description="The first day without it.")


def _told(request: Asked, token: Any) -> dict[str, Any]:
    return {
        "id": token.pk,
        "name": token.name,
        "scopes": [TokenScope(scope) for scope in token.scopes.split()],
        "until": token.until,
        "made_at": local(token.made_at),
        "revoked_at": told_at(token.revoked_at),
        "open": token.revoked_at is None and token.until > day_of(request.now),
        "this": token.pk == request.auth.pk,  # type: ignore[attr-defined]  # what Bearer gave
    }


@get(router, "/tokens", TokenRows)
def list_tokens(request: Asked, asked: Query[Paged]) -> HttpResponse:
    """One's own tokens, those revoked or over among them."""
    shown, after = page("tokens", queries.tokens(request.actor.account or 0), ("-pk",), asked)
    return answer(TokenRows(tokens=[TokenRow(**_told(request, token)) for token in shown], next=after))


@post(router, "/tokens", TokenMade, makes=True, administers=True)
def make_token(request: Asked, typed: TokenBody) -> HttpResponse:
    """Make a lesser token in one's own name: it may do no more than the one in hand, never administers, and ends no later.
    Its secret is shown this one time."""
    _lesser(request, typed)
    token, secret = issue_token(
        request.actor,
        request.actor.account or 0,
        name=typed.name,
        scopes=typed.scopes,
        until=typed.until,
        key=key(request),
        now=request.now,
    )
    told = TokenMade(**_told(request, token), secret=secret or None)
    return answer(told, status=201, at=reverse("api-1:list_tokens"))


def _lesser(request: Asked, typed: TokenBody) -> None:
    """Raises Invalid for a token that would open more than the one in hand, or longer."""
    wrong = {}
    if not typed.scopes <= {TokenScope(scope) for scope in request.scopes}:
        wrong["scopes"] = say("A token made by another may do no more than that one.")
    if typed.until > request.auth.until:  # type: ignore[attr-defined]  # what Bearer gave
        wrong["until"] = say("A token made by another ends no later than that one.")
    if wrong:
        raise Invalid(wrong)


@post(router, "/tokens/{token_id}/revoke", TokenRow, administers=True)
def revoke_own_token(request: Asked, token_id: InAddress, typed: Nothing = UNSAID) -> HttpResponse:
    """Let a token of one's own open nothing any more."""
    if not queries.tokens(request.actor.account or 0).filter(pk=token_id).exists():
        raise Missing
    return answer(TokenRow(**_told(request, revoke_token(request.actor, token_id, key=key(request), now=request.now))))
