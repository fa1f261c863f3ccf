"""The forms by which a case weighs more, and what its page and the API then show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client

from tests.cases.town import edition
from tests.interfaces.conftest import Town, at
from tests.interfaces.reading import text
from tests.interfaces.test_acting import hidden
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.words import Action, Judge

ComeIn = Callable[..., Client]
JUNE = dt.date(2019, 6, 3)
BLOCKS = """督核: 否
  级别认定: {级别: [B], 由: 督查, 时长: 3 工作日}
  协调:
    - {由: 承办单位}
    - {由: 专班, 当: [领导批示], 专班: 是}
"""


def on_its_way(town: Town) -> Case:
    """Assigned on 3 June under an edition of the district of that day; its class is provisional."""
    edition(town.city, "ng", JUNE, ("督核: 否\n", BLOCKS))
    do = town.city.do
    case = town.city.record(at(6, 3), title="叉车道拓宽", body="大件运不进来。")
    do("official", Action.SUBMIT, case, at(6, 3, 10), why="组里办不了")
    do("dispatcher", Action.SCREEN, case, at(6, 3, 11), kind="utilities", grade="B")
    return do("dispatcher", Action.ASSIGN, case, at(6, 3, 12), lead_id=town.city.org("ng-utilities"))


def send(client: Client, address: str, **typed: object):
    page = client.get(address).content.decode()
    return client.post(address, {"key": hidden(page, "key"), "seen": hidden(page, "seen"), **typed})


def page_of(client: Client, case: Case) -> str:
    return client.get(f"/cases/{case.pk}").content.decode()


def test_what_is_at_stake_is_typed_in_ten_thousand_yuan_and_shown(come_in: ComeIn, town: Town) -> None:
    case = on_its_way(town)
    client, address = come_in("dispatcher"), f"/cases/{case.pk}/restate"
    refused = send(client, address, amount="一大笔", firms="0", reason="补报")
    assert refused.status_code == 422
    assert 'id="firms-error"' in refused.content.decode()
    assert send(client, address, amount="500.5", firms="12", signed="yes", reason="补报了合同").status_code == 302
    case.refresh_from_db()
    assert (case.stake, case.firms, case.signed) == (5_005_000, 12, True)
    page = text(page_of(client, case))
    assert "500.5" in page and "补报了合同" in page
    again = client.get(address).content.decode()
    assert 'value="500.5"' in again and 'value="12"' in again, "what is on record isn't asked again"


def test_the_supervisor_confirms_the_class_and_sees_what_each_would_bring(come_in: ComeIn, town: Town) -> None:
    case = on_its_way(town)
    assert case.provisional == Judge.SUPERVISION.value
    assert f"/cases/{case.pk}/classify" not in page_of(come_in("dispatcher"), case)
    client, address = come_in("supervisor"), f"/cases/{case.pk}/classify"
    assert address in page_of(client, case)
    page = client.get(address).content.decode()
    assert 'name="grade"' in page
    refused = send(client, address, grade="A")
    assert refused.status_code == 422 and 'id="note-error"' in refused.content.decode()
    assert send(client, address, grade="A", note="已经停产").status_code == 302
    case.refresh_from_db()
    assert case.grade == "A" and case.provisional is None
    assert not [one for one in everything() if one.table.startswith("cases")]


def test_a_task_force_is_chosen_from_the_units_of_the_area_and_stands_on_the_page(come_in: ComeIn, town: Town) -> None:
    case = on_its_way(town)
    address = f"/cases/{case.pk}/set_up"
    client = come_in("dispatcher")
    assert address not in page_of(client, case), "nothing calls for one yet"
    noted = send(client, f"/cases/{case.pk}/instruct", leader="王副市长", on="2019-06-04", number="府办批〔2019〕3 号")
    assert noted.status_code == 302
    assert address in page_of(client, case)
    form = client.get(address).content.decode()
    finance, planning = town.city.org("ng-finance"), town.city.org("ng-planning")
    assert str(finance) in form and 'name="member_ids"' in form
    assert "府办批〔2019〕3 号" in form, "the instruction that calls for it"
    done = send(client, address, lead_id=str(finance), member_ids=[str(planning)], note="一周内碰头")
    assert done.status_code == 302
    shown = page_of(client, case)
    assert "王副市长" in shown and "府办批〔2019〕3 号" in shown and "一周内碰头" in shown
    assert [member.unit for member in lives.load(case).force] == [finance, planning]
    leads = come_in("finance")
    assert f"/cases/{case.pk}/meet" in page_of(leads, case)
    assert send(leads, f"/cases/{case.pk}/meet", text="先修围墙").status_code == 302
    again = leads.get(f"/cases/{case.pk}/meet").content.decode()
    assert "一周内碰头" in again and again.index("先修围墙") < again.index("<textarea"), (
        "what was agreed stands beside it"
    )
    assert "先修围墙" in page_of(client, case)
    assert not [one for one in everything() if one.table.startswith("cases")]
