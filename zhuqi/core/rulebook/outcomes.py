"""What became of an example that an edition carries. No Django."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.base.words import Sentence, say


@dataclass(frozen=True)
class Outcome:
    """One example of a text: its name and line, whether it holds, what was expected and what came, each as the text would
    write it; ``because`` says why it came so, where there is more to say."""

    name: str
    line: int
    ok: bool
    expected: str
    got: str
    because: Sentence | None = None

    @property
    def told(self) -> Sentence:
        """An example that doesn't hold, as one sentence."""
        said = say(
            "Example “{name}”: expected {expected}; got {got}.",
            name=self.name,
            expected=self.expected,
            got=self.got,
        )
        return say("{said} Because {why}", said=said, why=self.because) if self.because else said
