"""Sending out what is due, trying again what couldn't be sent, sweeping what is old.

A worker claims one by moving its moment on, in a statement of its own; the net is asked outside of any transaction; how it went
is written afterwards. Who is stopped in between leaves it to be tried again: at least once, and never two at the same time.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import smtplib
import time

from django.conf import settings
from django.db import transaction
from django.db.models import F

from zhuqi.base.errors import Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.codes import opened
from zhuqi.core.accounts.wall import wall
from zhuqi.core.jobs.queries import tends
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.messages import connecting, events, writing
from zhuqi.core.messages.actions import letters
from zhuqi.core.messages.actions.telling import sent_from
from zhuqi.core.messages.models import Mailbox, Message, Sending
from zhuqi.core.messages.queries import mailbox, org_sees, preference, still_told
from zhuqi.core.messages.rules import CODE_LASTS, KEPT, KEPT_READ, KEPT_SENT, Way, as_stored, next_try, signature

log = logging.getLogger(__name__)
CLAIM = dt.timedelta(minutes=2)
"""For how long one is a worker's: longer than sending may take."""
A_ROUND, SECONDS = 200, 45
"""How many are tried in a round, and for how long: the clock's other jobs wait meanwhile."""
BATCH = 500


class _LetGo(Exception):
    """Nobody is to get it any more."""


class _Later(Exception):
    """Not now, but at a moment."""

    def __init__(self, at: dt.datetime) -> None:
        super().__init__(at)
        self.at = at


def send(now: dt.datetime) -> int:
    """Send what is due. Gives how many were sent. A program that doesn't answer isn't asked again in the same round."""
    sent, until, silent = 0, time.monotonic() + SECONDS, set[int]()
    due = Sending.objects.filter(done_at=None, failed_at=None, due_at__lte=now).order_by("due_at", "id")
    for pk, subscription in list(due.values_list("pk", "subscription")[:A_ROUND]):
        if time.monotonic() > until:
            break
        if subscription in silent:
            continue
        went = _one(pk, now)
        sent += went is True
        if went is False and subscription is not None:
            silent.add(subscription)
    return sent


def _one(pk: int, now: dt.datetime) -> bool | None:
    """Send one: True where it went out, False where it failed, None where it wasn't ours, or nobody's any more."""
    claimed = Sending.objects.filter(pk=pk, done_at=None, failed_at=None, due_at__lte=now)
    if not claimed.update(due_at=now + CLAIM, attempts=F("attempts") + 1):
        return None
    sending = Sending.objects.select_related("message__account", "subscription").get(pk=pk)
    try:
        WAYS[Way(sending.channel)](sending, now)
    except _LetGo:
        _note(sending, done_at=now, error="", attempts=sending.attempts - 1)
        return None
    except _Later as later:
        _note(sending, due_at=later.at, attempts=sending.attempts - 1)
        return None
    except Exception as failure:  # whatever it was, it is kept for the administrator and tried again
        again = next_try(sending.attempts, now)
        log.warning("sending %s by %s failed, attempt %s", sending.pk, sending.channel, sending.attempts)
        _note(sending, error=as_stored(_why(failure)), **({"due_at": again} if again else {"failed_at": now}))
        return False
    _note(sending, done_at=now, error="")
    return True


def _note(sending: Sending, **fields: object) -> None:
    if sending.channel == Way.CODE.value and {"done_at", "failed_at"} & fields.keys():
        fields["content"] = ""  # a letter that is over is forgotten
    Sending.objects.filter(pk=sending.pk).update(**fields)


def _why(failure: Exception) -> Sentence:
    """Why it failed, without what may name a person: of a mail server's answer its code alone."""
    if isinstance(failure, connecting.Failed):
        return failure.sentence
    if isinstance(failure, smtplib.SMTPResponseException):
        return say("The mail server answered {code}.", code=failure.smtp_code)
    if isinstance(failure, smtplib.SMTPException):
        return say("The mail server didn't take it: {what}", what=type(failure).__name__)
    if isinstance(failure, OSError):
        return say("The mail server can't be reached: {what}", what=type(failure).__name__)
    return say("It went wrong here: {what}", what=type(failure).__name__)


def _mail(sending: Sending, now: dt.datetime) -> None:
    message = sending.message
    if message is None or message.read:
        raise _LetGo
    held, choice = mailbox(message.account_id), preference(message.account_id)
    if held is None or held.confirmed_at is None or not choice.mail or not still_told(message, now):
        raise _LetGo
    allowed = sent_from(choice, now, urgent=message.urgent)
    if allowed > now:
        raise _Later(allowed)
    writing.mail_of(message, held.address, message.account.language).send()


def _code(sending: Sending, now: dt.datetime) -> None:
    if sending.content:
        if not letters.post(sending, now):
            raise _LetGo
        return
    held = Mailbox.objects.select_related("account").filter(pk=sending.mailbox or 0, confirmed_at=None).first()
    later = Sending.objects.filter(
        channel=sending.channel, mailbox=sending.mailbox, entry=None, content="", pk__gt=sending.pk
    )
    code = opened(held.code) if held is not None else None
    if held is None or code is None or now > held.named_at + CODE_LASTS or later.exists():
        raise _LetGo
    writing.code_mail(code.decode(), held.address, held.account.language).send()


def _webhook(sending: Sending, now: dt.datetime) -> None:
    to = sending.subscription
    if to is None or to.ended_at is not None:
        raise _LetGo
    content = json.loads(sending.content)
    if "kind" in content and not org_sees(to, content["kind"], content["id"]):
        raise _LetGo
    secret = opened(to.secret)
    if secret is None:
        raise connecting.Failed(say("The secret can't be read: the key file is another one."))
    body = writing.body_of(sending.pk, sending.content)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": f"zhuqi/{settings.VERSION}",
        "X-Zhuqi-Signature": signature(secret.decode(), int(wall().timestamp()), body),
    }
    connecting.post(to.address, body, headers)


WAYS = {Way.MAIL: _mail, Way.CODE: _code, Way.WEBHOOK: _webhook}


@verb
def send_again(actor: Actor, sending_id: int, *, key: str = "", now: dt.datetime) -> Sending:
    """Let what couldn't be sent be tried at once, also where it was given up: then it has all its attempts anew. For the system
    administrator of the whole place. Raises Missing, Refused where it is done."""
    if not tends(actor):
        raise Missing
    held = Sending.objects.select_for_update(of=("self",)).filter(pk=sending_id).first()
    if held is None:
        raise Missing
    if held.done_at is not None:
        raise Refused(say("It has been done meanwhile."))
    anew = {"attempts": 1, "failed_at": None} if held.failed_at is not None else {}
    _note(held, due_at=min(held.due_at, now), **anew)
    held.refresh_from_db()
    change = Change(actor, "sending", sending_id, now=now, key=key)
    change.record(events.SentAgain())
    return held


@transaction.atomic
def sweep(now: dt.datetime) -> None:
    """Forget what was sent, what was read a while ago, and what nobody reads any more."""
    Sending.objects.filter(done_at__lt=now - KEPT_SENT).delete()
    Sending.objects.filter(failed_at__lt=now - KEPT).delete()
    old = Message.objects.filter(at__lt=now - KEPT) | Message.objects.filter(read=True, at__lt=now - KEPT_READ)
    pks = list(old.order_by("id").values_list("pk", flat=True)[:BATCH])
    while pks:
        Sending.objects.filter(message__in=pks).delete()
        Message.objects.filter(pk__in=pks).delete()
        pks = list(old.order_by("id").values_list("pk", flat=True)[:BATCH])
