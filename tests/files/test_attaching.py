"""Files of a case: who attaches, who sees, who erases, and what the journal says of it."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.cases.town import DAY, HOUR, handled, replied
from tests.cast import START, City
from tests.files.making import docx, pdf, photograph, picture
from zhuqi.base.errors import Invalid, Missing, Refused, Stale
from zhuqi.core.access.actor import CLOCK, Actor, Role
from zhuqi.core.files.models import File, Piece
from zhuqi.core.files.rules import Upload
from zhuqi.core.journal.models import Entry, Receipt
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases import events
from zhuqi.domain.cases.actions import attaching
from zhuqi.domain.cases.actions.attaching import attach, erase
from zhuqi.domain.cases.models import Attachment, Case, Enclosure
from zhuqi.domain.cases.queries import files
from zhuqi.domain.cases.rules.words import Action
from zhuqi.domain.directory.actions.roles import give_role

pytestmark = pytest.mark.django_db
NOW = START + 5 * HOUR
PAPER = pdf()


def upload(content: bytes = PAPER, name: str = "证照.pdf") -> Upload:
    return Upload(name, content, len(content))


@pytest.fixture
def case(city: City, db: None) -> Case:
    """Handled by the utilities' group, with construction as co-handler."""
    return handled(city, parts=("ng-construction",))


def give(city: City, part: str, case: Case, **typed: object) -> Attachment:
    return attach(city.actor(part), case.pk, **{"uploads": [upload()], "now": NOW, **typed})  # type: ignore[arg-type]


def file_of(row: Attachment) -> int:
    return Enclosure.objects.get(attachment=row, n=1).file_id


MAY = [
    ("utilities", True),
    ("construction", True),
    ("dispatcher", True),
    ("official", True),
    ("supervisor", True),
    ("enterprise", True),
    ("leader", True),
    ("city_dispatcher", False),
]


@pytest.mark.parametrize(("part", "may"), MAY)
def test_whoever_is_something_to_the_case_attaches_and_whoever_looks_on_does_not(
    city: City, case: Case, part: str, may: bool
) -> None:
    if may:
        assert file_of(give(city, part, case))
        return
    with pytest.raises(Refused):
        give(city, part, case)
    assert not Attachment.objects.exists() and not File.objects.exists()


@pytest.mark.parametrize("part", ["finance", "town_handler", "administrator"])
def test_out_of_sight_there_is_nothing_to_attach_to(city: City, case: Case, part: str) -> None:
    with pytest.raises(Missing):
        give(city, part, case)
    with pytest.raises(Missing):
        attach(Actor(), case.pk, uploads=[upload()], now=NOW)


def test_whoever_may_not_attach_is_told_so_before_a_file_is_looked_through(
    city: City, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "looked_through", lambda uploads: pytest.fail("it was looked through"))
    for part, fault in (("city_dispatcher", Refused), ("finance", Missing)):
        with pytest.raises(fault):
            give(city, part, case)


def test_no_transaction_is_open_while_files_are_looked_through(
    city: City, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    outer, seen = len(connection.savepoint_ids), []

    def watched(uploads: object) -> list[object]:
        seen.append(len(connection.savepoint_ids))
        return []

    monkeypatch.setattr(attaching, "looked_through", watched)
    monkeypatch.setattr(attaching, "_attach", lambda *args, **kwargs: Attachment())
    give(city, "utilities", case)
    assert seen == [outer]


def test_the_clock_attaches_nothing(case: Case) -> None:
    with pytest.raises(Refused):
        attach(CLOCK, case.pk, uploads=[upload()], now=NOW)


def test_what_is_attached_does_not_move_the_case(city: City, case: Case) -> None:
    before = Case.objects.values().get(pk=case.pk)
    give(city, "utilities", case, outside=True, note="现场照片")
    assert Case.objects.values().get(pk=case.pk) == before


def test_a_version_that_moved_on_is_stale(city: City, case: Case) -> None:
    with pytest.raises(Stale):
        give(city, "utilities", case, seen=case.version - 1)
    assert give(city, "utilities", case, seen=case.version).pk


def test_a_case_that_is_over_takes_no_files(city: City, case: Case) -> None:
    row = give(city, "enterprise", case)
    city.do("enterprise", Action.WITHDRAW, case, NOW, text="")
    with pytest.raises(Refused):
        give(city, "utilities", case, now=NOW + HOUR)
    with pytest.raises(Refused):
        erase(city.actor("enterprise"), file_of(row), case_id=case.pk, now=NOW + HOUR)


def test_the_same_key_is_one_attachment_and_the_same_answer(city: City, case: Case) -> None:
    first = give(city, "utilities", case, key="k")
    assert give(city, "utilities", case, key="k") == first
    assert (Attachment.objects.count(), File.objects.count(), Receipt.objects.filter(key__endswith=":k").count()) == (
        1,
        1,
        1,
    )


def test_one_bad_file_leaves_nothing_behind(city: City, case: Case) -> None:
    entries = Entry.objects.count()
    with pytest.raises(Invalid) as caught:
        give(city, "utilities", case, uploads=[upload(), upload(b"MZ" + bytes(99), "照片.jpg")])
    assert set(caught.value.fields) == {"files"}
    assert not File.objects.exists() and not Piece.objects.exists() and Entry.objects.count() == entries


def test_what_breaks_while_it_is_written_leaves_nothing_behind(
    city: City, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "Attached", lambda **facts: 1 / 0)
    with transaction.atomic(), pytest.raises(ZeroDivisionError):
        give(city, "utilities", case)
    assert not File.objects.exists() and not Piece.objects.exists() and not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("长" * 301, "At most 300 characters fit here; these are 301."),
        ("a\0b", "can't be kept"),
        ("\ud800", "can't be kept"),
    ],
)
def test_a_word_that_can_t_be_kept_is_refused(city: City, case: Case, note: str, said: str) -> None:
    with pytest.raises(Invalid) as caught:
        give(city, "utilities", case, note=note)
    assert said in str(caught.value.fields["note"])


