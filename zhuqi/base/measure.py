"""Named statistics: a share and its whole stay apart, so that parts add up and small denominators show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """``share`` out of ``whole``, both counts. Adds part by part."""

    share: int
    whole: int

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.share + other.share, self.whole + other.whole)


@dataclass(frozen=True)
class Measure:
    """A statistic's name and definition (口径). ``additive``: whether the parts of a tree sum to the whole."""

    code: str
    name: str
    unit: str
    definition: str
    additive: bool = True
