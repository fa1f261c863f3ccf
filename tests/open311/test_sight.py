"""Who gets what: one reviewed table; a hotline reads its own and nobody else's; no person, no word of others."""

from __future__ import annotations

import pytest

from tests.interfaces.conftest import NOW, Town
from tests.open311.conftest import DAY, Hotline, need, refused
from tests.roles import COLUMNS, account_of, table
from zhuqi.core.access.actor import CLOCK, Role
from zhuqi.core.accounts.actions import issue_token
from zhuqi.core.accounts.rules import TokenScope
from zhuqi.core.days import day_of
from zhuqi.core.jobs import clock
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action, Outcome
from zhuqi.domain.directory.actions import end_role

ROUTES = """
address          anon offi keep disp util plan fina town city supe lead sysa seca audi none
discovery        200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
services         200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
services/labour  200  200  200  200  200  200  200  200  200  200  200  200  200  200  200
requests         403  200  200  200  200  200  200  200  200  200  200  200  200  200  200
requests/{id}    403  404  404  200  404  404  404  404  404  404  404  404  404  404  404
tokens/{token}   403  404  404  200  404  404  404  404  404  404  404  404  404  404  404
post             403  403  403  200  403  403  403  200  200  403  403  403  403  403  403
"""
"""With a key of the scope ``hotline`` of each; the request is one that the district's dispatcher handed in."""


def hotline_of(town: Town, part: str) -> Hotline:
    if part == "anonymous":
        return Hotline("")
    until, account = NOW.date() + 365 * DAY, account_of(town, part)
    scopes = (TokenScope.HOTLINE,)
    return Hotline(issue_token(CLOCK, account, name="演练", scopes=scopes, until=until, now=NOW)[1])


@pytest.mark.parametrize("column", COLUMNS)
def test_everybody_gets_the_answers_of_the_table(town: Town, hotline: Hotline, column: str) -> None:
    token = hotline.handed_in(need(town, "mine"))
    request_id = hotline.id_of(token)
    caller = hotline_of(town, COLUMNS[column])
    found = {}
    for address in table(ROUTES):
        if address == "post":
            answer = caller.post("requests.json", need(town, f"of {column}"))
        else:
            answer = caller.get(address.format(id=request_id, token=token) + ".json")
        found[address] = str(answer.status_code)
    assert found == {address: row[column] for address, row in table(ROUTES).items()}


@pytest.mark.parametrize("part", ["city_dispatcher", "supervisor", "leader", "official"])
def test_a_list_holds_only_what_one_handed_in_oneself(town: Town, hotline: Hotline, part: str) -> None:
    request_id = hotline.id_of(hotline.handed_in(need(town)))
    other = hotline_of(town, part)
    assert other.get("requests.json").json() == []
    assert other.get("requests.json", service_request_id=request_id or "").json() == []
    known = town.cases["handled"].pk
    assert hotline.get("requests.json", service_request_id=f"{known}").json() == [], "it came by another way"
    missing = refused(hotline.get("requests/9999999.json"), 404)
    assert refused(hotline.get(f"requests/{known}.json"), 404) == missing
    assert refused(other.get(f"requests/{request_id}.json"), 404) == missing


def test_no_person_and_no_word_of_others_is_told(town: Town, hotline: Hotline) -> None:
    city = town.city
    fields = need(town, email="演练@example.com", device_id="D-77")
    token = hotline.handed_in(fields)
    case = Case.objects.get(pk=hotline.id_of(token) or 0)
    city.do("dispatcher", Action.SCREEN, case, NOW, kind="utilities", grade="B")
    city.do("dispatcher", Action.ASSIGN, case, NOW, lead_id=city.org("ng-utilities"), note="内部的话")
    city.do("utilities", Action.ACCEPT, case, NOW)
    city.do("utilities", Action.REPLY, case, NOW, outcome=Outcome.SOLVED, text="给企业的话")
    told = "".join(
        hotline.get(address).content.decode()
        for address in (f"requests/{case.pk}.json", f"requests/{case.pk}.xml", f"tokens/{token}.json", "requests.json")
    )
    hidden = ["演练来电", "13800000000", "example.com", "D-77", "内部的话", "给企业的话", "ng-utilities"]
    hidden += [town.city.staff["utilities"].name, town.city.staff["dispatcher"].name, case.enterprise.uscc]
    assert not [word for word in hidden if word in told]
    assert fields["description"] in told


def test_an_account_that_lost_its_seat_reads_nothing_any_more(town: Town, hotline: Hotline) -> None:
    request_id = hotline.id_of(hotline.handed_in(need(town)))
    staff = town.city.staff["dispatcher"].pk
    later = NOW + DAY
    end_role(CLOCK, staff, role=Role.DISPATCHER, org_id=town.city.org("ng-desk"), until=day_of(later), now=later)
    clock.stand_at("cast", later)
    refused(hotline.get(f"requests/{request_id}.json"), 404)
    assert hotline.get("requests.json").json() == []
    refused(hotline.post("requests.json", need(town, "late")), 403)
