"""How texts of 0.1 said some things. An adopted text never changes, so that what was said then is still read."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

from zhuqi.core.rulebook.reading import Node, read

APPROVED = {"是": "调度室", "否": "无需", True: "调度室", False: "无需"}
AFTER = ("提醒", "催办")
"""What was sent before a deadline and after it."""


def renewed(node: Node) -> Node:
    """The section as texts of today say it: ``调度室批准`` as 批准, ``提醒: {到期前, 到期后}`` as rungs. One that doesn't speak so
    is given back as it is; of one that does, lines are counted from its own first."""
    if not node.keyed:
        return node
    extension, reminders = node.value.get("延期"), node.value.get("提醒")
    old_extension = isinstance(extension, Mapping) and "调度室批准" in extension
    old_reminders = isinstance(reminders, Mapping) and set(reminders) <= {"到期前", "到期后"}
    if not (old_extension or old_reminders):
        return node
    held = _plain(node.value)
    if old_extension:
        held["延期"]["批准"] = APPROVED.get(held["延期"].pop("调度室批准"), "调度室")
    if old_reminders:
        held["提醒"] = [
            {"时": f"{when} {span}", "发": sent, "给": ["承办单位"]}
            for when, sent in zip(("到期前", "到期后"), AFTER, strict=True)
            for span in held["提醒"].get(when, ())
        ]
    text = io.StringIO()
    YAML(typ="safe", pure=True).dump(held, text)
    return dataclasses.replace(node, value=read(text.getvalue()).value)


def _plain(value: Any) -> Any:
    """Mappings and lists without what the text's layout was."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value
