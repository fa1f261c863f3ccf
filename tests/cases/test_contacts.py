"""Who in the enterprise speaks for a case: masked, revealed on record, erased for good."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.cases.town import HOUR, handled, told
from tests.cast import START, City
from zhuqi.base.errors import Invalid, Missing, Refused
from zhuqi.core.access.actor import Actor
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions import ACTIONS
from zhuqi.domain.cases.actions.contacts import erase_contact, reveal, write_contact
from zhuqi.domain.cases.models import Case, Contact
from zhuqi.domain.cases.queries import contacts
from zhuqi.domain.cases.rules import masking
from zhuqi.domain.cases.rules.words import Action

PERSON: dict[str, Any] = {
    "contact_name": "演练甲某某",
    "contact_role": "生产经理",
    "contact_phone": "13800005678",
}
WORDS = ("演练甲某某", "生产经理", "13800005678")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800005678", "138****5678"),
        ("+86 138 0000 5678", "861****5678"),
        ("0431-12345678", "043****5678"),
        ("12345678", "******78"),
        ("12345", "***45"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_number_keeps_so_many_digits(number: str, shown: str) -> None:
    assert masking.phone(number) == shown


@pytest.mark.parametrize(("whole", "shown"), [("张三", "张＊"), ("欧阳小明", "欧＊＊＊"), ("张", "张＊"), ("", "")])
def test_a_name_keeps_its_first_sign(whole: str, shown: str) -> None:
    assert masking.name(whole) == shown


@pytest.mark.django_db
def test_who_told_us_is_written_down_with_the_need_and_shown_masked(city: City) -> None:
    case = city.record(**PERSON)
    for part in ("official", "dispatcher"):
        (shown,) = contacts.of_case(city.actor(part), case.pk)
        assert (shown.name, shown.role, shown.phone) == ("演＊＊＊", "生产经理", "138****5678")
    assert not [str(finding.sentence) for finding in everything()]


@pytest.mark.django_db
def test_whoever_doesnt_see_the_case_or_sees_it_by_its_link_sees_no_contact(city: City) -> None:
    case = city.record(**PERSON)
    link = Actor(enterprise=case.enterprise_id, case=case.pk)
    for actor in (link, city.actor("enterprise"), city.actor("finance"), Actor()):
        assert contacts.of_case(actor, case.pk) == ()
        with pytest.raises(Missing):
            reveal(actor, Contact.objects.get().pk, now=START)


@pytest.mark.django_db
def test_looking_is_on_record_each_time_and_the_record_holds_no_word_of_it(city: City) -> None:
    case = city.record(**PERSON)
    pk = Contact.objects.get().pk
    for minutes in (1, 2):
        seen = reveal(city.actor("dispatcher"), pk, now=START + HOUR * minutes)
        assert seen.phone == "13800005678"
    looked = list(Entry.objects.filter(kind="contact", verb="revealed").order_by("pk"))
    assert [(json.loads(entry.facts), entry.staff) for entry in looked] == [
        ({"case": case.pk, "fields": ["name", "phone"]}, city.staff["dispatcher"].pk)
    ] * 2
    told_of = " ".join(entry.facts + entry.rows for entry in Entry.objects.all())
    assert not [word for word in WORDS if word in told_of]


@pytest.mark.django_db
def test_who_no_longer_sees_the_case_isnt_shown_the_number_by_the_key_of_then(city: City) -> None:
    city.record(**PERSON)
    pk = Contact.objects.get().pk
    desk = city.actor("official")
    reveal(desk, pk, key="k", now=START + HOUR)
    with pytest.raises(Missing):
        reveal(replace(desk, seats=()), pk, key="k", now=START + 2 * HOUR)


@pytest.mark.django_db
def test_the_same_press_sent_twice_is_one_look(city: City) -> None:
    city.record(**PERSON)
    pk = Contact.objects.get().pk
    for _ in range(2):
        reveal(city.actor("dispatcher"), pk, key="k", now=START + HOUR)
    assert Entry.objects.filter(verb="revealed").count() == 1


@pytest.mark.django_db
def test_an_erased_contact_is_gone_for_good_and_that_it_was_erased_stays(city: City) -> None:
    case = city.record(**PERSON)
    pk = Contact.objects.get().pk
    with pytest.raises(Missing):
        erase_contact(city.actor("finance"), pk, now=START + HOUR)
    erase_contact(city.actor("official"), pk, now=START + HOUR)
    row = Contact.objects.get()
    assert (row.name, row.role, row.phone, row.erased_at) == ("", "", "", START + HOUR)
    assert contacts.of_case(city.actor("official"), case.pk) == ()
    with pytest.raises(Missing):
        reveal(city.actor("official"), pk, now=START + 2 * HOUR)
    assert [e.verb for e in Entry.objects.filter(kind="contact", subject=pk)] == ["contact_written", "contact_erased"]
    assert not [str(finding.sentence) for finding in everything()]


@pytest.mark.django_db
def test_another_contact_takes_the_place_of_the_one_before(city: City) -> None:
    case = handled(city)
    for number in ("13800001111", "13800002222"):
        write_contact(
            city.actor("utilities"), case.pk, contact_name="演练乙", contact_phone=number, now=START + 5 * HOUR
        )
    (shown,) = contacts.of_case(city.actor("utilities"), case.pk)
    assert shown.phone == "138****2222"
    assert Contact.objects.filter(phone="13800001111").count() == 0, "nobody's number is kept for nothing"
    with pytest.raises(Refused) as refused:
        write_contact(city.actor("leader"), case.pk, contact_name="演练丙", now=START + 6 * HOUR)
    assert "have the case in hand" in told(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"contact_name": "演练甲", "contact_phone": "打我电话"}, "contact_phone"),
        ({"contact_name": "演练甲", "contact_phone": "138\x000000"}, "contact_phone"),
        ({"contact_phone": "13800005678"}, "contact_name"),
        ({"contact_name": "长" * 61}, "contact_name"),
    ],
)
def test_what_cant_be_a_contact_is_said_at_its_field(city: City, typed: dict[str, Any], field: str) -> None:
    before = Case.objects.count()
    with pytest.raises(Invalid) as fault:
        city.record(**typed)
    assert set(fault.value.fields) == {field} and Case.objects.count() == before


@pytest.mark.django_db
def test_the_enterprises_link_opens_one_case_and_records_none(city: City) -> None:
    case = city.record()
    link = Actor(enterprise=case.enterprise_id, case=case.pk)
    typed = {"enterprise_id": case.enterprise_id, "title": "又一件", "body": "又一件事", "kind": "other"}
    with pytest.raises(Refused) as refused:
        ACTIONS[Action.RECORD](link, **typed, now=START + HOUR)
    assert "opens one case" in told(refused.value) and Case.objects.count() == 1
