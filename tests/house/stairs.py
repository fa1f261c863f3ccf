"""The order of the rooms, read from the one place that states it: the import contracts in pyproject.toml."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import Any

from tests.house.source import ROOT


@lru_cache(maxsize=1)
def contracts() -> dict[str, dict[str, Any]]:
    """{id: contract} of the import contracts."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract for contract in listed}


def order(contract: str) -> list[frozenset[str]]:
    """The layers of a contract from the lowest up, each as the names that share it."""
    layers = contracts()[contract]["layers"]
    return [frozenset(name.strip(" ()") for name in layer.replace(":", "|").split("|")) for layer in reversed(layers)]


@lru_cache
def step(room: str) -> int:
    """How high a room lies. The rooms of the core share one step: accounts and grants know each other by key."""
    parts = room.split(".")
    if parts[:2] != ["zhuqi", "domain"]:
        return 0
    return next(height for height, names in enumerate(order("steps"), 1) if parts[2] in names)
