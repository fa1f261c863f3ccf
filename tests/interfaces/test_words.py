"""The catalogue says everything that the program says, and its checker finds what it doesn't."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tools import words

SOURCE = """
from zhuqi.base.words import say, term
A = term("a desk")
B = say("It lies with {unit}.", unit=1)
C = ngettext("{n} day", "{n} days", 2)
D = pgettext("date pattern", "j F")
E = say(TABLE[1])
"""
PAGE = """<c-head title="{% translate "My day" %}" />
{% blocktranslate with n=x|y trimmed %}
  About {{ n }}
  50% done
{% endblocktranslate %}"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "zhuqi").mkdir()
    (tmp_path / "zhuqi" / "room.py").write_text(SOURCE, "utf-8")
    (tmp_path / "zhuqi" / "page.html").write_text(PAGE, "utf-8")
    words.update(tmp_path)
    translate(tmp_path, {})
    return tmp_path


def translate(root: Path, wrong: dict[str, str]) -> None:
    """Translate every message by itself, but for the ``wrong`` ones."""
    po, mo = words.paths(root, "zh_Hans")
    catalog = words.load(po, "zh_Hans")
    for message in catalog:
        first = words._first(message)
        if first:
            said = wrong.get(first, first)
            message.string = (said,) if isinstance(message.id, tuple) else said
    po.write_bytes(words.text_of(catalog))
    mo.write_bytes(words.compiled(words.load(po, "zh_Hans")))
    words.convert(root)


def test_everything_the_program_says_is_translated() -> None:
    assert words.check(words.ROOT) == []


def test_a_full_catalogue_has_no_faults(root: Path) -> None:
    assert words.check(root) == []


def test_sentences_are_found_in_python_and_in_templates(root: Path) -> None:
    said = {(one.text, one.plural, one.context) for one in words.gather(root)}
    assert said == {
        ("a desk", "", None),
        ("It lies with {unit}.", "", None),
        ("{n} day", "{n} days", None),
        ("j F", "", "date pattern"),
        ("My day", "", None),
        ("About %(n)s 50%% done", "", None),
    }


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"a desk": ""}, "untranslated: 'a desk'"),
        ({"It lies with {unit}.": "在 {desk}。"}, "filled differently: 'It lies with {unit}.'"),
        ({"About %(n)s 50%% done": "完成 50%%"}, "filled differently"),
        ({"It lies with {unit}.": "在 {unit"}, "filled differently"),
    ],
)
def test_a_fault_in_a_translation_is_found(root: Path, wrong: dict[str, str], fault: str) -> None:
    translate(root, wrong)
    assert any(fault in found for found in words.check(root))


def test_a_planted_sentence_is_missed_and_a_removed_one_noticed(root: Path) -> None:
    (root / "zhuqi" / "other.py").write_text('say("Nobody translated this.")', "utf-8")
    assert any("missing: 'Nobody translated this.'" in fault for fault in words.check(root))
    (root / "zhuqi" / "other.py").unlink()
    (root / "zhuqi" / "page.html").unlink()
    assert any("no longer said" in fault for fault in words.check(root))


def test_a_stale_compiled_catalogue_is_found(root: Path) -> None:
    words.paths(root, "zh_Hans")[1].write_bytes(b"old")
    assert any("is stale" in fault for fault in words.check(root))


def test_merging_again_changes_no_byte(root: Path) -> None:
    before = [path.read_bytes() for path in words.paths(root, "zh_Hans")]
    assert words.update(root) == []
    assert [path.read_bytes() for path in words.paths(root, "zh_Hans")] == before


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("销号", "銷號"),
        ("调度室交办，主办单位签收", "調度室交辦，主辦單位簽收"),
        ("待审签。", "待審簽。"),
        ("台账条目与包联干部", "臺賬條目與包聯幹部"),
        ("这只钟只在走的时候算", "這隻鐘只在走的時候算"),
        ("没有回音，不算满意", "沒有回音，不算滿意"),
        ("信息、软件和数据", "信息、軟件和數據"),
        ("发布到 {unit}，共 %(n)s 件", "發布到 {unit}，共 %(n)s 件"),
    ],
)
def test_traditional_has_the_same_words_of_office_in_other_characters(simplified: str, traditional: str) -> None:
    catalog = Catalog(locale="zh_Hans")
    catalog.add("A sentence.", simplified)
    assert words.converted(catalog, "zh_Hant").get("A sentence.").string == traditional


def test_a_converted_catalogue_that_somebody_wrote_in_is_found(root: Path) -> None:
    po = words.paths(root, "zh_Hant")[0]
    po.write_bytes(po.read_bytes() + b"# changed\n")
    assert any("the conversion of zh_Hans" in fault for fault in words.check(root))


def test_a_template_put_together_on_the_spot_is_refused(root: Path) -> None:
    (root / "zhuqi" / "other.py").write_text('say(f"It lies with {unit}.")', "utf-8")
    with pytest.raises(words.Unclear, match="takes a literal"):
        words.gather(root)
