"""What the enterprises say: 255 texts in their own voice, from written seeds. No company, person or sum in them is real."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
SEEDS = ("needs_utilities.csv", "needs_money.csv", "needs_people.csv", "needs_places.csv")
ROADS = (
    "卫星路 南环城路 亚泰大街 人民大街 自由大路 解放大路 民康路 大经路 平治街 平阳街 岳阳街 谊民路 "
    "幸福街 前进大街 东岭南街 磐石路 繁荣路 通化路 永吉街 东南湖大路 临河街 南岭大街 西五马路 大马路"
).split()
LONGEST_TITLE = 24


@dataclass(frozen=True)
class Text:
    """One need as it is said. ``trade`` is the class of enterprise it suits, x for any."""

    kind: str
    trade: str
    title: str
    body: str


class Writer:
    """Gives texts by kind and scope (d district, c city, s on the spot); none alike."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.said: set[str] = set()
        seeds = [row for name in SEEDS for row in _rows(name)]
        self.seeds: dict[tuple[str, str], Iterator[tuple[dict[str, str], bool]]] = {}
        for key in sorted({(row["kind"], row["scope"]) for row in seeds}):
            self.seeds[key] = self._order([row for row in seeds if (row["kind"], row["scope"]) == key])
        self.phrases = phrases()

    def _order(self, seeds: list[dict[str, str]]) -> Iterator[tuple[dict[str, str], bool]]:
        """Every seed once, then once more in other words."""
        for again in (False, True):
            self.rng.shuffle(seeds)
            yield from ((seed, again) for seed in seeds)

    def write(self, kind: str, scope: str) -> Text:
        """The next text."""
        seed, again = next(self.seeds[kind, scope])
        title, body = seed["title"], seed["body"]
        if again:
            title, body = self._otherwise(title, body)
        body = self.fill(body)
        if body in self.said or len(title) > LONGEST_TITLE:
            raise ValueError(f"said before, or too long: {title}")
        self.said.add(body)
        return Text(kind, seed["trade"], self.fill(title), body)

    def _otherwise(self, title: str, body: str) -> tuple[str, str]:
        """The same trouble at another place, with another beginning and end."""
        sentences = [part + "。" for part in body.replace("？", "。").split("。") if part]
        if len(sentences) >= 3:
            sentences.pop()
        opening, closing = self.say("opening"), self.say("closing")
        place = self.rng.choice(ROADS)
        if len(place) + 1 + len(title) <= LONGEST_TITLE:
            title = f"{place}：{title}"
        return title, "".join([opening if len(sentences) < 3 else "", *sentences, closing])

    def say(self, pool: str, kind: str = "") -> str:
        """A phrase of a pool, for the kind where the pool has some."""
        return self.fill(self.rng.choice(self.phrases.get((pool, kind)) or self.phrases[pool, ""]))

    def fill(self, text: str) -> str:
        """Put figures, dates and roads into the places."""
        rng = self.rng
        return text.format(
            road=rng.choice(ROADS),
            kva=rng.choice((250, 315, 400, 500, 630, 800)),
            wan=rng.choice((50, 60, 80, 120, 150, 180, 200, 260, 300, 350, 420, 500, 680, 800)),
            n=rng.randrange(8, 46),
            k=rng.randrange(2, 6),
            m=rng.randrange(3, 40) * 10,
            mon=rng.randrange(2, 10),
            yuan=rng.randrange(6, 24) * 500,
            pct=rng.randrange(15, 45, 5),
            past=f"{rng.randrange(3, 5)}月{rng.randrange(1, 29)}日",
            soon=f"{rng.choice((6, 6, 7))}月{rng.randrange(10, 29)}日",
            unit="{unit}",
        )


def phrases() -> dict[tuple[str, str], list[str]]:
    """(pool, kind) → phrases."""
    pools: dict[tuple[str, str], list[str]] = {}
    for row in _rows("phrases.csv"):
        pools.setdefault((row["pool"], row["kind"]), []).append(row["text"])
    return pools


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
