"""What the API takes and gives, as types. Written by ``python -m tools.client``; what is changed here is lost."""

from __future__ import annotations
