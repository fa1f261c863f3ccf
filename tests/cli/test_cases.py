"""``zhuqi case``: one need from found to struck off, by codes and numbers alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from tests.cast import START
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.needs import NEEDS, Shape
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import Action, State
from zhuqi.interfaces.cli.cases import steps
from zhuqi.interfaces.cli.values import typed

HOUR = dt.timedelta(hours=1)


def acts(types, number, action, by, *fields, code=0):
    pairs = [word for field in fields for word in ("--set", field)]
    return types("case", "act", number, action, "--by", by, *pairs, code=code)


def test_a_need_goes_its_whole_way_on_the_command_line(city, types):
    uscc = city.enterprises[0].uscc
    words = ("title=三相电增容", "body=变压器带不动。", "kind=utilities")
    said = types("case", "record", "--by", "official", "--set", f"enterprise_id={uscc}", *sets(words)).stdout
    number = Case.objects.get().number
    assert said.startswith(f"{number}: found, with xf-group; the next deadline is ")
    number = number.split()[1]
    acts(types, number, "submit", "official", "why=要找供电部门")
    acts(types, number, "screen", "dispatcher", "kind=要素保障", "grade=B 类")
    acts(types, number, "assign", "dispatcher", "lead_id=ng-utilities", "part_ids=ng-finance, ng-construction")
    acts(types, number, "accept", "utilities")
    acts(types, number, "contribute", "finance", "text=已联系银行")
    acts(types, number, "contribute", "construction", "text=不涉及")
    acts(types, number, "reply", "utilities", "outcome=solved", "text=已接通")
    acts(types, number, "ask", "official", "channel=phone", "arrived_on=2019-05-13")
    assert "struck off" in acts(types, number, "confirm", "official").stdout
    case = Case.objects.get()
    assert (case.state, case.confirmation) == (State.ENDED, "reported")
    shown = types("case", "show", str(case.pk), "--entries", "3").stdout
    assert "Struck off on 13 May: solved, confirmation reported by the finder." in shown
    assert "已接通" in shown and "三相电增容" in shown and "要找供电部门" not in shown


def sets(words):
    return [part for word in words for part in ("--set", word)]


def test_a_case_shows_its_holder_its_deadlines_and_what_happened(city, types):
    case = city.do("official", Action.SUBMIT, city.record(), START + HOUR, why="要找供电部门")
    clock.stand_at("cast", START + 3 * 24 * HOUR)
    lines = types("case", "show", *case.number.split()).stdout.splitlines()
    assert lines[0] == "三相电增容  演练001有限公司"
    assert lines[1] == f"{case.number} · 要素保障 · being screened"
    assert lines[2].startswith("ng-desk has it, to screen and dispatch it by ")
    assert any("screen and dispatch" in line and "2 working days late" in line for line in lines)
    assert any(line.split()[:2] == ["holds", "ng-desk"] for line in lines)
    assert any("演练official · Submitted to the dispatch room." in line for line in lines)
    assert "       要找供电部门" in lines


@pytest.mark.parametrize(
    ("fields", "by", "said"),
    [
        ((), "official", "why: This is needed: Why the group can't solve it."),
        (("why=x", "colour=red"), "official", "colour: This step has no such field. It takes: why"),
        (("why",), "official", "why: Write it as field=value."),
        (("why=x", "why=y"), "official", "why: This is given twice."),
        (("why= ",), "official", "why: This is needed."),
        (("why=x",), "nobody", "No member of staff has the code nobody."),
        (("why=x",), "land", "There is nothing here under that number for you."),
        (("why=x",), "leader", "isn't yours to do here"),
    ],
)
def test_a_step_that_can_t_be_taken_is_a_sentence(city, types, fields, by, said):
    case = city.record()
    assert said in acts(types, case.number, "submit", by, *fields, code=1).stderr
    case.refresh_from_db()
    assert case.version == 1


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        (Action.ASSIGN, ("lead_id=nobody",), "lead_id: No organisation in force has the code nobody."),
        (Action.RULE, ("upheld=perhaps", "reason=x"), "upheld: Please say yes or no."),
        (Action.SETTLE, ("outcome=gone", "text=办了"), "outcome: “gone” isn't one of: solved answered."),
        (Action.NOT_ACCEPT, ("reason=x", "told_on=13.5."), "told_on: Please write a day as 2019-06-04."),
        (Action.MERGE, ("reason=x", "into_id=2019-9999"), "into_id: There is no case 2019-9999."),
    ],
)
def test_a_value_that_can_t_be_read_is_named(city, types, action, fields, said):
    assert said in acts(types, city.record().number, action.value, "dispatcher", *fields, code=1).stderr


def test_a_case_that_isn_t_there_is_told_so(city, types):
    city.record()
    for ref in ("2019-0002", "999", "9" * 30, "南关 2018-0001"):
        assert "There is no case" in types("case", "show", ref, code=1).stderr


EXAMPLES = {
    Shape.LINE: "a",
    Shape.TEXT: "a",
    Shape.DAY: "2019-05-13",
    Shape.SPAN: "2 工作日",
    Shape.KIND: "other",
    Shape.GRADE: "B",
    Shape.UNIT: "ng-finance",
    Shape.UNITS: "ng-finance，ng-utilities",
    Shape.DESK: "ng-desk",
    Shape.YES_NO: "是",
    Shape.MONEY: "500",
    Shape.COUNT: "3",
    Shape.CATEGORY: "zx",
    Shape.URGENCY: "jj",
    Shape.CAUSE: "dd",
    Shape.REFUSAL: "ss",
    Shape.ANSWERS: "是否解决=是，是否答复=否",
}


def test_every_field_of_every_step_can_be_typed(city):
    number = city.record().number
    texts = {**EXAMPLES, Shape.CASE: number, Shape.CASES: number, Shape.ENTERPRISE: city.enterprises[0].uscc}
    by = city.actor("dispatcher")
    for action, fields in NEEDS.items():
        chosen = {field.name: field.choices[0].value for field in fields if field.choices}
        given = [f"{field.name}={chosen.get(field.name) or texts[field.shape]}" for field in fields]
        assert list(typed(action, given, by=by, rules=None)) == [field.name for field in fields]


def test_the_help_lists_every_step_with_its_fields(types):
    said = types("case", "act", "--help").stdout
    for action in TAKEN:
        assert (f"\n  {action.value} " in said) == (action is not Action.RECORD)
    with translation.override("en"):
        assert steps([Action.SCREEN]) == [
            "screen  screen  kind grade [category] [urgency] [amount] [firms] [signed] [note]"
        ]
    assert "enterprise_id title body kind [category] [channel] [found_on]" in types("case", "record", "--help").stdout
