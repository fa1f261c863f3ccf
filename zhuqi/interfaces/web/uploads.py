"""What a form brings in files: kept in memory, bounded, and only at the addresses whose forms ask for files.

A request is read before anybody knows who asks, so what comes here may come from anyone. What is too much is read and let
go, so that its sender gets a sentence and not a broken line.
"""

from __future__ import annotations

import io
import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from zhuqi.core.files.rules import A_TIME, LARGEST, TOGETHER, Upload
from zhuqi.interfaces.web.address import PORTAL

TAKEN_AT = re.compile(
    rf"/cases/[0-9]{{1,15}}/files|{PORTAL}(our/cases/[0-9]{{1,15}})?|/say|/visits/(phone|sync)|/calendar/load|/loads|/rulebooks/new"
)
"""Addresses at which files are taken."""


class Bounded(FileUploadHandler):
    """Keeps the files of one request in memory, as long as they aren't too many or too large."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.together = self.files = 0
        self.wanted = request is not None and TAKEN_AT.fullmatch(request.path_info) is not None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next one begins."""
        super().new_file(*args, **kwargs)
        self.content, self.whole = bytearray(), 0
        self.files += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a part of it, or let it and what came before go."""
        self.whole += len(raw_data)
        self.together += len(raw_data)
        if self.wanted and self.files <= A_TIME and self.whole <= LARGEST and self.together <= TOGETHER:
            self.content += raw_data
        else:
            self.content = bytearray()

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file. Its size is what came, also where that was let go."""
        return UploadedFile(io.BytesIO(bytes(self.content)), self.file_name or "", size=self.whole)


def uploads(request: HttpRequest, field: str = "files") -> list[Upload]:
    """The files that a form sent, with the names they came under."""
    return [Upload(came.name or "", came.read(), came.size or 0) for came in request.FILES.getlist(field)]
