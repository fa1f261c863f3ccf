"""A text over that of the place above: what it inherits, what it may not loosen, and where each value comes from."""

from __future__ import annotations

import pytest

from tests.rulebook.places import CITY, DAY, DISTRICT, PROVINCE, TOWN, over, part, whole
from zhuqi.base.worktime.spans import parse
from zhuqi.core.rulebook.queries import sections
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.core.rulebook.sources import Path, held, lines
from zhuqi.core.rulebook.standing import DEEPEST, Layer, at_odds, climb, refused, stand
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Hand, Tick
from zhuqi.domain.cases.sections import CaseRules

FLAGS = "下级从宽: 标明\n"


def cases(layer: Layer) -> CaseRules:
    found = layer.sections["办理"]
    assert isinstance(found, CaseRules)
    return found


def odds(layer: Layer) -> list[tuple[str, str, bool]]:
    """(key, the rulebook above, whether it is refused) of each value that isn't as strict as above."""
    return [("/".join(each.path[1:]), above.head.area, refused(each, above)) for each, above in at_odds(layer)]


def test_what_a_text_doesn_t_say_is_what_the_place_above_says() -> None:
    city = over(whole(CITY, DAY, ("督核: 否", "督核: 是")))
    district = over(city.text, part(DISTRICT, CITY, "延期: {至多: 0}"))
    assert cases(district).gate.on and cases(district).kinds == cases(city).kinds
    assert (cases(district).extension.count, cases(district).extension.lead) == (0, parse("1 工作日"))
    assert district.sections["工作时间"] == city.sections["工作时间"]


def test_a_text_without_sections_is_the_place_above_s_under_another_name() -> None:
    assert over(whole(), part(DISTRICT, CITY)).sections == over(whole()).sections


def test_rows_are_added_and_changed_one_by_one() -> None:
    rules = cases(
        over(whole(), part(DISTRICT, CITY, "时限: [{钟: 答复, 级别: [A], 时长: 3 工作日}, {钟: 甄别, 时长: 4 工作时}]"))
    )
    spans = [rules.span(Tick.HANDLE, Traits("finance", grade=grade), Hand.LEAD) for grade in "AB"]
    assert spans == [parse("3 工作日"), parse("10 工作日")]
    assert (rules.span(Tick.SCREEN), rules.span(Tick.CASE)) == (parse("4 工作时"), parse("15 工作日"))


def test_three_places_above_each_other() -> None:
    texts = (whole(PROVINCE), part(CITY, PROVINCE, "延期: {至多: 0}"), part(DISTRICT, CITY, "督核: 是"))
    rules = cases(over(*texts))
    assert (rules.extension.count, rules.gate.on, rules.returning.within) == (0, True, parse("2 工作日"))


LOOSENED = "延期: {至多: 2, 每次至多: 3 工作日}"


def test_a_laxer_value_gives_way_where_the_place_above_takes_none() -> None:
    layer = over(whole(), part(DISTRICT, CITY, LOOSENED))
    assert (cases(layer).extension.count, cases(layer).extension.most) == (1, parse("3 工作日"))
    assert odds(layer) == [("延期/至多", "shi", True)]


def test_a_laxer_value_holds_and_is_flagged_where_the_place_above_wants_it_marked() -> None:
    layer = over(whole(head=FLAGS), part(DISTRICT, CITY, LOOSENED))
    assert cases(layer).extension.count == 2
    assert odds(layer) == [("延期/至多", "shi", False)]


@pytest.mark.parametrize(
    ("province", "city", "district", "holds", "told"),
    [
        ("", FLAGS, 1, 1, [("延期/至多", "shi", False)]),
        ("", FLAGS, 2, 1, [("延期/至多", "sheng", True)]),
        ("", FLAGS, 0, 0, []),
        (FLAGS, "", 1, 0, [("延期/至多", "shi", True)]),
        (FLAGS, FLAGS, 2, 2, [("延期/至多", "shi", False)]),
    ],
)
def test_each_place_above_decides_for_what_it_says(
    province: str, city: str, district: int, holds: int, told: list[tuple[str, str, bool]]
) -> None:
    """The province says 1, the city 0."""
    texts = (whole(PROVINCE, head=province), part(CITY, PROVINCE, "延期: {至多: 0}", head=city))
    layer = over(*texts, part(DISTRICT, CITY, f"延期: {{至多: {district}}}"))
    assert cases(layer).extension.count == holds
    assert odds(layer) == told


def test_what_a_place_between_loosened_is_told_of_that_place_alone() -> None:
    texts = (whole(PROVINCE, head=FLAGS), part(CITY, PROVINCE, LOOSENED), part(DISTRICT, CITY, "督核: 是"))
    assert odds(over(*texts[:2])) == [("延期/至多", "sheng", False)]
    assert odds(over(*texts)) == []


