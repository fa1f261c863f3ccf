"""Files on the enterprise's page: what it attaches, what it gets, and what it never learns of."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import City
from tests.files.judging import soon
from tests.files.making import pdf, photograph, zipped
from tests.portal.conftest import NOW, Visitor, link_to
from zhuqi.core.accounts.models import Account
from zhuqi.core.files.models import File
from zhuqi.core.files.rules import Upload
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.domain.cases.actions.attaching import attach
from zhuqi.domain.cases.actions.links import revoke_link
from zhuqi.domain.cases.models import Attachment, Case


def send(visitor: Visitor, *files: tuple[str, bytes], **typed: str) -> Any:
    """Send the form as the page has it, within five seconds."""
    came = [SimpleUploadedFile(name, content) for name, content in files]
    with soon():
        return visitor.client.post("/l/", {**visitor.form("attach"), "files": came, **typed})


def kept(city: City, case: Case, *, outside: bool, name: str = "内部.pdf") -> int:
    uploads = [Upload(name, pdf(), len(pdf()))]
    attach(
        city.actor("utilities"),
        case.pk,
        uploads=uploads,
        outside=outside,
        note="给企业" if outside else "仅内部",
        now=NOW,
    )
    return File.objects.latest("pk").pk


def test_an_enterprise_attaches_a_photograph_and_a_paper(inside: Visitor, answered: Case, city: City) -> None:
    assert send(inside, ("现场.jpg", photograph()), ("证照.pdf", pdf()), note="见照片")["Location"] == "/l/?done=attach"
    page = inside.page()
    assert "现场.jpg" in page and "见照片" in page
    row = Attachment.objects.get()
    assert (row.enterprise_id, row.staff_id, row.unit_id, row.outside) == (answered.enterprise_id, None, None, True)
    entry = Entry.objects.get(kind="attachment")
    assert (entry.behalf, entry.staff) == (f"enterprise:{answered.enterprise_id}", None)
    before = answered.version
    answered.refresh_from_db()
    assert answered.version == before + 1  # the opening of the link, and nothing else
    assert not list(everything())


def test_it_gets_what_is_open_to_it_and_never_learns_of_the_rest(inside: Visitor, answered: Case, city: City) -> None:
    hidden, open_ = kept(city, answered, outside=False), kept(city, answered, outside=True, name="批复.pdf")
    page = inside.page()
    assert "批复.pdf" in page and "给企业" in page and "内部.pdf" not in page and "仅内部" not in page
    assert "演练utilities" not in page
    file = inside.client.get(f"/l/files/{open_}")
    assert file.content == pdf() and file["Content-Disposition"].startswith("attachment; ")
    assert (
        file["Content-Security-Policy"] == "default-src 'none'; sandbox"
        and file["Cache-Control"] == "no-store, private"
    )
    gone, secret = (inside.client.get(f"/l/files/{pk}") for pk in (hidden + 999, hidden))
    assert gone.status_code == secret.status_code == 404
    assert re.sub(r'value="[^"]+"', "", gone.content.decode()) == re.sub(r'value="[^"]+"', "", secret.content.decode())


def test_without_a_link_that_opens_there_is_no_file(inside: Visitor, answered: Case, city: City) -> None:
    file = kept(city, answered, outside=True)
    assert Client().get(f"/l/files/{file}").status_code == 404
    link, _ = link_to(city, answered, alone=True)
    assert inside.client.get(f"/l/files/{file}").status_code == 404
    revoke_link(city.actor("dispatcher"), link.pk, now=NOW)
    assert inside.client.post(f"/l/files/{file}").status_code == 405


def test_a_link_to_one_case_opens_no_file_of_another(inside: Visitor, answered: Case, city: City) -> None:
    other = city.record(title="另一件", now=NOW)
    attach(city.actor("official"), other.pk, uploads=[Upload("a.pdf", pdf(), 9)], outside=True, now=NOW)
    assert inside.client.get(f"/l/files/{File.objects.get().pk}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.jpg", b"MZ" + bytes(999)),
        ("a.pdf", b"<html>"),
        ("a.docx", zipped({"a": b"x"})),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_what_lies_is_told_on_the_page_and_the_word_is_kept(inside: Visitor, name: str, content: bytes) -> None:
    answer = send(inside, ("a.pdf", pdf()), (name, content), note="我的话")
    page = answer.content.decode()
    assert answer.status_code == 422 and 'id="files-error"' in page and 'value="我的话"' in page
    assert not File.objects.exists()


def test_the_same_form_twice_is_one_attachment(inside: Visitor) -> None:
    form = inside.form("attach")
    for _ in range(2):
        answer = inside.client.post("/l/", {**form, "files": SimpleUploadedFile("a.pdf", pdf())})
        assert answer.status_code == 302
    assert File.objects.count() == 1


def test_it_erases_its_own_and_nothing_of_ours(inside: Visitor, answered: Case, city: City) -> None:
    ours = kept(city, answered, outside=True, name="批复.pdf")
    send(inside, ("错了.pdf", pdf()))
    mine = File.objects.latest("pk").pk
    page = inside.page()
    assert f'name="erase" value="{mine}"' in page and f'name="erase" value="{ours}"' not in page
    assert inside.client.post("/l/", {"act": "erase", "erase": ours, "key": "e"}).status_code == 409
    assert inside.client.post("/l/", {"act": "erase", "erase": "x", "key": "e"}).status_code == 422
    assert inside.client.post("/l/", {"act": "erase", "erase": mine, "key": "e"})["Location"] == "/l/?done=erase"
    assert "错了" not in inside.page() and inside.client.get(f"/l/files/{mine}").status_code == 404


def test_a_case_that_is_over_shows_its_files_and_takes_no_more(inside: Visitor, answered: Case, city: City) -> None:
    form = inside.form("attach")
    kept(city, answered, outside=True, name="批复.pdf")
    assert inside.send("confirm").status_code == 302
    page = inside.page()
    assert "批复.pdf" in page and 'id="attach"' not in page
    answered.refresh_from_db()
    answer = inside.client.post("/l/", {**form, "seen": answered.version, "files": SimpleUploadedFile("a.pdf", pdf())})
    assert answer.status_code == 409 and File.objects.count() == 1


def test_a_staff_session_attaches_nothing_here(inside: Visitor, city: City) -> None:
    form = inside.form("attach")
    inside.client.force_login(Account.objects.get(staff__pk=city.staff["utilities"].pk))
    answer = inside.client.post("/l/", {**form, "files": SimpleUploadedFile("a.pdf", pdf())})
    assert answer.status_code == 403 and not File.objects.exists()


def test_who_is_not_let_in_leaves_no_file(answered: Case) -> None:
    assert Client().post("/l/", {"act": "attach", "files": SimpleUploadedFile("a.pdf", pdf())}).status_code == 404
    assert not File.objects.exists()
