"""What is taken, what isn't, and what becomes of it: by content, whatever it is called."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.files import making
from tests.files.judging import HTML, said, soon, taken, upload
from tests.files.making import (
    docx,
    listed,
    pdf,
    photograph,
    picture,
    png_that_says,
    references,
    stream,
    workbook,
    zipped,
)
from zhuqi.base.errors import Invalid
from zhuqi.core.files import drawing, looking, packages, papers, pictures, rules, writing
from zhuqi.core.files.looking import looked_through
from zhuqi.core.files.rules import Media, Upload

RELATIONS = "word/_rels/document.xml.rels"
LARGE = Upload("a.png", b"", rules.LARGEST + 1)
HYPERLINK = references(("hyperlink", "https://example.org", "External"))


@pytest.mark.parametrize(
    ("content", "name", "kept", "media"),
    [
        (picture(), "现场.JPG", "现场.jpg", Media.JPEG),
        (picture("PNG"), "a.png", "a.png", Media.PNG),
        (picture("WEBP"), "a.webp", "a.webp", Media.WEBP),
        (picture("PNG"), "a.jpg", "a.png", Media.PNG),
        (picture(mode="CMYK"), "a", "a.jpg", Media.JPEG),
        (picture("PNG", mode="P"), "a.png", "a.png", Media.PNG),
        (pdf(), "证照.pdf", "证照.pdf", Media.PDF),
        (pdf(listed(b"1 0 <</S/GoTo>>")), "a.pdf", "a.pdf", Media.PDF),
        (pdf(stream(b"/Filter/DCTDecode", b"/JS \xff\xd8")), "a.pdf", "a.pdf", Media.PDF),
        (docx(), "报告.docx", "报告.docx", Media.DOCX),
        (docx({RELATIONS: HYPERLINK}), "a", "a.docx", Media.DOCX),
        (workbook(), "名单.xlsx", "名单.xlsx", Media.XLSX),
        ("演练\n".encode(), "a.txt", "a.txt", Media.TEXT),
        ("演练\n".encode("gb18030"), "a.csv", "a.txt", Media.TEXT),
        (b"\xef\xbb\xbfa,b\r\n", "a", "a.txt", Media.TEXT),
    ],
)  # fmt: skip
def test_what_is_taken_keeps_its_kind_and_gets_a_right_name(content: bytes, name: str, kept: str, media: Media) -> None:
    sound = taken(content, name)
    assert (sound.name, sound.media) == (kept, media)
    assert sound.content if media in rules.PICTURES or media is Media.TEXT else sound.content == content


def test_a_text_is_kept_as_utf_8_whatever_it_came_in() -> None:
    assert taken("你好".encode("gb18030")).content == "你好".encode() == taken("你好".encode("utf-8-sig")).content


LYING = {
    "a program called .jpg": (b"MZ" + bytes(4000), "照片.jpg", rules.UNKNOWN),
    "a program called .pdf": (b"\x7fELF" + bytes(4000), "a.pdf", rules.UNKNOWN),
    "a web page called .png": (HTML, "a.png", writing.PAGE),
    "a web page behind a mark": (b"\xef\xbb\xbf \n" + HTML, "a.txt", writing.PAGE),
    "a drawing with a script": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "a.svg", writing.PAGE),
    "a shell script": (b"#!/bin/sh\nexit 1\n", "a.txt", writing.PAGE),
    "an archive": (zipped({"a.txt": b"x"}), "a.zip", looking.ARCHIVE),
    "an archive called .docx": (zipped({"a.txt": b"x"}), "a.docx", looking.ARCHIVE),
    "a RAR": (b"Rar!\x1a\x07\x01\x00" + bytes(100), "a.rar", looking.ARCHIVE),
    "a 7z": (b"7z\xbc\xaf\x27\x1c" + bytes(100), "a.jpg", looking.ARCHIVE),
    "a gzip": (b"\x1f\x8b\x08" + bytes(100), "a.pdf", looking.ARCHIVE),
    "an old or a locked document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "a.docx", looking.OLD_OFFICE),
    "a GIF": (b"GIF89a" + bytes(100), "a.gif", rules.UNKNOWN),
    "a GIF that is a program": (b"GIF89a=1/*" + b" " * 99 + b"*/;alert(1)", "a.gif", rules.UNKNOWN),
    "a text that is a PDF": (b"a letter\n" * 9 + pdf(b"<</S/JavaScript>>"), "a.txt", writing.PAGE),
    "a film": (b"\0\0\0\x18ftypmp42" + bytes(100), "a.jpg", rules.UNKNOWN),
    "noughts": (bytes(1000), "a.txt", rules.UNKNOWN),
    "a text with a nought": (b"a\0b", "a.txt", rules.UNKNOWN),
    "nothing": (b"", "a.png", rules.EMPTY),
    "the head of a JPEG alone": (b"\xff\xd8\xff\xe0", "a.jpg", pictures.PROBLEMS["damaged"]),
    "a JPEG cut off": (photograph()[:-300], "a.jpg", pictures.PROBLEMS["damaged"]),
    "a program behind a PNG's sign": (b"\x89PNG\r\n\x1a\nMZ" + bytes(100), "a.png", pictures.PROBLEMS["damaged"]),
    "a PDF cut off": (pdf()[:-20], "a.pdf", papers.DAMAGED),
    "a PDF with something behind": (pdf(tail=b"x" * 3000), "a.pdf", papers.DAMAGED),
    "a PDF that is a ZIP": (pdf() + zipped({"a": b"x"}), "a.pdf", papers.DAMAGED),
    "a PDF with a ZIP inside": (pdf(stream(b"", zipped({"a": b"x"}))), "a.pdf", papers.DAMAGED),
    "a document cut off": (docx()[:-30], "a.docx", packages.DAMAGED),
    "a document with something behind": (docx() + HTML, "a.docx", packages.DAMAGED),
}  # fmt: skip


@pytest.mark.parametrize("what", list(LYING))
def test_what_is_not_what_it_says_gets_a_sentence(what: str) -> None:
    content, name, sentence = LYING[what]
    assert said(content, name) == str(rules.about(name, sentence))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (docx(), "a.pdf"),
        (pdf(), "a.docx"),
        (workbook(), "a.docx"),
        (picture(), "a.pdf"),
        (b"words", "a.png"),
        (pdf(), "a.txt"),
    ],
)
def test_a_name_that_contradicts_the_content_is_refused(content: bytes, name: str) -> None:
    assert "Its name says" in said(content, name)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (png_that_says(60_000, 60_000), "large"),
        (png_that_says(2**31 - 1, 2**31 - 1), "large"),
        (png_that_says(10_000, 6_000, 6_000), "large"),
    ],
)
def test_a_picture_that_says_it_is_as_large_as_a_field_is_not_drawn(content: bytes, word: str) -> None:
    assert said(content, "a.png") == str(rules.about("a.png", pictures.PROBLEMS[word]))


def test_a_picture_that_breaks_the_drawer_s_bounds_ends_the_drawer_and_not_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MEMORY", 64 << 20)
    assert said(png_that_says(7_000, 7_000, 7_000), "a.png") == str(rules.about("a.png", pictures.HEAVY))


def test_pictures_that_take_too_long_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "SECONDS", 1)
    slow = png_that_says(7_000, 7_000, 7_000)
    with soon(), pytest.raises(Invalid) as caught:
        looked_through([upload(slow, f"{n}.png") for n in range(9)])
    assert "takes too long" in str(caught.value.fields["files"])


def test_what_came_with_a_picture_is_gone_and_what_can_be_seen_stays() -> None:
    came = photograph()
    assert making.PLACE in came
    kept = taken(came, "a.jpg").content
    assert making.PLACE not in kept and b"camera" not in kept and b"Exif" not in kept
    shown = Image.open(io.BytesIO(kept))
    assert not shown.getexif() and not set(shown.info) & {"exif", "icc_profile", "comment"}
    red, blue = making.point(shown, 5, 5), making.point(shown, 60, 45)
    assert red[0] > 180 > 60 > red[2] and blue[2] > 160 > 60 > blue[0]


def test_a_picture_stands_upright_as_its_camera_was_held() -> None:
    shown = Image.open(io.BytesIO(taken(photograph(turned=6), "a.jpg").content))
    assert shown.size == (48, 64)
    assert making.point(shown, 42, 5)[0] > 180  # the corner that was on the left stands on the right


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_whatever_hangs_on_to_a_picture_is_gone(kind: str) -> None:
    behind = zipped({"evil.html": HTML})
    kept = taken(picture(kind) + behind + HTML).content
    assert b"evil" not in kept and b"<script" not in kept and b"PK" not in kept


def test_words_hidden_in_a_png_are_gone() -> None:
    came = picture("PNG")
    at = came.index(b"IDAT") - 4
    hiding = came[:at] + making.png_chunk(b"tEXt", b"c\0" + HTML) + came[at:]
    assert b"<script" not in taken(hiding).content


def test_a_large_picture_is_made_smaller() -> None:
    shown = Image.open(io.BytesIO(taken(picture(size=(4000, 1000))).content))
    assert shown.size == (drawing.SIDE, drawing.SIDE // 4)


def test_a_picture_that_can_be_seen_through_stays_so() -> None:
    shown = Image.open(io.BytesIO(taken(picture("PNG", mode="RGBA")).content))
    assert shown.mode == "RGBA" and making.point(shown, 3, 3)[3] == 90


def test_several_pictures_come_back_in_their_order_beside_other_files() -> None:
    sizes = [(30, 10), (20, 10), (10, 10)]
    uploads = [upload(picture("PNG", size=size)) for size in sizes]
    found = looked_through([uploads[0], upload(pdf()), *uploads[1:]])
    assert [Image.open(io.BytesIO(sound.content)).size for sound in found if sound.media is Media.PNG] == sizes
    assert found[1].media is Media.PDF


def test_one_bad_file_among_several_names_itself_and_none_is_taken() -> None:
    with pytest.raises(Invalid) as caught:
        looked_through([upload(picture(), "a.jpg"), upload(b"MZ", "b.jpg"), upload(pdf(), "c.pdf")])
    assert str(caught.value.fields["files"]).startswith("“b.jpg”: ")


@pytest.mark.parametrize(
    ("uploads", "said"),
    [
        ([], "Please choose a file."),
        ([Upload("a", b"x", 1)] * 10, "These are 10 files; at most 9 are taken at a time."),
        ([LARGE], "“a.png”: It has more than 10 MB. Make it smaller, or split it. Nothing was attached."),
        ([Upload("a", b"", 7 << 20)] * 3, "Together these have more than 20 MB. Attach them in several steps."),
    ],
)  # fmt: skip
def test_too_many_and_too_large_are_told_before_anybody_looks_into_them(
    uploads: list[Upload], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "_found", lambda content: pytest.fail("it was looked into"))
    with pytest.raises(Invalid) as caught:
        looked_through(uploads)
    assert str(caught.value.fields["files"]) == said


NAMES = [
    ("../../etc/passwd", "passwd.txt"),
    ("..\\..\\windows\\a.txt", "a.txt"),
    ("C:\\Users\\x\\现场 照片.txt", "现场 照片.txt"),
    ("a\0b\r\n.txt", "ab.txt"),
    ("照片\u202etxt.exe", "照片txt.exe.txt"),
    ("\u200b\ufeffa\u2066.txt", "a.txt"),
    ("CON.txt", "_CON.txt"),
    ("nul", "_nul.txt"),
    ("lpt1.tar.txt", "_lpt1.tar.txt"),
    ("...", "_.txt"),
    ("", "_.txt"),
    (" . ", "_.txt"),
    ('a"b;c<d>.txt', "a_b_c_d_.txt"),
    ("$(reboot)`x`.txt", "_(reboot)_x_.txt"),
    ("长" * 300 + ".txt", "长" * 95 + ".txt"),
    ("\ud800x.txt", "x.txt"),
    ("ａ.txt", "ａ.txt"),
    ("e\u0301.txt", "\u00e9.txt"),
    ("a.TXT", "a.txt"),
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_a_name_does_no_harm_anywhere(name: str, kept: str) -> None:
    found = rules.cleaned(name, Media.TEXT)
    assert found == kept and len(found) <= rules.NAME
    assert rules.cleaned(found, Media.TEXT) == found


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400), st.sampled_from(Media))
def test_whatever_a_name_was_it_stays_in_its_folder_and_can_be_stored(name: str, media: Media) -> None:
    found = rules.cleaned(name, media)
    assert 0 < len(found) <= rules.NAME and found.endswith(rules.ENDINGS[media][0])
    assert Path(found).name == found and found.encode() and found.isprintable()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_picture_is_drawn_or_can_t_be(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([photograph(), picture("PNG"), picture("WEBP")])))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    assert drawn_or_why(bytes(content)) in {"drawn", *pictures.PROBLEMS}


def drawn_or_why(content: bytes) -> str:
    try:
        return "drawn" if drawing.drawn(content) else ""
    except drawing.Cannot as cannot:
        return str(cannot)
