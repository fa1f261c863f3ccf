"""All that is wrong with a text, before anybody puts it in force: what can't be read, what the laws of the land forbid, what is
laxer than the places above take, and statements that name what isn't there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from zhuqi.base.paths import lineage
from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.core.rulebook import queries
from zhuqi.core.rulebook.agreeing import disagreement
from zhuqi.core.rulebook.comparing import Stance, in_words
from zhuqi.core.rulebook.examples import outcomes
from zhuqi.core.rulebook.head import HEAD, Fit, Head
from zhuqi.core.rulebook.keys import Part, Rows, keys_of
from zhuqi.core.rulebook.laws import Said
from zhuqi.core.rulebook.leading import labels_of, leads, nearest
from zhuqi.core.rulebook.models import Edition
from zhuqi.core.rulebook.queries import Place, sections
from zhuqi.core.rulebook.reading import Faulty, Node, Unreadable
from zhuqi.core.rulebook.shapes import alone_or_listed
from zhuqi.core.rulebook.sources import held, line_of, lines
from zhuqi.core.rulebook.standing import Layer, at_odds, refused, rooted, stand
from zhuqi.core.rulebook.suspicion import suspected

DATED = re.compile(r"-(\d{8})\.ya?ml$")
"""The day in a file's name: shi-20260301.yaml."""
NUMBERED = re.compile(r"[〔\[［（(]((?:19|20)\d\d)[〕\]］）)]")
"""The year in a document's number: 〔2026〕."""


class Level(Named):
    """What a fault does."""

    REFUSED = "refused", term("refused")
    FLAGGED = "flagged", term("flagged")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: in which file, line, at which key, why, and which law forbids it (its code), where one does."""

    file: str
    line: int
    key: str
    sentence: Sentence
    law: str = ""
    level: Level = Level.REFUSED

    @property
    def told(self) -> Sentence:
        """The whole as one sentence."""
        if self.key:
            return say("Line {line}, “{key}”: {sentence}", line=self.line, key=self.key, sentence=self.sentence)
        return say("Line {line}: {sentence}", line=self.line, sentence=self.sentence)


def check(text: str, *, name: str = "", above: Layer | None = None) -> tuple[Fault, ...]:
    """Everything wrong with a text over that of the place above it, in the text's order; empty where it can be adopted and
    nothing needs a second look. ``name``: the file's."""
    found = [*_found(text, above), *_misnamed(text, name)]
    return tuple(Fault(name, *row) for row in sorted(found, key=lambda row: (row[0], row[4] is Level.FLAGGED)))


def _misnamed(text: str, name: str) -> Iterator[Row]:
    """A file named after another day than the one on which its text comes into force."""
    named = DATED.search(name)
    try:
        node = rooted(text).at("施行") if named else None
    except Unreadable:
        return
    if named and node is not None and str(node.value).replace("-", "") != named[1]:
        why = say("The file is named after {named}, the rules are in force from {day}.", named=named[1], day=node.value)
        yield node.line, "施行", why, "", Level.FLAGGED


def check_at(text: str, *, place: Place, above: int | None = None, name: str = "") -> tuple[Fault, ...]:
    """The same of a text for a place, over the edition in force above it on its first day; and which places below couldn't
    follow. ``above``: the place it calls 上级, where whoever asks knows; else it is found by its area's code."""
    try:
        _, parent = queries.stands_on(text, place, above)
    except Unreadable as unreadable:
        if unreadable.key == "上级":
            return tuple(Fault(name, *row) for row in _rows(unreadable))
        return check(text, name=name)
    upon = queries.standing(parent) if parent else None
    found = (*check(text, name=name, above=upon), *(Fault(name, *row) for row in _passed_over(text, place, parent)))
    if any(fault.level is Level.REFUSED for fault in found):
        return found
    twin = _twin(text, place[0])
    if twin is not None:
        why = say("“{name}” is in force from the same day here. This would take its place.", name=twin.name)
        found = (*found, Fault(name, rooted(text).at("施行").line, "施行", why, level=Level.FLAGGED))
    if len(lineage(place[1])) == 1:
        found = (*found, *(Fault(name, *row) for row in _nobody_above(text)))
    stuck = queries.left_behind(place[0], stand(text, upon, sections()))
    return (*found, *(Fault(name, 1, "", _stays(edition.name, why), level=Level.FLAGGED) for edition, why in stuck))


