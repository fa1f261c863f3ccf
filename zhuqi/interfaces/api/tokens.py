"""Who asks: the person in whose name a token was issued, with the roles that hold today."""

from __future__ import annotations

from ninja.security import HttpBearer

from zhuqi.base.errors import Invalid
from zhuqi.base.words import say
from zhuqi.core.accounts.queries import token_of
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.domain.directory import queries as directory
from zhuqi.interfaces.api.asked import Asked
from zhuqi.interfaces.api.faults import NotOpened, readable

LONGEST = 200
"""Characters of a secret; ours are shorter."""


class Bearer(HttpBearer):
    """``Authorization: Bearer <secret>``. Reading needs the scope ``read``, every step needs ``act``."""

    def authenticate(self, request: Asked, secret: str) -> bool:  # type: ignore[override]
        """Put the actor on the request. False where the secret opens nothing; raises NotOpened, Invalid."""
        held = token_of(secret, request.now) if len(secret) <= LONGEST else None
        if held is None:
            return False
        if not held.allows(TokenScope.READ if request.method == "GET" else TokenScope.ACT):
            raise NotOpened
        request.scopes = tuple(held.scopes.split())
        request.actor = directory.actor(held.account_id, directory.day_of(request.now))
        strange = [name for name in request.GET if name not in request.known]
        if strange:
            raise Invalid({readable(name): say("There is no such parameter here.") for name in strange})
        return True
