"""Rows that may be one enterprise by a slip of the pen: what is one, what isn't, the list, and telling apart. Synthetic names."""

import random
import time

import pytest

from tests.directory.place import NOW
from zhuqi.base.errors import Missing, Refused
from zhuqi.base.uscc import complete
from zhuqi.core.access.actor import CLOCK
from zhuqi.core.journal.verify import everything
from zhuqi.domain.directory.actions import merge_enterprise, register, tell_apart
from zhuqi.domain.directory.actions.alike import find_alike
from zhuqi.domain.directory.models import Alike
from zhuqi.domain.directory.queries import register as kept
from zhuqi.domain.directory.rules.alike import Row, judged, near

ONE, FAR = "91220102MA0000001X", "91220102AB9KLMN77Q"


@pytest.mark.parametrize(
    ("name", "other", "said"),
    [
        ("长春市演练精密机械有限公司", "长春市演练精蜜机械有限公司", "1 signs"),
        ("长春市演练精密机械有限公司", "长春市演练精蜜机谢有限公司", "2 signs"),
        ("长春市南关演练精密机械制造有限公司", "长春市南关演精密机械制造有限公司", "1 signs"),
        ("演练精密机械有限公司", "演练精密机械厂", "but for the form"),
        ("演练精密机械（集团）有限公司", "演练精密机械集团有限责任公司", None),
        ("演练第一水泥制品有限公司", "演练第二水泥制品有限公司", None),
        ("演练001号加油站", "演练002号加油站", None),
        ("演练城东物流有限公司", "演练城西物流有限公司", None),
        ("演练天成有限公司", "演练天盛有限公司", None),
        ("长春市天工商贸有限公司", "长春市天禾商贸有限公司", None),
        ("演练A座餐饮管理公司", "演练B座餐饮管理公司", None),
        ("长春演练机械有限公司", "吉林演练饲料有限公司", None),
    ],
)
def test_what_may_be_a_slip_of_the_pen(name: str, other: str, said: str | None) -> None:
    found = judged(Row(1, name, ONE), Row(2, other, FAR))
    assert found is None if said is None else (found is not None and said in str(found.why)), found


def test_a_code_that_differs_as_little_makes_it_likelier() -> None:
    names = ("长春市演练精密机械有限公司", "长春市演练精蜜机械有限公司")
    far = judged(Row(1, names[0], ONE), Row(2, names[1], FAR))
    close = judged(Row(1, names[0], complete("91220102MA0000001")), Row(2, names[1], complete("91220102MA0000007")))
    assert far is not None and close is not None
    assert close.score > far.score and "their codes in 1" in str(close.why)


def test_the_list_finds_what_measuring_every_pair_finds() -> None:
    rng = random.Random(11)
    signs = "精密机械饲料物流餐饮管理科技电子化工建材纺织印刷包装医药生物环保能源汽车零件铸造"
    rows = []
    for n in range(300):
        name = "演练" + "".join(rng.choices(signs, k=rng.randrange(8, 12))) + "有限公司"
        rows.append(Row(2 * n, name, FAR))
        if n % 3 == 0:
            spot = rng.randrange(2, len(name) - 4)
            rows.append(Row(2 * n + 1, name[:spot] + rng.choice(signs) + name[spot + 1 :], FAR))
    every = {
        (it.one, it.other)
        for n, one in enumerate(rows)
        for other in rows[n + 1 :]
        if (it := judged(one, other)) is not None
    }
    assert len(every) > 20
    assert {(it.one, it.other) for it in near(rows)} == every


def test_twenty_thousand_rows_take_seconds() -> None:
    rng = random.Random(12)
    signs = [chr(0x4E00 + rng.randrange(3000)) for _ in range(600)]
    rows = [Row(n, "长春市" + "".join(rng.choices(signs, k=6)) + "有限公司", FAR) for n in range(20_000)]
    began = time.perf_counter()
    near(rows)
    assert time.perf_counter() - began < 30


@pytest.fixture
def pair(place):
    names = ("演练精密机械制造有限公司", "演练精蜜机械制造有限公司")
    codes = (complete("91220102MA0008801"), complete("91220102MA0007702"))
    return [
        register(CLOCK, place.orgs["V"].pk, uscc=code, name=name, now=NOW)
        for name, code in zip(names, codes, strict=True)
    ]


def test_pairs_are_listed_for_who_keeps_both_until_told_apart(place, pair):
    desk = place.actor("desk")
    assert find_alike(NOW) == find_alike(NOW) == 1
    (it,) = kept.alike(desk)
    assert (it.one_id, it.other_id) == (pair[0].pk, pair[1].pk)
    assert [other.pk for other in kept.twins_of(desk, pair[0])] == [pair[1].pk]
    assert not kept.alike(place.actor("north")).exists()
    tell_apart(desk, pair[1].pk, other_id=pair[0].pk, why="两家", now=NOW)
    assert not kept.alike(desk).exists() and not kept.twins_of(desk, pair[0]).exists()
    find_alike(NOW)
    assert not kept.alike(desk).exists()
    with pytest.raises(Refused):
        tell_apart(desk, pair[0].pk, other_id=pair[1].pk, why="两家", now=NOW)
    assert [str(one.sentence) for one in everything()] == []


def test_namesakes_that_were_told_apart_arent_proposed_either(place, pair):
    desk = place.actor("desk")
    code = complete("91220102MA0006603")
    twin = register(CLOCK, place.orgs["V"].pk, uscc=code, name="演练精密机械制造（有限公司）", now=NOW)
    assert {one.pk for one in kept.twins(desk)} == {pair[0].pk, twin.pk}
    tell_apart(desk, twin.pk, other_id=pair[0].pk, why="同名不同企业", now=NOW)
    assert not kept.twins(desk).exists()


def test_who_doesnt_keep_both_rows_tells_nothing_apart(place, pair):
    with pytest.raises((Missing, Refused)):
        tell_apart(place.actor("north"), pair[0].pk, other_id=pair[1].pk, why="两家", now=NOW)


def test_what_became_one_is_no_pair_any_more(place, pair):
    find_alike(NOW)
    merge_enterprise(place.actor("desk"), pair[1].pk, into_id=pair[0].pk, why="笔误", now=NOW)
    assert not kept.alike(place.actor("desk")).exists()
    assert Alike.objects.count() == 1
    assert find_alike(NOW) == 0
