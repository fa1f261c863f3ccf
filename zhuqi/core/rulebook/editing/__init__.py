"""Changing one thing of a text and nothing else: comments, order and the way it is laid out stay. No Django."""

from zhuqi.core.rulebook.editing.values import NEXT, all_changed, changed, emptied, moved, renamed

__all__ = ["NEXT", "all_changed", "changed", "emptied", "moved", "renamed"]
