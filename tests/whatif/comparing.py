"""Other texts, and the quick answer held beside the slow one, clock by clock."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import numpy as np

from tests.cast import START, City
from tests.whatif import slow, slow_rules
from zhuqi.base.ladders import triggers
from zhuqi.base.ladders.parties import Party
from zhuqi.base.ladders.reminders import Sent
from zhuqi.base.worktime.bulk import UNDETERMINED
from zhuqi.base.worktime.sessions import ticks
from zhuqi.base.worktime.spans import parse
from zhuqi.core.rulebook import queries as rulebook
from zhuqi.domain.calendar.queries import work_calendar
from zhuqi.domain.cases.life.values import Clock
from zhuqi.domain.cases.models import Case
from zhuqi.domain.cases.queries import sight
from zhuqi.domain.cases.rules.moments import Keeper, Moment
from zhuqi.domain.cases.rules.words import NOBODY_LATE, Approver, Hand, Outcome, Shifted, Tick, TooLate
from zhuqi.domain.cases.sections import CaseRules
from zhuqi.domain.cases.sections.asking import SuspensionRule
from zhuqi.domain.cases.sections.chasing import rung
from zhuqi.domain.cases.sections.clocks import ClockRule, OwnClock
from zhuqi.domain.cases.sections.signing import SigningRule
from zhuqi.domain.cases.whatif.fresh import fresh
from zhuqi.domain.cases.whatif.halting import refused as refused_halts
from zhuqi.domain.cases.whatif.lying import Lying, lying
from zhuqi.domain.cases.whatif.moves import FOREVER
from zhuqi.domain.cases.whatif.raising import Facts, fired
from zhuqi.domain.cases.whatif.replaying import Observed, observed
from zhuqi.domain.cases.whatif.rising import would_be_late
from zhuqi.domain.cases.whatif.scope import Text


def other(rules: CaseRules) -> CaseRules:
    """Another text: by class, kind and hand, in other units, with other reminders, requests, checks, signatures and triggers."""
    rows = [
        ClockRule(Tick.HANDLE, parse("4 工作日，至同一时刻"), grades=frozenset("A")),
        ClockRule(Tick.HANDLE, parse("36 小时"), kinds=frozenset({"permits"}), hands=frozenset({Hand.LEAD})),
        ClockRule(Tick.HANDLE, parse("9 天，至午夜"), hands=frozenset({Hand.PART, Hand.ASSIST})),
        ClockRule(Tick.ACCEPT, parse("4 工作时")),
        ClockRule(Tick.CASE, parse("次月 5 日，遇假顺延"), grades=frozenset("BC")),
        ClockRule(Tick.SCREEN, parse("2 小时")),
        ClockRule(Tick.SUBMIT, parse("1 工作日"), kinds=frozenset({"utilities"})),
        ClockRule(Tick.REDO, parse("1 个月")),
    ]
    replaced = {(row.clock, row.closeness) for row in rows}
    kept = [row for row in rules.clocks if (row.clock, row.closeness) not in replaced]
    return replace(
        rules,
        clocks=(*rows, *kept),
        reminders=LADDERS,
        raising=TRIGGERS,
        signing=SIGNING,
        gate=replace(rules.gate, on=True, share=Fraction(1, 2), outcomes=frozenset({Outcome.SOLVED, Outcome.ANSWERED})),
        suspension=SuspensionRule(parse("9 天"), 1, {"land": "等用地指标", "tax": "等税务"}, frozenset({"land"})),
        extension=replace(
            rules.extension, count=2, most=(parse("3 工作日"), parse("2 工作日")), total=parse("5 工作日"), lead=parse("2 工作日"),
            late=TooLate.OVERDUE, approvers=(Approver.DESK, Approver.LEADER), grades=frozenset("AB"),
        ),
    )  # fmt: skip


LADDERS = (
    rung("到期前 3 工作日", Sent.REMIND, Party.UNIT),
    rung("到期前 4 工作时", Sent.REMIND, Party.UNIT),
    rung("到期后 1 天，每 1 天，共 3 次", Sent.URGE, Party.UNIT),
    rung("到期后 2 天", Sent.SUPERVISE, Party.UNIT),
    rung("到期后 9 天，每 2 天，至销号", Sent.REPORT, Party.UNIT),
    rung("每 3 天，至销号", Sent.REMIND, Party.UNIT, clocks=[Tick.CASE]),
    rung("起算后 8 天", Sent.URGE, Party.UNIT, clocks=[Tick.CASE]),
    rung("到期前 5 工作时，每 2 工作时", Sent.REMIND, Party.UNIT, clocks=[Tick.HANDLE], grades=["A"]),
    rung("到期后 1 工作时，每 1 工作时，至销号", Sent.URGE, Party.UNIT, clocks=[Tick.HANDLE], grades=["A"]),
)
SIGNING = (
    SigningRule(by=Approver.LEADER, within=parse("1 工作时"), grades=frozenset("A")),
    SigningRule(by=Approver.LEADER, within=parse("20 天"), redone=True),
    SigningRule(by=Approver.NOBODY, kinds=frozenset({"finance"}), grades=frozenset("A"), redone=True),
)
"""The first answer of classes B and C is signed by nobody; of rows with as many filters, the first holds."""
TRIGGERS = tuple(
    triggers.read(text)
    for text in (
        "第 2 次交办", "退回满 1 次", "第 1 次不认可", "级别 A、C", "已逾期", "逾期满 3 工作日", "逾期超过 2 小时",
        "逾期满 2 天不超过 3 天", "第 1 次延期", "第 1 次挂账", "种类 finance", "金额 300 万元以上",
        "涉及企业 10 家以上", "领导批示", "涉及单位 2 家以上", "涉及单位 3 家以上", "重新办理满 1 次",
    )
)  # fmt: skip


def texts(city: City, city_checks: bool) -> dict[str, Text]:
    """New texts by the path of the place whose edition they replace: the district's lies below the city's, where it has one."""
    found = {}
    for code in ("cc", "ng") if city_checks else ("cc",):
        path = city.orgs[code].path
        edition = rulebook.in_force(path, START.date())
        worktime, rules = (rulebook.section(edition, key) for key in ("工作时间", "办理"))
        rules = other(rules)
        if code == "ng":
            late = replace(rules.extension, late=TooLate.REFUSED)
            rules = replace(rules, reminders=LADDERS[:1], raising=TRIGGERS[4:6], extension=late)
        found[path] = Text(path, rules, work_calendar(worktime.hours, worktime.zone))
    return found


def everything(seen: Observed, news: dict[str, Text], now: dt.datetime) -> Counter[str]:
    """Every clock, request and trigger of every life, both ways; how often what occurred."""
    there = lying(seen.history, seen.stays)
    lies = [(text, there.where(seen.number[there.stay] == n)) for n, text in enumerate(news.values(), 1)]
    facts = Facts(seen.history, seen.replies, would_be_late(seen, [], [*news.values()], ticks(now)), seen.known)
    compared: Counter[str] = Counter()
    refused = slow_halts = 0
    for past in slow.pasts():
        own = {}
        for area, pk in past.life.editions.items():
            text = news[rulebook.editions({pk})[pk].path]
            own[area] = (text.rules, text.calendar)
        free = slow.freely({area: rules for area, (rules, _) in own.items()})
        checks, asked = slow_rules.checked(past, own), [*slow_rules.extensions(past, own, now, free)]
        for clock in past.life.clocks:
            if clock.tick is not Tick.CHECK or clock.n in checks:
                compare(seen, past, clock, own, now, free, checks, asked, compared)
        refused += sum(each.refused for each in asked)
        compared["higher"] += sum(each.higher for each in asked)
        compared["overdue"] += sum(each.overdue for each in asked)
        compared["split"] += sum(each.split is not None for each in asked)
        slow_halts += sum(slow_rules.suspension_refused(past, halt, own) for halt in slow.halts(past.life))
        fire(seen, past, own, lies, facts, now, free, compared)
    assert sum(int(said.refused.sum()) for said in seen.extensions) == refused
    assert sum(int(said.higher.sum()) for said in seen.extensions) == compared["higher"]
    assert int(refused_halts(seen.history, seen.halts, [*news.values()]).sum()) == slow_halts
    compared.update(refused=refused, halts=slow_halts)
    return compared


def compare(
    seen: Observed,
    past: slow.Past,
    clock: Clock,
    own: slow_rules.Texts,
    now: dt.datetime,
    free: slow.Free,
    checks: dict[int, bool],
    asked: list[slow_rules.Extension],
    compared: Counter[str],
) -> None:
    """One clock of the quick answer beside the slow one, under the old text and the new."""
    clocks, cases = seen.history.clocks, seen.history.cases["id"]
    [place] = np.flatnonzero((cases[clocks["case"]] == past.case) & (clocks["n"] == clock.n))
    if clock.tick in NOBODY_LATE:
        assert place not in seen.places
        return
    edition, terms = past.life.editions[clock.area], sight.terms_of(past.life)
    was = slow.judged(past, clock, clock.span, terms.editions[edition], terms.calendars[edition], now)
    assert place in seen.places
    assert bool(seen.was.late[place]) == clock.late(now), clock
    assert clock.late(now) == ((was.late or bool(clock.overdue)) and clock.void_at is None), clock
    assert seen.was.reminders[place] == was.reminders, clock
    rules, calendar = own[clock.area]
    span = slow.span_of(past, clock, rules) if clock.fixed is None else None
    compared["unchecked"] += not checks.get(clock.n, True)
    compared["unsigned"] += clock.tick is Tick.SIGN and span is None
    if not checks.get(clock.n, True) or (span is None and clock.fixed is None):
        assert not seen.runs[place]
        return
    would = slow.judged(past, clock, span, rules, calendar, now, free)
    assert seen.runs[place]
    assert seen.would.due[place] == (UNDETERMINED if would.due is None else ticks(would.due)), clock
    late = would.late or bool(clock.overdue and clock.void_at is None)
    late |= any(each.overdue for each in asked if each.clock == clock.n and each.split is None)
    for each in asked:
        late = each.overdue or each.after if each.split == clock.n else late
    assert bool(seen.would.late[place]) == late, (clock, asked)
    assert seen.would.reminders[place] == would.reminders, clock
    assert bool(seen.unsure[place]) == slow.missed(past, clock, would, now, free), clock
    compared["judged"] += 1
    compared["otherwise late"] += late != was.late
    compared["otherwise reminded"] += would.reminders != was.reminders
    compared["otherwise late signing"] += clock.tick is Tick.SIGN and late != was.late
    compared["signed anew"] += clock.tick is Tick.SIGN and slow.traits_of(past, clock).redone
    compared["moved"] += bool(clock.shifts)
    compared["suspended"] += (
        any(shift.why is Shifted.SUSPENSION for shift in clock.shifts) or clock.paused_at is not None
    )
    compared["free"] += clock.tick is Tick.CASE and any(
        free(halt) != slow.booked(halt) and clock.start < halt.since for halt in slow.halts(past.life)
    )


def fire(
    seen: Observed,
    past: slow.Past,
    own: slow_rules.Texts,
    lies: list[tuple[Text, Lying]],
    facts: Facts,
    now: dt.datetime,
    free: slow.Free,
    compared: Counter[str],
) -> None:
    """When each trigger first fired in one life, both ways. A life with deadlines of which it can't be said is left out."""
    [case] = np.flatnonzero(seen.history.cases["id"] == past.case)
    if seen.unsure[seen.history.clocks["case"] == case].any():
        return
    late = [*slow_rules.lapses(past, own, now, free)]
    for trigger in TRIGGERS:
        moments = [fired(trigger, facts, lie, ticks(now)) for text, lie in lies if trigger in text.rules.raising]
        found = min(int(each[case]) for each in moments if each is not None)
        first = slow_rules.first_fired(past, trigger, own, late, now)
        assert found == (FOREVER if first is None else ticks(first)), (trigger, past.case, late)
        compared["fired"] += first is not None
        compared[f"fired {trigger.sort}"] += first is not None


