"""The section 工作时间 of a rulebook."""

from zoneinfo import ZoneInfo

import pytest

from zhuqi.base.worktime.hours import STANDARD, parse
from zhuqi.core.rulebook.reading import Unreadable, read
from zhuqi.domain.calendar.sections import WorktimeRules


def section(text: str) -> WorktimeRules:
    return WorktimeRules.read(read(text))


def test_a_text_says_zone_and_sessions():
    rules = section("时区: Asia/Urumqi\n时段:\n- 10:00-14:00\n- 16:00-20:00\n")
    assert rules == WorktimeRules(parse("10:00-14:00, 16:00-20:00"), ZoneInfo("Asia/Urumqi"))


def test_without_a_zone_it_is_shanghais_and_sessions_may_share_a_line():
    assert section("时段:\n- 08:30-12:00, 13:00-17:00\n") == WorktimeRules.standard()
    assert WorktimeRules.standard().hours == STANDARD


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("时区: Asia/Atlantis\n时段: [08:30-12:00]\n", 1, "时区"),
        ("时段:\n- 08:30-12:00\n- at night\n", 3, "时段"),
        ("时段:\n- 13:00-17:00\n- 08:30-12:00\n", 2, "时段"),
        ("时段: []\n", 1, "时段"),
        ("时区: Asia/Shanghai\n", 1, ""),
        ("时段: [08:30-12:00]\n午休: 是\n", 2, "午休"),
    ],
)
def test_what_cannot_be_read_is_refused_with_line_and_key(text, line, key):
    with pytest.raises(Unreadable) as refused:
        section(text)
    assert (refused.value.line, refused.value.key) == (line, key)
