"""Who holds a secret, whose accounts somebody administers, and how an account's door stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from zhuqi.base.paths import within_any
from zhuqi.core.access.actor import Actor, Role
from zhuqi.core.access.queries import accounts_below, lasting
from zhuqi.core.accounts.lockout import FROM_ANYWHERE, FROM_ONE_PLACE
from zhuqi.core.accounts.models import Account, Factor, Passkey, RecoveryCode, Renewal, Session, Token
from zhuqi.core.accounts.rules import PREFIX, fingerprint
from zhuqi.core.accounts.wall import wall
from zhuqi.core.days import day_of


def token_of(secret: str, now: dt.datetime) -> Token | None:
    """The token with this secret, with its account; None where it is unknown, revoked or over, or the account closed.

    Looked up by its digest, so the time it takes tells nothing of the secret. One query.
    """
    if not secret.startswith(PREFIX):
        return None
    held = Token.objects.select_related("account").filter(digest=fingerprint(secret))
    return held.filter(revoked_at=None, until__gt=day_of(now), account__is_active=True).first()


def tokens(account_id: int) -> QuerySet[Token]:
    """An account's tokens, the newest first, those revoked or over among them."""
    return Token.objects.filter(account=account_id).order_by("-made_at", "-id")


def own(actor: Actor) -> QuerySet[Account]:
    """The actor's own account."""
    return Account.objects.filter(pk=actor.account or 0)


def kept_tokens(actor: Actor) -> QuerySet[Token]:
    """The actor's own tokens and, as security administrator, those of who holds or held a role below."""
    kept = {seat.path for seat in actor.seats if seat.role is Role.SECURITY_ADMIN}
    return Token.objects.filter(Q(account=actor.account or 0) | Q(account__in=accounts_below(kept)))


def opening(account_id: int, day: dt.date) -> QuerySet[Token]:
    """An account's tokens that open something on a day, unless it is closed."""
    return Token.objects.filter(account=account_id, revoked_at=None, until__gt=day)


def sessions(account_id: int) -> QuerySet[Session]:
    """An account's sessions, the one used last first. Some may have ended for lack of use."""
    return Session.objects.filter(account=account_id, expire_date__gt=wall()).order_by("-last_at", "session_key")


def open_account(account_id: int) -> Account | None:
    """An account that isn't closed. One query."""
    return Account.objects.filter(pk=account_id, is_active=True).first()


def must_renew(account_id: int) -> bool:
    """Whether the password was set by somebody else and must be changed. One query."""
    return Renewal.objects.filter(account=account_id).exists()


def open_account_named(username: str) -> Account | None:
    """An account that isn't closed, by its name as it is written. One query."""
    return Account.objects.filter(username=username, is_active=True).first()


def has_factor(account_id: int) -> bool:
    """Whether more than the password is asked for: a code or a passkey. At most two queries."""
    return has_codes(account_id) or passkeys(account_id).exists()


def has_codes(account_id: int) -> bool:
    """Whether a telephone shows codes for this account. One query."""
    return Factor.objects.filter(account=account_id).exists()


def passkeys(account_id: int) -> QuerySet[Passkey]:
    """An account's passkeys, the oldest first."""
    return Passkey.objects.filter(account=account_id).order_by("made_at", "id")


def whose_passkey(credential: str) -> Account | None:
    """The account that has the passkey of this name, unless it is closed. One query."""
    held = Passkey.objects.select_related("account").filter(credential=credential, account__is_active=True).first()
    return held.account if held is not None else None


def recovery_codes_left(account_id: int) -> int:
    """How many of the codes on paper are unused. One query."""
    return RecoveryCode.objects.filter(account=account_id, used_at=None).count()


def administers(actor: Actor, account_id: int, day: dt.date) -> bool:
    """Whether the actor is the security administrator of every place where the account may do something on ``day`` or later,
    also where it ends one day.

    An account that may do nothing is any such administrator's. Two queries.
    """
    reaches = [seat.path for seat in actor.seats if seat.role is Role.SECURITY_ADMIN]
    if not reaches or not Account.objects.filter(pk=account_id).exists():
        return False
    paths = lasting(day).filter(account=account_id).values_list("path", flat=True)
    return all(within_any(path, reaches) for path in paths)


@dataclass(frozen=True)
class Standing:
    """How an account's door stands, as the security administrator sees it. ``failures``: wrong passwords that still count;
    ``shut``: for one address at least; ``shut_to_all``: for every address; ``tokens``: those that open something."""

    open: bool
    password: bool
    renew: bool
    factor: bool
    failures: int
    shut: bool
    shut_to_all: bool
    tokens: int


def standing(account_id: int, day: dt.date) -> Standing:
    """How an account stands by the wall's clock, its tokens on a day. Five queries at most."""
    open_tokens = Count("tokens", filter=Q(tokens__revoked_at=None, tokens__until__gt=day))
    account: Any = Account.objects.annotate(open_tokens=open_tokens).get(pk=account_id)
    counting = AccessAttempt.objects.filter(
        username=account.username, attempt_time__gte=wall() - settings.AXES_COOLOFF_TIME
    )
    places = counting.values("ip_address").annotate(n=Sum("failures_since_start")).order_by()
    wrong = [place["n"] for place in places]
    return Standing(
        open=account.is_active,
        password=account.has_usable_password(),
        renew=must_renew(account_id),
        factor=has_factor(account_id),
        failures=sum(wrong),
        shut=max(wrong, default=0) >= FROM_ONE_PLACE,
        shut_to_all=sum(wrong) >= FROM_ANYWHERE,
        tokens=account.open_tokens,
    )
