"""The pages of what is alike: from a case to those like it, to a common issue, to its end; and what its enterprises read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.interfaces.conftest import NOW, Town, alike
from zhuqi.core.access.actor import of_enterprise
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.common.actions import take_up
from zhuqi.domain.common.actions.indexing import rebuild
from zhuqi.domain.common.models import CommonIssue
from zhuqi.domain.common.queries.similar import Similar
from zhuqi.domain.common.rules.likely import Likely, Proposal
from zhuqi.domain.common.rules.words import IssueStanding
from zhuqi.interfaces.portal.common import matters
from zhuqi.interfaces.web.cases import alike as beside_a_case

ComeIn = Callable[..., Client]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def twin(town: Town) -> Any:
    """A need of the other enterprise in the words of the case that is handled."""
    case = town.cases["handled"]
    firm = next(one.pk for one in town.city.enterprises[:2] if one.pk != case.enterprise_id)
    made = town.city.record(NOW, enterprise_id=firm, title=case.title)
    rebuild(NOW)
    return made


def test_from_a_case_to_those_like_it_to_a_common_issue(come_in: ComeIn, town: Town) -> None:
    case, other = town.cases["handled"], twin(town)
    desk = come_in("dispatcher", "en")
    assert f"/cases/{case.pk}/similar" in page(desk, f"/cases/{case.pk}")
    shown = page(desk, f"/cases/{case.pk}/similar")
    assert "<mark>" in shown and f'value="{other.pk}"' in shown
    address = f"/common/new?case={case.pk}&case={other.pk}"
    assert other.number in page(desk, address)
    typed = {
        "key": "common-1",
        "case": [case.pk, other.pk],
        "title": "增容后接表慢",
        "matter": "都在等。",
        "wanted": "快些。",
        "owner_id": town.city.org("ng-utilities"),
        "due_on": "",
    }
    short = desk.post(address, {**typed, "title": ""})
    assert short.status_code == 422 and "都在等。" in short.content.decode(), "what was typed stays"
    assert desk.post(address, typed).status_code == desk.post(address, typed).status_code == 302
    issue = CommonIssue.objects.get()
    assert "都在等。" in page(desk, f"/common/{issue.pk}") and issue.title in page(desk, "/common")


def test_the_owner_takes_it_up_and_says_what_changed(come_in: ComeIn, town: Town) -> None:
    issue = alike(town)
    owner = come_in("utilities", "en")
    assert f"/common/{issue.pk}/take_up" in page(owner, f"/common/{issue.pk}")
    for n, name in enumerate(("take_up", "tell", "change"), 1):
        page(owner, f"/common/{issue.pk}/{name}")
        typed = {"key": name, "seen": n, "text": f"第{n}步。", "due_on": ""}
        assert owner.post(f"/common/{issue.pk}/{name}", typed).status_code == 302
    issue.refresh_from_db()
    assert issue.standing == IssueStanding.CHANGED and "第2步。" in page(owner, f"/common/{issue.pk}")
    late = owner.post(f"/common/{issue.pk}/give_up", {"key": "late", "seen": 4, "text": "不办了。"})
    assert late.status_code == 409


def test_a_case_is_added_by_its_number_and_taken_out(come_in: ComeIn, town: Town) -> None:
    issue, case = alike(town), town.cases["waiting"]
    desk = come_in("dispatcher", "en")
    unknown = desk.post(f"/common/{issue.pk}/join", {"key": "a", "seen": 1, "number": "无此号"})
    assert unknown.status_code == 422
    assert desk.post(f"/common/{issue.pk}/join", {"key": "b", "seen": 1, "number": case.number}).status_code == 302
    assert case.number in page(desk, f"/common/{issue.pk}")
    assert desk.post(f"/common/{issue.pk}/leave", {"key": "c", "seen": 2, "case_id": case.pk}).status_code == 302
    assert case.number not in page(desk, f"/common/{issue.pk}")


def test_its_enterprise_reads_who_has_it_since_when_and_no_promise(town: Town) -> None:
    issue = alike(town)
    own = of_enterprise(town.cases["handled"].enterprise_id)
    take_up(town.city.actor("utilities"), issue.pk, text="正与供电公司核对。", due_on=NOW.date(), now=NOW)
    (read,) = matters(own, town.cases["handled"].pk, NOW)
    assert "ng-utilities" in read.lede and read.told[0].words == ("正与供电公司核对。",) and read.aim
    assert "几家企业都在等接表" not in str(read), "what is written inside stays inside"


@pytest.mark.django_db
def test_the_list_costs_the_same_whatever_its_length(
    come_in: ComeIn, town: Town, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for n in range(4):
        alike(town, f"同类{n}")
    desk = come_in("dispatcher")
    desk.get("/common")
    with django_assert_max_num_queries(12):
        assert desk.get("/common").status_code == 200


def test_units_are_named_beside_a_case_that_is_like_others_or_waits_to_be_assigned(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing is like it and a unit has it already, nobody is told where the least unlike ones went."""
    actor = town.city.actor("dispatcher")

    def near(_: Any, case_id: int, **__: Any) -> Similar:
        found = Likely(unit=town.city.org("ng-utilities"), n=5, of=10, cases=())
        return Similar(Case.objects.get(pk=case_id), (), 0, Proposal((found,)), {}, {})

    monkeypatch.setattr(beside_a_case, "similar", near)
    for name, onward, named in (("handled", True, False), ("handled", False, True), ("waiting", True, True)):
        panel = beside_a_case.beside(actor, detail(actor, town.cases[name].pk, now=NOW), NOW, onward=onward)
        assert panel is not None and bool(panel.notes) is named, (name, onward)
