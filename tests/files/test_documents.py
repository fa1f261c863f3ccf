"""Papers and documents: what acts by itself, hides something or unpacks to too much isn't taken."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.files import making
from tests.files.judging import HTML, said, soon, taken
from tests.files.making import docx, inside, listed, pdf, references, stream, workbook, zipped
from zhuqi.base.errors import Invalid
from zhuqi.core.files import looking, packages, papers, rules
from zhuqi.core.files.rules import Media

RELATIONS = "word/_rels/document.xml.rels"
CHAR = '<w:fldChar w:fldCharType="begin"/>'
FIELD = "<w:p><w:instrText>DD</w:instrText><w:instrText>EAUTO c:\\\\cmd</w:instrText></w:p>"


ACTING = {
    "a program in the open": pdf(b"<</S/JavaScript/JS(app.alert(1))>>"),
    "its name in disguise": pdf(b"<</S/J#61vaScript>>"),
    "a program in a list of objects": pdf(listed(b"1 0 <</S/JavaScript>>")),
    "in disguise in such a list": pdf(listed(b"1 0 <</S/#4aavaScript>>")),
    "another program started": pdf(b"<</S/Launch/F(cmd.exe)>>"),
    "a file inside": pdf(b"<</Type/EmbeddedFile>>"),
    "names of files inside": pdf(b"<</EmbeddedFiles 5 0 R>>"),
    "a form of its own": pdf(b"<</XFA 5 0 R>>"),
    "what was typed sent away": pdf(b"<</S/SubmitForm>>"),
    "another machine's paper opened": pdf(b"<</OpenAction<</S/GoToR/F(\\\\\\\\example.org\\\\a.pdf)>>>>"),
    "a film with a program": pdf(b"<</S/Rendition/JS(app.alert(1))>>"),
    "a program in a list behind another line end": pdf(
        listed(b"1 0 <</S/JavaScript>>").replace(b"stream\n", b"stream\r", 1)
    ),
}
HIDING = {
    "packed twice": pdf(stream(b"/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]", b"78>")),
    "packed otherwise": pdf(stream(b"/Type/ObjStm/Filter/LZWDecode", b"x")),
    "how it is packed stands elsewhere": pdf(stream(b"/Type/ObjStm/Filter 9 0 R", b"x")),
    "its description is far away": pdf(stream(b"/Type/ObjStm/Filter/FlateDecode" + b" " * 5000, zlib.compress(b"x"))),
    "unpacks to very much": pdf(listed(b" " * (papers.UNPACKED + 1))),
    "is cut off": pdf(stream(b"/Type/ObjStm/Filter/FlateDecode", zlib.compress(b"x" * 999)[:-8])),
    "one that seems two hides the next": pdf(
        b"<</Type/ObjStm>>stream\nstream\nendstream", listed(b"1 0 <</S/JavaScript>>").replace(b"stream\n", b"stream ", 1)
    ),
    "is no packing": pdf(stream(b"/Type/ObjStm/Filter/FlateDecode", b"/JavaScrip")),
}  # fmt: skip


@pytest.mark.parametrize("what", list(ACTING))
def test_a_paper_that_does_something_by_itself_is_refused(what: str) -> None:
    assert said(ACTING[what]) == str(rules.about("x", papers.ACTS))


@pytest.mark.parametrize("what", list(HIDING))
def test_a_paper_that_can_t_be_looked_through_is_refused(what: str) -> None:
    assert said(HIDING[what]) == str(rules.about("x", papers.HIDDEN))


def test_a_locked_paper_is_refused() -> None:
    assert said(pdf(b"<</Encrypt 9 0 R>>")) == str(rules.about("x", papers.LOCKED))


MACRO = '<Override PartName="/word/v" ContentType="application/vnd.ms-office.vbaProject"/>'
CARRYING = {
    "a macro by its kind": docx(types=MACRO),
    "a macro by its kind in disguise": docx(types=MACRO.replace("vba", "&#118;ba")),
    "a macro by its name": inside(docx(), {"word/vbaProject.bin": b"x"}),
    "a workbook in a document": inside(docx(), {"word/embeddings/a.xlsx": b"x"}),
    "a program under a picture's name": inside(docx(), {"word/media/a.png": b"MZ\x90"}),
    "an archive under a picture's name": inside(docx(), {"word/media/a.png": zipped({"a": b"x"})}),
    "a web page": inside(docx(), {"word/a.html": HTML}),
    "a template from elsewhere": docx({RELATIONS: references(("attachedTemplate", "https://example.org/a.dotm", "External"))}),
    "a picture from elsewhere": docx({RELATIONS: references(("image", "https://example.org/a.png", "External"))}),
    "an object": docx({RELATIONS: references(("oleObject", "a.x", ""))}),
    "a field that starts a program": docx({"word/document.xml": FIELD}),
    "such a field in small letters": docx({"word/document.xml": FIELD.replace("DD", "dd").replace("EAUTO", "eauto")}),
    "such a field behind another": docx(
        {"word/document.xml": f"<w:p>{CHAR}<w:instrText>PAGE</w:instrText>{CHAR}{FIELD.removeprefix('<w:p>')}"}
    ),
    "such a field under another prefix": docx({"word/document.xml": FIELD.replace("w:", "w-x:")}),
    "such a field in a part of another name": inside(docx(), {"word/text.dat": FIELD.encode()}),
    "a link to another program in a part of another name": inside(docx(), {"xl/a.dat": b"\n<x:ddeLink/>"}),
    "such a field in disguise": docx({"word/document.xml": '<w:fldSimple w:instr="&#68;DE x"/>'}),
}  # fmt: skip


@pytest.mark.parametrize("what", list(CARRYING))
def test_a_document_that_carries_what_acts_is_refused(what: str) -> None:
    assert said(CARRYING[what]) == str(rules.about("x", packages.ACTS))


DECLARED = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="x">&b;</w:document>'


def said_of_the_last(content: bytes, at: int, what: bytes) -> bytes:
    """An archive whose directory says something else of its last part."""
    at += content.rindex(b"PK\x01\x02")
    return content[:at] + what + content[at + len(what) :]


ODD = {
    "a name that leads up": inside(docx(), {"../../evil.xml": b"x"}),
    "a name from the root": inside(docx(), {"/etc/passwd.xml": b"x"}),
    "a name of a drive": inside(docx(), {"c:evil.xml": b"x"}),
    "a name with a backslash": docx().replace(b"_rels/.rels", b"_rel\\\\.rels"),
    "the same name twice": inside(docx(), {"WORD/document.xml": b"<x/>"}),
    "declared entities": docx({"word/document.xml": DECLARED}),
    "a field split by a remark": docx({"word/document.xml": FIELD.replace("EAUTO", "<!-- -->EAUTO")}),
    "a field written as it is": docx({"word/document.xml": FIELD.replace("DD", "<![CDATA[DD]]>")}),
    "a field split by an instruction": docx({"word/document.xml": FIELD.replace("EAUTO", "E<?x y?>AUTO")}),
    "another coding": inside(docx(), {"word/document.xml": "<x/>".encode("utf-16")}),
    "a wrong sum": said_of_the_last(docx(), 16, b"abcd"),
    "a list of parts that isn't one": docx({"[Content_Types].xml": "no list"}),
}  # fmt: skip


@pytest.mark.parametrize("what", list(ODD))
def test_a_document_that_is_not_as_documents_are_is_refused(what: str) -> None:
    assert said(ODD[what]) == str(rules.about("x", packages.DAMAGED))


def test_a_document_of_two_kinds_is_none() -> None:
    second = f'<Override PartName="/xl/workbook.xml" ContentType="{making.OFFICE}.spreadsheetml.sheet.main+xml"/>'
    assert said(docx(types=second)) == str(rules.about("x", looking.ARCHIVE))


NOUGHTS = b"<x>" + b" " * (packages.UNPACKED // 2)
BOMBS: dict[str, Callable[[], bytes]] = {
    "a part that unpacks to very much": lambda: inside(docx(), {"word/a.xml": b" " * (packages.UNPACKED + 1)}),
    "a part packed too well": lambda: inside(docx(), {"word/a.xml": b"\0" * (20 << 20)}),
    "several that do so together": lambda: inside(
        docx(), dict.fromkeys(("word/a.xml", "word/b.xml", "word/c.xml"), NOUGHTS)
    ),
    "very many parts": lambda: inside(docx(), {f"word/{n}.xml": b"" for n in range(packages.ENTRIES)}),
}


@pytest.mark.parametrize("what", list(BOMBS))
def test_a_document_that_unpacks_to_too_much_is_refused(what: str) -> None:
    assert said(BOMBS[what]()) == str(rules.about("x", packages.BOMB))


def test_what_an_archive_says_of_its_sizes_is_not_believed() -> None:
    lying = said_of_the_last(inside(docx(), {"word/a.xml": b"\0" * (20 << 20)}), 24, (1).to_bytes(4, "little"))
    assert said(lying) in {str(rules.about("x", packages.BOMB)), str(rules.about("x", packages.DAMAGED))}


HONEST = [pdf(listed(b"1 0 <<>>")), docx(), workbook(), "词\n".encode() * 20]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_taken_or_gets_a_sentence_and_nothing_else_happens(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(HONEST)))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    assert media_or_fields(bytes(content)) in {*Media, ("files",)}


def media_or_fields(content: bytes) -> Media | tuple[str, ...]:
    try:
        return taken(content).media
    except Invalid as refused:
        return tuple(refused.fields)


HOSTILE = {
    "streams without end": b"%PDF-1.4\n/ObjStm " + b"stream\n" * 1_400_000 + b"startxref\n1\n%%EOF",
    "lists without end": b"%PDF-1.4\n" + (b"/ObjStm/Filter/FlateDecode stream\n" * 250_000) + b"startxref\n1\n%%EOF",
    "escapes without end": b"%PDF-1.4\n" + b"#41" * 3_000_000 + b"startxref\n1\n%%EOF",
    "filters without end": b"%PDF-1.4\n" + b"/ObjStm/Filter[" * 400_000 + b"stream\nstartxref\n1\n%%EOF",
}


@pytest.mark.parametrize("what", list(HOSTILE))
def test_a_paper_made_to_keep_us_busy_is_refused_or_taken_soon(what: str) -> None:
    with soon():
        papers.looked_through(HOSTILE[what])


@pytest.mark.parametrize("name", ["word/document.xml", "_rels/.rels", "[Content_Types].xml"])
@pytest.mark.parametrize("piece", ["<w:instrText ", "<Relationship ", "<a:" + "b" * 50, "&#68;", "<x>"])
def test_a_document_made_to_keep_us_busy_is_refused_or_taken_soon(name: str, piece: str) -> None:
    content = docx({name: piece * ((6 << 20) // len(piece))})
    with soon(), contextlib.suppress(packages.Unfit):
        packages.looked_through(content)


MEASURE = """
import re, sys
from pathlib import Path
from zhuqi.core.files import packages
came = sys.stdin.buffer.read()
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
before = peak()
print(packages.looked_through(came), peak() - before)
"""


def test_looking_through_a_document_takes_little_more_memory_than_it_may_unpack_to() -> None:
    """Kilobytes by which a process of its own grew; the part is no bomb, and as large as may be."""
    words = random.Random(7).randbytes(23 << 20).hex().encode()
    came = inside(docx(), {"word/a.xml": words})
    root = Path(__file__).parent.parent.parent
    ran = subprocess.run([sys.executable, "-c", MEASURE], cwd=root, input=came, capture_output=True, check=True)
    media, grew = ran.stdout.split()
    assert media.decode() == Media.DOCX.value
    assert 40_000 < int(grew) < 3 * packages.UNPACKED // 1024
