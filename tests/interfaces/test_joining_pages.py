"""Cases of several enterprises handled together, as the pages show it: the form, the case's page, the forms of later steps."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.interfaces.conftest import NOW, Town, alike
from tests.interfaces.reading import text
from tests.interfaces.test_acting import send
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.common.actions import open_issue

ComeIn = Callable[..., Client]
TITLE = "园区同一条线路"


def pair(town: Town, n: int = 2) -> list[Case]:
    """Needs of two enterprises (synthetic) that lie screened at the district's room."""
    found = []
    for firm in town.city.enterprises[:n]:
        case = town.city.record(NOW, part="dispatcher", enterprise_id=firm.pk, title=TITLE)
        found.append(town.city.do("dispatcher", Action.SCREEN, case, NOW, kind="utilities", grade="B"))
    return found


def joined(town: Town) -> list[Case]:
    first, other = pair(town)
    town.city.do("dispatcher", Action.JOIN, first, NOW, with_ids=[other.pk])
    return [Case.objects.get(pk=case.pk) for case in (first, other)]


def page(come_in: ComeIn, part: str, address: str) -> str:
    answer = come_in(part, "en").get(address)
    assert answer.status_code == 200, text(answer.content.decode())[:400]
    return answer.content.decode()


def test_the_form_offers_those_that_lie_there_and_joins_the_ones_ticked(come_in: ComeIn, town: Town) -> None:
    first, other = pair(town)
    shown = page(come_in, "dispatcher", f"/cases/{first.pk}/join")
    assert f'type="checkbox" name="with_ids" value="{other.pk}"' in shown, "as many as one likes"
    assert f'value="{other.pk}"' in shown and other.enterprise.name in shown and "Nearly the same words" in shown
    status, shown = send(
        come_in("dispatcher", "en"), f"/cases/{first.pk}/join", with_ids=[str(other.pk)], note="同一条线"
    )
    assert status == 200 and "Handled together with" in shown and other.number in shown
    assert len({case.joined for case in Case.objects.filter(pk__in=[first.pk, other.pk])}) == 1


def test_without_anything_ticked_the_form_comes_back_with_a_sentence(come_in: ComeIn, town: Town) -> None:
    first, _ = pair(town)
    status, shown = send(come_in("dispatcher", "en"), f"/cases/{first.pk}/join")
    assert status == 422 and 'class="error"' in shown
    assert Case.objects.get(pk=first.pk).joined is None


def test_what_was_ticked_among_the_similar_is_ticked_in_the_form(come_in: ComeIn, town: Town) -> None:
    first, other = pair(town)
    shown = page(come_in, "dispatcher", f"/cases/{first.pk}/join?case={other.pk}&case={first.pk}&case=x&case=99999999")
    assert f'value="{other.pk}" checked' in shown
    assert "Of those ticked 1 aren&#x27;t here" in shown
    assert "checked" not in page(come_in, "dispatcher", f"/cases/{first.pk}/join")


def test_the_form_of_a_step_that_reaches_all_names_the_others(come_in: ComeIn, town: Town) -> None:
    first, other = joined(town)
    shown = page(come_in, "dispatcher", f"/cases/{first.pk}/assign")
    assert "This is done to 2 cases at once" in shown and other.number in shown
    own = page(come_in, "dispatcher", f"/cases/{first.pk}/screen")
    assert "cases at once" not in own and other.number not in own


def test_the_room_takes_one_out_by_its_form(come_in: ComeIn, town: Town) -> None:
    first, other = joined(town)
    assert f'href="/cases/{first.pk}/take_out"' in page(come_in, "dispatcher", f"/cases/{first.pk}")
    status, shown = send(come_in("dispatcher", "en"), f"/cases/{first.pk}/take_out", reason="不是一回事")
    assert status == 200 and "taken out of the joint handling" in shown
    assert Case.objects.get(pk=first.pk).joined is None and Case.objects.get(pk=other.pk).joined is not None


def test_a_case_s_page_costs_one_query_more_however_many_are_handled_with_it(come_in: ComeIn, town: Town) -> None:
    first, other = pair(town)
    desk = come_in("dispatcher", "en")

    def counted() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(f"/cases/{first.pk}").status_code == 200
        return len(seen)

    counted()
    alone = counted()
    town.city.do("dispatcher", Action.JOIN, first, NOW, with_ids=[other.pk])
    counted()
    assert counted() <= alone + 1


def test_who_is_handled_together_is_not_on_a_page_of_somebody_who_sees_neither(come_in: ComeIn, town: Town) -> None:
    first, _ = joined(town)
    for address in ("", "/join", "/take_out"):
        assert come_in("finance").get(f"/cases/{first.pk}{address}").status_code == 404


def test_a_common_issue_offers_to_handle_those_that_lie_together_as_one(come_in: ComeIn, town: Town) -> None:
    issue = alike(town)
    address = f"/common/{issue.pk}"
    assert "Handle those that lie together" not in page(come_in, "dispatcher", address), "they lie with two units"
    first, other = pair(town)
    for case in (first, other):
        town.city.do("dispatcher", Action.ASSIGN, case, NOW, lead_id=town.city.org("ng-utilities"))
    opened = alike_of(town, [first.pk, other.pk])
    shown = page(come_in, "dispatcher", f"/common/{opened}")
    assert f"/cases/{first.pk}/join?case={other.pk}" in shown or f"/cases/{other.pk}/join?case={first.pk}" in shown


def alike_of(town: Town, cases: list[int]) -> int:
    """A common issue of some cases."""
    return open_issue(
        town.city.actor("dispatcher"),
        area_id=town.city.org("ng"),
        case_ids=cases,
        title="线路容量不够",
        matter="几家企业都在等增容。",
        wanted="线路一次改造。",
        owner_id=town.city.org("ng-utilities"),
        now=NOW,
    ).pk
