"""The files of a case on its pages: the section, the form, the download, and what a browser may never be talked into."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import Client

from tests.files.judging import HTML, soon
from tests.files.making import docx, pdf, photograph, picture, zipped
from tests.interfaces.conftest import NOW, Town, come_in, standing, town
from tests.interfaces.test_sight_of_pages import ComeIn
from zhuqi.core.files.models import File, Piece
from zhuqi.core.files.rules import LARGEST
from zhuqi.domain.cases.models import Attachment, Case
from zhuqi.interfaces.web import uploads

__all__ = ["come_in", "standing", "town"]
PLACE = "C:\\照片\\现场.jpg"


@pytest.fixture
def case(town: Town) -> Case:
    return Case.objects.get(pk=town.cases["handled"].pk)


def came(content: bytes, name: str = "a.pdf", kind: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def send(client: Client, case: Case, *files: SimpleUploadedFile, **typed: Any) -> Any:
    with soon():
        return client.post(f"/cases/{case.pk}/files", {"files": list(files), "seen": case.version, "key": "k", **typed})


def test_files_are_attached_shown_and_fetched(come_in: ComeIn, case: Case) -> None:
    client = come_in("utilities", "en")
    answer = send(client, case, came(photograph(), PLACE, "x"), came(pdf(), "证照.pdf"), note="现场", outside="1")
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}")
    page = client.get(f"/cases/{case.pk}").content.decode()
    assert "The files are attached." in page and "现场.jpg" in page and "证照.pdf" in page and "inside only" not in page
    assert "JPEG picture, 1 KB" in page
    (where,) = re.findall(rf'href="(/cases/{case.pk}/files/\d+)" download>证照', page)
    file = client.get(where)
    assert file.content == pdf()
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == "attachment; filename*=utf-8''%E8%AF%81%E7%85%A7.pdf"
    assert file["X-Content-Type-Options"] == "nosniff" and file["Cache-Control"] == "no-store"
    assert file["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_the_declared_type_decides_nothing(come_in: ComeIn, case: Case) -> None:
    client = come_in("utilities")
    assert send(client, case, came(picture("PNG"), "a.png", "text/html")).status_code == 302
    assert client.get(f"/cases/{case.pk}/files/{File.objects.get().pk}")["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (HTML, "a.png", "This is a web page"),
        (b"MZ" + bytes(5000), "照片.jpg", "This is none of what is taken here"),
        (docx(), "a.pdf", "Its name says PDF paper, and its content is Word document."),
        (zipped({"../../x": b"x"}), "a.docx", "Archives aren&#x27;t taken"),
        (pdf() + zipped({"a": b"x"}), "a.pdf", "This PDF isn&#x27;t whole"),
    ],
)
def test_what_lies_gets_a_sentence_beside_the_field_and_the_word_is_kept(
    come_in: ComeIn, case: Case, content: bytes, name: str, sentence: str
) -> None:
    answer = send(come_in("utilities", "en"), case, came(pdf()), came(content, name), note="说明在此")
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and f"“{name}”" in page and 'value="说明在此"' in page
    assert 'id="files-error"' in page and "Please choose the files again." in page
    assert not Attachment.objects.exists() and not File.objects.exists() and not Piece.objects.exists()


def test_who_chose_no_file_is_asked_for_one_once(come_in: ComeIn, case: Case) -> None:
    page = send(come_in("utilities", "en"), case).content.decode()
    assert "Please choose a file." in page and "Please choose the files again." not in page


def test_a_file_that_is_too_large_is_let_go_and_told(come_in: ComeIn, case: Case) -> None:
    answer = send(come_in("utilities", "en"), case, came(pdf() + bytes(LARGEST)))
    assert answer.status_code == 422 and "It has more than 10 MB." in answer.content.decode()


def test_too_many_are_told(come_in: ComeIn, case: Case) -> None:
    answer = send(come_in("utilities", "en"), case, *[came(pdf(), f"{n}.pdf") for n in range(10)])
    assert answer.status_code == 422 and "These are 10 files; at most 9" in answer.content.decode()


def test_no_file_is_told(come_in: ComeIn, case: Case) -> None:
    answer = send(come_in("utilities", "en"), case)
    assert answer.status_code == 422 and "Please choose a file." in answer.content.decode()


def test_files_are_kept_nowhere_but_where_a_form_asks_for_them(client: Client, come_in: ComeIn, case: Case) -> None:
    """A request is read before anybody knows who asks."""
    seen: list[int] = []

    class Watched(uploads.Bounded):
        def file_complete(self, file_size: int) -> UploadedFile:
            found = super().file_complete(file_size)
            seen.append(len(found.read()))
            return found

    client.handler.load_middleware()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads, "Bounded", Watched)
        for path in ("/login", "/", "/cases/new", f"/cases/{case.pk}", "/nowhere"):
            client.post(path, {"files": came(bytes(3 << 20))})
    assert seen == [0] * len(seen) and len(seen) == 5


def test_the_same_form_twice_is_one_attachment(come_in: ComeIn, case: Case) -> None:
    client = come_in("utilities")
    for _ in range(2):
        assert send(client, case, came(pdf())).status_code == 302
    assert (Attachment.objects.count(), File.objects.count()) == (1, 1)


def test_a_case_that_moved_on_is_told(come_in: ComeIn, case: Case) -> None:
    answer = send(come_in("utilities", "en"), case, came(pdf()), seen=case.version - 1)
    assert answer.status_code == 409 and "Somebody else has moved this on" in answer.content.decode()
    assert send(come_in("utilities"), case, came(pdf()), seen="x").status_code == 409


MAY = {
    "utilities": 302,
    "construction": 302,
    "dispatcher": 302,
    "official": 302,
    "leader": 302,
    "finance": 404,
    "administrator": 404,
}


@pytest.mark.parametrize("part", list(MAY))
def test_who_may_attach_is_offered_it_and_who_may_not_is_not(come_in: ComeIn, case: Case, part: str) -> None:
    client = come_in(part)
    offered = f'href="/cases/{case.pk}/files"' in client.get(f"/cases/{case.pk}").content.decode()
    assert offered == (MAY[part] == 302)
    assert send(client, case, came(pdf())).status_code == MAY[part]


def test_out_of_sight_a_file_answers_as_what_does_not_exist(come_in: ComeIn, case: Case) -> None:
    assert send(come_in("utilities"), case, came(pdf())).status_code == 302
    file = File.objects.get().pk
    stranger = come_in("finance")
    for path in (f"/cases/{case.pk}/files", f"/cases/{case.pk}/files/{file}", f"/cases/{case.pk}/files/{file + 99}"):
        assert stranger.get(path).status_code == 404
    own = come_in("dispatcher")
    assert own.get(f"/cases/{case.pk}/files/{file}").status_code == 200
    assert own.get(f"/cases/{case.pk}/files/{file + 99}").status_code == 404
    assert own.get(f"/cases/{case.pk + 1}/files/{file}").status_code == 404
    assert own.get(f"/cases/{case.pk}/files/{10**14}").status_code == 404


def test_a_stranger_is_shown_the_door(client: Client, case: Case) -> None:
    for path in (f"/cases/{case.pk}/files", f"/cases/{case.pk}/files/1"):
        assert client.get(path)["Location"].startswith("/login")
    assert client.post(f"/cases/{case.pk}/files", {"files": came(pdf())})["Location"].startswith("/login")
    assert not File.objects.exists()


def test_who_attached_it_erases_it(come_in: ComeIn, case: Case) -> None:
    client = come_in("utilities", "en")
    send(client, case, came(pdf(), "错了.pdf"))
    file = File.objects.get().pk
    assert "Erase “错了.pdf”" in client.get(f"/cases/{case.pk}/files").content.decode()
    assert "Erase “" not in come_in("dispatcher", "en").get(f"/cases/{case.pk}/files").content.decode()
    assert client.post(f"/cases/{case.pk}/files", {"erase": file, "key": "e"}).status_code == 409
    client = come_in("utilities", "en")
    assert client.post(f"/cases/{case.pk}/files", {"erase": file, "key": "e"}).status_code == 302
    page = client.get(f"/cases/{case.pk}").content.decode()
    assert "错了" not in page and "a file that was erased on" in page
    assert client.get(f"/cases/{case.pk}/files/{file}").status_code == 404
    assert client.post(f"/cases/{case.pk}/files", {"erase": "x", "key": "e"}).status_code == 422


@pytest.mark.parametrize(
    "name", ["../../x.pdf", "\u202efdp.exe.pdf", 'a"><script>x</script>.pdf', "a\r\nX: y.pdf", "长" * 300 + ".pdf"]
)
def test_no_name_does_harm_on_the_page_or_in_the_header(come_in: ComeIn, case: Case, name: str) -> None:
    client = come_in("utilities")
    assert send(client, case, came(pdf(), name)).status_code == 302
    assert "<script>x" not in client.get(f"/cases/{case.pk}").content.decode()
    file = client.get(f"/cases/{case.pk}/files/{File.objects.get().pk}")
    assert file.headers["Content-Disposition"].startswith("attachment; ") and "X" not in file.headers
    assert not re.search(r"[\r\n/\\<>]", file.headers["Content-Disposition"].replace("attachment; ", ""))


def test_now_is_the_moment_of_the_town(come_in: ComeIn, case: Case) -> None:
    send(come_in("utilities"), case, came(pdf()))
    assert Attachment.objects.get().at == NOW
