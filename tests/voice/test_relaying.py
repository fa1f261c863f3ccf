"""A hotline hands in needs by program: one a number, at its own room, a case at once where the enterprise is known."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import START, City
from zhuqi.base.errors import Invalid, Refused
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.models import Case
from zhuqi.domain.voice.actions import Place, answer, forget_old, relay, take_in, vouch
from zhuqi.domain.voice.models import Relay, Voice
from zhuqi.domain.voice.queries import relayed, sight
from zhuqi.domain.voice.rules import KEPT, UNNAMED, Act, Proof, Stage, caller_named, degrees

AT = Place(address="幸福乡演练路1号", lat=43.817072, long=-125.5)


def handed_in(city: City, number: str = "HL-1", part: str = "dispatcher", **other: Any) -> Voice:
    """A need of the first enterprise, which the register knows by its code."""
    firm = city.enterprises[0]
    said: dict[str, Any] = {
        "desk_id": city.org("ng-desk"), "code": "utilities", "firm": firm.name, "uscc": firm.uscc,
        "body": "厂门口停电。", "place": AT, "name": "演练来人", "phone": "13800000000", "now": START,
    }  # fmt: skip
    return relay(city.actor(part), number=number, **{**said, **other})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "part", ["official", "utilities", "leader", "city_dispatcher", "administrator", "enterprise", "clock"]
)
def test_only_a_dispatcher_of_the_room_hands_in_there(city: City, part: str) -> None:
    with pytest.raises(Refused):
        handed_in(city, part=part)
    assert not Relay.objects.exists()


@pytest.mark.django_db
def test_a_code_out_of_the_rooms_sight_waits_as_one_that_nobody_knows(city: City) -> None:
    """The town's room doesn't see the other town's enterprise: it isn't told that there is one."""
    elsewhere = handed_in(city, part="town_dispatcher", desk_id=city.org("mz-desk"))
    nobody = handed_in(city, "HL-2", "town_dispatcher", desk_id=city.org("mz-desk"), uscc="91220102MA0000999X")
    assert elsewhere.stage == nobody.stage == Stage.WAITING
    assert not Case.objects.exists() and not list(everything())


@pytest.mark.django_db
def test_the_entry_names_ids_and_no_words(city: City) -> None:
    handed_in(city)
    facts = Entry.objects.get(kind="voice", verb="relayed").facts
    assert "HL-1" in facts and not [word for word in ("演练", "停电", "138", "43.8") if word in facts]


@pytest.mark.django_db
def test_what_is_wrong_is_told_by_field(city: City) -> None:
    wrong: dict[str, Any] = {"phone": "x", "media_url": "ftp://x", "title": "t" * 61}
    with pytest.raises(Invalid) as fault:
        handed_in(city, **wrong)
    assert set(fault.value.fields) == set(wrong)
    with pytest.raises(Invalid) as fault:
        handed_in(city, code="nothing")
    assert set(fault.value.fields) == {"kind"}


@pytest.mark.django_db
def test_a_telephone_without_a_name_is_kept(city: City) -> None:
    assert handed_in(city, name="", uscc="").name == UNNAMED
    assert handed_in(city, "HL-2", name="", phone="", uscc="").name == ""
    assert handed_in(city, "HL-3", name="", phone="").case is not None


@pytest.mark.django_db
def test_the_room_takes_it_in_but_has_no_receipt_to_vouch_for(city: City) -> None:
    voice = handed_in(city, uscc="")
    firm = city.enterprises[0].pk
    room = city.actor("dispatcher")
    done = take_in(room, voice.pk, enterprise_id=firm, title="停电", kind="utilities", proof=Proof.KNOWN, now=START)
    assert done.proof == Proof.KNOWN and Act.VOUCH not in sight.actions(room, sight.one(room, voice.pk))
    with pytest.raises(Refused):
        vouch(room, handed_in(city, "HL-2").pk, proof=Proof.KNOWN, now=START)
    assert not list(everything())


@pytest.mark.django_db
def test_half_a_year_later_its_words_and_its_place_are_gone_and_its_number_still_counts(city: City) -> None:
    voice = handed_in(city, uscc="")
    answer(city.actor("dispatcher"), voice.pk, text="已转供电公司。", now=START)
    later = START + KEPT
    forget_old(later)
    kept = Relay.objects.get(voice=voice)
    assert (kept.address, kept.lat, kept.long, kept.media_url, kept.number) == ("", None, None, "", "HL-1")
    assert handed_in(city, now=later).pk == voice.pk
    [told] = relayed.followed(city.actor("dispatcher"), now=later)
    assert told.closed and told.voice.body == "" and told.answer == ""
    assert not list(everything())


@pytest.mark.django_db
def test_the_dispatcher_sees_number_and_place_and_no_link_to_the_picture(city: City, client: Client) -> None:
    address = "https://pictures.example.com/1.jpg"
    voice = handed_in(city, uscc="", media_url=address)
    client.force_login(city.staff["dispatcher"].account or 0)  # type: ignore[arg-type]
    page = client.get(f"/voices/{voice.pk}").content.decode()
    for shown in ("HL-1", AT.address, "43.817072, -125.500000", address):
        assert shown in page
    assert f'href="{address}' not in page and "13800000000" not in page
    assert 'value="utilities" selected' in page or 'value="utilities" checked' in page


@pytest.mark.parametrize(
    ("last", "first", "whole"), [("李", "雷", "李雷"), ("Smith", "Ann", "Ann Smith"), ("", "Ann", "Ann"), ("", "", "")]
)
def test_a_caller_is_named_as_one_writes_it(last: str, first: str, whole: str) -> None:
    assert caller_named(last, first) == whole


@pytest.mark.parametrize(
    ("millionths", "written"), [(43_817_072, "43.817072"), (-500_000, "-0.500000"), (0, "0.000000")]
)
def test_degrees_have_six_places(millionths: int, written: str) -> None:
    assert degrees(millionths) == written