def own_clocks(city: City, now: dt.datetime) -> list[tuple[str, bool]]:
    """Clocks that only a new text has, beside a life that is led again under it: what each is called, and whether it was late."""
    path = city.orgs["cc"].path
    text = texts(city, False)[path]
    rules = replace(text.rules, own=OWN, clocks=(*text.rules.clocks, *SPANS))
    seen = observed(Case.objects.all(), [replace(text, rules=rules)], begin=0, end=ticks(now), now=ticks(now))
    found = {}
    for one in fresh(seen, [replace(text, rules=rules)], ticks(now)):
        for n in range(len(one.case)):
            key = (int(seen.history.cases["id"][one.case[n]]), one.name, int(one.row[n]), int(one.start[n]))
            found[key] = (int(one.unit[n]), int(one.until[n]), int(one.judged.due[n]), bool(one.judged.late[n]))
    expected: dict[tuple[int, str, int, int], tuple[int, int, int, bool]] = {}
    for past in slow.pasts():
        if not slow.halts(past.life):
            expected |= dict(slow.own_clocks(past, rules, text.calendar, now))
    suspended = {past.case for past in slow.pasts() if slow.halts(past.life)}
    assert {key: told for key, told in found.items() if key[0] not in suspended} == expected
    return [(key[1], late) for key, (*_, late) in expected.items()]


