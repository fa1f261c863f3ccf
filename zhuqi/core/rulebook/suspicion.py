"""The guard as a whole: what a text says in so many words (``laws``), and what it reads like (``likeness``). No Django.

Only what is carried as prose is guessed at: quoted statements, remarks. There the words decide nothing and are flagged at
most, so a guess may speak too: it adds what no row of words found, and it takes back a flag of words where a sentence reads
like a lawful one, or like another law's matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from zhuqi.base.words import say
from zhuqi.core.rulebook.lawbook import LAWS
from zhuqi.core.rulebook.laws import LONGEST_QUOTE, Said, Verdict, forbidden
from zhuqi.core.rulebook.likeness.guessing import Guess, guess

SUSPECT = 0.7
"""From this share on a sentence is flagged though no row of words speaks of it."""
CLEARED = 0.25
"""Below this share a flag of words alone is taken back."""
ASIDE = 0.03
"""Below this share a flag of words for one law is taken back where another's stands."""
READ = frozenset({"原文", "说明"})
"""Keys under which whole sentences stand."""
MOST = 3_000
"""Pieces of prose that are guessed at."""


def suspected(entries: Iterable[Said], known: Collection[str] = frozenset()) -> Iterator[Verdict]:
    """What a text asks for that is forbidden, or that reads as if it were, in the text's order."""
    said = list(entries)
    found: dict[int, list[Verdict]] = defaultdict(list)
    places = {id(each): n for n, each in enumerate(said)}
    for verdict in forbidden(said, known):
        found[places[id(verdict.said)]].append(verdict)
    carried = [n for n, each in enumerate(said) if not each.is_key and each.path and each.path[-1] in READ]
    for n in carried[:MOST]:
        guessed = guess(said[n].text)
        if guessed is not None:
            found[n] = list(_weighed(said[n], found[n], guessed))
    for n in sorted(found):
        yield from found[n]


def _weighed(said: Said, told: Collection[Verdict], guessed: Guess) -> Iterator[Verdict]:
    """What is left of the verdicts on a piece of prose, and the guess where it says more."""
    kept = [each for each in told if each.refused or guessed.share >= CLEARED]
    near = [each for each in kept if each.refused or guessed.shares[each.law.code] >= ASIDE]
    left = near or kept
    yield from left
    if guessed.share >= SUSPECT and guessed.law not in {each.law.code for each in left}:
        yield _guessed(said, guessed)


def _guessed(said: Said, guessed: Guess) -> Verdict:
    law = LAWS[guessed.law]
    quote = " ".join(said.text.split())
    sentence = say(
        "“{quote}” reads like what {code} forbids, to judge by: {words}. {why} ({source}) A guess from like sentences: "
        "decide yourself.",
        quote=quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE]}…",
        code=law.code,
        words=" ".join(f"“{each}”" for each in guessed.words) or "–",
        why=law.sentence,
        source=law.source,
    )
    return Verdict(said, law, sentence, refused=False)
