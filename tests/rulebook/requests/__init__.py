"""Requests as offices might write them, set by set; each was written before any rule was fitted to it."""
