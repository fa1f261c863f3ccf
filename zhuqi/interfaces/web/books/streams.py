"""How cases flow between accounts, as a drawing made of plain numbers: bars, and between them bands with a point that say from
where to where and are as wide as they carry. Every band leads to its cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from zhuqi.interfaces.web.books.tables import Share

WIDE, LEFT, RIGHT, BAR = 720.0, 210.0, 510.0, 8.0
"""The drawing's width; where its first and its last bars stand; how wide a bar is."""
TALL, SLOT, APART, THIN, POINT = 220.0, 20.0, 10.0, 1.5, 7.0
"""What all of a column carries is as high as this; the least height of a bar's place, what is between, the thinnest band, how
long its point is."""
SIGNS = 14
"""Signs of a name beside a bar; the whole stands in its title and in the table."""


@dataclass(frozen=True)
class Stream:
    """So many cases went from one account to another."""

    source: str
    target: str
    n: int
    address: str = ""


@dataclass(frozen=True)
class Band:
    """A stream as it is drawn."""

    stream: Stream
    d: str


@dataclass(frozen=True)
class Bar:
    """An account as it is drawn, with its name beside it."""

    x: float
    y: float
    height: float
    name: str
    short: str
    n: int
    text_x: float
    text_y: float
    anchor: str


@dataclass(frozen=True)
class Drawing:
    """The whole: it is as high as its longest column needs."""

    height: float
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]

    @property
    def box(self) -> str:
        """What of its plane is shown."""
        return f"0 -12 {WIDE:.0f} {self.height + 24:.0f}"


def through(own: str, came: Iterable[Share], went: Iterable[Share]) -> Drawing:
    """From whom how many came to one account, and to whom how many went or what became of them."""
    streams = [Stream(share.name, own, share.figure.n, share.figure.address) for share in came]
    streams += [Stream(own, share.name, share.figure.n, share.figure.address) for share in went]
    return drawn(_apart(streams, own), own)


def _apart(streams: Iterable[Stream], own: str) -> list[Stream]:
    """Two accounts of one name are two: the later one gets a mark, or the drawing would run them together."""
    seen: Counter[tuple[bool, str]] = Counter()
    found = []
    for one in streams:
        came = one.target == own
        name = one.source if came else one.target
        seen[came, name] += 1
        again = name if seen[came, name] == 1 and name != own else f"{name} ({seen[came, name]})"
        found.append(replace(one, source=again) if came else replace(one, target=again))
    return found


def inside(
    passing: Mapping[tuple[int, int], int],
    kinds: Mapping[int, str],
    called: Callable[[str, int], str],
    address: Callable[[str, str], str],
    *,
    alone: int,
) -> tuple[Stream, ...]:
    """What moved between units below, the most first; more than ``alone`` units of one kind stand under its name."""
    many = Counter(kinds.get(unit, "") for unit in {unit for pair in passing for unit in pair})

    def group(unit: int) -> str:
        kind = kinds.get(unit, "")
        return kind if kind and many[kind] > alone else str(unit)

    sums: Counter[tuple[str, str]] = Counter()
    for (source, target), n in passing.items():
        sums[group(source), group(target)] += n
    return tuple(
        Stream(called(source, many[source]), called(target, many[target]), n, address(source, target))
        for (source, target), n in sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def drawn(streams: Sequence[Stream], middle: str = "") -> Drawing:
    """Streams from the accounts on the left to those on the right; with ``middle`` all go to it or come from it, and it stands
    between."""
    kept = [stream for stream in streams if stream.n > 0]
    into = [stream for stream in kept if not middle or stream.target == middle]
    out = [stream for stream in kept if not middle or stream.source == middle]
    lefts, rights = _sums((one.source, one.n) for one in into), _sums((one.target, one.n) for one in out)
    whole = max(sum(lefts.values()), sum(rights.values()), 1)
    scale = TALL / whole
    first, tall_first = _column(lefts, scale, LEFT - BAR, "end")
    last, tall_last = _column(rights, scale, RIGHT, "start")
    height = max(tall_first, tall_last, TALL if middle else 0.0)
    bars = [*_centred(first, tall_first, height), *_centred(last, tall_last, height)]
    starts = {bar.name: bar.y for bar in bars if bar.anchor == "end"}
    ends = {bar.name: bar.y for bar in bars if bar.anchor == "start"}
    if not middle:
        return Drawing(height, tuple(bars), tuple(_bands(into, starts, ends, scale, LEFT, RIGHT)))
    centre = (WIDE - BAR) / 2
    most = max(sum(lefts.values()), sum(rights.values())) * scale
    top = (height - most) / 2
    bars.append(Bar(centre, top, most, middle, "", whole, centre, top, "middle"))
    came = _bands(into, starts, {middle: top}, scale, LEFT, centre)
    went = _bands(out, {middle: top}, ends, scale, centre + BAR, RIGHT)
    return Drawing(height, tuple(bars), (*came, *went))


def _sums(parts: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    """{account: what it carries}, what carries most first."""
    found: Counter[str] = Counter()
    for name, n in parts:
        found[name] += n
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _column(sums: Mapping[str, int], scale: float, x: float, anchor: str) -> tuple[list[Bar], float]:
    """Bars below each other from zero on, and how high they stand together."""
    bars, y = [], 0.0
    for name, n in sums.items():
        height = max(n * scale, THIN)
        place = max(height, SLOT)
        short = name if len(name) <= SIGNS else f"{name[: SIGNS - 1]}…"
        beside = x - 8 if anchor == "end" else x + BAR + 8
        bars.append(Bar(x, y + (place - height) / 2, height, name, short, n, beside, y + place / 2, anchor))
        y += place + APART
    return bars, max(y - APART, 0.0)


def _centred(bars: Iterable[Bar], tall: float, height: float) -> list[Bar]:
    down = (height - tall) / 2
    return [
        Bar(
            b.x,
            round(b.y + down, 1),
            round(b.height, 1),
            b.name,
            b.short,
            b.n,
            b.text_x,
            round(b.text_y + down, 1),
            b.anchor,
        )
        for b in bars
    ]


def _bands(
    streams: Iterable[Stream],
    starts: Mapping[str, float],
    ends: Mapping[str, float],
    scale: float,
    x1: float,
    x2: float,
) -> list[Band]:
    """Bands from bars to bars; those of one bar lie side by side in the order in which the bars beyond stand."""
    used_left, used_right = dict(starts), dict(ends)
    bands = []
    for one in sorted(streams, key=lambda s: (starts[s.source], ends[s.target])):
        thick = max(one.n * scale, THIN)
        y1, y2 = used_left[one.source], used_right[one.target]
        used_left[one.source] += thick
        used_right[one.target] += thick
        bands.append(Band(one, _path(x1, y1, x2, y2, thick)))
    return bands


def _path(x1: float, y1: float, x2: float, y2: float, thick: float) -> str:
    """A band that leaves level and comes level, and has a point at its end."""
    end, half = x2 - POINT, (x1 + x2 - POINT) / 2
    wing = min(3.0, thick / 2 + 1)
    upper = f"M{x1:.1f} {y1:.1f}C{half:.1f} {y1:.1f} {half:.1f} {y2:.1f} {end:.1f} {y2:.1f}"
    point = f"v{-wing:.1f}L{x2:.1f} {y2 + thick / 2:.1f}L{end:.1f} {y2 + thick + wing:.1f}v{-wing:.1f}"
    lower = f"C{half:.1f} {y2 + thick:.1f} {half:.1f} {y1 + thick:.1f} {x1:.1f} {y1 + thick:.1f}Z"
    return upper + point + lower
