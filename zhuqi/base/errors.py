"""What can go wrong, as one tree. Each error carries a sentence for the person who caused it.

Fault
├── Missing    it isn't there, or isn't yours to see: one answer for both
├── Refused    a rule says no
│   └── Stale  it moved since you looked
└── Invalid    what was typed can't be taken: one sentence a field
"""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.base.words import Sentence, say


class Fault(Exception):
    """Anything this program says no to, with the sentence that explains it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Missing(Fault):
    """What was asked for doesn't exist or isn't the actor's to see."""

    def __init__(self, sentence: Sentence | None = None) -> None:
        super().__init__(sentence or say("There is nothing here under that number for you."))


class Refused(Fault):
    """A rule says no."""


class Stale(Refused):
    """The thing moved since the actor looked at it."""

    def __init__(self, sentence: Sentence | None = None) -> None:
        super().__init__(sentence or say("Somebody else has moved this on in the meantime. Look again, then decide."))


class Invalid(Fault):
    """What was typed can't be taken. ``fields`` maps a field's name to its sentence."""

    def __init__(self, fields: Mapping[str, Sentence]) -> None:
        self.fields = dict(fields)
        super().__init__(next(iter(self.fields.values())))
