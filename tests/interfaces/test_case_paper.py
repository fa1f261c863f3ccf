"""A case on paper: what an office files, and never what was said among the units."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from email.message import Message
from urllib.parse import unquote

import pytest
from django.test import Client
from docx import Document

from tests.interfaces.conftest import NOW, Town, at
from tests.interfaces.reading_papers import paper, said
from zhuqi.interfaces.paper import Facts, Grid, Paper, Section, Words, written
from zhuqi.interfaces.web.papers import LONGEST, as_word

ComeIn = Callable[..., Client]
PERSON = {"contact_name": "演练甲某", "contact_role": "生产经理", "contact_phone": "13800005678"}


def test_the_paper_has_the_words_of_the_enterprise_and_what_it_was_told_and_nothing_said_inside(
    come_in: ComeIn, town: Town
) -> None:
    case = town.cases["replied"]
    for part, language in (("finance", "zh-hans"), ("dispatcher", "en"), ("leader", "zh-hans")):
        words = paper(come_in(part, language), f"/cases/{case.pk}/word")
        assert case.number in words and case.title in words
        assert "已经办妥。" in words, "the answer"
        assert "组里没有办法。" not in words, "why the group couldn't, which is said inside"


def test_the_page_keeps_what_is_said_inside_and_to_the_enterprise_apart(come_in: ComeIn, town: Town) -> None:
    shown = come_in("finance").get(f"/cases/{town.cases['replied'].pk}").content.decode()
    outside, inside = shown.split('class="talk outside"')[1].split('class="talk inside"')
    assert "已经办妥。" in outside and "组里没有办法。" not in outside
    assert "组里没有办法。" in inside.split("</section>")[0] and "已经办妥。" not in inside.split("</section>")[0]


def test_each_deadline_stands_on_paper_with_its_sentence(come_in: ComeIn, town: Town) -> None:
    words = paper(come_in("utilities", "en"), f"/cases/{town.cases['handled'].pk}/word")
    assert "from" in words and "on." in words
    assert "不迁管线就不能打桩。" in words
    assert "一、" not in words and "一、" in paper(come_in("utilities"), f"/cases/{town.cases['handled'].pk}/word")


def test_nobody_who_speaks_for_the_enterprise_leaves_by_paper(come_in: ComeIn, town: Town) -> None:
    made = town.city.record(at(6, 4, 9), part="official", **PERSON)
    words = paper(come_in("official"), f"/cases/{made.pk}/word")
    assert made.number in words
    for secret in ("演练甲某", "13800005678", "138****5678", "生产经理"):
        assert secret not in words


@pytest.mark.parametrize("part", ["finance", "administrator"])
def test_what_one_may_not_see_is_on_no_paper(come_in: ComeIn, town: Town, part: str) -> None:
    client = come_in(part)
    assert client.get(f"/cases/{town.cases['handled'].pk}/word").status_code == 404
    assert client.get("/cases/999999/word").status_code == 404


def test_the_end_is_three_things_and_never_one(come_in: ComeIn, town: Town) -> None:
    words = paper(come_in("dispatcher", "en"), f"/cases/{town.cases['ended'].pk}/word").lower()
    for name in ("outcome", "what the enterprise said", "how it ended"):
        assert name in words


def test_the_file_has_its_chinese_name(come_in: ComeIn, town: Town) -> None:
    case = town.cases["handled"]
    head = Message()
    head["Content-Disposition"] = come_in("utilities").get(f"/cases/{case.pk}/word")["Content-Disposition"]
    name = unquote(head["Content-Disposition"].split("filename*=utf-8''")[1])
    assert name == f"{case.number} {case.title}.docx"


@pytest.mark.parametrize(
    ("title", "called"),
    [("甲/乙\\丙\n丁*", "甲 乙 丙 丁"), ("长" * 200, "长" * LONGEST), ("...", "paper"), ("a.b", "a.b")],
)
def test_any_title_makes_a_name_that_every_system_takes(title: str, called: str) -> None:
    head = as_word(Paper(title), title, NOW)["Content-Disposition"]
    name = unquote(head.split("filename*=utf-8''")[-1]) if "filename*" in head else head.split('"')[1]
    assert name == f"{called}.docx"


def test_words_that_no_such_file_can_hold_are_left_out_and_the_rest_stays() -> None:
    body = (Words("一\x00二\x0b三\ud800四😀\n五"), Facts([("名", "值\x1f")]), Grid(("头",), [("格\ufffe",)], (1,)))
    words = said(written(Paper("题\x08目", "号", sections=[Section("节", body)]), NOW))
    assert "一二三四😀" in words and "五" in words
    assert "题目" in words and "值" in words and "格" in words


def test_a_paper_says_of_itself_neither_a_machine_nor_a_person() -> None:
    made = Document(io.BytesIO(written(Paper("题目"), NOW))).core_properties
    assert (made.author, made.last_modified_by, made.comments, made.title) == ("", "", "", "题目")
    assert made.created is not None and made.created.replace(tzinfo=dt.UTC) == NOW


def test_a_note_typed_for_the_units_is_on_the_page_and_not_on_paper(come_in: ComeIn, town: Town) -> None:
    case = town.cases["handled"]
    client = come_in("utilities")
    assert "请先看现场。" in client.get(f"/cases/{case.pk}").content.decode()
    assert "请先看现场。" not in paper(client, f"/cases/{case.pk}/word")
