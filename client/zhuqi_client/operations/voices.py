"""Operations of voices. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from zhuqi_client.core import Core
from zhuqi_client.shapes.files import FileContent
from zhuqi_client.shapes.voices import SenderShown, TryOut, TryRows, VoiceFull, VoiceOut, VoiceRows


class Voices(Core):
    """Operations of voices."""

    def list_voices(self, *, rows: int | None = None, cursor: str | None = None, over: bool | None = None) -> VoiceRows:
        """Needs told without an account, in sight: for dispatchers, supervisors and leaders of the area."""
        found: VoiceRows = self._read("/voices", {"rows": rows, "cursor": cursor, "over": over})
        return found

    def each_of_list_voices(self, *, rows: int | None = None, over: bool | None = None) -> Iterator[VoiceOut]:
        """Every row of all pages, one after the other."""
        return self._pages("/voices", {"rows": rows, "over": over}, "voices")

    def show_voice(self, voice_id: int) -> VoiceFull:
        """One of them."""
        found: VoiceFull = self._read(f"/voices/{voice_id}")
        return found

    def fetch_voice_file(self, voice_id: int, voice_file_id: int) -> FileContent:
        """A file that came with a need, with what is in it."""
        found: FileContent = self._read(f"/voices/{voice_id}/files/{voice_file_id}")
        return found

    def reveal_voice(self, voice_id: int, *, key: str | None = None) -> SenderShown:
        """Show name and telephone of the sender to the room with which it lies. That somebody looked is on record."""
        found: SenderShown = self._send(f"/voices/{voice_id}/reveal", {}, key=key)
        return found

    def reach_voice(self, voice_id: int, *, version: int | None = None, key: str | None = None) -> VoiceOut:
        """Note that the sender was reached."""
        found: VoiceOut = self._send(f"/voices/{voice_id}/reach", {"version": version}, key=key)
        return found

    def take_in_voice(
        self,
        voice_id: int,
        *,
        enterprise_id: int,
        title: str,
        kind: str,
        category: str | None = None,
        proof: Literal["called", "known", "papers"] | None = None,
        version: int | None = None,
        key: str | None = None,
    ) -> VoiceOut:
        """Make a case of it, whose time counts from when it was told."""
        found: VoiceOut = self._send(
            f"/voices/{voice_id}/take_in",
            {
                "enterprise_id": enterprise_id,
                "title": title,
                "kind": kind,
                "category": category,
                "proof": proof,
                "version": version,
            },
            key=key,
        )
        return found

    def answer_voice(self, voice_id: int, *, text: str, version: int | None = None, key: str | None = None) -> VoiceOut:
        """Answer it without a case; the sender reads the words on the receipt."""
        found: VoiceOut = self._send(f"/voices/{voice_id}/answer", {"text": text, "version": version}, key=key)
        return found

    def decline_voice(
        self, voice_id: int, *, text: str, version: int | None = None, key: str | None = None
    ) -> VoiceOut:
        """Say that it isn't ours, why, and where to go; the sender reads it on the receipt."""
        found: VoiceOut = self._send(f"/voices/{voice_id}/decline", {"text": text, "version": version}, key=key)
        return found

    def pass_on_voice(
        self, voice_id: int, *, desk_id: int, version: int | None = None, key: str | None = None
    ) -> VoiceOut:
        """Pass it to another dispatch room. What was promised to the sender stays as it is."""
        found: VoiceOut = self._send(f"/voices/{voice_id}/pass_on", {"desk_id": desk_id, "version": version}, key=key)
        return found

    def vouch_voice(
        self,
        voice_id: int,
        *,
        proof: Literal["called", "known", "papers"],
        version: int | None = None,
        key: str | None = None,
    ) -> VoiceOut:
        """Note afterwards how the sender of a case was checked: from then on the receipt opens the case."""
        found: VoiceOut = self._send(f"/voices/{voice_id}/vouch", {"proof": proof, "version": version}, key=key)
        return found

    def list_tries(self, case_id: int) -> TryRows:
        """The calls that were made to ask what came of the answers of a case."""
        found: TryRows = self._read(f"/cases/{case_id}/tries")
        return found

    def note_try(
        self,
        case_id: int,
        *,
        result: Literal["reached", "not_reached", "refused", "wrong_number"],
        key: str | None = None,
    ) -> TryOut:
        """Note a call to the enterprise: for who asks it and didn't handle the case. What it said is a step of its
        own.
        """
        found: TryOut = self._send(f"/cases/{case_id}/tries", {"result": result}, key=key)
        return found