def _nobody_above(text: str) -> Iterator[Row]:
    """What a section of a topmost place leaves to a place above: its ``needs_above(node)``."""
    root = rooted(text)
    for word, value in stand(text, None, sections()).sections.items():
        needs: Callable[[Node], Iterable[Unreadable]] = getattr(value, "needs_above", lambda node: ())
        if root.has(word):
            yield from ((each.line, each.key, each.why, each.law, Level.FLAGGED) for each in needs(root.at(word)))


def _twin(text: str, place: int) -> Edition | None:
    """Another edition of a place that is in force there from the day on which a text would be. One query."""
    day = dt.date.fromisoformat(str(rooted(text).at("施行").value))
    return Edition.objects.filter(place=place, effective_on=day).exclude(text=text).order_by("-pk").first()


def _passed_over(text: str, place: Place, parent: Edition | None) -> Iterator[Row]:
    """The rules in force above that a text doesn't stand on bind it all the same: where it is laxer, and that it doesn't follow
    them."""
    try:
        layer = stand(text, queries.standing(parent) if parent else None, sections())
    except Unreadable:
        return
    over = queries.nearest_above(place, layer.head.effective_on)
    if over is None or (parent is not None and over in queries.chain(parent)):
        return
    why = say("“{name}” is in force above. This stands beside it, and won't follow it. Write 上级.", name=over.name)
    yield 1, "", why, "", Level.FLAGGED
    yield from _laxer(replace(layer, above=queries.standing(over)))


def _stays(name: str, why: Unreadable) -> Sentence:
    return say("“{name}” can't stand on this and stays on the edition before. {why}", name=name, why=why.sentence)


def taken(text: str, place: Place, above: int | None = None) -> tuple[Head, Edition | None]:
    """The head of a text that can be taken for a place, and the edition above that it stands on. Raises Faulty with everything
    for which it is refused."""
    wrong = [fault for fault in check_at(text, place=place, above=above) if fault.level is Level.REFUSED]
    if wrong:
        raise Faulty([Unreadable(each.line, each.key, each.sentence, law=each.law) for each in wrong])
    return queries.stands_on(text, place, above)


Row = tuple[int, str, Sentence, str, Level]


@lru_cache(maxsize=64)
def _found(text: str, above: Layer | None) -> tuple[Row, ...]:
    """What is wrong, in the text's order; of several things in one line, first what is refused."""
    try:
        found = [*_unlawful(rooted(text))]
    except Unreadable as unreadable:
        return tuple(_rows(unreadable))
    try:
        layer = stand(text, above, sections())
    except Unreadable as unreadable:
        found += _rows(unreadable)
    else:
        found += [*_dated(layer), *_laxer(layer), *_doubts(layer), *_statements(layer), *_examples(layer)]
    return tuple(sorted(found, key=lambda row: (row[0], row[4] is Level.FLAGGED)))


def _rows(unreadable: Unreadable) -> Iterator[Row]:
    return ((each.line, each.key, each.why, each.law, Level.REFUSED) for each in unreadable.faults)


def _examples(layer: Layer) -> Iterator[Row]:
    """Examples that can't be read, that don't hold under the text's own rules or that play before these hold."""
    try:
        played = outcomes(layer)
    except Unreadable as unreadable:
        yield from _rows(unreadable)
        return
    begins = layer.head.effective_on
    for outcome in played:
        if not outcome.ok:
            yield from ((each.line, "示例", each.told, "", Level.REFUSED) for each in (outcome, *outcome.more))
        elif outcome.day is not None and outcome.day < begins:
            why = say(
                "This example plays on {day}, before these rules hold ({begins}).", day=outcome.day, begins=begins
            )
            yield outcome.line, "示例", why, "", Level.FLAGGED


def without_examples(layer: Layer, name: str = "") -> Iterator[Fault]:
    """That a text has rules and no example: to be looked at by whoever is about to put it in force."""
    root = rooted(layer.text)
    if layer.head.examples is None and any(root.has(word) for word in sections()):
        why = say("There is no example. Write at least one for each rule that can be judged.")
        yield Fault(name, 1, "示例", why, level=Level.FLAGGED)


def _doubts(layer: Layer) -> Iterator[Row]:
    """What a section itself finds odd: it can be kept, but hardly is what was meant: its ``doubts(node)``."""
    root = rooted(layer.text)
    for word, value in layer.sections.items():
        doubts: Callable[[Node], Iterable[Unreadable]] = getattr(value, "doubts", lambda node: ())
        if root.has(word):
            yield from ((each.line, each.key, each.why, each.law, Level.FLAGGED) for each in doubts(root.at(word)))


