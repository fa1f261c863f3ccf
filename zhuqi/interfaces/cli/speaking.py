"""Commands that speak the language of whoever types them, and say in a sentence what went wrong."""

from __future__ import annotations

import datetime as dt
import functools
import os
from typing import IO, Any

import click
from django.conf import settings
from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext

from zhuqi.base.errors import Fault, Invalid
from zhuqi.base.words import say
from zhuqi.interfaces.cli import database
from zhuqi.interfaces.web import wording

ASKED_IN = ("ZHUQI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""Seen from here every date is of another year, so its year is said."""


def language() -> str:
    """The language of the terminal: the first of these variables that names one of ours; Chinese where none does."""
    for name in ASKED_IN:
        asked = os.environ.get(name, "").lower()
        for code, _ in settings.LANGUAGES:
            if asked[:2] == code[:2]:
                return code
    return settings.LANGUAGE_CODE


def read(said: object) -> str:
    """Anything said, in the reader's language; dates with their year."""
    if isinstance(said, str) and type(said) is str:
        return gettext(said) if said else ""
    return wording.phrase(said, LONG_AGO)


def echo(said: object = "", *, err: bool = False) -> None:
    """Print a sentence (or a line that is ready)."""
    click.echo(said if type(said) is str else read(said), err=err)


class Told(click.ClickException):
    """What a command ends with when it can't be done: lines on the error stream, and exit code 1."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the lines as they are."""
        if self.message:
            click.echo(self.message, file=file, err=file is None)


def told(fault: Fault) -> Told:
    """A fault as its sentence, or one line for each field that can't be taken."""
    if isinstance(fault, Invalid):
        return Told(*(f"{name}: {read(sentence)}" for name, sentence in fault.fields.items()))
    return Told(read(fault.sentence))


class Stopped(Told):
    """The reader stopped the command before its end. What was in hand is undone: every action is one transaction."""

    exit_code = 130


class _Help:
    """A command's or option's help: kept in English, read in the reader's language."""

    def __get__(self, one: Any, _: type | None = None) -> str | None:
        text = one.__dict__.get("help") if one is not None else None
        return gettext(text) if text else text

    def __set__(self, one: Any, text: str | None) -> None:
        one.__dict__["help"] = text


class Command(click.Command):
    """A command whose help is a word of the catalogue. It runs on the tables of this program and no others, unless it
    sees to them itself (``anyhow``)."""

    help = _Help()

    def __init__(self, *args: Any, anyhow: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anyhow = anyhow

    def invoke(self, ctx: click.Context) -> Any:
        """Run it. Raises Refused where the database is an older or a newer program's."""
        if not self.anyhow:
            database.ready()
        return super().invoke(ctx)


class Option(click.Option):
    """An option whose help is a word of the catalogue."""

    help = _Help()


class Group(click.Group):
    """A group of such commands."""

    help = _Help()
    command_class = Command
    group_class = type


class House(Group):
    """The whole: sets the language, turns faults and a database that isn't ready into sentences."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run in the reader's language."""
        with translation.override(language()):
            return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it refuses is said, never traced."""
        try:
            return super().invoke(ctx)
        except Fault as fault:
            raise told(fault) from fault
        except DatabaseError as broken:
            raise Told(read(database.trouble(broken))) from broken
        except (KeyboardInterrupt, click.Abort) as stopped:
            raise Stopped(read(say("Stopped before it was done."))) from stopped


command = functools.partial(click.command, cls=Command)
option = functools.partial(click.option, cls=Option)
