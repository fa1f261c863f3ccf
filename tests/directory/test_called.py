"""How lists write the names of areas, as a table."""

from __future__ import annotations

import pytest

from zhuqi.domain.directory.rules.called import Areas, region_codes, shortened, whole, written

CHAINS = {
    1: ("长春市",),
    2: ("长春市", "南关区"),
    3: ("长春市", "宽城区"),
    4: ("长春市", "南关区", "新春街道"),
    5: ("长春市", "南关区", "幸福乡"),
    6: ("长春市", "宽城区", "幸福乡"),
    7: ("长春市", "农安县"),
    8: ("长春市", "农安县", "农安镇"),
    9: ("长春市", "高新区"),
}


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("长春市", [1]),
        ("长春", [1]),
        ("吉林省长春市", [1]),
        ("南关区", [2]),
        ("南关", [2]),
        ("长春市南关区", [2]),
        ("长春南关", [2]),
        ("吉林省长春市南关区", [2]),
        ("吉林省南关区", [2]),
        ("长春市 南关区", [2]),
        ("长春市/南关区/新春街道", [4]),
        ("新春街道/南关区/长春市", [4]),
        ("新春街道办事处", [4]),
        ("长春市南关区新春", [4]),
        ("高新", [9]),
        ("幸福乡", [5, 6]),
        ("宽城区幸福乡", [6]),
        ("南关区/幸福乡", [5]),
        ("农安县农安镇", [8]),
        ("农安", [7, 8]),
        ("南关区/没有的街道", [2]),
        ("长春市/没有的区", [1]),
        ("宽城区新春街道", []),
        ("没有的市", []),
        ("没有的市南关区", []),
        ("区", []),
        ("/".join("一二三四五六七") + "/南关区", [2]),
        ("/".join("一二三四五六七八") + "/南关区", []),
        ("/", []),
        ("", []),
    ],
)
def test_an_area_is_known_as_lists_write_it(place: str, meant: list[int]) -> None:
    assert Areas(CHAINS).meant(place) == meant


@pytest.mark.parametrize(
    ("place", "area", "said"),
    [
        ("长春市/南关区", 2, True),
        ("新春街道/南关区", 4, True),
        ("吉林省/长春市/南关", 2, True),
        ("吉林省长春市南关区", 2, True),
        ("南关区/没有的街道", 2, False),
        ("没有的街道/南关区", 2, False),
        ("长春市/没有的区", 1, False),
    ],
)
def test_what_was_written_beside_an_area_and_isnt_known_is_noticed(place: str, area: int, said: bool) -> None:
    assert Areas(CHAINS).meant(place) == [area] and whole(place, CHAINS[area]) is said


def test_a_name_is_shortened_as_long_as_two_characters_are_left() -> None:
    names = ("南关区", "新春街道", "延边朝鲜族自治州", "达县", "某社区", "高新区")
    assert [shortened(name) for name in names] == ["南关", "新春", "延边朝鲜族", "达县", "某社区", "高新"]


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("延边朝鲜族自治州", "延边州"),
        ("黔东南苗族侗族自治州", "黔东南州"),
        ("巴音郭楞蒙古自治州", "巴音郭楞州"),
        ("前郭尔罗斯蒙古族自治县", "前郭尔罗斯县"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("新春街道", "新春街道办事处"),
    ],
)
def test_an_area_with_a_longer_name_is_known_by_its_short_one(name: str, way: str) -> None:
    assert way in written(name)


def test_codes_of_areas_are_six_digits_with_or_without_zeros_behind() -> None:
    words = ["220102", "220102000", "220102000000", "220102001", "22010", "一二三四五六"]
    assert region_codes(words) == dict.fromkeys(words[:3], "220102")
