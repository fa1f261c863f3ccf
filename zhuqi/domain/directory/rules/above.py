"""Whether an enterprise reaches the threshold of the statistics on units above scale (四上), and why. Computed from what the
register holds; whether it really is in the statistics base is another thing and is written down with its day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from zhuqi.base.words import Named, Sentence, say, term
from zhuqi.domain.directory.rules import chain_of, industry_code


class Above(Named):
    """Where an enterprise stands to the threshold of its industry."""

    ABOVE = "above", term("above scale")
    BELOW = "below", term("below scale")
    OUTSIDE = "outside", term("industry without a threshold")
    UNKNOWN = "unknown", term("above or below scale: not known")


class Threshold(NamedTuple):
    """One row: the class, and the least revenue in 10,000 yuan; without one, by what else it counts."""

    named: str
    revenue_wan: int | None
    by: str


@lru_cache(maxsize=1)
def thresholds() -> tuple[Mapping[str, Threshold], frozenset[str]]:
    """{code of GB/T 4754: its threshold}, and the codes that hold several rows."""
    text = (resources.files("zhuqi.domain.directory") / "tables" / "above_scale.json").read_text(encoding="utf-8")
    table = json.loads(text)
    rows = {
        code: Threshold(row["named"], row.get("revenue_wan"), row.get("by", ""))
        for row in table["rows"]
        for code in row["gb4754"]
    }
    return rows, frozenset(table["splits"])


def above_scale(industry: str, revenue_wan: Decimal | None) -> tuple[Above, Sentence]:
    """Where an enterprise stands, and why. ``industry`` as ``industry_code`` gives it; annual revenue in 10,000 yuan."""
    rows, splits = thresholds()
    code = industry_code(industry)
    if not code:
        return Above.UNKNOWN, say("The industry isn't known.")
    row = next((rows[part] for part in reversed(chain_of(code)) if part in rows), None)
    if row is None and code in splits:
        return Above.UNKNOWN, say("Industry {code} has several thresholds; give more digits.", code=code)
    if row is None:
        return Above.OUTSIDE, say("There is no threshold for industry {code}.", code=code)
    if row.by == "qualification":
        return Above.UNKNOWN, say("Construction counts by its qualification, which the register doesn't hold.")
    if row.by == "activity":
        return Above.ABOVE, say("Whoever develops real estate counts, whatever the revenue.")
    return _by_revenue(row, revenue_wan)


def _by_revenue(row: Threshold, revenue_wan: Decimal | None) -> tuple[Above, Sentence]:
    if revenue_wan is None:
        return Above.UNKNOWN, say("The revenue isn't known.")
    assert row.revenue_wan is not None, "what counts by something else is told apart before"
    facts = {"named": row.named, "value": f"{revenue_wan.normalize():f}", "bound": row.revenue_wan}
    if revenue_wan >= row.revenue_wan:
        return Above.ABOVE, Sentence(REACHED, facts)
    return Above.BELOW, Sentence(SHORT_OF, facts)


REACHED = term("{named}: a revenue of {value}万 reaches {bound}万.")
SHORT_OF = term("{named}: a revenue of {value}万 stays below {bound}万.")
