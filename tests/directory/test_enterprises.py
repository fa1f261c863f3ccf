"""The register of enterprises."""

import json
from decimal import Decimal

import pytest

from tests.directory.place import NOW, code
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.models import Entry
from zhuqi.domain.directory.actions import register
from zhuqi.domain.directory.models import Enterprise
from zhuqi.domain.directory.rules import Scale


def enter(place, actor=CLOCK, region="T", uscc="", name="新企业有限公司", **more):
    return register(actor, place.orgs[region].pk, uscc=uscc or code(99), name=name, now=NOW, **more)


def test_an_enterprise_is_entered_with_its_scale_and_the_reason(place):
    numbers = {"staff_count": 1200, "revenue_wan": Decimal("1999"), "industry": "C34"}
    enterprise = enter(place, uscc=code(99).lower() + " ", **numbers)
    assert (enterprise.uscc, enterprise.industry, enterprise.scale) == (code(99), "34", Scale.SMALL)
    assert json.loads(enterprise.scale_reason) == {
        "text": "{industry}: with a revenue of {value}万 it isn't medium, which begins at {bound}万.",
        "facts": {"industry": "工业*", "value": "1999", "bound": 2000},
    }
    entry = Entry.objects.get(kind="enterprise", subject=enterprise.pk)
    assert json.loads(entry.facts) == {"region": place.orgs["T"].pk, "scale": "small"}


def test_what_isnt_known_about_it_stays_unknown(place):
    enterprise = Enterprise.objects.get(pk=enter(place).pk)
    assert (enterprise.staff_count, enterprise.revenue_wan, enterprise.industry) == (None, None, "")
    assert (enterprise.scale, json.loads(enterprise.scale_reason)["text"]) == (
        Scale.UNKNOWN,
        "The industry isn't known.",
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("uscc", code(99)[:-1], "A credit code has 18 characters, this one has 17."),
        ("uscc", code(0), "Another enterprise has this code."),
        ("name", "", "This is needed and is empty."),
        ("name", "坏\x00名", "There is a character here that can't be seen or stored: U+0000."),
        ("industry", "A34", "This is no code of GB/T 4754-2017: a section's letter, or two to four digits."),
        ("staff_count", -1, "-1 lies outside 0 to 2147483647."),
        ("revenue_wan", Decimal("1e20"), "100000000000000000000 lies outside 0 to 10000000000000."),
        ("address", "路" * 201, "This has 201 characters; at most 200 are kept."),
    ],
)
def test_what_cant_be_taken_names_its_field(place, field, value, said):
    with pytest.raises(Invalid) as caught:
        enter(place, **{field: value})
    assert {field: str(sentence) for field, sentence in caught.value.fields.items()} == {field: said}


def test_an_enterprise_lies_in_an_area(place):
    with pytest.raises(Refused, match="lies in a city, district, town or village"):
        enter(place, region="G1")
    with pytest.raises(Missing):
        register(CLOCK, 10**6, uscc=code(99), name="新", now=NOW)


@pytest.mark.parametrize(("who", "region"), [("desk", "V"), ("city", "ET"), ("admin", "T")])
def test_dispatchers_and_administrators_register_in_their_area(place, who, region):
    assert enter(place, actor=place.actor(who), region=region).pk


@pytest.mark.parametrize(("who", "region"), [("desk", "ET"), ("admin", "ET"), ("ann", "T"), ("lead", "T")])
def test_nobody_else_registers(place, who, region):
    with pytest.raises(Refused, match="registered by the dispatcher or the system administrator"):
        enter(place, actor=place.actor(who), region=region)


def test_the_same_key_registers_once(place):
    assert enter(place, key="k") == enter(place, key="k")