SEES = ("utilities", "construction", "dispatcher", "official", "supervisor", "leader", "city_dispatcher")


def test_whoever_sees_the_case_sees_its_files_and_the_enterprise_what_is_open_to_it(city: City, case: Case) -> None:
    inside = give(city, "utilities", case, note="内部")
    outside = give(city, "utilities", case, outside=True)
    own = give(city, "enterprise", case)
    assert own.outside and own.unit is None and own.staff is None
    for part in SEES:
        assert set(files.attached(city.actor(part), case.pk)) == {inside, outside, own}, part
        assert files.download(city.actor(part), case.pk, file_of(inside)).content == PAPER
    assert set(files.attached(city.actor("enterprise"), case.pk)) == {outside, own}
    with pytest.raises(Missing):
        files.download(city.actor("enterprise"), case.pk, file_of(inside))
    assert files.download(city.actor("enterprise"), case.pk, file_of(outside)).name == "证照.pdf"


def test_out_of_sight_there_is_no_file(city: City, case: Case) -> None:
    row = give(city, "utilities", case, outside=True)
    other = Actor(enterprise=city.enterprises[1].pk)
    linked = Actor(enterprise=case.enterprise_id, case=case.pk + 1)
    for actor in (city.actor("finance"), city.actor("town_handler"), other, linked, Actor()):
        assert not files.attached(actor, case.pk).exists()
        with pytest.raises(Missing):
            files.download(actor, case.pk, file_of(row))


def test_a_file_is_found_under_its_own_case_alone(city: City, case: Case) -> None:
    row, other = give(city, "utilities", case), city.record(title="另一件", now=START + DAY)
    with pytest.raises(Missing):
        files.download(city.actor("dispatcher"), other.pk, file_of(row))
    with pytest.raises(Missing):
        erase(city.actor("utilities"), file_of(row), case_id=other.pk, now=NOW)


def test_a_large_file_comes_back_whole_and_by_its_digest(city: City, case: Case) -> None:
    large = PAPER[:9] + b"%" + b"7" * (5 << 19) + b"\n" + PAPER[9:]
    row = give(city, "utilities", case, uploads=[upload(large)])
    assert Piece.objects.filter(file=file_of(row)).count() == 3
    back = files.download(city.actor("utilities"), case.pk, file_of(row))
    assert back.content == large and back.digest == hashlib.sha256(large).hexdigest()


def test_facts_hold_neither_names_nor_words(city: City, case: Case) -> None:
    row = give(
        city, "utilities", case, note="张先生的证照", uploads=[upload(name="张先生.pdf"), upload(docx(), "a.docx")]
    )
    entry = Entry.objects.get(kind="attachment", subject=row.pk)
    facts = json.loads(entry.facts)
    assert set(facts) == {"case", "files", "sizes", "outside"} and len(facts["files"]) == 2
    assert "张" not in entry.facts + entry.rows


