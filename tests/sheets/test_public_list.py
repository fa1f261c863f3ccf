"""A list in the shape in which offices publish lists of enterprises: other headers, codes in full width, codes left out,
numbers of the old kind, digits mistyped, rows twice. Every name and code in it is drawn and stands for nobody.

What is counted here stands in docs/sheets.md.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.cases.conftest import city
from tests.cast import NAMES, SETUP, City
from tests.sheets.workbooks import xlsx
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.verify import everything
from zhuqi.core.sheets.faults import Faulty
from zhuqi.core.sheets.reading import Table, read
from zhuqi.domain.directory.actions.loading import load_enterprises
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.sheets import ENTERPRISES

__all__ = ["city"]
ROWS = 500
HEAD = (
    "序号",
    "单位详细名称",
    "统一社会信用代码/注册号",
    "所属区域代码",
    "国民经济行业代码",
    "期末从业人员",
    "注册地址",
    "备注",
)
KINDS = (
    "有限责任公司",
    "有限公司",
    "股份有限公司",
    "个人独资企业",
    "合伙企业（有限合伙）",
    "农民专业合作社",
    "（个体工商户）",
    "分公司",
)
PLANTS = ("云杉", "白桦", "水曲柳", "胡桃楸", "紫椴", "黄檗", "蒙古栎", "山丁子")
SHARES = {
    "plain": 300, "full width": 40, "spaces inside": 25, "lower case": 15, "broken name": 15, "old number": 20,
    "no code": 30, "wrong check": 15, "letter O": 10, "stored as number": 10, "old, mistyped": 5, "twice": 10, "cut off": 5,
}  # fmt: skip
"""How many rows are of which kind, as such lists have them."""
GOES = {"plain", "full width", "spaces inside", "lower case", "broken name", "old number"}
SENTENCES = {
    "This is needed and is empty.": 30,
    "The check character doesn't fit the code: something in it is mistyped.": 15,
    "A credit code has no O.": 10,
    "This is stored as a number, which loses digits; format the column as text and type it again.": 10,
    "The last digit doesn't fit the registration number: something in it is mistyped.": 5,
    "A credit code has 18 characters, this one has {n}.": 5,
    "Row {row} says this already.": 10,
}


def old_number(first14: str) -> str:
    """A registration number of the old kind (ISO 7064 MOD 11,10), reckoned here on its own."""
    rest = 10
    for digit in first14:
        rest = ((int(digit) + rest) % 10 or 10) * 2 % 11
    return first14 + str((11 - rest) % 10)


def wrong(last: str, among: str) -> str:
    return next(sign for sign in among if sign != last)


def rows() -> list[list[object]]:
    """The list, the same every time."""
    rng = random.Random(4754)
    kinds = [kind for kind, n in SHARES.items() for _ in range(n)]
    rng.shuffle(kinds)
    found: list[list[object]] = []
    for n, kind in enumerate(kinds, 1):
        code = complete(f"91220102MA1{n:06d}")
        name = f"{NAMES['cc'][:2]}演练{rng.choice(PLANTS)}{n:03d}{rng.choice(KINDS)}"
        cell: object = {
            "full width": "".join(chr(ord(sign) + 0xFEE0) for sign in code),
            "spaces inside": f" {code[:8]} {code[8:]}\u00a0",
            "lower case": code.lower(),
            "old number": old_number(f"2201020000{n:04d}"),
            "no code": rng.choice(["", " ", "　"]),
            "wrong check": code[:-1] + wrong(code[-1], "0123"),
            "letter O": code.replace("0", "O", 1),
            "stored as number": ("", f"<v>9122010200000{n:05d}</v>"),
            "old, mistyped": (old := old_number(f"2201020000{n:04d}"))[:-1] + wrong(old[-1], "012"),
            "cut off": code[:-2],
        }.get(kind, code)
        if kind == "twice":
            cell = complete(f"91220102MA1{kinds.index('plain') + 1:06d}")
        name = name.replace("演练", "演练\n ") if kind == "broken name" else name
        found.append(
            [n, name, cell, rng.choice(["xf", "mz"]), f"{rng.randint(13, 43)}", rng.randint(1, 900), "演练路 1 号", ""]
        )
    return found


def table(listed: list[list[object]]) -> Table:
    content = xlsx({"Sheet1": [["某市演练企业名单（合成数据）"], ["截至某年某月"], HEAD, *listed]}, ["A1:H1"])
    return read(content, [ENTERPRISES], name="企业名单.xlsx")["enterprises"]


def test_five_hundred_rows_are_told_apart_row_by_row_and_none_is_taken(city: City, db: None) -> None:
    before = Enterprise.objects.count()
    with pytest.raises(Faulty) as caught:
        load_enterprises(CLOCK, table(rows()), now=SETUP)
    assert Counter(fault.sentence.text for fault in caught.value.faults) == {
        **{text: n for text, n in SENTENCES.items() if text != "A credit code has no O."},
        "A credit code has no {characters}.": 10,
    }
    assert {fault.column for fault in caught.value.faults} == {"统一社会信用代码/注册号"}
    assert sum(SENTENCES.values()) == sum(n for kind, n in SHARES.items() if kind not in GOES) == 85
    assert Enterprise.objects.count() == before


def test_the_rows_that_are_right_go_in_and_keep_the_journal_whole(city: City, db: None) -> None:
    listed, before = rows(), Enterprise.objects.count()
    with pytest.raises(Faulty) as caught:
        load_enterprises(CLOCK, table(listed), now=SETUP)
    bad = {fault.row for fault in caught.value.faults}
    right = [row for at, row in enumerate(listed, 4) if at not in bad]
    loaded = load_enterprises(CLOCK, table(right), now=SETUP)
    assert (loaded.new, len(right) * 100 // ROWS) == (415, 83)
    assert Enterprise.objects.count() == before + 415
    unusual = Counter(warning.sentence.text for warning in loaded.warnings)
    assert unusual["This is a registration number of the old kind; ask for the credit code of 18 characters."] == 20
    again = load_enterprises(CLOCK, table(right), now=SETUP)
    assert (again.new, again.changed, again.same) == (0, 0, 415)
    assert not list(everything())


@pytest.mark.parametrize("extra", ["企业类型", "法定代表人", "联系电话"])
def test_a_column_that_is_not_asked_for_is_named_so_that_nothing_is_lost_quietly(extra: str) -> None:
    content = xlsx({"Sheet1": [[*HEAD, extra], *rows()[:1]]})
    with pytest.raises(Faulty) as caught:
        read(content, [ENTERPRISES], name="x.xlsx")
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == (1, extra) and str(fault.sentence).startswith("No such column is known")


def test_the_docs_say_what_was_counted() -> None:
    told = (Path(__file__).parents[2] / "docs" / "sheets.md").read_text("utf-8")
    assert f"Of {ROWS} rows, 415 (83 %) go in" in told
    for sentence, n in SENTENCES.items():
        assert f"| {n} | {sentence.format(n=16, row='…')} |" in told, sentence
