"""Asking for an account, admitting the person, and opening it by the letter. Nobody does two of these."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings

from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.base.words import Sentence, say
from zhuqi.core.access.actor import Actor
from zhuqi.core.accounts.rules import fingerprint
from zhuqi.core.journal.change import Change
from zhuqi.core.journal.verbs import verb
from zhuqi.core.messages.actions import letters
from zhuqi.core.messages.rules import wrong_mailbox
from zhuqi.core.sheets.columns import Text
from zhuqi.domain.directory import queries as directory
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.queries.register import family, writes_on
from zhuqi.domain.members import events
from zhuqi.domain.members.actions.writing import Taken, move, step_on, take
from zhuqi.domain.members.models import Member
from zhuqi.domain.members.queries import inside, sight
from zhuqi.domain.members.rules import (
    INVITED_FOR,
    LIVE,
    MOST,
    MOST_WAITING,
    NAME,
    MemberAct,
    MemberProof,
    MemberStage,
    written,
)

BYTES = 32
"""Random bytes of a secret: 256 bits."""
INVITATION = "/l/in/"
"""Where the letter leads; the secret follows."""
NO_MAIL = say("No mail server is set up here, or no address of this site: an account can't be opened without a letter.")


@verb
def ask(actor: Actor, enterprise_id: int, *, name: str, mailbox: str, key: str = "", now: dt.datetime) -> Member:
    """Ask for an account for somebody of an enterprise: the officials who serve it, the room, or the enterprise itself, by the
    link of a case or by an account. It waits until a dispatch room admits the person. Raises Missing, Refused, Invalid."""
    firm = directory.enterprise(actor, enterprise_id)
    if actor.enterprise is None and not (actor.staff and writes_on(actor, firm)):
        raise Refused(
            say("An account is asked for by the enterprise, the officials who serve it, or the dispatch room.")
        )
    who, box = _typed(name, mailbox)
    _room_for(firm, box)
    change = Change(actor, "member", None, now=now, key=key)
    row = change.insert(
        Member(
            enterprise=firm,
            name=who,
            mailbox=box,
            salt=secrets.token_hex(16),
            asked_by_id=actor.staff,
            asked_at=now,
            stage=MemberStage.ASKED.value,
        )
    )
    change.subject = row.pk
    change.record(events.MemberAsked(enterprise=firm.pk, staff=actor.staff, case=actor.case))
    return row


def _typed(name: str, mailbox: str) -> tuple[str, str]:
    """(name, mailbox) as they are kept. Raises Invalid at the fields of the form."""
    faults: dict[str, Sentence] = {}
    who = Text(NAME).read(name.strip()) if name.strip() else say("Please fill this in.")
    if isinstance(who, Sentence):
        faults["name"] = who
    box = written(mailbox)
    wrong = wrong_mailbox(box)
    if wrong is not None:
        faults["mailbox"] = wrong
    if faults:
        raise Invalid(faults)
    return str(who), box


def _room_for(firm: Enterprise, mailbox: str) -> None:
    """Whether the enterprise can have another. Raises Refused."""
    list(Enterprise.objects.select_for_update().filter(pk=firm.pk))  # two at once wait for each other
    live = Member.objects.filter(enterprise__in=family(firm.pk), stage__in=LIVE)
    held = list(live.values_list("mailbox", "stage"))
    if any(box == mailbox for box, _ in held):
        raise Refused(say("This mailbox has an account of the enterprise already, or waits for one."))
    if len(held) >= MOST or sum(stage == MemberStage.ASKED for _, stage in held) >= MOST_WAITING:
        raise Refused(say("The enterprise has as many accounts, or as many that wait, as there can be. End one first."))


def admit(
    actor: Actor, member_id: int, *, proof: MemberProof, seen: int | None = None, key: str = "", now: dt.datetime
) -> Member:
    """Note how the dispatch room found that the person speaks for the enterprise. A letter goes to the mailbox; nobody else sees
    what it says. Raises Missing, Stale, Refused, Invalid."""
    return _admit(actor, member_id, proof=proof, secret=secrets.token_urlsafe(BYTES), seen=seen, key=key, now=now)


@verb
def _admit(
    actor: Actor, member_id: int, *, proof: MemberProof, secret: str, seen: int | None, key: str, now: dt.datetime
) -> Member:
    taken = take(actor, member_id, MemberAct.ADMIT, seen=seen, key=key, now=now)
    if proof not in MemberProof:
        raise Invalid({"proof": say("Please choose one from the list.")})
    if not (settings.MAIL and settings.ORIGIN):
        raise Refused(NO_MAIL)
    member = taken.member
    if sight.of_staff(member.mailbox):
        raise Refused(
            say("This is the mailbox of somebody of the staff. Nobody serves an enterprise and speaks for it.")
        )
    until = now + INVITED_FOR
    said = (
        say("Your enterprise's account: open it here within {n} days", n=INVITED_FOR.days),
        say("Who has this link opens the account. Don't pass it on. If you didn't ask for it, there is nothing to do."),
    )
    path = f"{INVITATION}{secret}"
    letters.write(member.mailbox, said, path=path, language=settings.LANGUAGE_CODE, until=until, now=now)
    event = events.MemberAdmitted(proof=MemberProof(proof).value, until=until)
    return move(taken, event, digest=fingerprint(secret))


@verb
def open_member(actor: Actor, member_id: int, *, secret: str, key: str = "", now: dt.datetime) -> Member:
    """Open an account by the link of its letter, which is good for once. Whoever has it holds the mailbox. Raises Missing where it
    opens nothing, Refused for staff, Stale where a twin was quicker."""
    if actor.account is not None or actor.staff is not None:
        raise Refused(say("You are logged in as staff, and staff has no account of an enterprise."))
    member = inside.behind(secret, now)
    if member is None or member.pk != member_id:
        raise Missing
    step_on(member)
    opened = Actor(enterprise=member.enterprise_id, member=member.pk)
    return move(Taken(opened, member, now, key), events.MemberOpened())