def test_what_can_t_be_compared_is_flagged_whatever_the_place_above_takes() -> None:
    assert odds(over(whole(), part(DISTRICT, CITY, "种类: [finance]"))) == [("种类", "shi", False)]


def fault(*texts: str) -> Unreadable:
    with pytest.raises(Unreadable) as found:
        over(*texts)
    return found.value


def test_a_text_that_names_a_place_above_isn_t_read_without_it() -> None:
    found = fault(part(DISTRICT, CITY))
    assert (found.line, found.key) == (5, "上级") and "place above are needed" in str(found)


def test_six_texts_stand_on_each_other_and_a_seventh_doesn_t() -> None:
    texts = [whole(PROVINCE), *[part(TOWN, CITY)] * (DEEPEST - 1)]
    assert len(over(*texts).chain()) == DEEPEST == 6
    assert "At most 6" in str(fault(*texts, part(TOWN, CITY)))


def test_labels_of_the_place_above_may_be_used_and_others_not() -> None:
    over(whole(), part(DISTRICT, CITY, "时限: [{钟: 答复, 种类: [finance], 时长: 1 工作日}]"))
    found = fault(whole(), part(DISTRICT, CITY, "时限: [{钟: 答复, 种类: [weather], 时长: 1 工作日}]"))
    assert found.line == 7 and "weather" in str(found)


FILES = {
    "shi": whole(CITY),
    "qu": part(DISTRICT, CITY),
    "zhen": part(TOWN, DISTRICT),
    "a": part(CITY, DISTRICT).replace("地区: shi", "地区: a").replace("上级: qu", "上级: b"),
    "b": part(CITY, DISTRICT).replace("地区: shi", "地区: b").replace("上级: qu", "上级: a"),
    "self": part(CITY, CITY).replace("shi", "self"),
    "乙市": part(CITY, CITY).replace("地区: shi", "地区: self2").replace("上级: shi", "上级: 乙市"),
    "lost": part(CITY, CITY).replace("地区: shi", "地区: lost").replace("上级: shi", "上级: 无此地"),
    **{
        f"t{n}": part(CITY, CITY).replace("地区: shi", f"地区: t{n}").replace("上级: shi", f"上级: t{n + 1}")
        for n in range(9)
    },
}


def test_the_texts_a_text_stands_on_are_found_from_the_top() -> None:
    assert climb(FILES["zhen"], FILES.get) == (FILES["shi"], FILES["qu"], FILES["zhen"])
    assert climb(FILES["shi"], FILES.get) == (FILES["shi"],)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("a", "stand above each other in a circle: a → b → a"),
        ("self", "doesn't stand above itself"),
        ("乙市", "doesn't stand above itself"),
        ("lost", "No rulebook of “无此地” is in force"),
        ("t0", "At most 6"),
    ],
)
def test_places_above_that_lead_nowhere_are_a_sentence(code: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence) as found:
        climb(FILES[code], FILES.get)
    assert (found.value.line, found.value.key) == (5, "上级")


def where(layer: Layer) -> dict[Path, tuple[str, int]]:
    """{path: (the area whose text says it, line)}; the standard is of nobody."""
    return {
        each.path: (each.layer.head.area if each.layer else "standard", each.line) for each in held(layer, sections())
    }


def test_each_value_says_where_it_comes_from() -> None:
    city = whole(CITY)
    text = part(
        DISTRICT, CITY, "延期: {至多: 2, 提前: 2 工作日}\n  督核: 是\n  时限: [{钟: 答复, 级别: [A], 时长: 3 工作日}]"
    )
    found = where(over(city, text))
    rows = [row.strip() for row in city.splitlines()]
    line = {name: 1 + next(n for n, row in enumerate(rows) if row.startswith(name)) for name in ("延期", "- {钟: 甄别")}
    assert found["办理", "延期", "提前"] == ("qu", 7)
    assert found["办理", "延期", "至多"] == ("shi", line["延期"]), "it gave way"
    assert found["办理", "延期", "每次至多"] == ("shi", line["延期"])
    assert found["办理", "督核", "要"] == ("qu", 8)
    assert found["办理", "时限", "答复（级别 A）"] == ("qu", 9)
    assert found["办理", "时限", "甄别"] == ("shi", line["- {钟: 甄别"])
    assert found["工作时间", "时段"] == ("standard", 0)


def test_every_line_that_a_text_says_is_the_source_of_a_value() -> None:
    layer = over(whole())
    said = lines(read(layer.text), sections())
    found = where(layer)
    assert said and {path: ("shi", line) for path, line in said.items()}.items() <= found.items()
    assert not [path for path, (area, _) in found.items() if area == "shi" and path not in said]


def test_a_text_stands_on_what_it_was_put_on_and_on_nothing_else() -> None:
    above = over(whole())
    assert stand(whole(DISTRICT), above, sections()).above is None
    assert stand(part(DISTRICT, CITY), above, sections()).above is above
