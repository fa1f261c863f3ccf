"""The import contracts are kept elsewhere (``make lint``); here, that they are about the rooms there are."""

from __future__ import annotations

from tests.house.source import modules, room
from tests.house.stairs import contracts, order, step


def rooms(floor: str) -> set[str]:
    return {room(module).removeprefix(f"{floor}.") for module in modules() if module.startswith(f"{floor}.")}


def test_the_staircase_names_every_room_and_no_other() -> None:
    assert frozenset().union(*order("steps")) == rooms("zhuqi.domain")


def test_the_stairs_go_up_from_the_calendar() -> None:
    heights = [
        step(f"zhuqi.domain.{name}") for name in ("calendar", "directory", "liaison", "contacts", "cases", "visits")
    ]
    assert heights == sorted(set(heights))
    assert step("zhuqi.core.journal") < heights[0]


def test_no_contract_is_quietly_switched_off() -> None:
    assert set(contracts()) >= {"floors", "steps", "core", "rooms", "pure", "site", "doors"}
    excused = {
        name: contract["ignore_imports"] for name, contract in contracts().items() if "ignore_imports" in contract
    }
    assert excused == {"pure": ["zhuqi.base.worktime.bulk -> numpy", "zhuqi.base.worktime.bulk_ticks -> numpy"]}
