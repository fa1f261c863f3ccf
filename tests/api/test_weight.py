"""What a case weighs, by the API: said when it is recorded, corrected, noted, and told to whom it concerns."""

from __future__ import annotations

import pytest

from zhuqi.domain.cases.models import Case


def test_what_is_at_stake_comes_in_as_ten_thousand_yuan_and_goes_out_in_yuan(town, calls) -> None:
    need = {
        "title": "缺一个路口",
        "body": "货车掉不了头。",
        "kind": "utilities",
        "amount": "0.35",
        "firms": 12,
        "signed": True,
    }
    made = calls("official").post("/cases", {"enterprise_id": town.city.enterprises[0].pk, **need})
    assert made.status_code == 201
    told = calls("official").get(f"/cases/{made.json()['id']}").json()
    assert (told["amount_yuan"], told["firms"], told["signed"]) == (3_500, 12, True)
    assert (told["instructed_on"], told["class_awaits"], told["task_force"]) == (None, None, [])


@pytest.mark.parametrize(
    "wrong",
    [{"amount": 500}, {"amount": "五百"}, {"amount": "0.00001"}, {"firms": 0}, {"firms": "3"}, {"signed": "yes"}],
)
def test_what_is_no_amount_and_no_number_is_refused_by_name(town, calls, wrong) -> None:
    case = town.cases["handled"]
    answer = calls("dispatcher").act(case, "restate", version=case.version, reason="核实", **wrong)
    assert answer.status_code == 422 and list(answer.json()["fields"]) == list(wrong)


def test_an_instruction_is_noted_by_a_leader_and_told_inside(town, calls) -> None:
    case = town.cases["handled"]
    typed = {"leader": "王副市长", "on": "2019-06-03", "number": "3 号"}
    noted = calls("leader").act(case, "instruct", version=Case.objects.get(pk=case.pk).version, **typed)
    assert noted.status_code == 200
    told = calls("dispatcher").get(f"/cases/{case.pk}").json()
    assert told["instructed_on"] == "2019-06-03"
    assert {"leader", "number"} <= {words["name"] for words in told["words"]}
    assert not any(words["outside"] for words in told["words"] if words["name"] in ("leader", "number"))
