"""What the laws of the land forbid is known by its words, in every office's way of writing, and what only sounds like it isn't."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from tests.rulebook.law_sentences import CAUGHT
from tests.rulebook.lawful_sentences import FINE
from zhuqi.core.rulebook.lawbook import LAWS
from zhuqi.core.rulebook.laws import ROWS, Said, Verdict, forbidden

HERE = Path(__file__).parent
FIXTURES = sorted((HERE / "forbidden").glob("*.yaml"))
RULEBOOKS = sorted((HERE.parents[1] / "rulebooks").glob("*.yaml"))


def entries(value: Any, path: tuple[str, ...] = (), line: int = 1) -> Iterator[Said]:
    """Every key and scalar of what ruamel read, in the text's order."""
    if isinstance(value, CommentedMap):
        for key, below in value.items():
            at = value.lc.key(key)[0] + 1
            yield Said((*path, str(key)), at, str(key))
            yield from entries(below, (*path, str(key)), value.lc.value(key)[0] + 1)
    elif isinstance(value, CommentedSeq):
        for n, below in enumerate(value):
            yield from entries(below, (*path, str(n + 1)), value.lc.item(n)[0] + 1)
    elif value is not None:
        yield Said(path, line, str(value))


def judged(text: str) -> list[Verdict]:
    return list(forbidden(entries(YAML(typ="rt").load(text))))


def of(keys: str, words: str) -> list[Verdict]:
    path = tuple(keys.split("/"))
    above = [Said(path[: n + 1], n + 1, key) for n, key in enumerate(path)]
    return list(forbidden([*above, Said(path, len(path), words)]))


@pytest.mark.parametrize(("laws", "refused", "keys", "words"), CAUGHT)
def test_what_is_forbidden_is_caught_with_its_law(laws: str, refused: bool, keys: str, words: str) -> None:
    found = of(keys, words)
    assert [(verdict.law.code, verdict.refused) for verdict in found if verdict.law.code in laws.split()]
    assert {verdict.refused for verdict in found if verdict.law.code in laws.split()} == {refused}


@pytest.mark.parametrize(("keys", "words"), FINE)
def test_what_only_sounds_like_it_is_left_alone(keys: str, words: str) -> None:
    assert not [(verdict.law.code, verdict.said.text) for verdict in of(keys, words)]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_clerks_request_is_refused_or_flagged_with_its_law(path: Path) -> None:
    text = path.read_text("utf-8")
    *laws, word = text.splitlines()[0].removeprefix("# ").split()
    found = judged(text)
    assert {verdict.law.code for verdict in found} == set(laws)
    assert {verdict.refused for verdict in found} == {word == "拒绝"}


def test_there_are_twenty_five_requests_and_every_law_has_one() -> None:
    assert len(FIXTURES) >= 25
    assert {law for path in FIXTURES for law in path.read_text("utf-8").splitlines()[0].split() if law in LAWS} == set(
        LAWS
    )


def test_every_law_has_sentences() -> None:
    assert {law for laws, *_ in CAUGHT for law in laws.split()} == set(LAWS)


@pytest.mark.parametrize("path", RULEBOOKS, ids=lambda path: path.stem)
def test_a_shipped_rulebook_asks_for_nothing_forbidden(path: Path) -> None:
    assert not judged(path.read_text("utf-8"))


def test_a_verdict_names_the_words_the_law_and_the_line() -> None:
    (verdict,) = judged("走访:\n  间隔: 7 天\n  轨迹: 是\n")
    assert (verdict.said.line, verdict.said.path, verdict.law.code) == (3, ("走访", "轨迹"), "N2")
    assert str(verdict.sentence).startswith("“轨迹”: Nobody is made to upload")
    assert verdict.law.source in str(verdict.sentence)


def test_what_stands_below_a_refused_key_isnt_told_again() -> None:
    (verdict,) = judged("考核:\n  个人积分排名:\n    个人积分: 月度\n    个人排名: 年度\n")
    assert verdict.said.text == "个人积分排名"


def test_a_label_that_is_scored_is_refused_and_one_that_isnt_is_flagged() -> None:
    (scored,) = judged("考核:\n  - {名称: 走访次数, 权重: 10}\n")
    (carried,) = judged("表格:\n  - {名称: 打卡率, 单位: 个}\n")
    assert (scored.law.code, scored.refused) == ("N4", True)
    assert (carried.law.code, carried.refused) == ("N1", False)


def test_rows_of_a_list_arent_read_together() -> None:
    assert not judged("指标:\n  - {名称: 走访次数, 单位: 次}\n  - {名称: 解决率, 权重: 10}\n")


def test_ten_megabytes_that_ask_for_nothing_are_passed_over_quickly() -> None:
    line = "本市企业反映用工缺口由人社部门牵头三个工作日内联系企业研究意见书面告知并说明下一步安排"
    said = [Said((f"段{n}",), n, line) for n in range(10_000_000 // len(line.encode()))]
    began = process_time()
    assert not list(forbidden(said))
    assert process_time() - began < 2


@pytest.mark.parametrize("law", sorted(LAWS))
def test_64_kb_of_a_law_s_own_words_take_less_than_a_second(law: str) -> None:
    stems = sorted({stem for row in ROWS if row.law == law for stem in row.stems})
    words = ("".join(stems) * (64_000 // len("".join(stems).encode()) + 1)).encode()[:64_000].decode(errors="ignore")
    lines = [words[at : at + 80] for at in range(0, len(words), 80)]
    rows = [Said(("走访", f"k{n}"), n, said) for n, line in enumerate(lines) for said in (f"k{n}", line)]
    for said in ([Said(("说明",), 1, "说明"), Said(("说明",), 1, words)], rows):
        began = process_time()
        list(forbidden(said))
        assert process_time() - began < 1


WORDS = st.text(alphabet="打卡签到企业约谈不得严禁的，。：；、/|\n照片上传走访次数得分是否 Ａa1.", max_size=30)


@given(st.lists(st.tuples(st.lists(WORDS, max_size=4), WORDS), max_size=6))
def test_nothing_that_can_be_typed_breaks_the_guard(typed: list[tuple[list[str], str]]) -> None:
    said = [Said(tuple(path), line, text) for line, (path, text) in enumerate(typed)]
    assert all(verdict.said in said for verdict in forbidden(said))
