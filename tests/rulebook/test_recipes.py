"""Every recipe of the manual tells a case, and its examples fail where any of its keys says something else; every key of the
language stands in a recipe. So a key that nothing reads is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import pytest

from tests.rulebook.otherwise import Name, fails, language, variations
from tests.rulebook.test_manual import HEAD, RECIPES, failed, whole
from zhuqi.base.words import term
from zhuqi.core.rulebook.keys import Order, key
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.reading import read
from zhuqi.core.rulebook.shapes import Number
from zhuqi.core.rulebook.standing import Layer
from zhuqi.domain.cases.sections.ending import ReopeningRule
from zhuqi.examples import play

NAMED = "a name that other rows use; the check refuses those that nobody gave"
ALWAYS = "no edition can switch it off, so there is no other value to try"
OF_THE_HEAD = "read before any section: tests/rulebook/test_standing.py, test_checking.py"
UNSEEN: Mapping[str, str] = {
    **dict.fromkeys(("Head/规则", "Head/地区", "Head/文号", "Head/施行", "Head/说明", "Head/示例"), OF_THE_HEAD),
    **dict.fromkeys(("Head/上级", "Head/下级从宽"), OF_THE_HEAD),
    **{f"Statement/{word}": OF_THE_HEAD for word in ("条", "原文", "键", "缺", "待", "说明")},
    **dict.fromkeys(("VisitRules/企业邀请不计", "VisitRules/企业可谢绝", "VisitRules/免打扰"), ALWAYS),
    "WorktimeRules/时区": "an example speaks by the place's own clock: tests/worktime",
    "RatingRule/回访次数": "an example makes no calls: tests/voice/test_calls.py",
    "GradeRule/由": "who isn't asked can't answer in an example: tests/cases/test_weight.py",
    "VisitRules/离线草稿": "an example has no device: tests/interfaces/test_phone_browser.py",
    "CaseRules/企业直报到调度室": "an example says where it was told, 登记到调度室: tests/cases/test_finding.py",
    "LiaisonRules/分片图": "an example draws no map: tests/liaison/test_tiles.py",
    "LiaisonRules/不合即拒": "an example tells what doesn't fit, not what is refused: tests/liaison/test_obeying.py",
    **dict.fromkeys(("LiaisonRules/名单", "VisitRules/名单", "VisitRules/自设角色"), NAMED),
}
"""Keys that no example of a recipe can notice, and why. It may only shrink: one that a recipe notices has to go."""


@dataclass(frozen=True)
class Tried:
    """What the recipes of the manual make of the keys: those that stand in one, and those by which one fails."""

    written: dict[Name, list[str]] = field(default_factory=dict)
    noticed: set[Name] = field(default_factory=set)


def parent() -> str:
    """The manual's whole text, taking laxer values where they are marked."""
    return whole("zh-hans").replace("\n工作时间:", "\n下级从宽: 标明\n工作时间:")


def held(text: str) -> Layer:
    return layer(parent(), HEAD + text)


@cache
def tried() -> Tried:
    """Every key of every recipe, with other values, one at a time."""
    return of_recipes(RECIPES)


def of_recipes(recipes: Sequence[tuple[str, str]]) -> Tried:
    """What such recipes make of their keys. One that fails as it stands fails with any other value too: it notices nothing."""
    found = Tried()
    for title, text in recipes:
        stands = not fails(held(text))
        for name, where, others in variations(held(text), read(HEAD + text).value):
            found.written.setdefault(name, []).append(
                f"{title}: {where}" if stands else f"{title}, which fails: {where}"
            )
            if stands and name not in found.noticed and any(map(fails, others)):
                found.noticed.add(name)
    return found


@pytest.mark.parametrize(("title", "text"), RECIPES, ids=[str(n) for n in range(1, len(RECIPES) + 1)])
def test_a_recipe_tells_what_comes_of_it(title: str, text: str) -> None:
    assert read(text).there("示例"), f"write an example into the recipe of {title}"
    assert failed(play(held(text))) == [], f"(name, expected, got, because) of the recipe of {title}"


def test_a_recipe_that_fails_as_it_stands_notices_nothing() -> None:
    text = next(text for _, text in RECIPES if "重办: {期限" in text)
    broken = text.replace("应有: {状态: 甄别中}", "应有: {状态: 办理中}")
    assert broken != text and fails(held(broken))
    right, wrong = (of_recipes([("16", each)]) for each in (text, broken))
    assert wrong.written.keys() == right.written.keys()
    assert right.noticed and not wrong.noticed


def test_every_key_of_a_recipe_changes_what_comes_of_it() -> None:
    found = tried()
    silent = {str(name): found.written[name] for name in found.written.keys() - found.noticed}
    assert {name: where for name, where in silent.items() if name not in UNSEEN} == {}, (
        "no example of these recipes fails where the key says something else: nothing reads the key, or an example is missing"
    )


def test_every_key_of_the_language_stands_in_a_recipe() -> None:
    missing = {str(name) for name in language() - tried().written.keys()} - UNSEEN.keys()
    assert missing == set(), "write these into a recipe of docs/rulebook.md and docs/rulebook.zh-CN.md"


def test_what_no_example_sees_is_listed_with_a_reason_and_only_where_it_is_so() -> None:
    assert UNSEEN.keys() <= {str(name) for name in language()}, "a key that isn't there any more"
    assert UNSEEN.keys() & {str(name) for name in tried().noticed} == set(), "an example notices it now: take it out"


@dataclass(frozen=True)
class Idle(ReopeningRule):
    """A part with a key that nothing reads."""

    lost: int = key("空转", Number(0, 9), term("reopened within"), Order.NONE, primitive=16, default=1)


def test_a_key_that_nothing_reads_is_found() -> None:
    """The same recipe with one more key, which the part holds and nobody asks for."""
    text = next(text for _, text in RECIPES if "重办: {期限" in text)
    told, plain = held(text), read(HEAD + text).value
    rules = told.sections["办理"]
    idle = replace(rules, reopening=Idle(rules.reopening.within))
    more = replace(told, sections={**told.sections, "办理": idle})
    written = {"办理": {"重办": {**plain["办理"]["重办"], "空转": 1}}}
    noticed = {str(name): any(map(fails, others)) for name, _, others in variations(more, written)}
    assert noticed == {"ReopeningRule/期限": True, "Idle/空转": False}
