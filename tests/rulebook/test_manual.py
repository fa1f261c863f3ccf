"""The manual of the rulebook: its tables are what the rows of the keys say, and every text in it is read, checked and played."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.utils.translation import gettext, override

from tools.manual import PAGES, STALE, parts_of, refreshed
from zhuqi.base.words import Sentence
from zhuqi.core.rulebook import head
from zhuqi.core.rulebook.checking import Level, check
from zhuqi.core.rulebook.keys import keys_of
from zhuqi.core.rulebook.outcomes import Outcome
from zhuqi.core.rulebook.primitives import FORBIDDEN as LAWS
from zhuqi.core.rulebook.primitives import OWN, PRIMITIVES
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.standing import Layer
from zhuqi.domain.cases.examples.words import OUTCOMES, STATES, STEPS
from zhuqi.domain.liaison.examples import Found
from zhuqi.domain.visits.examples import FLAGS, STANDINGS, VERDICTS
from zhuqi.examples import play
from zhuqi.interfaces.cli.speaking import read as spoken
from zhuqi.sections import SECTIONS

FENCED = re.compile(r"^```yaml (\S+)(?: (\w\d+))?\n(.*?)^```", re.DOTALL | re.MULTILINE)
WHOLE, PART, FORBIDDEN = "全文", "片段", "拒绝"
HEAD = "规则: 片段（合成）\n地区: qu\n文号: 试 1 号\n施行: 2026-03-01\n上级: shi\n"
RECIPE = re.compile(r"^### (\d+) (.*)\n((?:(?!##).*\n)*)", re.MULTILINE)
"""A primitive's number, its title, and what stands under it."""


def page(language: str) -> str:
    return PAGES[language].read_text("utf-8")


def texts(language: str) -> list[tuple[str, str, str]]:
    """(sort, law, text) of each text in a manual."""
    return FENCED.findall(page(language))


def whole(language: str) -> str:
    (text,) = (text for sort, _, text in texts(language) if sort == WHOLE)
    return text


def above(language: str) -> Layer:
    """The manual's whole text, taking laxer values where they are marked."""
    return layer(whole(language).replace("\n工作时间:", "\n下级从宽: 标明\n工作时间:"))


@pytest.mark.parametrize("language", PAGES)
def test_the_tables_are_as_the_rows_of_the_keys_have_them(language: str) -> None:
    assert refreshed(page(language), language) == page(language), STALE


@pytest.mark.parametrize("language", PAGES)
def test_a_table_that_lags_behind_is_found_and_mended(language: str) -> None:
    lagging = page(language).replace("| `每次至多` |", "| `每回至多` |", 1)
    assert lagging != page(language)
    assert refreshed(lagging, language) == page(language)


@pytest.mark.parametrize("language", PAGES)
def test_a_page_without_a_place_for_a_table_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match="走访"):
        refreshed(page(language).replace("<!-- keys 走访: begin -->", ""), language)


def expressed() -> set[int]:
    """The primitives to which some key belongs."""
    tops = (head.HEAD.cls, *SECTIONS.values())
    return {row.primitive for top in tops for _, part in parts_of("", top) for row in keys_of(part).values()} - {OWN}


