"""A paper for Word (公文): A4 with the margins, faces and line pitch of GB/T 9704-2012, made of plain values.

Whoever makes one hands over words that the reader may see; nothing is fetched here.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docx import Document
from docx.document import Document as Written
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.pkgwriter import PackageWriter
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY, HEAD, TITLE, LATIN = "仿宋_GB2312", "黑体", "方正小标宋简体", "Times New Roman"
"""Faces of body, heads and title; whoever has none of them gets what their Word puts in its place."""
PITCH = Pt(28.95)
"""22 lines a page."""
SMALL = Pt(12)
TEXT_WIDTH = 156
"""Millimetres of text between the margins."""
UNPRINTABLE = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML can't hold."""


@dataclass(frozen=True)
class Facts:
    """Names and what they say, one a line of a table with two columns."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Grid:
    """A table with a head. ``widths``: shares of the line, one a column."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


@dataclass(frozen=True)
class Words:
    """A paragraph, or several; ``meta`` is a small line above: when, and by whom."""

    text: str
    meta: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the paper under its own head. ``note``: a sentence below the head."""

    title: str
    body: Sequence[Facts | Grid | Words]
    note: str = ""


@dataclass(frozen=True)
class Paper:
    """A whole paper. ``number`` stands above its title, ``foot`` small at its end: when it was written out, and for whom."""

    title: str
    number: str = ""
    lede: str = ""
    sections: Sequence[Section] = ()
    foot: str = ""


NUMERALS = "一二三四五六七八九十"


def numbered(paper: Paper) -> Paper:
    """With its parts numbered as an office numbers them (一、二、), as far as ten."""
    parts = [
        replace(section, title=f"{NUMERALS[n]}、{section.title}" if n < len(NUMERALS) else section.title)
        for n, section in enumerate(paper.sections)
    ]
    return replace(paper, sections=parts)


def written(paper: Paper, at: dt.datetime) -> bytes:
    """The paper as a file for Word. ``at``: when it was written out."""
    made = Document()
    _set_up(made, paper, at)
    if paper.number:
        _line(made.add_paragraph(), paper.number, align=WD_ALIGN_PARAGRAPH.RIGHT, size=SMALL)
    _line(made.add_paragraph(), paper.title, face=TITLE, size=Pt(22), align=WD_ALIGN_PARAGRAPH.CENTER)
    if paper.lede:
        _paragraph(made, paper.lede)
    for section in paper.sections:
        _section(made, section)
    if paper.foot:
        last = made.add_paragraph()
        last.paragraph_format.space_before = Pt(18)
        _line(last, paper.foot, size=SMALL)
    out = io.BytesIO()
    package = made.part.package
    assert package is not None
    for part in package.parts:
        part.before_marshal()
    PackageWriter.write(out, package.rels, tuple(package.parts))
    return out.getvalue()


def _set_up(made: Written, paper: Paper, at: dt.datetime) -> None:
    """The page, its number, the plain style; no name of a machine or a person in what the file says of itself."""
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    page.footer_distance = Mm(25)
    style: Any = made.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(16)
    plain = style.element.get_or_add_rPr()
    plain.get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), "en-US")
    tongue.set(qn("w:eastAsia"), "zh-CN")
    plain.append(tongue)
    style.paragraph_format.space_after = Pt(0)
    kept = made.core_properties
    kept.author = kept.last_modified_by = kept.comments = kept.keywords = ""
    kept.title = _sound(paper.title)
    kept.created = kept.modified = at.astimezone(dt.UTC).replace(tzinfo=None)
    _number(page.footer.paragraphs[0])


def _number(foot: Paragraph) -> None:
    """— n —, in the middle: the page's own number, which Word fills in."""
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, "— ", size=Pt(14), face="宋体")
    run = _run(foot, "", size=Pt(14), face="宋体")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)
    _run(foot, " —", size=Pt(14), face="宋体")


def _section(made: Written, section: Section) -> None:
    head = made.add_paragraph()
    head.paragraph_format.space_before = Pt(12)
    head.paragraph_format.keep_with_next = True
    _line(head, section.title, face=HEAD)
    if section.note:
        _line(made.add_paragraph(), section.note, size=SMALL)
    for part in section.body:
        if isinstance(part, Words):
            if part.meta:
                meta = made.add_paragraph()
                meta.paragraph_format.keep_with_next = True
                _line(meta, part.meta, size=SMALL)
            _paragraph(made, part.text)
        elif isinstance(part, Facts):
            _table(made, (), part.rows, (1, 4))
        else:
            _table(made, part.heads, part.rows, part.widths)


def _paragraph(made: Written, text: str) -> None:
    """Words as they were typed, a paragraph a line, two signs in."""
    for line in _sound(text).splitlines() or [""]:
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(32)
        _line(paragraph, line)


def _table(made: Written, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    lines = [heads, *rows] if heads else list(rows)
    table = made.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(table.columns, widths, strict=True):
        column.width = Mm(TEXT_WIDTH * share / sum(widths))
    for n, line in enumerate(lines):
        cells = table.add_row().cells
        for column, (cell, text, share) in enumerate(zip(cells, line, widths, strict=True)):
            cell.width = Mm(TEXT_WIDTH * share / sum(widths))
            bold = (bool(heads) and n == 0) or (not heads and column == 0)
            _run(cell.paragraphs[0], text, size=SMALL, face=HEAD if bold else BODY)
    for row in table.rows:
        _whole(row._tr)
    if heads:
        _again(table.rows[0]._tr)


def _whole(row: Any) -> None:
    """A row isn't broken between two pages."""
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _again(row: Any) -> None:
    """The head of a table stands on each of its pages."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _line(paragraph: Paragraph, text: str, *, align: Any = None, size: Any = None, face: str = BODY) -> None:
    if size is None or size <= Pt(16):
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = PITCH if size is None else Pt(20)
    if align is not None:
        paragraph.alignment = align
    _run(paragraph, text, size=size, face=face)


def _run(paragraph: Paragraph, text: str, *, size: Any = None, face: str = BODY) -> Run:
    run = paragraph.add_run(_sound(text))
    if size is not None:
        run.font.size = size
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run


def _sound(text: str) -> str:
    """The text without signs that no such file can hold."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n"))
