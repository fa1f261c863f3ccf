"""What templates show, as plain values: links, rows, figures. Presenters make them, components show them."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.interfaces.web.lamps import Lamp


@dataclass(frozen=True)
class Link:
    """A word that leads somewhere."""

    word: str
    address: str


@dataclass(frozen=True)
class Door:
    """Something that may be done: the way to its form. ``at_once``: it asks for nothing, so its button does it; ``main``: what
    is waited for."""

    word: str
    address: str
    at_once: bool = False
    grave: bool = False
    main: bool = False


@dataclass(frozen=True)
class Tab:
    """One of several lists under one roof. ``here``: the one that is open."""

    word: str
    address: str
    here: bool


@dataclass(frozen=True)
class Row:
    """One thing to do or to know: its lamp, its title, whose and where it is, and why it matters; ``door``: the one move that
    frees it."""

    title: str
    address: str
    lamp: Lamp
    meta: tuple[str, ...] = ()
    why: str = ""
    door: Door | None = None


@dataclass(frozen=True)
class Dated:
    """A line of an agenda or a history: when, what, and where it leads."""

    when: str
    what: str
    address: str = ""
    off: bool = False


@dataclass(frozen=True)
class Fact:
    """A name and what it says, in a list of facts."""

    name: str
    what: str
    address: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that opens its rows. Zero is pale and opens nothing."""

    n: int
    address: str = ""


@dataclass(frozen=True)
class Quote:
    """Words that somebody typed; ``outside``: the enterprise reads them, too."""

    text: str
    outside: bool
