"""Tokens for programs: issued to a person, shown once, revoked at any time."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable

from django.db import transaction

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import events
from zhuqi.core.accounts.models import Account, Token
from zhuqi.core.accounts.queries import administers, opening
from zhuqi.core.accounts.rules import PREFIX, SECRET_BYTES, TokenScope, fingerprint, wrong_token
from zhuqi.core.days import day_of
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb


def issue_token(
    actor: Actor,
    account_id: int,
    *,
    name: str,
    scopes: Iterable[TokenScope],
    until: dt.date,
    key: str = "",
    now: dt.datetime,
) -> tuple[Token, str]:
    """Issue a token to an account: gives it, and its secret for this one time. ``until`` is the first day without it.

    A repeated ``key`` gives the first token again and an empty secret: nobody holds the secret any more, so one that was
    lost on the way is revoked and another issued. Raises Invalid, and Refused for anybody but the account's own person
    and the console: whoever holds a token acts in that person's name.
    """
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    digest = fingerprint(secret)
    token = keep_token(
        actor, account_id, name=name, scopes=frozenset(scopes), until=until, digest=digest, key=key, now=now
    )
    return token, secret if token.digest == digest else ""


@verb
def keep_token(
    actor: Actor,
    account_id: int,
    *,
    name: str,
    scopes: frozenset[TokenScope],
    until: dt.date,
    digest: str,
    key: str = "",
    now: dt.datetime,
) -> Token:
    """The half of ``issue_token`` that writes: it never sees the secret."""
    if not actor.clock and actor.account != account_id:
        raise Refused(say("A token is issued to oneself: whoever holds it acts in your name."))
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise Missing
    if not account.is_active:
        raise Refused(say("This account is closed."))
    if wrong := wrong_token(name, scopes, until, day_of(now)):
        raise Invalid(wrong)
    change = Change(actor, "token", None, now=now, key=key)
    token = change.insert(
        Token(
            account=account,
            name=name.strip(),
            salt=secrets.token_hex(16),
            digest=digest,
            scopes=" ".join(sorted(scopes)),
            until=until,
            made_at=now,
        )
    )
    change.subject = token.pk
    change.record(events.TokenIssued(account=account.pk, scopes=tuple(sorted(scopes)), until=until))
    return token


@verb
def revoke_token(actor: Actor, token_id: int, *, key: str = "", now: dt.datetime) -> Token:
    """Revoke a token: one's own, or as security administrator that of somebody below. One that is revoked stays as it is.

    Raises Missing where it isn't theirs.
    """
    token = Token.objects.select_for_update().filter(pk=token_id).first()
    if token is None:
        raise Missing
    if not (actor.clock or actor.account == token.account_id or administers(actor, token.account_id, day_of(now))):
        raise Missing
    if token.revoked_at is None:
        _revoke(actor, token, now, key)
    return token


@transaction.atomic
def revoke_tokens(actor: Actor, account_id: int, *, now: dt.datetime) -> int:
    """Revoke every token of somebody else's that still opens something: a new password alone leaves them open. Gives how many.

    Raises Refused for anybody but a security administrator above and the console, and where there is none.
    """
    today = day_of(now)
    if not actor.clock and (actor.account == account_id or not administers(actor, account_id, today)):
        raise Refused(
            say("Only the security administrator of their unit revokes somebody's tokens. Your own you revoke.")
        )
    held = list(opening(account_id, today).select_for_update().order_by("pk"))
    if not held:
        raise Refused(say("They have no token that opens anything."))
    for token in held:
        _revoke(actor, token, now)
    return len(held)


def _revoke(actor: Actor, token: Token, now: dt.datetime, key: str = "") -> None:
    change = Change(actor, "token", token.pk, now=now, key=key)
    change.update(token, revoked_at=now)
    change.record(events.TokenRevoked(account=token.account_id))
