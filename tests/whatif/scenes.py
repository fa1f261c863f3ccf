"""Cases over which two midnights pass: at the first one unit ends and another follows it, at the second that one ends too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from tests.cases.town import DAY, HOUR, assigned, handled
from tests.cast import START, City
from tests.whatif.walking import Ending, ended
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import lives
from zhuqi.domain.cases.rules.words import Action, Channel, Tick

MORROW = (START + DAY).replace(hour=0)
"""When the units of ``FIRST`` end: the first midnight."""
DUE = dt.datetime(2019, 5, 27, 17, tzinfo=START.tzinfo)
"""When what was assigned on the first day is due."""
LATER = DUE.replace(hour=0)
"""When those of ``SECOND`` end: the midnight before that."""
FIRST: tuple[Ending, ...] = (("ng-utilities", "ng-finance"), ("mz-desk", "ng-desk"))
SECOND: tuple[Ending, ...] = (("ng-finance", "ng-construction"),)
Scene = Iterator[None]
ANSWER: dict[str, Any] = {"outcome": "solved", "text": "已送电"}


def on_its_way(city: City) -> Scene:
    case = handled(city)
    yield
    case = city.do("finance", Action.CONTACT, case, MORROW + 9 * HOUR, channel=Channel.PHONE, text="已联系")
    case = city.do("finance", Action.STAGE_REPLY, case, MORROW + 10 * HOUR, text="在办")
    yield
    city.do("construction", Action.REPLY, case, DUE + HOUR / 60, **ANSWER)


def in_time(city: City) -> Scene:
    case = handled(city)
    yield
    yield
    city.do("construction", Action.REPLY, case, DUE, **ANSWER)


def still_there(city: City) -> Scene:
    assigned(city)
    yield
    yield


def suspended(city: City) -> Scene:
    case = handled(city)
    until = START.date() + 9 * DAY
    case = city.do("utilities", Action.ASK_SUSPENSION, case, START + 5 * HOUR, reason="等", until=until, cause="land")
    case = city.do("dispatcher", Action.SUSPEND, case, START + 6 * HOUR, reason="属实")
    yield
    case = city.do("finance", Action.RESUME, case, MORROW + 3 * DAY + 9 * HOUR, note="到了")
    yield
    city.do("construction", Action.REPLY, case, DUE + 2 * DAY, **ANSWER)


def suspended_freely(city: City) -> Scene:
    case = handled(city)
    until = START.date() + 9 * DAY
    case = city.do("utilities", Action.ASK_SUSPENSION, case, START + 5 * HOUR, reason="等", until=until, cause="firm")
    yield
    yield


def extended(city: City) -> Scene:
    case = handled(city)
    case = city.do("utilities", Action.ASK_EXTENSION, case, START + 5 * HOUR, amount="3 工作日", reason="未到")
    yield
    case = city.do("finance", Action.ASK_EXTENSION, case, MORROW + 9 * HOUR, amount="2 工作日", reason="未到")
    case = city.do("dispatcher", Action.EXTEND, case, MORROW + 10 * HOUR, reason="属实")
    yield
    city.do("construction", Action.REPLY, case, DUE + 9 * DAY, **ANSWER)


def extended_too_late(city: City) -> Scene:
    case = handled(city)
    yield
    yield
    case = city.do("construction", Action.ASK_EXTENSION, case, DUE + DAY, amount="2 工作日", reason="未到")
    city.do("construction", Action.REPLY, case, DUE + 3 * DAY, **ANSWER)


def with_others(city: City) -> Scene:
    """The unit that ends helps; whoever follows gives the share, then ends in favour of the one that leads."""
    case = assigned(city, lead="ng-construction", parts=["ng-utilities"], assists=["ng-planning"])
    case = city.do("construction", Action.ACCEPT, case, START + 4 * HOUR)
    case = city.do("utilities", Action.ACCEPT, case, START + 5 * HOUR)
    yield
    case = city.do("finance", Action.CONTRIBUTE, case, MORROW + 9 * HOUR, text="已核")
    yield
    city.do("construction", Action.REPLY, case, LATER + 10 * HOUR, **ANSWER)


def shared_before(city: City) -> Scene:
    """The unit that ends had given its share, and so had nobody else: the one that follows counts in its stead."""
    case = assigned(city, lead="ng-planning", parts=["ng-utilities", "ng-construction"])
    case = city.do("planner", Action.ACCEPT, case, START + 4 * HOUR)
    case = city.do("utilities", Action.CONTRIBUTE, case, START + 5 * HOUR, text="已核")
    yield
    yield


def lead_among_others(city: City) -> Scene:
    """The lead ends; a share that was given counts as long as whoever follows leads that dispatch."""
    case = handled(city, parts=["ng-planning"], assists=["ng-construction"])
    case = city.do("planner", Action.CONTRIBUTE, case, START + 5 * HOUR, text="已核")
    yield
    case = city.do("finance", Action.HAND_BACK, case, MORROW + 9 * HOUR, reason="不归我们", proposal="规划")
    case = city.do("dispatcher", Action.RULE, case, MORROW + 10 * HOUR, upheld=True, reason="同意")
    yield


def into_one_that_helps(city: City) -> Scene:
    case = handled(city, parts=["ng-finance"], assists=["ng-construction"])
    case = city.do("finance", Action.ACCEPT, case, START + 5 * HOUR)
    yield
    case = city.do("finance", Action.STAGE_REPLY, case, MORROW + 10 * HOUR, text="在办")
    yield
    city.do("construction", Action.REPLY, case, DUE + DAY, **ANSWER)


def into_the_lead(city: City) -> Scene:
    case = assigned(city, lead="ng-finance", parts=["ng-utilities"])
    case = city.do("finance", Action.ACCEPT, case, START + 4 * HOUR)
    case = city.do("utilities", Action.ACCEPT, case, START + 5 * HOUR)
    yield
    yield
    city.do("construction", Action.REPLY, case, DUE + DAY, **ANSWER)


def returned(city: City) -> Scene:
    case = handled(city)
    case = city.do("utilities", Action.HAND_BACK, case, START + 5 * HOUR, reason="不归我们", proposal="财政组")
    yield
    case = city.do("dispatcher", Action.RULE, case, MORROW + 9 * HOUR, upheld=True, reason="同意")
    case = city.do("dispatcher", Action.SCREEN, case, MORROW + 10 * HOUR, kind="finance", grade="A")
    case = city.do("dispatcher", Action.ASSIGN, case, MORROW + 11 * HOUR, lead_id=city.org("ng-finance"))
    yield
    city.do("construction", Action.ACCEPT, case, LATER + 9 * HOUR)


def contested(city: City) -> Scene:
    """Answered by the one, contested and done again by the next."""
    case = answered(city)
    yield
    case = city.do("enterprise", Action.CONTEST, case, MORROW + 9 * HOUR, text="没通")
    yield
    city.do("construction", Action.REPLY, case, DUE + 9 * DAY, **ANSWER)


def answered(city: City) -> Case:
    """Answered on the first day, and checked where that reply is drawn."""
    case = city.do("utilities", Action.REPLY, handled(city), START + 5 * HOUR, **ANSWER)
    if any(clock.tick is Tick.CHECK for clock in lives.load(case).running):
        case = city.do("supervisor", Action.CHECK, case, START + 6 * HOUR, passed=True, note="属实")
    return case


def gone_up(city: City) -> Scene:
    """Up with its own unit as help; the room above sorts it anew, and then that unit ends."""
    case = handled(city)
    case = city.do("utilities", Action.ASK_ESCALATION, case, START + 5 * HOUR - HOUR / 2, reason="要市里定")
    case = city.do(
        "dispatcher", Action.ESCALATE, case, START + 5 * HOUR, why="要市里定", assist_ids=[city.org("ng-utilities")]
    )
    case = city.do("city_dispatcher", Action.SCREEN, case, START + 6 * HOUR, kind="permits", grade="A")
    yield
    case = city.do("finance", Action.ACCEPT, case, MORROW + 9 * HOUR)
    case = city.do("city_dispatcher", Action.ASSIGN, case, MORROW + 10 * HOUR, lead_id=city.org("cc-power"))
    case = city.do("finance", Action.CONTRIBUTE, case, MORROW + 11 * HOUR, text="已核")
    yield


def in_a_town(city: City) -> Scene:
    """A room ends that had sorted it, and the room above follows."""
    words: dict[str, Any] = {
        "enterprise_id": city.enterprises[2].pk,
        "title": "招工",
        "body": "缺工",
        "kind": "utilities",
    }
    case = city.do("town_dispatcher", Action.RECORD, None, START, **words)
    case = city.do("town_dispatcher", Action.SCREEN, case, START + 2 * HOUR, kind="permits", grade="A")
    yield
    case = city.do("dispatcher", Action.ASSIGN, case, MORROW + 10 * HOUR, lead_id=city.org("mz-office"))
    case = city.do("town_handler", Action.ACCEPT, case, MORROW + 11 * HOUR)
    case = city.do(
        "dispatcher", Action.INSTRUCT, case, MORROW + 12 * HOUR, leader="某领导", on=MORROW.date(), text="快办"
    )
    yield
    city.do("town_handler", Action.REPLY, case, LATER + 9 * HOUR, **ANSWER)


def with_a_force(city: City) -> Scene:
    case = handled(city)
    told: dict[str, Any] = {"leader": "某领导", "on": START.date(), "text": "快办"}
    case = city.do("dispatcher", Action.INSTRUCT, case, START + 5 * HOUR, **told)
    units = {"lead_id": city.org("ng-utilities"), "member_ids": [city.org("ng-finance"), city.org("ng-planning")]}
    case = city.do("dispatcher", Action.SET_UP, case, START + 6 * HOUR, note="碰头", **units)
    yield
    case = city.do("finance", Action.MEET, case, MORROW + 2 * DAY + 9 * HOUR, text="各办各的")
    yield
    city.do("construction", Action.REPLY, case, LATER + 10 * HOUR, **ANSWER)


def over_and_opened_again(city: City) -> Scene:
    """It was over when its unit ended: the pair is written as it is opened again, at the same moment."""
    case = city.do("enterprise", Action.CONFIRM, answered(city), START + 7 * HOUR)
    yield
    yield
    case = city.do("enterprise", Action.REOPEN, case, LATER + 9 * HOUR, text="又停了")
    case = city.do("dispatcher", Action.SCREEN, case, LATER + 10 * HOUR, kind="finance", grade="A")
    city.do("dispatcher", Action.ASSIGN, case, LATER + 11 * HOUR, lead_id=city.org("ng-construction"))


def waiting_to_be_signed(city: City) -> Scene:
    """Handed in by the one, signed for the next; contested, and the third hands in another."""
    case = city.do("utilities", Action.ASK_SIGNING, handled(city), START + 5 * HOUR, outcome="solved", draft="已送电")
    yield
    case = city.do("leader", Action.SIGN, case, MORROW + 10 * HOUR, note="同意")
    case = city.do("finance", Action.REPLY, case, MORROW + 11 * HOUR, **ANSWER)
    case = city.do("enterprise", Action.CONTEST, case, MORROW + DAY, text="没通")
    case = city.do("finance", Action.ASK_SIGNING, case, MORROW + 2 * DAY, outcome="solved", draft="这回通了")
    yield
    city.do("leader", Action.SIGN, case, LATER + 10 * HOUR, note="同意")


SCENES: tuple[Callable[[City], Scene], ...] = (
    on_its_way, in_time, still_there, suspended, suspended_freely, extended, extended_too_late, with_others, shared_before,
    lead_among_others, into_one_that_helps, into_the_lead, returned, contested, gone_up, in_a_town, with_a_force,
    over_and_opened_again,
)  # fmt: skip


def played(city: City, *scenes: Callable[[City], Scene]) -> dt.datetime:
    """Some scenes over both midnights; gives a moment after all of them."""
    going = [scene(city) for scene in scenes]
    for midnight, endings in ((MORROW, FIRST), (LATER, SECOND)):
        for scene in going:
            next(scene)
        ended(city, midnight, *endings)
    for scene in going:
        assert next(scene, None) is None
    return DUE + 20 * DAY
