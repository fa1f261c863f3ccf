"""Coming in by a code that was mailed, going out, choosing for which enterprise. Nothing here is booked: nobody counts log-ins.

All of it runs by the wall's clock, also where a database stands at a moment of its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import transaction

from zhuqi.base.errors import Missing
from zhuqi.base.words import say
from zhuqi.core.accounts.codes import LETTERS, plain
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.core.accounts.wall import wall
from zhuqi.core.messages.actions import letters
from zhuqi.domain.members.models import Code, Member, Sitting
from zhuqi.domain.members.queries import inside
from zhuqi.domain.members.rules import CODE_FOR, written

BYTES, SIGNS = 32, 10
NOTED = dt.timedelta(minutes=1)
"""How long between two notes of somebody's last use: not every page is worth a write."""
DAY = dt.timedelta(days=1)


def _digest(mailbox: str, code: str) -> str:
    """What is stored of a code: a keyed digest, so that the database alone can't be searched for it."""
    said = f"members:{mailbox}:{plain(code)}".encode("utf-8", "surrogatepass")
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def _fresh() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(SIGNS))
    return f"{drawn[:5]}-{drawn[5:]}"


@transaction.atomic
def send_code(mailbox: str, *, language: str, now: dt.datetime) -> None:
    """Send a code to a mailbox that opens accounts. For any other the same is written, and nothing is sent: whoever asks isn't
    told which it was. ``now``: of the place, at which letters go out."""
    box, code, here = written(mailbox), _fresh(), wall()
    known = inside.of_mailbox(box).exists()
    Code.objects.create(digest=_digest(box, code), made_at=here)
    if not known:
        letters.blank(now)
        return
    said = (
        say("Your code to come in: {code}", code=code),
        say(
            "It is good once, for {n} minutes. Nobody of the office asks you for it. If it wasn't you, there is nothing to do.",
            n=CODE_FOR.seconds // 60,
        ),
    )
    letters.write(box, said, path="/l/in", language=language, until=now + CODE_FOR, now=now)


@transaction.atomic
def give_code(mailbox: str, code: str) -> str:
    """Come in with a code: the secret that the browser keeps; empty where the code isn't right, too old or used. A code is good
    for once, also for two at the same moment."""
    box, here = written(mailbox), wall()
    held = Code.objects.filter(digest=_digest(box, code), used_at=None, made_at__gt=here - CODE_FOR)
    if not held.update(used_at=here):
        return ""
    member = inside.of_mailbox(box).first()
    return begin(member) if member is not None else ""


def begin(member: Member) -> str:
    """Let somebody in: the secret that the browser keeps. It is stored as its digest."""
    secret, here = secrets.token_urlsafe(BYTES), wall()
    Sitting.objects.create(member=member, digest=fingerprint(secret), began_at=here, last_at=here)
    return secret


def note_use(found: inside.Inside) -> None:
    """Note that somebody is still there, once a minute."""
    here = wall()
    if here - found.last_at >= NOTED:
        Sitting.objects.filter(pk=found.sitting).update(last_at=here)


def change_to(found: inside.Inside, member_id: int) -> None:
    """Go on for another enterprise that the same mailbox serves. Raises Missing for any other account."""
    if not inside.alike(found.member).filter(pk=member_id).exists():
        raise Missing
    Sitting.objects.filter(pk=found.sitting).update(member=member_id)


def leave(found: inside.Inside) -> None:
    """Go out: what the browser has opens nothing any more."""
    Sitting.objects.filter(pk=found.sitting).delete()


def sweep(now: dt.datetime) -> None:
    """Forget codes of yesterday and whoever is out. By the wall's clock."""
    here = wall()
    Code.objects.filter(made_at__lt=here - DAY).delete()
    Sitting.objects.filter(last_at__lt=here - DAY).delete()
