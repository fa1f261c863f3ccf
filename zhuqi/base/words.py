"""Sentences people read, kept apart from the language they are read in.

Everything below the interfaces speaks English in ``{named}`` templates; an interface looks the template up in its
catalogue and fills the places. So a rule never needs to know who is reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self


def term(text: str) -> str:
    """Mark a word or a template for the catalogue; gives it back unchanged."""
    return text


@dataclass(frozen=True)
class Sentence:
    """One sentence: a template and the facts that fill it. ``str()`` reads it in English."""

    text: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.facts) if self.facts else self.text


def say(text: str, **facts: object) -> Sentence:
    """A sentence for the catalogue. The template is a literal, so that it can be found and translated."""
    return Sentence(text, facts)


class Named(StrEnum):
    """An enumeration whose members carry the word people read: ``FOUND = "found", term("found")``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(value, English word) pairs, in order, for a column's choices."""
        return [(member.value, member.label) for member in cls]
