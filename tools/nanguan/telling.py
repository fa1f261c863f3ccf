"""One case's acts, told step by step: who does what, when, with which facts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from tools.nanguan.needs import Writer
from tools.nanguan.register import GROUPS, HELPERS, Register, department

SESSIONS = ((dt.time(8, 30), dt.time(11, 30)), (dt.time(13, 0), dt.time(17, 0)))
HOLIDAYS = {dt.date(2019, 6, 7)}
END = dt.datetime(2019, 6, 4, 17, 30)
"""Nothing is told after this; the last cut-off is at 18:00 of the day."""
HELP = {
    "utilities": ("区住房和城乡建设局", "区市政维护中心", "区城市管理局", "区工业和信息化局"),
    "finance": ("区金融服务中心", "区财政局", "区税务局"),
    "permits": ("区政务服务局", "消防大队", "生态环境分局", "区市场监督管理局"),
    "labour": ("区人力资源和社会保障局", "区就业服务中心"),
    "policy": ("区财政局", "区税务局", "区发展和改革局"),
    "market": ("区商务局", "区工业和信息化局"),
    "construction": ("区市政维护中心", "区城市管理局", "区住房和城乡建设局"),
    "land": ("规划资源分局", "区住房和城乡建设局"),
    "other": ("区城市管理局", "区市场监督管理局"),
}
assert {name for names in HELP.values() for name in names} <= set(HELPERS)


@dataclass(frozen=True)
class Act:
    """One line of the script."""

    at: dt.datetime
    actor: str
    act: str
    facts: str


def later(at: dt.datetime, minutes: int) -> dt.datetime:
    """``minutes`` of office time after ``at``."""
    day = at.date()
    while True:
        if day.weekday() < 5 and day not in HOLIDAYS:
            for opens, closes in SESSIONS:
                since = max(at, dt.datetime.combine(day, opens))
                room = int((dt.datetime.combine(day, closes) - since).total_seconds() // 60)
                if room > minutes:
                    return since + dt.timedelta(minutes=minutes)
                minutes -= max(room, 0)
        day += dt.timedelta(days=1)
        at = dt.datetime.combine(day, dt.time())


@dataclass
class Teller:
    """Tells one case. ``at`` is the time of its last step; steps after the end of the script are left untold."""

    rng: Random
    words: Writer
    register: Register
    kind: str
    at: dt.datetime
    desk: str = "ng-desk"
    unit: str = ""
    handler: str = ""
    acts: list[Act] = field(default_factory=list)

    def wait(self, least: int, most: int) -> Teller:
        """Let office minutes pass."""
        self.at = later(self.at, self.rng.randint(least, most))
        return self

    def tell(self, actor: str, act: str, **facts: object) -> None:
        """One step, now."""
        if self.at <= END:
            self.acts.append(Act(self.at, actor, act, json.dumps(facts, ensure_ascii=False)))

    def say(self, pool: str) -> str:
        """A phrase that suits the case."""
        return self.words.say(pool, self.kind)

    def dispatcher(self) -> str:
        """Somebody of the desk in charge."""
        return self.rng.choice(self.register.acting[self.desk])

    def day(self, ahead: int = 0) -> str:
        """The date ``ahead`` days from now; a working day."""
        day = self.at.date() + dt.timedelta(days=ahead)
        return str(later(dt.datetime.combine(day, dt.time()), 0).date())

    # at the room

    def screen(self, least: int = 20, most: int = 240) -> None:
        """Judge what it is."""
        grade = self.rng.choices("ABC", (2, 5, 3))[0]
        self.wait(least, most).tell(self.dispatcher(), "screen", kind=self.kind, grade=grade)

    def assign(self, unit: str, *, aided: bool = False, least: int = 8, most: int = 110) -> None:
        """Hand it to a unit, with co-handlers."""
        parts, assists = self._helpers(unit) if aided else ([], [])
        self.wait(least, most).tell(self.dispatcher(), "assign", lead=unit, parts=parts, assists=assists)
        self.unit, self.handler = unit, self.rng.choice(self.register.acting[unit])
        self.co_handle(parts + assists)

    def _helpers(self, unit: str) -> tuple[list[str], list[str]]:
        if self.desk == "cc-desk" or self.rng.random() < 0.55:
            return [], []
        pool = [department(name) for name in HELP[self.kind]] + [self.rng.choice([g for g in GROUPS if g != unit])]
        chosen = self.rng.sample(pool, self.rng.choice((1, 1, 2, 3)) if len(pool) > 2 else 1)
        parts = self.rng.choice((0, 1))
        return chosen[:parts], chosen[parts:]

    def co_handle(self, units: Iterable[str]) -> None:
        """Co-handlers sign and give their share, beside the lead."""
        back = self.at
        for unit in units:
            who = self.rng.choice(self.register.acting[unit])
            self.wait(50, 380).tell(who, "accept")
            self.wait(120, 800).tell(who, "contribute", text=self.say("contribute"))
            self.at = back

    def up(self, *, assists: list[str] | None = None, least: int = 8, most: int = 110) -> None:
        """To the room above."""
        self.wait(least, most).tell(self.dispatcher(), "escalate", why=self.say("city"), assists=assists or [])
        self.desk, self.unit = "cc-desk", ""

    def down(self) -> None:
        """To the room below."""
        self.wait(40, 200).tell(self.dispatcher(), "send_down", desk="ng-desk", why=self.say("down"))
        self.desk = "ng-desk"

    # in a unit's hands

    def accept(self, least: int = 20, most: int = 400) -> None:
        """The lead signs."""
        self.wait(least, most).tell(self.handler, "accept")

    def hand_back(self, upheld: bool, to: str = "") -> None:
        """The lead says that it isn't theirs; the room rules."""
        proposal = self.say("proposal").format(unit=GROUPS.get(to, "市总调度室"))
        self.wait(15, 100).tell(self.handler, "hand_back", reason=self.say("return"), proposal=proposal)
        self.wait(15, 130).tell(
            self.dispatcher(), "rule", upheld=upheld, reason=self.say("upheld" if upheld else "locked")
        )

    def extension(self, given: bool) -> None:
        """The lead asks for more time."""
        amount = f"{self.rng.choice((1, 2, 2, 3))} 工作日"
        self.wait(150, 420).tell(self.handler, "ask_extension", amount=amount, reason=self.say("extension"))
        if given:
            self.wait(20, 200).tell(self.dispatcher(), "extend", reason=self.say("extend"))
        else:
            self.wait(20, 200).tell(self.dispatcher(), "refuse", reason=self.say("refuse"))

    def suspension(self, until: str) -> None:
        """The lead asks to stop the clocks."""
        self.wait(200, 500).tell(self.handler, "ask_suspension", reason=self.say("suspension"), until=until)
        self.wait(20, 160).tell(self.dispatcher(), "suspend", reason=self.say("suspend"))

    def stage(self, least: int = 200, most: int = 900) -> None:
        """Word on progress."""
        self.wait(least, most)
        self.tell(self.handler, "stage_reply", text=self.say("stage"), next_on=self.day(self.rng.randint(2, 8)))

    def reply(self, outcome: str, least: int = 500, most: int = 2200) -> None:
        """The answer."""
        self.wait(least, most)
        dates = {
            "explained": {"told_on": self.day(), "recheck_on": self.day(self.rng.randint(20, 120))},
            "planned": {"next_on": self.day(self.rng.randint(3, 40))},
        }.get(outcome, {})
        self.tell(self.handler, "reply", outcome=outcome, text=self.say(outcome), **dates)

    # closing

    def ask(self, asker: str, least: int = 20, most: int = 500) -> None:
        """Ask the enterprise what it thinks."""
        channel = self.rng.choices(("phone", "visit", "link"), (60, 25, 15))[0]
        self.wait(least, most)
        arrived = {} if channel == "link" else {"arrived_on": self.day()}
        self.tell(asker, "ask", channel=channel, **arrived)

    def heard(self, actor: str, act: str, least: int = 30, most: int = 500) -> None:
        """What came back: confirm, contest, withdraw or reopen."""
        self.wait(least, most).tell(actor, act, text=self.say(act))
