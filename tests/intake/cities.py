"""Three made-up lists of enterprises, five hundred rows each, in the shapes in which offices keep them and with the faults such
lists have. Every name, code and street is drawn and stands for nobody."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.sheets.test_public_list import old_number, wrong
from tests.sheets.workbooks import xlsx
from zhuqi.base.uscc import body, complete

ROWS = 500
MISTYPED = "The check character doesn't fit the code: something in it is mistyped."
OLD_MISTYPED = "The last digit doesn't fit the registration number: something in it is mistyped."
EMPTY = "This is needed and is empty."
TWICE = "Row {row} says this already."
NOWHERE = "No organisation in force has this code."
NO_NUMBER = "“{typed}” is no number."
NO_INDUSTRY = "This is no code of GB/T 4754-2017: a section's letter, or two to four digits."
CUT_OFF = "A credit code has 18 characters, this one has {n}."
LOST = "This is stored as a number, which loses digits; format the column as text and type it again."


@dataclass(frozen=True)
class Firm:
    """A row before its faults."""

    code: str
    name: str
    region: str
    industry: str
    staff: object
    revenue: object


@dataclass(frozen=True)
class Listed:
    """A list: the file with its name, and for each row of it what must become of it: nothing where it goes in, else the
    sentence. ``sums``: rows that are no entries."""

    name: str
    content: bytes
    expected: dict[int, str]
    sums: int


Fault = tuple[Callable[[Firm, random.Random], Firm], str]


def _with(**changed: object) -> Callable[[Firm, random.Random], Firm]:
    return lambda firm, rng: Firm(**{**firm.__dict__, **changed})


def _code(made: Callable[[str], str]) -> Callable[[Firm, random.Random], Firm]:
    return lambda firm, rng: Firm(**{**firm.__dict__, "code": made(firm.code)})


def _name(made: Callable[[str], str]) -> Callable[[Firm, random.Random], Firm]:
    return lambda firm, rng: Firm(**{**firm.__dict__, "name": made(firm.name)})


def old(code: str) -> str:
    """A registration number of the old kind in place of a code."""
    return old_number(f"22010200{code[10:16]}")


FAULTS: dict[str, Fault] = {
    "plain": (lambda firm, rng: firm, ""),
    "full width code": (_code(lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code)), ""),
    "spaces in the code": (_code(lambda code: f" {code[:8]} {code[8:]} "), ""),
    "lower case": (_code(str.lower), ""),
    "old number": (_code(old), ""),
    "half-width brackets": (_name(lambda name: name.replace("（", "(").replace("）", ")")), ""),
    "line break in the name": (_name(lambda name: name.replace("演练", "演练\n")), ""),
    "no industry": (_with(industry=""), ""),
    "industry with its name": (_with(industry="C13 农副食品加工业"), ""),
    "section by name": (_with(industry="制造业"), ""),
    "division by name": (_with(industry="汽车制造"), ""),
    "an industry of one's own": (_with(industry="高大上产业"), ""),
    "nothing, in a word": (_with(staff="N/A", revenue="—"), ""),
    "staff with a word": (_with(staff="1,200人"), ""),
    "amount in yi": (_with(revenue="1.2亿"), ""),
    "amount in yuan": (_with(revenue="3500000元"), ""),
    "full width digits": (_with(staff="１２０"), ""),
    "wrong check": (_code(lambda code: code[:-1] + wrong(code[-1], "0123")), MISTYPED),
    "old, mistyped": (_code(lambda code: old(code)[:-1] + wrong(old(code)[-1], "012")), OLD_MISTYPED),
    "no code": (_with(code=""), EMPTY),
    "cut off": (_code(lambda code: code[:-2]), CUT_OFF),
    "no such place": (_with(region="别处区"), NOWHERE),
    "a code of no industry": (_with(industry="X13"), NO_INDUSTRY),
    "no code, in a word": (_code(lambda code: "无"), EMPTY),
    "amount in m": (_with(revenue="3.5 m"), NO_NUMBER),
    "staff unknown": (_with(staff="约二十"), NO_NUMBER),
    "no name": (_with(name=""), EMPTY),
}  # fmt: skip
"""What is done to a row, and the sentence that it gets."""
SHARE = {"plain": 300, "twice": 12}
REST = 7


def rows(city: int, regions: list[str]) -> tuple[list[Firm], list[str]]:
    """The rows of a city and what must become of each; the same every time."""
    rng = random.Random(city)
    kinds = ["plain"] * SHARE["plain"] + ["twice"] * SHARE["twice"]
    kinds += [kind for kind in FAULTS if kind != "plain" for _ in range(REST)]
    kinds += ["plain"] * (ROWS - len(kinds))
    rng.shuffle(kinds)
    first = next(n for n, kind in enumerate(kinds) if kind == "plain")
    kinds[0], kinds[first] = kinds[first], kinds[0]
    found: list[Firm] = []
    said: list[str] = []
    for n, kind in enumerate(kinds):
        code = complete(f"91220102{body(f'MA{city}{n:05d}')}")
        name = f"演练{'甲乙丙'[city]}{n:03d}（集团）有限公司"
        plain = Firm(code, name, regions[n // 25 % len(regions)], ("1311", "6510", "3911")[n % 3], 5 + n, 100 + n)
        made, sentence = FAULTS["plain"] if kind == "twice" else FAULTS[kind]
        firm = made(plain, rng)
        found.append(Firm(**{**firm.__dict__, "code": found[0].code}) if kind == "twice" else firm)
        said.append(TWICE if kind == "twice" else sentence)
    return found, said


def first() -> Listed:
    """A workbook: a title, headers on two storeys, the region merged over its rows, a sum and a signature below."""
    found, said = rows(0, ["xf", "mz"])
    head = [
        ["某市演练企业名单（合成数据）"],
        ["序号", "统一社会信用代码", "企业名称", "所属区域", "经营情况", "", "", "联系情况"],
        ["", "", "", "", "行业代码", "从业人数", "营业收入（万元）", "微信"],
    ]
    lines: list[list[object]] = []
    merged = ["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2"]
    for n, firm in enumerate(found):
        begins = n % 25 == 0 or firm.region == "别处区" or found[n - 1].region == "别处区"
        lines.append(
            [n + 1, firm.code, firm.name, firm.region if begins else "", firm.industry, firm.staff, firm.revenue, ""]
        )
    start = 0
    for n in range(1, ROWS + 1):
        if n == ROWS or lines[n][3]:
            if n - start > 1:
                merged.append(f"D{start + 4}:D{n + 3}")
            start = n
    foot: list[list[object]] = [
        [],
        ["合计", "", f"共 {ROWS} 家", "", "", 1, 1],
        ["填表人：演练", "", "", "", "", "", "审核人：演练"],
    ]
    content = xlsx({"Sheet1": [*head, *lines, *foot]}, merged)
    return Listed("甲市.xlsx", content, {n + 4: sentence for n, sentence in enumerate(said)}, 2)


def second() -> Listed:
    """A .csv in GB18030: the header once more on every page, money in thousands, areas by their names."""
    found, said = rows(1, ["幸福（演练）乡", "明珠（演练）镇"])
    head = "单位名称,信用代码,所在街道,所属行业,期末从业人员,营业收入(千元),法定代表人"
    lines, expected, sums = [head], {}, 0
    for n, (firm, sentence) in enumerate(zip(found, said, strict=True)):
        if n and n % 100 == 0:
            lines.append(head)
            sums += 1
        name = firm.name.replace("\n", " ")
        lines.append(f'"{name}",{firm.code},{firm.region},{firm.industry},"{firm.staff}",{firm.revenue},演练')
        expected[len(lines)] = sentence
    return Listed("乙市.csv", "\r\n".join(lines).encode("gb18030"), expected, sums)


def third() -> Listed:
    """Text between tabs with a mark of UTF-8, areas with all that lies above them, blank rows between and behind, a total at the
    end."""
    found, said = rows(2, ["长春（演练）市南关（演练）区明珠（演练）镇", "吉林省长春（演练）市幸福（演练）乡"])
    lines, expected = ["丙市企业台账（演练）", "", "税号\t名称\t属地\t行业代码\t从业人员\t营业收入（万元）"], {}
    for n, (firm, sentence) in enumerate(zip(found, said, strict=True)):
        if n % 50 == 49:
            lines.append("\t\t\t\t\t")
        name = firm.name.replace("\n", "　")
        lines.append(f"{firm.code}\t{name}\t{firm.region}\t{firm.industry}\t{firm.staff}\t{firm.revenue}")
        expected[len(lines)] = sentence
    lines += ["总计\t\t\t\t9\t9", "", "", ""]
    return Listed("丙市.csv", "\n".join(lines).encode("utf-8-sig"), expected, 1)


CITIES = {"a workbook": first, "a .csv in GB18030": second, "text between tabs": third}
