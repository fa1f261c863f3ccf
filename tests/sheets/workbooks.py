"""Small workbooks made by hand, so that a test says exactly what is in the file."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f"""<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"
 ContentType="application/xml"/><Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"""
STYLES = f"""<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>
</styleSheet>"""
Raw = tuple[str, str]
"""A cell written as it stands: attributes, and what is inside it."""
DATE = 's="1"'
FAILED = ('t="e"', "<f>NA()</f><v>#N/A</v>")
UNSTORED = ("", "<f>1+1</f><v></v>")


def date(serial: int) -> Raw:
    """A date cell: days since the end of 1899."""
    return DATE, f"<v>{serial}</v>"


def formula(text: str, value: str) -> Raw:
    """A formula with the value it had when it was saved."""
    return "", f"<f>{text}</f><v>{value}</v>"


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> bytes:
    """A workbook; ``merged`` areas like A1:B2 hold for every sheet."""
    names = list(sheets)
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": _links([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        + "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _links(
            [*(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)), ("styles", "styles.xml")]
        ),
        "xl/styles.xml": STYLES,
    }
    for n, name in enumerate(names, 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet(sheets[name], merged)
    return packed(parts)


def packed(parts: Mapping[str, str]) -> bytes:
    """An archive of these texts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def _links(targets: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def _sheet(rows: Sequence[Sequence[object]], merged: Sequence[str]) -> str:
    body = "".join(
        f'<row r="{r}">' + "".join(_cell(f"{_letter(c)}{r}", cell) for c, cell in enumerate(row)) + "</row>"
        for r, row in enumerate(rows, 1)
    )
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    merges = f"<mergeCells>{areas}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{merges}</worksheet>'


def _letter(at: int) -> str:
    return chr(65 + at)


def _cell(place: str, cell: object) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, tuple):
        return f'<c r="{place}" {cell[0]}>{cell[1]}</c>'
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | float):
        return f'<c r="{place}"><v>{cell!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(str(cell))}</t></is></c>'


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def ods(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """An OpenDocument sheet of text cells."""
    body = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0"'
        f' xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet><table:table table:name={quoteattr(name)}>'
        f"{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"'
        ' manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (the box of .xls, and of everything locked): a few streams, each at least 4096 bytes."""
    ends, free, nothing, size = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF, 512
    sectors = 1 + (len(streams) + 4) // 4
    chain = [0xFFFFFFFD, *range(2, sectors), ends]
    entries = [_entry("Root Entry", 5, 1, nothing, ends, 0)]
    body = b""
    for n, (name, content) in enumerate(streams.items(), 1):
        start, needed = len(chain), -(-len(content) // size)
        chain += [*range(start + 1, start + needed), ends]
        entries.append(_entry(name, 2, nothing, n + 1 if n < len(streams) else nothing, start, len(content)))
        body += content.ljust(needed * size, b"\0")
    chain += [free] * (128 - len(chain))
    places = struct.pack("<9I", 0, 1, 1, 0, 4096, ends, 0, ends, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    directory = b"".join(entries).ljust((sectors - 1) * size, b"\0")
    return head + places + bytes(4) + b"\xff" * 432 + struct.pack("<128I", *chain) + directory + body


def _entry(name: str, kind: int, child: int, right: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    about = struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, right, child)
    return raw.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", start, size)
