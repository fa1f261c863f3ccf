"""A need is told without an account: it lies in the tray of a dispatch room, and its receipt says how it stands."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from tests.cast import OWN_CLOCKS, RULEBOOK, SETUP, START, City
from tests.files import making
from tests.voice.conftest import SAID, SECRET, SENDER, told
from zhuqi.base.errors import Invalid, Refused
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.files.rules import Media, Upload
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.rulebook.actions import adopt
from zhuqi.domain.cases.models import Case, Clock
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.voice.actions import tell
from zhuqi.domain.voice.models import Voice
from zhuqi.domain.voice.queries import matching, outside, sight
from zhuqi.domain.voice.rules import OPENS, Stage

pytestmark = pytest.mark.django_db


def sent(content: bytes, name: str) -> Upload:
    return Upload(name, content, len(content))


def test_it_waits_in_the_tray_of_the_room_and_is_no_case_yet(city: City) -> None:
    voice = told(city)
    assert list(sight.tray(city.actor("dispatcher"))) == [voice]
    assert (voice.stage, voice.told_at, voice.case) == (Stage.WAITING, START, None)
    assert not Case.objects.filter(told_at=START).exists()
    assert not list(everything())


def test_it_is_promised_by_the_rooms_own_screening_time(city: City) -> None:
    voice, case = told(city), city.record(part="dispatcher")
    screening = Clock.objects.get(case=case, tick=Tick.SCREEN)
    assert screening.start == START
    assert (voice.due, voice.due is not None) == (screening.due, True)


def test_where_the_rules_say_when_the_enterprise_is_contacted_that_is_promised(city: City) -> None:
    text = RULEBOOK.read_text().replace("  时限:\n", OWN_CLOCKS).replace("2019-05-10", "2019-05-11", 1)
    place = (city.org("mz"), city.orgs["mz"].path)
    adopt(CLOCK, text=text, place=place, now=SETUP)
    assert told(city, desk="mz-desk").due == START.replace(hour=14)  # four office hours, with the break at noon


def test_the_secret_is_kept_nowhere_and_no_word_lies_in_the_journal(city: City) -> None:
    voice = told(city)
    assert SECRET not in str(Voice.objects.filter(pk=voice.pk).values().get())
    entry = Entry.objects.get(kind="voice", subject=voice.pk)
    assert (entry.account, entry.staff, entry.behalf) == (None, None, "")
    for word in SAID.values():
        assert word not in entry.facts


def test_the_same_form_twice_tells_it_once(city: City) -> None:
    first, again = told(city, key="form"), told(city, key="form")
    assert first.pk == again.pk
    assert Voice.objects.count() == 1


def test_the_receipt_says_how_it_stands_and_a_wrong_one_nothing(city: City) -> None:
    told(city)
    found = outside.receipt(SECRET, START)
    assert found is not None
    assert (found.stage, found.firm, found.area, found.number) == (Stage.WAITING, SAID["firm"], "南关（演练）区", "")
    assert outside.receipt("another", START) is None
    assert outside.receipt(SECRET, START + OPENS - dt.timedelta(seconds=1)) is not None
    assert outside.receipt(SECRET, START + OPENS) is None


@pytest.mark.parametrize("firm", ["演练002有限公司", "没有登记的公司"])
def test_whether_an_enterprise_is_in_the_register_can_not_be_told_from_outside(city: City, firm: str) -> None:
    code = city.enterprises[1].uscc if firm.startswith("演练") else "91220102MA0000999X"
    told(city, firm=firm, uscc=code)
    found = outside.receipt(SECRET, START)
    assert found is not None
    told_of = {name: value for name, value in vars(found).items() if name != "firm"}
    told(city, secret="another", firm="第三家", uscc="")
    other = outside.receipt("another", START)
    assert other is not None
    assert told_of == {name: value for name, value in vars(other).items() if name != "firm"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"firm": " "}, "firm"),
        ({"firm": "长" * 121}, "firm"),
        ({"body": ""}, "body"),
        ({"body": "长" * 5001}, "body"),
        ({"body": "一\x00二"}, "body"),
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "打给我"}, "phone"),
        ({"uscc": "9" * 200}, "uscc"),
        ({"desk_id": 0}, "desk"),
    ],
)
def test_what_can_not_be_taken_is_said_at_its_field(city: City, wrong: dict[str, object], field: str) -> None:
    typed = {"desk_id": city.org("ng-desk"), **SAID, **wrong}
    with pytest.raises(Invalid) as fault:
        tell(SENDER, secret=SECRET, now=START, **typed)
    assert set(fault.value.fields) == {field}
    assert not Voice.objects.exists()


@pytest.mark.parametrize("part", ["official", "dispatcher", "utilities", "supervisor", "leader", "administrator"])
def test_staff_can_not_say_it_for_an_enterprise(city: City, part: str) -> None:
    with pytest.raises(Refused):
        tell(city.actor(part), desk_id=city.org("ng-desk"), secret=SECRET, now=START, **SAID)
    with pytest.raises(Refused):
        tell(CLOCK, desk_id=city.org("ng-desk"), secret=SECRET, now=START, **SAID)


BAD = {
    "a bomb": (making.png_that_says(60_000, 60_000), "big.png"),
    "a program": (b"MZ\x90\x00" + bytes(200), "photo.jpg"),
    "a page": (b"<html><script>alert(1)</script></html>" + bytes([0]), "a.txt"),
    "a paper that acts": (making.pdf(b"<< /Type /Catalog /OpenAction << /S /JavaScript /JS (1) >> >>"), "a.pdf"),
    "a table under a picture's name": (making.workbook(), "photo.png"),
    "an archive": (b"\x1f\x8b" + bytes(60), "a.gz"),
    "nothing": (b"", "empty.txt"),
    "a picture that is a program": (b"GIF89a=1/*" + b" " * 99 + b"*/;alert(1)", "photo.gif"),
    "a drawing with a program": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "photo.png"),
    "a paper that is an archive": (making.pdf() + making.zipped({"a": b"x"}), "a.pdf"),
    "a document that is a page": (making.docx() + b"<html><script>alert(1)</script>", "a.docx"),
    "a letter that is a paper": (b"a letter\n" * 9 + making.pdf(), "a.txt"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_does_harm_is_refused_at_once_and_nothing_is_told(city: City, what: str) -> None:
    content, name = BAD[what]
    began = time.monotonic()
    with pytest.raises(Invalid) as fault:
        told(city, uploads=[sent(content, name)])
    assert time.monotonic() - began < 5
    assert set(fault.value.fields) == {"files"}
    assert not Voice.objects.exists()


def test_of_a_picture_that_is_an_archive_or_a_program_too_the_picture_alone_is_kept(city: City) -> None:
    hung = {
        "zip": making.zipped({"evil.html": b"x"}),
        "page": b"<html><script>alert(1)</script>",
        "php": b"<?php echo 1;",
    }
    voice = told(city, uploads=[sent(making.picture() + tail, f"{name}.jpg") for name, tail in hung.items()])
    for one in sight.enclosed(voice):
        kept = sight.download(city.actor("dispatcher"), voice.pk, one.file.pk)
        assert kept.media is Media.JPEG and not any(sign in kept.content for sign in (b"PK\x03", b"<html", b"<?php"))


def test_a_picture_is_drawn_anew_and_kept_under_a_harmless_name(city: City) -> None:
    photograph = making.photograph()
    voice = told(city, uploads=[sent(photograph, "../../etc/门口.jpg"), sent("灯".encode(), "a.txt")])
    kept = [one.file for one in sight.enclosed(voice)]
    assert [file.name for file in kept] == ["门口.jpg", "a.txt"]
    found = sight.download(city.actor("dispatcher"), voice.pk, kept[0].pk)
    assert b"Exif" in photograph
    assert b"Exif" not in found.content
    assert not list(everything())


def test_candidates_are_found_by_code_first_then_by_name_and_only_in_sight(city: City) -> None:
    coded = told(city, firm="别的名字", uscc=city.enterprises[0].uscc)
    found = matching.candidates(city.actor("dispatcher"), coded)
    assert [(one.enterprise.pk, one.by_code) for one in found] == [(city.enterprises[0].pk, True)]
    named = told(city, secret="b", firm="演练002")
    assert [one.enterprise.pk for one in matching.candidates(city.actor("dispatcher"), named)] == [
        city.enterprises[1].pk
    ]
    at_town = told(city, secret="c", desk="mz-desk", firm="演练002")
    assert matching.candidates(city.actor("town_dispatcher"), at_town) == ()
    searched = matching.candidates(city.actor("dispatcher"), named, "003")
    assert [one.enterprise.pk for one in searched] == [city.enterprises[2].pk]
