"""Lists of enterprises as registers and offices keep them: what is in them beside, how they say where, and what they leave out."""

from __future__ import annotations

import pytest

from tests.cast import NAMES, SETUP, SINCE, City
from tests.intake.handing import NOW, book, code, confirmed, counts, found, given
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.verify import everything
from zhuqi.core.sheets.faults import Faulty
from zhuqi.core.sheets.loading import look
from zhuqi.core.sheets.reading import read_one
from zhuqi.domain.directory.actions import found as found_
from zhuqi.domain.directory.actions.loading import load_enterprises
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.rules import Kind
from zhuqi.domain.directory.sheets import ENTERPRISES

pytestmark = pytest.mark.django_db
PUBLIC = "企业名称 统一社会信用代码 注册日期 企业类型 法人代表 注册资金 经营范围 所在省份 地区 注册地址".split()
"""The columns in which excerpts of the register of enterprises (工商登记) are passed round."""
BARE = ["统一社会信用代码", "企业名称", "所属行业"]


def where(n: int) -> str:
    return Enterprise.objects.select_related("region").get(uscc=code(n)).region.name


def public(n: int, place: str, address: str) -> list[object]:
    return [
        f"演练{n}有限公司",
        code(n),
        "2002-01-01",
        "N/A",
        "N/A",
        "1,000(万元人民币)",
        "演练、咨询",
        "吉林",
        place,
        address,
    ]


def test_an_excerpt_of_the_public_register_goes_in_as_it_is(city: City) -> None:
    rows = [
        public(1, "长春（演练）", "演练街1号"),
        public(2, f"{NAMES['cc']}{NAMES['ng']}", "N/A"),
        public(3, "别处", "无"),
    ]
    upload = given(city, book(rows, PUBLIC), part="city_dispatcher")
    shown = found(city, upload, "city_dispatcher")
    assert counts(shown) == (2, 0, 0, 1) and list(shown.passed) == [*PUBLIC[2:8]]
    confirmed(city, upload, part="city_dispatcher")
    assert (where(1), where(2)) == (NAMES["cc"], NAMES["ng"])
    assert [Enterprise.objects.get(uscc=code(n)).address for n in (1, 2)] == ["演练街1号", ""]
    assert not list(everything())


def test_places_in_several_columns_are_read_together(city: City) -> None:
    head = [*BARE[:2], "所属城市", "所属区县", "所属街道"]
    rows = [
        [code(1), "演练一", NAMES["cc"], NAMES["ng"], NAMES["xf"]],
        [code(2), "演练二", NAMES["cc"], NAMES["ng"], ""],
        [code(3), "演练三", "", "", NAMES["mz"]],
        [code(4), "演练四", NAMES["cc"], NAMES["ng"], "没有的街道"],
        [code(5), "演练五", "", "—", ""],
    ]
    upload = given(city, book(rows, head=head))
    shown = found(city, upload)
    assert counts(shown) == (4, 0, 0, 1)
    assert [(one.row, one.sentence.text) for one in shown.warnings] == [
        (5, "Not all of this is known here: it is put to {area}.")
    ]
    assert [one.sentence.text for one in shown.faults] == ["This is needed and is empty."]
    confirmed(city, upload)
    assert [where(n) for n in (1, 2, 3, 4)] == [NAMES["xf"], NAMES["ng"], NAMES["mz"], NAMES["ng"]]


def test_a_list_that_says_no_place_lies_in_the_one_that_is_kept(city: City) -> None:
    firm = Enterprise.objects.select_related("region").order_by("pk")[0]
    rows = [[code(1), "演练一", ""], [firm.uscc, "演练改名", ""]]
    upload = given(city, book(rows, head=BARE))
    shown = found(city, upload)
    assert counts(shown) == (1, 1, 0, 0)
    assert [(one.row, one.sentence.facts.get("area")) for one in shown.warnings][:1] == [(0, NAMES["ng"])]
    confirmed(city, upload)
    assert where(1) == NAMES["ng"] and Enterprise.objects.get(pk=firm.pk).region == firm.region


def test_words_that_are_no_industry_leave_what_is_stored(city: City) -> None:
    rows = [[code(1), "演练一", "汽车制造业"], [code(2), "演练二", "高大上"], [code(3), "演练三", "C99"]]
    upload = given(city, book(rows, head=BARE))
    assert counts(found(city, upload)) == (2, 0, 0, 1)
    confirmed(city, upload)
    again = given(city, book([[code(1), "演练一", "高大上"]], head=BARE), key="again")
    assert counts(found(city, again)) == (0, 0, 1, 0)
    assert Enterprise.objects.get(uscc=code(1)).industry == "36"


def test_where_nobody_can_tell_the_place_the_column_is_missed(city: City) -> None:
    content = book([[code(1), "演练一", "镇甲"]], head=[*BARE[:2], "所在地方区域"])
    table = read_one(content, ENTERPRISES, name="名单.xlsx")
    assert look(load_enterprises, CLOCK, table, now=NOW).loaded.new == 1
    found_(CLOCK, None, kind=Kind.CITY, name="另一（演练）市", code="other", since=SINCE, now=SETUP)
    with pytest.raises(Faulty) as caught:
        look(load_enterprises, CLOCK, table, now=NOW)
    (fault,) = caught.value.faults
    assert fault.row == 0 and fault.sentence.text.startswith("This column is missing. Is")
