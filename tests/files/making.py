"""Files made by hand, honest and otherwise. Nothing in them is anybody's: all of it is synthetic."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image

from tests.sheets.workbooks import packed, xlsx

OFFICE = "application/vnd.openxmlformats-officedocument"
PLACE = b"GPS-43.8171N-125.3235E"
"""A place that no kept picture may tell."""


COLOURS: dict[str, int | tuple[int, ...]] = {
    "RGB": (20, 60, 200),
    "RGBA": (20, 60, 200, 90),
    "CMYK": (9, 9, 9, 9),
    "L": 90,
    "P": 3,
}


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **more: Any) -> bytes:
    """A picture: its upper left corner red, the rest blue."""
    found = Image.new(mode, size, COLOURS[mode])
    if mode == "RGB":
        found.paste((220, 20, 20), (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    found.save(out, kind, **more)
    return out.getvalue()


def photograph(turned: int = 1) -> bytes:
    """A JPEG as a telephone makes it: with a camera, a place, a comment and a turn."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, "camera"
    exif[0x8298] = PLACE.decode()
    return picture(exif=exif.tobytes(), comment=PLACE, icc_profile=b"profile of " + PLACE)


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_that_says(width: int, height: int, rows: int = 1) -> bytes:
    """A PNG whose head says one size and whose points are few, or are packed very well."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    points = zlib.compress(b"\0" * ((width + 1) * rows), 9)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + png_chunk(b"IDAT", points) + png_chunk(b"IEND", b"")


def pdf(*objects: bytes, tail: bytes = b"", head: bytes = b"%PDF-1.4\n") -> bytes:
    """A small whole paper with these objects besides its own."""
    own = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, one) for n, one in enumerate((*own, *objects), 1))
    start = len(head) + len(body)
    return (
        head
        + body
        + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 1>>\nstartxref\n%d\n%%%%EOF\n" % start
        + tail
    )


def stream(described: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (described, len(content), content)


def listed(objects: bytes) -> bytes:
    """A list of objects, packed as writers do."""
    return stream(b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode", zlib.compress(objects))


def docx(more: Mapping[str, str] | None = None, types: str = "", main: str = "wordprocessingml.document") -> bytes:
    """A Word document of one line; ``more`` adds parts or puts others in their place."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{OFFICE}.{main}.main+xml"/>{types}</Types>',
        "_rels/.rels": references(("officeDocument", "word/document.xml", "")),
        "word/document.xml": '<w:document xmlns:w="x"><w:body><w:p>演练</w:p></w:body></w:document>',
    }
    return packed(parts | dict(more or {}))


def references(*found: tuple[str, str, str]) -> str:
    """A list of references: kind, target, mode."""
    inside = "".join(
        f'<Relationship Id="r{n}" Type="http://x/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"' if mode else "")
        + "/>"
        for n, (kind, target, mode) in enumerate(found)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )


def workbook() -> bytes:
    return xlsx({"表": [["名称"], ["演练"]]})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """An archive with whatever names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def inside(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A document with more parts, of any bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    return zipped(found | dict(parts))


def point(seen: Image.Image, x: int, y: int) -> tuple[int, ...]:
    """The colour of a point of a picture that has several."""
    found = seen.getpixel((x, y))
    assert isinstance(found, tuple)
    return found
