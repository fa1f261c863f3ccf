"""That it is really they: the present password, or a passkey's answer to a fresh challenge. Asked for before whatever opens
doors is changed, since a screen may be left alone."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from zhuqi.base.errors import Invalid, Refused
from zhuqi.base.words import say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts import passkeys
from zhuqi.core.accounts.models import Account, Passkey, PasskeyCount, Spent
from zhuqi.core.accounts.passkeys import Answered, Challenge, Purpose
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.core.accounts.wall import wall

NOT_THEIRS = say("This passkey doesn't open it. Try again, or give your password.")


def own(actor: Actor, account_id: int, password: str, passkey: Answered | None) -> Account:
    """The actor's own account, where this is its password or an answer of one of its passkeys. Raises Refused, or Invalid at
    ``password``."""
    if actor.account is None or actor.account != account_id:
        raise Refused(say("A second factor is one's own affair."))
    account = Account.objects.select_for_update().get(pk=account_id)
    if passkey is None:
        if not account.check_password(password):
            raise Invalid({"password": say("This isn't your present password.")})
        return account
    asked = passkey.challenge
    found = answering(asked, passkey.answer) if asked.purpose is Purpose.PROVE and asked.account == account_id else None
    if found is None or not found[1]:
        raise Invalid({"password": NOT_THEIRS})
    return account


@transaction.atomic
def prove(actor: Actor, *, password: str = "", passkey: Answered | None = None) -> None:
    """That it is really they who ask for what opens doors in their name. Raises Refused for nobody's account, Invalid."""
    own(actor, actor.account or 0, password, passkey)


def answering(challenge: Challenge, answer: str) -> tuple[Passkey, bool] | None:
    """The passkey that answers a challenge, and whether its count grew as it should; None where none does.

    A challenge is answered once, rightly or wrongly, also at the same moment.
    """
    if not spend(challenge.word):
        return None
    held = Passkey.objects.select_related("account").filter(credential=passkeys.credential_of(answer)).first()
    if held is None or not held.account.is_active or challenge.account not in (0, held.account_id):
        return None
    try:
        count = passkeys.used(
            challenge, answer, account_id=held.account_id, credential=held.credential, public_key=held.public_key
        )
    except passkeys.Wrong:
        return None
    return held, _grown(held, count)


def spend(word: str) -> bool:
    """Use up what is good for once; False where it was used before."""
    try:
        with transaction.atomic():
            Spent.objects.create(digest=fingerprint(word), at=wall())
    except IntegrityError:
        return False
    return True


@transaction.atomic
def begun_once(state: str) -> bool:
    """Whether a log-in begun elsewhere comes back for the first time."""
    return spend(state)


def _grown(held: Passkey, count: int) -> bool:
    """Keep a device's count where it is more than it was. Devices that don't count say 0 for ever (WebAuthn, § 6.1.1)."""
    row, new = PasskeyCount.objects.get_or_create(passkey=held, defaults={"count": count})
    if new or not count:
        return new or not row.count
    return bool(PasskeyCount.objects.filter(passkey=held, count__lt=count).update(count=count))
