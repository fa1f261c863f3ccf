"""How lists write the names of areas: 长春 for 长春市, 长春市南关区 for the district, 南关区/新春街道 in two columns. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SUFFIXES = ("街道办事处", "自治县", "自治州", "社区", "街道", "地区", "市", "区", "县", "州", "镇", "乡", "村")
PROVINCE = re.compile("[\u4e00-\u9fff]{2,7}?(省|自治区)")
PEOPLES = (
    "壮|满|回|苗|维吾尔|土家|彝|蒙古|藏|布依|侗|瑶|朝鲜|白|哈尼|哈萨克|黎|傣|畲|傈僳|仡佬|东乡|高山|拉祜|水|佤|纳西|羌|土|仫佬|锡伯|柯尔克孜|达斡尔|"
    "景颇|毛南|撒拉|布朗|塔吉克|阿昌|普米|鄂温克|怒|京|基诺|德昂|保安|俄罗斯|裕固|乌孜别克|门巴|鄂伦春|独龙|塔塔尔|赫哲|珞巴"
)
OWN_RULE = re.compile(f"([\u4e00-\u9fff]{{2,5}}?)(?:(?:{PEOPLES})族?|各族)+自治([州县旗])")
"""An area with a rule of its own, which lists call by its place alone: 延边州 for 延边朝鲜族自治州."""
BETWEEN = re.compile(r"[\s/\\>→,，;；、·—-]+")
"""What stands between the parts of a place."""
MOST_PARTS = 8
"""Parts that a place has; what has more is none, and isn't tried in every way."""


def shortened(name: str) -> str:
    """The name of an area without what it is, where two characters or more are left: 南关 for 南关区."""
    cut = next((name.removesuffix(end) for end in SUFFIXES if name.endswith(end)), name)
    return cut if len(cut) > 1 else name


def written(name: str) -> frozenset[str]:
    """The ways in which the name of one area is written."""
    ways = {name, shortened(name)}
    if name.endswith("街道"):
        ways |= {f"{name}办事处", f"{name}办"}
    if own := OWN_RULE.fullmatch(name):
        ways |= {own[1], own[1] + own[2]}
    return frozenset(ways)


@dataclass
class Areas:
    """The areas that there are: {id: names from the top down to its own}."""

    chains: Mapping[int, Sequence[str]]
    _ends: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for area, chain in self.chains.items():
            for way in written(chain[-1]):
                self._ends.setdefault(way, []).append(area)

    def meant(self, place: str) -> list[int]:
        """The areas that a text may mean. Of a place in parts, the widest or the closest first, the closest that is known; the
        widest parts may be left out, or be above all that is known here."""
        parts = [part for part in BETWEEN.split(place) if part]
        if len(parts) > MOST_PARTS:
            return []
        ways = [self._closest(parts), self._closest(parts[::-1]) if len(parts) > 1 else []]
        return max(ways, key=lambda found: len(self.chains[found[0]]) if found else 0)

    def _closest(self, parts: Sequence[str]) -> list[int]:
        for last in range(len(parts), 0, -1):
            for first in range(last):
                if found := self._called("".join(parts[first:last])):
                    return found
        return []

    def _called(self, text: str) -> list[int]:
        for at in range(len(text)):
            ending = self._ends.get(text[at:], [])
            if found := [area for area in ending if _above(text[:at], self.chains[area][:-1])]:
                return found
        return []


def _above(text: str, names: Sequence[str]) -> bool:
    """Whether a text is made of names from a chain, in their order, perhaps with the province before."""
    if not text:
        return True
    if (province := PROVINCE.match(text)) and _made_of(text[province.end() :], names):
        return True
    return _made_of(text, names)


def _made_of(text: str, names: Sequence[str]) -> bool:
    return not text or any(
        text.startswith(way) and _made_of(text[len(way) :], names[at + 1 :])
        for at, name in enumerate(names)
        for way in written(name)
    )


def whole(place: str, names: Sequence[str]) -> bool:
    """Whether every part of a place is made of the names of an area and those above it: nothing else was written."""
    return all(_above(part, names) or PROVINCE.fullmatch(part) for part in BETWEEN.split(place) if part)


def region_codes(words: Iterable[str]) -> dict[str, str]:
    """{word: GB/T 2260 code} of those words that are one, with six digits or with zeros behind them."""
    return {word: word[:6] for word in words if re.fullmatch("[0-9]{6}(0{3}|0{6})?", word)}
