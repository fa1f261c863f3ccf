"""How much faster working time is counted in bulk than one by one: ``python -m benchmarks.worktime``."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

import numpy as np

from zhuqi.base.worktime.bulk import add_many
from zhuqi.base.worktime.calendar import build
from zhuqi.base.worktime.spans import parse, write
from zhuqi.domain.calendar.rules import merged
from zhuqi.domain.calendar.sheets import shipped

SPANS = [
    parse(text)
    for text in ("30 分钟", "2 小时，次日起", "4 工作时", "3 工作日", "7 天", "1 个月", "2 工作日，至同一时刻")
]
MANY, FEW = 200_000, 20_000


def microseconds(work: Callable[[], object], items: int, times: int = 5) -> float:
    """The best of a few runs, for each item."""
    runs = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        runs.append(time.perf_counter() - began)
    return min(runs) / items * 1e6


def main() -> None:
    notices = {year: days for year, days, _ in shipped()}
    calendar = build(list(notices), merged(notices))
    first, last = (int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp()) for year in (2016, 2026))
    starts = np.random.default_rng(1).integers(first, last, MANY)
    moments = [dt.datetime.fromtimestamp(int(start), dt.UTC) for start in starts[:FEW]]
    print(f"{'one by one':>12} {'in bulk':>12} {'ratio':>8}   span (microseconds each)")
    ratios = []
    for span in SPANS:
        single = microseconds(lambda span=span: [calendar.add(at, span) for at in moments], FEW)  # type: ignore[misc]
        bulk = microseconds(lambda span=span: add_many(calendar, starts, span), MANY)  # type: ignore[misc]
        ratios.append(single / bulk)
        print(f"{single:12.2f} {bulk:12.4f} {ratios[-1]:7.0f}x   {write(span)}")
    print(f"the least ratio is {min(ratios):.0f}x; 20x is asked for")


if __name__ == "__main__":
    main()
