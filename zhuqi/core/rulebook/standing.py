"""A text as it stands on those of the places above it: what it says itself, and what holds. No Django.

A text without a place above says everything; what it leaves out is the standard of each room. One with a place above
says what it changes. Where it is laxer than a place above that takes no laxer values, the value of the place above holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from zhuqi.base.words import Sentence, say
from zhuqi.core.rulebook.comparing import Difference, Stance, differences
from zhuqi.core.rulebook.head import Head, Laxer, read_head
from zhuqi.core.rulebook.keys import heard, keys_of
from zhuqi.core.rulebook.reading import Faulty, Node, Unreadable, read
from zhuqi.core.rulebook.yielding import yielded

rooted = lru_cache(maxsize=16)(read)
"""The root of a text, for several who read it one after the other. Nobody changes what it holds."""
DEEPEST = 6
"""Texts that stand on each other: nation, province, city, district, town, and one more."""
Sections = Mapping[str, Any]
"""{a section's key: the class that reads it}"""
NEEDS_ABOVE = say("The rules of the place above are needed to read this. Adopt, or name, its rulebook first.")


@dataclass(frozen=True, eq=False)
class Layer:
    """One text over those above it. ``written``: its sections as it says them; ``sections``: what holds. Known by itself: the
    same text read twice is two."""

    text: str
    head: Head
    written: Mapping[str, Any]
    sections: Mapping[str, Any]
    above: Layer | None = None

    def chain(self) -> tuple[Layer, ...]:
        """This text and those above it, the nearest first."""
        return (self, *(self.above.chain() if self.above else ()))


def stand(text: str, above: Layer | None, sections: Sections) -> Layer:
    """A text over that of the place above, which is left aside where the text names none. Raises Faulty with everything that
    can't be read."""
    root = rooted(text)
    faults: list[Unreadable] = []
    with heard(faults):
        head = read_head(root, sections)
    upon = above if root.there("上级") else None
    if root.there("上级"):
        faults += _misplaced(root, upon)
    if faults and upon is None and root.there("上级"):
        raise Faulty(faults)
    written = dict(_sections(root, sections, upon, faults))
    if faults:
        raise Faulty(faults)
    held: Mapping[str, Any] = written
    for layer in upon.chain() if upon else ():
        if layer.head.laxer is Laxer.REFUSED:
            held = yielded(bound(layer, held), held)
    return Layer(text, head, written, held, upon)


def _misplaced(root: Node, above: Layer | None) -> Iterator[Unreadable]:
    """Why a text can't stand where it is put. What its head says wrongly is told elsewhere."""
    node = root.at("上级") if root.has("上级") else root
    if above is None:
        yield node.wrong(NEEDS_ABOVE)
    elif len(above.chain()) >= DEEPEST:
        yield node.wrong(say("At most {n} rulebooks stand on each other.", n=DEEPEST))


def _sections(
    root: Node, sections: Sections, above: Layer | None, faults: list[Unreadable]
) -> Iterator[tuple[str, Any]]:
    """Each section, typed; of one that can't be read only the faults."""
    for word, reader in sections.items():
        base = above.sections[word] if above else None
        if root.has(word):
            with heard(faults):
                yield word, reader.read(root.at(word), base)
        else:
            yield word, reader.standard() if base is None else base


def climb(text: str, find: Callable[[str], str | None]) -> tuple[str, ...]:
    """The texts that one stands on, the topmost first, itself last. ``find`` gives the text in force at a place, by what a text
    calls the place. Raises Unreadable where one isn't found, where they go round in a circle, or where they are too many.
    """
    texts = [text]
    areas: list[str] = []
    while True:
        root = rooted(texts[-1])
        areas.append(root.at("地区").text(60))
        if not root.there("上级"):
            return tuple(reversed(texts))
        node = root.at("上级")
        above = node.text(60)
        here = areas[-1]
        wrong = _circle(above, here, areas)
        found = None if wrong else find(above)
        if found is not None and rooted(found).at("地区").text(60) in areas:
            wrong = _circle(rooted(found).at("地区").text(60), here, areas)
        if wrong is None and found is None:
            wrong = say("No rulebook of “{place}” is in force. Adopt it first, or write the place's code.", place=above)
        if wrong is None and len(texts) >= DEEPEST:
            wrong = say("At most {n} rulebooks stand on each other.", n=DEEPEST)
        if wrong is not None:
            raise node.wrong(wrong)
        texts.append(found)  # type: ignore[arg-type]


def _circle(above: str, here: str, areas: Sequence[str]) -> Sentence | None:
    if above == here:
        return say("A place doesn't stand above itself.")
    if above in areas:
        return say("These places stand above each other in a circle: {places}.", places=" → ".join([*areas, above]))
    return None


def at_odds(layer: Layer) -> Iterator[tuple[Difference, Layer]]:
    """Where a text isn't provably as strict as those above it, and above which: each key once, the strictest answer first.

    What it merely takes over from a place between isn't its doing and isn't told again.
    """
    told: set[tuple[str, ...]] = set()
    found = [
        (each, above)
        for above in layer.chain()[1:]
        for each in _looser(above, layer.written, layer.above.sections if layer.above else {})
    ]
    for each, above in sorted(found, key=lambda pair: not refused(*pair)):
        if each.path not in told:
            told.add(each.path)
            yield each, above


def refused(difference: Difference, above: Layer) -> bool:
    """Whether the place above takes no such value."""
    return difference.stance in (Stance.LAXER, Stance.UNKNOWN) and above.head.laxer is Laxer.REFUSED


def bound(above: Layer, own: Mapping[str, Any]) -> dict[str, Any]:
    """What the places above bind one below to: what they wrote. Where all of them left a key to the standard, the place below
    may say what it likes, so its own value stands there."""
    said = {(word, key) for each in above.chain() for word in each.written for key in _keys(each.text, word)}
    return {word: _said_only(word, section, own[word], said) for word, section in above.sections.items() if word in own}


def _keys(text: str, word: str) -> Iterator[str]:
    root = rooted(text)
    if root.has(word) and root.at(word).keyed:
        yield from map(str, root.at(word).value)


def _said_only(word: str, above: Any, own: Any, said: set[tuple[str, str]]) -> Any:
    unsaid = {field: getattr(own, field) for field, row in keys_of(type(above)).items() if (word, row.word) not in said}
    return replace(above, **unsaid) if unsaid else above


def _looser(above: Layer, own: Mapping[str, Any], between: Mapping[str, Any]) -> Iterator[Difference]:
    taken = (
        set()
        if between is above.sections
        else {(each.path, str(each)) for each in differences(bound(above, between), between)}
    )
    for each in differences(bound(above, own), own):
        if each.stance in (Stance.LAXER, Stance.UNKNOWN, Stance.UNLIKE) and (each.path, str(each)) not in taken:
            yield each
