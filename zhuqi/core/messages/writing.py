"""What goes out: the text of a mail in its reader's language, the body of a webhook. Numbers, what happened, where to look: never
a name, nor a word of a case."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext

from zhuqi.base.words import Sentence, say
from zhuqi.core.messages.models import Message
from zhuqi.core.messages.rules import revived


def plain(said: Sentence) -> str:
    """A sentence in the language of the thread, moments as the place's clock shows them."""
    facts = {
        name: f"{timezone.localtime(v):%Y-%m-%d %H:%M}" if isinstance(v, dt.datetime) else v
        for name, v in said.facts.items()
    }
    return gettext(said.text).format(**facts)


def mail_of(message: Message, address: str, language: str) -> EmailMessage:
    """The mail that tells a message: its sentence, and where to read on."""
    with translation.override(language):
        told = plain(revived(message.sentence))
        lines = [told, "", *_where(f"/messages/{message.pk}"), plain(FOOT)]
        return EmailMessage(subject=told[:120], body="\n".join(lines), to=[address])


def code_mail(code: str, address: str, language: str) -> EmailMessage:
    """The mail that carries the code of a mailbox."""
    with translation.override(language):
        told = plain(say("Code to confirm this mailbox: {code}", code=code))
        why = plain(
            say("Somebody named this mailbox to be told of their work. If it wasn't you, there is nothing to do.")
        )
        return EmailMessage(subject=told, body="\n".join([told, "", *_where("/account/messages"), why]), to=[address])


def letter(said: Sequence[Sentence], path: str, address: str, language: str) -> EmailMessage:
    """A letter: its first sentence, where to go, and the others."""
    with translation.override(language):
        first, *others = (plain(one) for one in said)
        return EmailMessage(subject=first[:120], body="\n".join([first, "", *_where(path), *others]), to=[address])


FOOT = say("You chose to be told by e-mail. You can change that in your account.")


def _where(path: str) -> list[str]:
    return [f"{settings.ORIGIN}{path}", ""] if settings.ORIGIN else []


LINKS = {"case": "cases", "voice": "voices"}
"""Kind of what a webhook is about → where it is looked at."""


def body_of(sending: int, content: str) -> bytes:
    """The body of a webhook: its own number, the event, the moment, the subject's number and where to look."""
    held = json.loads(content)
    told = {"id": sending, "event": held["event"], "at": held["at"]}
    if "kind" in held:
        told["subject"] = {"kind": held["kind"], "id": held["id"], "number": held["number"]}
        if settings.ORIGIN and held["kind"] in LINKS:
            told["link"] = f"{settings.ORIGIN}/{LINKS[held['kind']]}/{held['id']}"
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