OWN = (
    OwnClock("联系", frozenset({Moment.ASSIGNED}), frozenset({Moment.CONTACTED}), Keeper.EACH),
    OwnClock(
        "一报", frozenset({Moment.ACCEPTED, Moment.REPORTED}), frozenset({Moment.REPORTED, Moment.REPLIED}), Keeper.LEAD
    ),
    OwnClock("各办", frozenset({Moment.ACCEPTED}), frozenset({Moment.CONTRIBUTED, Moment.TOLD}), Keeper.EACH),
    OwnClock("全程", frozenset({Moment.SUBMITTED}), frozenset({Moment.ENDED}), Keeper.DESK),
    OwnClock(
        "持有",
        frozenset({Moment.RECORDED, Moment.CONTESTED}),
        frozenset({Moment.SCREENED, Moment.ASKED}),
        Keeper.HOLDER,
    ),
    OwnClock(
        "分办", frozenset({Moment.ASSIGNED, Moment.CONTRIBUTED}), frozenset({Moment.CHECKED, Moment.ENDED}), Keeper.PART
    ),
    OwnClock("批示", frozenset({Moment.INSTRUCTED}), frozenset({Moment.RAISED, Moment.ENDED}), Keeper.DESK),
    OwnClock("再交", frozenset({Moment.RETURNED, Moment.RAISED}), frozenset({Moment.ASSIGNED}), Keeper.DESK),
    OwnClock("会商", frozenset({Moment.FORMED, Moment.MET}), frozenset({Moment.MET, Moment.REPLIED}), Keeper.FORCE),
)
LENGTHS = ("2 小时", "1 工作日", "3 天", "20 工作日", "1 工作时", "2 天", "3 天", "4 小时", "1 工作日")
SPANS = (
    *(ClockRule(own.name, parse(length)) for own, length in zip(OWN, LENGTHS, strict=True)),
    ClockRule("各办", parse("1 天"), grades=frozenset("A"), hands=frozenset({Hand.LEAD})),
)
