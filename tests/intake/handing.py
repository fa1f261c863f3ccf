"""Sheets of the town, handed in by its people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tests.cast import START, City
from tests.sheets.workbooks import xlsx
from zhuqi.base.uscc import body, complete
from zhuqi.core.intake import actions, queries
from zhuqi.core.intake.models import Upload
from zhuqi.core.intake.queries import Findings

HEAD = ("统一社会信用代码", "企业名称", "所属区域代码", "从业人员", "营业收入(万元)", "地址")
NOW = START


def code(n: int) -> str:
    """A credit code that stands for nobody."""
    return complete(f"91220102{body(f'MA8{n:05d}')}")


def firm(n: int, name: str = "", region: str = "xf", staff: object = 20, revenue: object = 300) -> list[object]:
    return [code(n), name or f"演练{n:05d}有限公司", region, staff, revenue, f"演练路 {n} 号"]


def book(rows: Sequence[Sequence[object]], head: Sequence[object] = HEAD) -> bytes:
    return xlsx({"Sheet1": [head, *rows]})


def handed(
    city: City,
    rows: Sequence[Sequence[object]],
    *,
    part: str = "dispatcher",
    head: Sequence[object] = HEAD,
    **more: Any,
) -> Upload:
    return given(city, book(rows, head), part=part, **more)


def given(
    city: City,
    content: bytes,
    *,
    part: str = "dispatcher",
    register: str = "enterprises",
    name: str = "名单.xlsx",
    now: dt.datetime = NOW,
    key: str = "",
) -> Upload:
    return actions.hand_in(city.actor(part), register, name=name, content=content, key=key, now=now)


def found(city: City, upload: Upload, part: str = "dispatcher") -> Findings:
    return queries.findings(queries.handed_in(city.actor(part), upload.pk))


def counts(findings: Findings) -> tuple[int, int, int, int]:
    return findings.new, findings.changed, findings.same, findings.refused


def confirmed(city: City, upload: Upload, *, part: str = "dispatcher", now: dt.datetime = NOW, key: str = "") -> Upload:
    return actions.confirm(city.actor(part), upload.pk, seen=upload.mark, key=key, now=now)
