"""Sheets out: rows as an .xlsx in which every cell is a text or a number.

There is no way to write a formula here, so nothing that somebody once typed can act in the program that opens it: a cell
that begins with = + - @ is stored as a text, and stays one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

Written = str | int | Decimal | None
"""What a cell may hold."""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = f"""{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"
 ContentType="application/xml"/><Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override
 PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override
 PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"""
PLAIN, HEAD = 1, 2
"""Formats: text as typed (a long number stays one when its cell is edited), and the header."""
STYLES = f"""{XML}<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/>
<sz val="11"/><name val="Calibri"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>
<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs>
</styleSheet>"""
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML can hold."""
LONGEST = 32_767
"""Characters that a spreadsheet's cell keeps."""
TITLE = 31
"""Characters of a sheet's name."""


def xlsx(title: str, head: Sequence[str], rows: Iterable[Sequence[Written]], *, widths: Sequence[int] = ()) -> bytes:
    """A workbook with one sheet: the header in bold, held in view, and the rows under it. Rows are taken one by one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", _links([("officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/workbook.xml", _book(title))
        archive.writestr(
            "xl/_rels/workbook.xml.rels", _links([("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")])
        )
        archive.writestr("xl/styles.xml", STYLES)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(_opening(widths or [max(12, 2 * len(word) + 2) for word in head]).encode())
            part.write(_row(head, HEAD).encode())
            for row in rows:
                part.write(_row(row, PLAIN).encode())
            part.write(b"</sheetData></worksheet>")
    return file.getvalue()


def _book(title: str) -> str:
    name = re.sub(r"[\[\]:*?/\\]", "_", title)[:TITLE] or "1"
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="r1"/></sheets></workbook>'
    )


def _links(targets: Sequence[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'


def _opening(widths: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{min(60, width)}" customWidth="1" style="{PLAIN}"/>'
        for n, width in enumerate(widths, 1)
    )
    return (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        f' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>'
    )


def _row(row: Sequence[Written], style: int) -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in row)}</row>"


def _cell(cell: Written, style: int) -> str:
    """A cell: a number as a number, everything else as text."""
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return f"<c><v>{cell:f}</v></c>" if isinstance(cell, Decimal) else f"<c><v>{cell}</v></c>"
    text = escape(UNSTORABLE.sub("�", str(cell)[:LONGEST]))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{text}</t></is></c>'
