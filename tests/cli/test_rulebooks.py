"""``zhuqi rulebook``: files are checked, their examples played, two are compared, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cases.test_examples import BEGUN, RULES
from zhuqi.interfaces.cli.commands import main

GOOD = f"""\
  - 名: 好的
{BEGUN}
    应有: {{甲局 答复: 2022-10-12 17:00}}
"""
BAD = GOOD.replace("2022-10-12", "2022-10-13").replace("好的", "错的")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rulebook", *arguments], env={"ZHUQI_LANG": "en"})


@pytest.fixture
def file(tmp_path: Path):
    def write(text: str, name: str = "city-20220101.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def test_a_good_file_says_how_many_examples_hold(file) -> None:
    path = file(RULES + GOOD)
    told = run("check", str(path))
    assert told.exit_code == 0, told.output
    assert (
        told.output.strip()
        == f"{path}: 1 of 1 examples hold. Of 0 statements 0 are expressed as a whole, 0 in part, 0 not."
    )


def test_an_example_that_does_not_hold_is_named_with_expected_got_and_because(file) -> None:
    path = file(RULES + GOOD + BAD)
    told = run("check", str(path))
    line = (RULES + GOOD + BAD).splitlines().index("    应有: {甲局 答复: 2022-10-13 17:00}") + 1
    assert told.exit_code == 1
    assert (
        f"{path}:{line}: refused: “示例” Example “错的”: expected 甲局 答复: 2022-10-13 17:00; got 2022-10-12 17:00. Because"
        in told.output
    )
    assert "1 of 2 examples hold" in told.output and "1 of 1 rulebooks can't be put in force." in told.output


def test_every_fault_of_a_file_is_said_with_file_line_and_key(file) -> None:
    path = file(RULES.replace("滚动答复", "滚动答夏").replace("甄别, 时长: 1 工作日", "甄别, 时长: 一会儿") + GOOD)
    told = run("check", str(path))
    assert told.exit_code == 1
    assert told.output.count(f"{path}:") == 2
    assert "“滚动答夏” This key isn't known. Did you mean “滚动答复”?" in told.output and "“时长”" in told.output


def test_a_place_is_read_over_the_place_above_it_in_the_same_folder(file) -> None:
    file(RULES + GOOD)
    below = "规则: 下级\n地区: ng\n文号: 下〔2022〕1 号\n施行: 2022-06-01\n上级: cc\n办理:\n  时限:\n    - {钟: 答复, 时长: %s}\n"
    good = file(below % "4 工作日", "district-20220601.yaml")
    assert run("check", str(good)).exit_code == 0
    laxer = file(below % "9 工作日", "district-20220601.yaml")
    told = run("check", str(laxer))
    assert told.exit_code == 1 and f"{laxer}:8: refused" in told.output and "laxer" in told.output
    lost = file((below % "4 工作日").replace("上级: cc", "上级: xx"), "district-20220601.yaml")
    assert "No rulebook of “xx” is in force" in run("check", str(lost)).output
    circle = file((below % "4 工作日").replace("上级: cc", "上级: ng"), "district-20220601.yaml")
    assert "A place doesn't stand above itself." in run("check", str(circle)).output


def test_what_differs_between_two_files_is_said_in_words(file) -> None:
    old, new = (
        file(RULES + GOOD),
        file((RULES + GOOD).replace("答复, 时长: 5 工作日", "答复, 时长: 3 工作日"), "new.yaml"),
    )
    told = run("diff", str(old), str(new))
    assert told.exit_code == 0 and "from 5 working days to 3 working days: stricter" in told.output
    assert run("diff", str(old), str(old)).output.strip() == "They say the same."


def test_a_file_that_is_no_text_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    told = run("check", str(path))
    assert told.exit_code == 1 and "isn't a text in UTF-8" in told.output


def test_the_schema_is_printed_as_json() -> None:
    assert {"办理", "走访", "规则"} <= set(json.loads(run("schema").output)["properties"])
