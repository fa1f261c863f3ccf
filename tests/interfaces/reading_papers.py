"""What stands in a Word file, as words."""

from __future__ import annotations

import io

from django.test import Client
from docx import Document

from zhuqi.interfaces.paper import MEDIA


def paper(client: Client, address: str) -> str:
    """The words of a paper that is downloaded there: paragraphs and cells."""
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == MEDIA
    assert answer["Cache-Control"] == "no-store"
    return said(answer.content)


def said(content: bytes) -> str:
    made = Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])
