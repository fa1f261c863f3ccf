"""How long it takes to find rows of the register that are nearly alike: 20,000 names, a twentieth of them with a slip.

python -m benchmarks.alike [rows]
"""

from __future__ import annotations

import random
import sys
import time

from zhuqi.domain.directory.rules.alike import Row, near

TRADES = ["机械制造", "电子科技", "商贸", "建筑工程", "餐饮管理", "物流", "医药", "汽车零部件", "饲料", "物业服务"]
CODE = "91220102AB9KLMN77Q"


def drawn(n: int, seed: int = 7) -> list[Row]:
    """Synthetic names as a district has them: a place, two to four signs, a trade, a form."""
    rng = random.Random(seed)
    signs = [chr(0x4E00 + rng.randrange(4000)) for _ in range(800)]
    rows = []
    while len(rows) < n:
        name = "长春市" + "".join(rng.choices(signs, k=rng.randrange(2, 5))) + rng.choice(TRADES)
        rows.append(Row(len(rows), name + "有限公司", CODE))
        if rng.random() < 0.05:
            spot = rng.randrange(3, len(name))
            rows.append(Row(len(rows), name[:spot] + rng.choice(signs) + name[spot + 1 :] + "有限公司", CODE))
    return rows[:n]


def main(n: int = 20_000) -> None:
    rows = drawn(n)
    began = time.perf_counter()
    found = near(rows)
    print(f"{n} rows: {time.perf_counter() - began:.1f} s, {len(found)} pairs")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
