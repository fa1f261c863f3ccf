"""Several enterprises, one handling (并办): who learns of whom."""

from __future__ import annotations

import pytest

from tests.cases.fellows import (
    LEAD,
    NEXT,
    assigned,
    handled,
    screened,
    together,
)
from tests.cases.town import HOUR
from tests.cast import START, City
from zhuqi.base.errors import Invalid, Missing
from zhuqi.core.access.actor import of_enterprise
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import joined, lives
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.queries.outside import outside
from zhuqi.domain.cases.rules.words import Action, Channel, Outcome

pytestmark = pytest.mark.django_db


def test_the_enterprise_sees_nothing_of_the_others(city: City) -> None:
    cases = together(city, handled(city))
    city.do(LEAD, Action.STAGE_REPLY, cases[0], NEXT, text="设备在路上")
    for case, other in ((cases[0], cases[1]), (cases[1], cases[0])):
        actor = of_enterprise(case.enterprise_id)
        shown = repr(outside(actor, case.pk, now=NEXT)).replace(repr(lives.current(case)), "")
        assert other.number not in shown and other.enterprise.name not in shown
        assert "Joined" not in shown and "同一条线路" not in shown
        assert not joined.others(actor, case).exists()
        with pytest.raises(Missing):
            detail(actor, other.pk, now=NEXT)
    other = cases[1]
    for text in (f"与{other.enterprise.name}一起送电", f"见 {other.number}", "演练002 已经好了"):
        for action in (Action.STAGE_REPLY, Action.CONTACT):
            more = {"channel": Channel.PHONE} if action is Action.CONTACT else {}
            with pytest.raises(Invalid) as wrong:
                city.do(LEAD, action, cases[0], NEXT + HOUR, text=text, **more)
            assert "names another one" in str(wrong.value.fields["text"])
    with pytest.raises(Invalid):
        city.do(LEAD, Action.REPLY, other, NEXT + HOUR, outcome=Outcome.SOLVED, text=f"{other.enterprise.name}已送电")


def test_who_does_not_see_one_of_them_learns_nothing_of_it(city: City) -> None:
    cases = together(city, handled(city))
    stranger = city.actor("town_handler")
    assert not joined.others(stranger, cases[0]).exists()
    with pytest.raises(Missing):
        ACTIONS[Action.REPLY](stranger, cases[0].pk, outcome=Outcome.SOLVED, text="好", now=NEXT)
    shown = {case.pk for case in joined.others(city.actor("dispatcher"), cases[0])}
    assert shown == {cases[1].pk}


def test_what_is_offered_lies_there_stands_so_and_is_of_another_enterprise(city: City) -> None:
    first, other = handled(city)
    screened(city)
    city.do(LEAD, Action.ACCEPT, assigned(city)[0], START + 4 * HOUR)
    offered = joined.joinable(city.actor("dispatcher"), first)
    assert [one.case.pk for one in offered] == [other.pk] and offered[0].alike == 1
    assert not joined.joinable(city.actor("town_handler"), first)
    together(city, [first, other])
    assert not joined.joinable(city.actor("dispatcher"), Case.objects.get(pk=first.pk))
