"""The JSON Schema that editors check a rulebook with says what reading says, and the file that is shipped is up to date."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from tests.rulebook.places import CITY, DISTRICT, part, whole
from tools.schema import FILE, STALE, written
from zhuqi.core.rulebook.primitives import LAST_PRIMITIVE
from zhuqi.core.rulebook.reading import read
from zhuqi.core.rulebook.schema import whole as schema
from zhuqi.sections import SECTIONS

SCHEMA = json.loads(written())
CHECKS = jsonschema_rs.validator_for(SCHEMA)


def plain(text: str) -> Any:
    """What an editor sees of a text."""
    return json.loads(json.dumps(read(text).value))


def test_the_shipped_schema_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == written(), STALE


def test_it_is_a_schema_and_names_every_key() -> None:
    jsonschema_rs.meta.validate(SCHEMA)
    assert schema(SECTIONS) == SCHEMA
    assert {"规则", "上级", "下级从宽", "条文", "示例", *SECTIONS} == SCHEMA["properties"].keys() - {
        "地区", "文号", "施行", "说明",
    }  # fmt: skip


@pytest.mark.parametrize("path", sorted(FILE.parent.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_text_fits(path: Any) -> None:
    assert [each.message for each in CHECKS.iter_errors(plain(path.read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (whole(), True),
        (part(DISTRICT, CITY), True),
        (part(DISTRICT, CITY, "延期: {至多: 0}"), True),
        (part(DISTRICT, CITY, "延期: {至多: 0}").replace("上级: shi\n", ""), False),
        (part(DISTRICT, CITY, "延期: {至多: 很多}"), False),
        (part(DISTRICT, CITY, "延齐: {至多: 0}"), False),
        (part(DISTRICT, CITY, "督核: 是"), True),
        (part(DISTRICT, CITY, "督核: {要: 是}"), True),
        (part(DISTRICT, CITY, "督核: 也许"), False),
        (part(DISTRICT, CITY, "时限: [{钟: 答复, 时长: 3 工作日}]"), True),
        (part(DISTRICT, CITY, "时限: [{钟: 答复}]"), False),
        (whole().replace("文号: 演练 1 号\n", ""), False),
        (whole(head="下级从宽: 标明\n"), True),
        (whole(head="下级从宽: 随意\n"), False),
        (whole(head="条文: [{条: 8, 键: 办理/延期}, {条: 九, 待: 22}]\n"), True),
        (whole(head=f"条文: [{{条: 8, 待: {LAST_PRIMITIVE + 1}}}]\n"), False),
    ],
)
def test_an_editor_sees_what_reading_would_say(text: str, fits: bool) -> None:
    assert CHECKS.is_valid(plain(text)) is fits
