"""Operations of tokens. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.tokens import TokenMade, TokenRow, TokenRows


class Tokens(Core):
    """Operations of tokens."""

    def list_tokens(self, *, rows: int | None = None, cursor: str | None = None) -> TokenRows:
        """One's own tokens, those revoked or over among them."""
        found: TokenRows = self._read("/tokens", {"rows": rows, "cursor": cursor})
        return found

    def each_of_list_tokens(self, *, rows: int | None = None) -> Iterator[TokenRow]:
        """Every row of all pages, one after the other."""
        return self._pages("/tokens", {"rows": rows}, "tokens")

    def make_token(
        self, *, name: str, scopes: Sequence[Literal["read", "act"]], until: str, key: str | None = None
    ) -> TokenMade:
        """Make a lesser token in one's own name: it may do no more than the one in hand, never administers, and
        ends no later. Its secret is shown this one time.
        """
        found: TokenMade = self._send("/tokens", {"name": name, "scopes": scopes, "until": until}, key=key)
        return found

    def revoke_own_token(self, token_id: int, *, key: str | None = None) -> TokenRow:
        """Let a token of one's own open nothing any more."""
        found: TokenRow = self._send(f"/tokens/{token_id}/revoke", {}, key=key)
        return found