RECIPES_OF = {"en": "## Recipes, one for each primitive", "zh-hans": "## 菜谱：一号原语一段"}
"""Under which heading the table of the primitives and their recipes stand."""
NUMBERED = re.compile(r"^\| (\d+) \| ([^|]+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)


@pytest.mark.parametrize("language", PAGES)
def test_each_primitive_has_its_row_in_the_table_of_the_recipes(language: str) -> None:
    found = [int(n) for n, *_ in NUMBERED.findall(page(language))]
    with override(language):
        missing = [f"| {n} | {gettext(label)} | … | … |" for n, label in PRIMITIVES.items() if n not in found]
    assert not missing, f"write below “{RECIPES_OF[language]}” in docs/{PAGES[language].name}: {missing}"
    assert found == list(PRIMITIVES), f"each number once and in order: docs/{PAGES[language].name}"


def headings(numbers: Iterable[int], language: str) -> str:
    """The headings of primitives, as they stand in a manual."""
    with override(language):
        return ", ".join(f"### {n} {gettext(PRIMITIVES.get(n, '…'))}" for n in numbers)


def test_both_manuals_say_what_each_primitive_is_and_whether_it_can_be_written() -> None:
    english, chinese = (NUMBERED.findall(page(language)) for language in ("en", "zh-hans"))
    assert {int(n): label for n, label, _ in english} == PRIMITIVES, (
        f"each has a row in the table of {PAGES['en'].name}"
    )
    for rows, words in ((english, ("yes", "not yet")), (chinese, ("能", "还不能"))):
        can, cannot = ({int(n) for n, _, written in rows if written == word} for word in words)
        assert can == expressed() and cannot == PRIMITIVES.keys() - expressed() - {LAWS}


def test_every_primitive_that_a_key_expresses_has_its_recipe() -> None:
    for language, path in PAGES.items():
        found = [int(n) for n, *_ in RECIPE.findall(page(language))]
        wanted = sorted({*expressed(), LAWS})
        missing, strange = (sorted({*one} - {*other}) for one, other in ((wanted, found), (found, wanted)))
        assert not missing, f"write under “{RECIPES_OF[language]}” in docs/{path.name}: {headings(missing, language)}"
        assert not strange, f"no key expresses these, take them out of docs/{path.name}: {headings(strange, language)}"
        assert found == wanted, f"in the order of their numbers, each once: docs/{path.name}"
        assert RECIPES_OF[language] in page(language)
    assert expressed() <= PRIMITIVES.keys(), "a row in zhuqi/core/rulebook/primitives.py"


def test_both_manuals_show_the_same_texts() -> None:
    chinese, english = (texts(language) for language in ("zh-hans", "en"))
    assert english == chinese


def test_the_whole_text_of_the_manual_can_be_put_in_force_and_its_example_holds() -> None:
    text = whole("zh-hans")
    assert check(text) == ()
    assert [outcome.ok for outcome in play(layer(text))] == [True]


CHINESE = texts("zh-hans")
RECIPES = [
    (title, text)
    for _, title, under in RECIPE.findall(page("zh-hans"))
    for sort, _, text in FENCED.findall(under)
    if sort == PART
]
"""(primitive, text) of every recipe."""


@pytest.mark.parametrize("text", [text for sort, _, text in CHINESE if sort == PART])
def test_every_piece_of_the_manual_is_taken_on_top_of_the_whole_text(text: str) -> None:
    upon = above("zh-hans")
    found = check(HEAD + text, above=upon)
    assert [str(each.told) for each in found if each.level is Level.REFUSED] == []
    assert failed(_played(text)) == []


def failed(outcomes: Iterable[Outcome]) -> list[tuple[str, str, str, str]]:
    """(name, expected, got, because) of every example that doesn't hold."""
    return [(each.name, each.expected, each.got, str(each.because)) for each in outcomes if not each.ok]


def _played(text: str) -> tuple[Outcome, ...]:
    parent = whole("zh-hans").replace("\n工作时间:", "\n下级从宽: 标明\n工作时间:")
    return play(layer(parent, HEAD + text))


@pytest.mark.parametrize(("law", "text"), [(law, text) for sort, law, text in CHINESE if sort == FORBIDDEN])
def test_what_the_manual_shows_as_forbidden_is_refused_with_the_law(law: str, text: str) -> None:
    found = check(HEAD + text, above=above("zh-hans"))
    assert law in {each.law for each in found if each.level is Level.REFUSED}


def test_no_text_of_the_manual_goes_untested() -> None:
    assert {sort for sort, *_ in CHINESE} == {WHOLE, PART, FORBIDDEN}
    assert page("zh-hans").count("```yaml") == len(CHINESE)


@pytest.mark.parametrize("language", PAGES)
def test_every_word_of_an_example_is_in_the_manual(language: str) -> None:
    words = [*STEPS, *OUTCOMES, *STATES.values(), *VERDICTS, *STANDINGS, *FLAGS]
    words += [row.word for row in keys_of(Found).values()]
    assert [word for word in words if word not in page(language)] == []


MISTAKES = {
    "时间: 3 工作日": ("{钟: 答复, 时长: 10 工作日}", "{钟: 答复, 时间: 3 工作日}", "This key isn't known. Did you mean “时长”?"),
    "no unit": ("{钟: 答复, 时长: 10 工作日}", "{钟: 答复, 时长: 3}", "Here a text is expected."),
    "as soon as possible": ("{钟: 答复, 时长: 10 工作日}", "{钟: 答复, 时长: 尽快}", "can't be read as a span of time."),
    "a clock is missing": ("    - {钟: 裁定, 时长: 1 工作日}\n", "", "Some cases would get no clock for: 裁定"),
    "a label nobody named": (
        "    - {钟: 答复, 时长: 10 工作日}\n",
        "    - {钟: 答复, 时长: 10 工作日}\n    - {钟: 答复, 级别: [A], 时长: 5 工作日}\n",
        "“A” isn't known here. Known are: 一般",
    ),
    "a short date": ("施行: 2026-03-01", "施行: 2026-3-1", "Here a date like 2019-05-10 is expected."),
    "a tab": ("  种类:", "\t种类:", "Indent with spaces: there is a tab here."),
    "a full-width colon": ("  种类: {", "  种类：{", "The colon after a key is a half-width one"),
    "the wrong comma": ("{钟: 答复, 时长: 10 工作日}", "{钟: 答复, 时长: 次月 5 日, 遇假顺延}", "key that isn't known"),
    "a key that isn't there": (
        "\n工作时间:", "\n条文: [{条: 1, 键: 办理/延迟}]\n工作时间:", "There is no key “办理/延迟” here. Did you mean “办理/延期”?",
    ),
    "a word that nobody reads": (
        "2026-03-02 10:00 甄别]", "2026-03-02 10:00 甄别, 2026-03-05 10:00 不认可 一星]", "“一星” isn't read after “不认可”.",
    ),
    "a step that isn't there": (
        "2026-03-02 10:00 甄别]", "2026-03-02 10:00 甄别, 2026-03-05 10:00 告知企业]", "There is no step “告知企业”.",
    ),
    "a colon in a value": ("\n工作时间:", "\n条文:\n  - 原文: 说明: 另\n工作时间:", "This isn't well-formed YAML."),
}  # fmt: skip
"""What is written wrongly, how, and what the page says that the check says."""


SAID = {
    "时间: 3 工作日": "不认识这个键。是不是“时长”？",
    "no unit": "这里应是文字。",
    "as soon as possible": "“尽快”读不成时长。",
    "a clock is missing": "有的诉求会没有这些时限：裁定",
    "a label nobody named": "这里不认识“A”。可用的有：一般",
    "a short date": "这里应是日期，如 2019-05-10。",
    "a tab": "缩进要用空格：这里有一个制表符。",
    "a full-width colon": "键后面的冒号要用半角，后面空一格：“: ”。",
    "the wrong comma": "不认识这个键。",
    "a key that isn't there": "这里没有“办理/延迟”这个键。是不是“办理/延期”？",
    "a word that nobody reads": "“一星”在“不认可”后面读不懂。",
    "a step that isn't there": "没有“告知企业”这一步。",
    "a colon in a value": "这不是合格的 YAML。",
}
"""What the Chinese page says of each that the check says."""


def wrong(name: str) -> Sentence:
    """The first that the check says of a common mistake."""
    old, new, _ = MISTAKES[name]
    text = whole("en").replace("  种类:", "  级别: {一般: 一般}\n  种类:")
    return check(text.replace(old, new))[0].sentence


@pytest.mark.parametrize("name", MISTAKES)
def test_the_check_says_it_in_chinese_as_the_chinese_manual_has_it(name: str) -> None:
    sentence = wrong(name)
    with override("zh-hans"):
        if gettext(sentence.text) == sentence.text:
            pytest.skip("not in the catalogue yet: tests/house holds that everything is")
        assert spoken(sentence).startswith(SAID[name])
    assert SAID[name] in page("zh-hans")


@pytest.mark.parametrize("name", MISTAKES)
def test_the_check_says_of_common_mistakes_what_the_manual_says_it_says(name: str) -> None:
    old, new, sentence = MISTAKES[name]
    text = whole("en").replace("  种类:", "  级别: {一般: 一般}\n  种类:")
    assert text.count(old) == 1
    (fault, *_) = check(text.replace(old, new))
    said = {"key that isn't known": "isn't known"}.get(sentence, sentence)
    assert said in str(fault.told), str(fault.told)
    assert sentence in page("en")
