"""Operations of files. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Sequence

from zhuqi_client.core import Core, Seen
from zhuqi_client.shapes.files import AttachedOut, AttachedRows, FileContent, FileIn


class Files(Core):
    """Operations of files."""

    def list_files(self, case_id: int) -> AttachedRows:
        """What was attached to a case, as the actor sees it; never its contents."""
        found: AttachedRows = self._read(f"/cases/{case_id}/files")
        return found

    def attach_files(
        self,
        case: Seen,
        *,
        files: Sequence[FileIn],
        outside: bool | None = None,
        note: str | None = None,
        key: str | None = None,
    ) -> AttachedOut:
        """Attach files to a case: all of them or none. It doesn't move the case, whose ETag stays. What a file is
        is found by its content; pictures are drawn anew, so that what is kept isn't what was sent, byte for
        byte.
        """
        found: AttachedOut = self._send(
            f"/cases/{case['id']}/files",
            {"files": files, "outside": outside, "note": note},
            key=key,
            version=case["version"],
        )
        return found

    def fetch_file(self, case_id: int, file_id: int) -> FileContent:
        """One file with what is in it."""
        found: FileContent = self._read(f"/cases/{case_id}/files/{file_id}")
        return found

    def erase_file(self, case_id: int, file_id: int, *, key: str | None = None) -> AttachedOut:
        """Erase what is in a file, and its name; that it was attached stays."""
        found: AttachedOut = self._send(f"/cases/{case_id}/files/{file_id}/erase", None, key=key)
        return found
