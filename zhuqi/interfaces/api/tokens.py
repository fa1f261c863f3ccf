"""Who asks: the person in whose name a token was issued, with the roles that hold today."""

from __future__ import annotations

from typing import Any

from ninja.security import HttpBearer

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say
from zhuqi.core.accounts.queries import token_of
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.accounts.wall import wall
from zhuqi.core.days import day_of
from zhuqi.core.limits import actions as limits
from zhuqi.core.limits.rules import Door
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.faults import NotOpened, TooMany, readable
from zhuqi.interfaces.api.reading import take_in

LONGEST = 200
"""Characters of a secret; ours are shorter."""


class Bearer(HttpBearer):
    """``Authorization: Bearer <secret>``. Reading needs the scope ``read``, every step needs ``act``."""

    step = TokenScope.ACT
    refusal = NotOpened.said

    def authenticate(self, request: Asked, secret: str) -> Any:  # type: ignore[override]
        """Put the actor on the request, and give the token. None where the secret opens nothing; raises TooMany, NotOpened,
        Invalid."""
        held = token_of(secret, request.now) if len(secret) <= LONGEST else None
        if held is None:
            return None
        request.counted = True
        if wait := limits.count(Door.TOKEN, str(held.account_id), now=wall()):
            raise TooMany(wait)
        if not held.allows(TokenScope.READ if request.method == "GET" else self.step):
            raise NotOpened(self.refusal)
        request.scopes = tuple(held.scopes.split())
        request.actor = directory.actor(held.account_id, day_of(request.now))
        strange = [name for name in request.GET if name not in request.known]
        if strange:
            raise Invalid({readable(name): say("There is no such parameter here.") for name in strange})
        take_in(request)
        return held