def _unlawful(root: Node) -> Iterator[Row]:
    """What the laws of the land forbid."""
    for verdict in suspected(said(root), _known()):
        key = next((word for word in reversed(verdict.said.path) if not word.isdigit()), "")
        level = Level.REFUSED if verdict.refused else Level.FLAGGED
        yield verdict.said.line, key, verdict.sentence, verdict.law.code, level


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Every key of the language."""
    return frozenset(_words(HEAD.cls)).union(*(_words(part) for part in sections().values()))


def _words(part: type[Any]) -> Iterator[str]:
    """The keys of a part and of those in it."""
    for row in keys_of(part).values():
        yield row.word
        shape = getattr(row.shape, "each", row.shape)
        if isinstance(shape, (Part, Rows)):
            yield from _words(shape.cls)


def said(node: Node) -> Iterator[Said]:
    """Every key and every scalar below a node, in the text's order."""
    if node.keyed:
        for word, value in node.value.items():
            path, places = (*node.path, str(word)), node.value.lc
            yield Said(path, places.key(word)[0] + 1, str(word))
            yield from said(Node(str(word), value, places.value(word)[0] + 1, path))
    elif node.listed:
        for item in node.items():
            yield from said(item)
    elif node.value is not None:
        yield Said(node.path, node.line, str(node.value))


def _dated(layer: Layer) -> Iterator[Row]:
    """A text in force before the one that it stands on, or before the year of its own document number."""
    head, root = layer.head, rooted(layer.text)
    line = root.at("施行").line
    if layer.above is not None and layer.above.head.effective_on > head.effective_on:
        above = layer.above.head
        why = say(
            "“{name}”, on which this stands, is in force from {day} only.", name=above.name, day=above.effective_on
        )
        yield line, "施行", why, "", Level.REFUSED
    year = max((int(found) for found in NUMBERED.findall(head.number)), default=0)
    if head.effective_on.year < year:
        why = say("The document is of {year}. Rules hold for what comes, not for what was.", year=year)
        yield line, "施行", why, "", Level.FLAGGED


def _laxer(layer: Layer) -> Iterator[Row]:
    """Values that aren't provably as strict as those of the places above, refused or flagged as each of these decides."""
    own, root = lines(rooted(layer.text), sections()), rooted(layer.text)
    for difference, above in at_odds(layer):
        line, key = line_of(difference.path, own, root)
        level = Level.REFUSED if refused(difference, above) else Level.FLAGGED
        what = in_words(difference)
        if difference.stance is Stance.UNLIKE:
            why = say(
                "“{place}” says otherwise, and which is stricter can't be told. {what}",
                place=above.head.name,
                what=what,
            )
        elif difference.stance is Stance.UNKNOWN:
            why = say(
                "This has too many combinations to be compared with “{place}”. Use fewer filters.",
                place=above.head.name,
            )
        elif level is Level.REFUSED:
            why = say(
                "This is laxer than “{place}”, which takes nothing laxer. {what}", place=above.head.name, what=what
            )
        else:
            why = say(
                "This is laxer than “{place}”, which takes it where it is marked. {what}",
                place=above.head.name,
                what=what,
            )
        yield line, key, why, "", level


def _statements(layer: Layer) -> Iterator[Row]:
    """Statements of the published text that name a key that isn't known, or one that nobody wrote."""
    if not layer.head.statements:
        return
    values = held(layer, sections())
    labels = {word: labels_of(section) for word, section in layer.sections.items()}
    head = {row.word for row in keys_of(HEAD.cls).values()}
    for node, statement in zip(alone_or_listed(rooted(layer.text).at("条文")), layer.head.statements, strict=True):
        for path in statement.keys:
            spoken = [value for value in values if leads(path, value.path, labels.get(path[0], {}))]
            written = "/".join(path)
            line = node.at("键").line
            if path[0] in head:
                continue
            if not spoken:
                near = nearest(path, (value.path for value in values))
                why = say("There is no key “{path}” here.", path=written)
                if near:
                    why = say("There is no key “{path}” here. Did you mean “{near}”?", path=written, near=near)
                yield line, "键", why, "", Level.REFUSED
            elif all(value.layer is None for value in spoken):
                why = say("Nobody wrote “{path}”: the standard holds, which may change. Write it out.", path=written)
                yield line, "键", why, "", Level.FLAGGED
        if statement.fit is Fit.WHOLE and not statement.remarks:
            named = [
                value.value
                for value in values
                for path in statement.keys
                if leads(path, value.path, labels.get(path[0], {}))
            ]
            differs = disagreement(statement.words, named)
            if differs is not None:
                yield node.at("键").line, "键", differs, "", Level.FLAGGED