def test_who_attached_a_file_erases_it_and_nobody_else(city: City, case: Case) -> None:
    row = give(city, "utilities", case, outside=True)
    for part in ("construction", "dispatcher", "supervisor", "enterprise"):
        with pytest.raises(Refused):
            erase(city.actor(part), file_of(row), case_id=case.pk, now=NOW)
    with pytest.raises(Missing):
        erase(city.actor("finance"), file_of(row), case_id=case.pk, now=NOW)
    erase(city.actor("utilities"), file_of(row), case_id=case.pk, now=NOW + HOUR)
    with pytest.raises(Missing):
        files.download(city.actor("utilities"), case.pk, file_of(row))


def test_an_enterprise_erases_its_own(city: City, case: Case) -> None:
    row = give(city, "enterprise", case)
    with pytest.raises(Refused):
        erase(city.actor("utilities"), file_of(row), case_id=case.pk, now=NOW)
    erase(city.actor("enterprise"), file_of(row), case_id=case.pk, now=NOW)
    assert File.objects.get(pk=file_of(row)).erased_at == NOW


def test_an_erased_file_leaves_its_digest_and_nothing_of_its_content_or_name(city: City, case: Case) -> None:
    row = give(city, "utilities", case)
    before = File.objects.get(pk=file_of(row))
    for n in range(2):
        erase(city.actor("utilities"), before.pk, case_id=case.pk, key=f"k{n}", now=NOW + HOUR)
    after = File.objects.get(pk=before.pk)
    assert (after.digest, after.size, after.name, after.erased_at) == (before.digest, before.size, "", NOW + HOUR)
    assert after.salt != before.salt and not Piece.objects.filter(file=after).exists()
    assert list(Entry.objects.filter(kind="attachment").order_by("seq").values_list("verb", flat=True)) == [
        "attached",
        "erased",
    ]
    assert not list(everything())


def test_verification_finds_a_piece_that_was_changed_or_is_gone(city: City, case: Case) -> None:
    give(city, "utilities", case, uploads=[upload(photograph(), "a.jpg"), upload(picture("PNG"), "b.png")])
    assert not list(everything())
    first, second = Piece.objects.order_by("pk")
    Piece.objects.filter(pk=first.pk).update(content=bytes(first.content)[:-1] + b"\0")
    assert [(found.table, found.row) for found in everything()] == [("files_piece", first.pk)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM files_piece WHERE id = %s", [second.pk])
    assert [(found.table, found.row) for found in everything()] == [
        ("files_piece", first.pk),
        ("files_piece", second.pk),
    ]


def test_what_is_damaged_is_not_given_out(city: City, case: Case) -> None:
    row = give(city, "utilities", case)
    Piece.objects.update(content=b"%PDF-1.4 something else")
    with pytest.raises(Missing, match="it was damaged"):
        files.download(city.actor("utilities"), case.pk, file_of(row))


def test_a_case_takes_so_many_files_and_an_enterprise_sends_so_many_a_day(
    city: City, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "A_DAY", 3)
    monkeypatch.setattr(attaching, "A_CASE", 5)
    give(city, "enterprise", case, uploads=[upload()] * 2)
    with pytest.raises(Refused):
        give(city, "enterprise", case, uploads=[upload()] * 2)
    give(city, "enterprise", case, now=NOW + DAY)
    give(city, "utilities", case, uploads=[upload()] * 2, now=NOW + DAY)
    with pytest.raises(Refused):
        give(city, "utilities", case, now=NOW + DAY)
    assert File.objects.count() == 5


def test_somebody_of_two_units_attaches_for_the_one_that_has_the_case(city: City, case: Case) -> None:
    give_role(
        CLOCK, city.staff["utilities"].pk, role=Role.HANDLER, org_id=city.org("ng-finance"), since=START.date(), now=NOW
    )
    assert give(city, "utilities", case).unit_id == city.org("ng-utilities")


def test_a_reply_that_was_given_still_takes_files_of_both_sides(city: City, db: None) -> None:
    case = replied(city)
    for part in ("utilities", "enterprise"):
        assert give(city, part, case, now=NOW + DAY).case_id == case.pk


@pytest.mark.parametrize("attachments", [1, 6])
def test_a_list_of_files_takes_two_queries(city: City, case: Case, attachments: int) -> None:
    for _ in range(attachments):
        give(city, "utilities", case, uploads=[upload()] * 2)
    with CaptureQueriesContext(
        connection,
    ) as made:
        found = list(files.attached(city.actor("utilities"), case.pk))
        assert [one.file.name for row in found for one in row.enclosures.all()] == ["证照.pdf"] * 2 * attachments
    asked = [query["sql"] for query in made if "files_file" in query["sql"] or "cases_attachment" in query["sql"]]
    assert len(asked) == 2
