"""The whole text of a rulebook as JSON Schema describes it, for editors that check and complete while somebody types. No Django."""

from __future__ import annotations

from typing import Any

from zhuqi.core.rulebook.head import HEAD
from zhuqi.core.rulebook.keys import Part
from zhuqi.core.rulebook.standing import Sections

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def whole(sections: Sections) -> dict[str, Any]:
    """The schema of a text with these sections. A text with a place above it needs say only what it changes."""
    head = HEAD.schema()
    described = {word: Part(reader).schema() for word, reader in sections.items()}
    needed = {word: _needed(part) for word, part in described.items()}
    return {
        "$schema": DRAFT,
        "title": "rulebook",
        "type": "object",
        "properties": head["properties"] | described,
        "required": head["required"],
        "additionalProperties": False,
        "if": {"not": {"required": ["上级"]}},
        "then": {"properties": {word: part for word, part in needed.items() if part}},
    }


def _needed(schema: dict[str, Any]) -> dict[str, Any]:
    """Take the needed keys out of the schema of a part and of the parts in it, and give them as a schema of their own."""
    found: dict[str, Any] = {}
    for one in schema.get("oneOf", ()):
        _needed(one)
    if schema.get("type") == "object" and "properties" in schema:
        needed = schema.pop("required", [])
        inner = {word: _needed(part) for word, part in schema["properties"].items()}
        below = {word: part for word, part in inner.items() if part}
        found = ({"required": needed} if needed else {}) | ({"properties": below} if below else {})
    return found
