"""Copies to named units: at the moment that the rules name, to look at only, told by the journal and built again from it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.cases.play import CITY_LEAD, OTHER, PLAIN, Play, handling
from tests.cases.town import TODAY, edition, handled, replied
from tests.cast import RULEBOOK, City
from zhuqi.base.errors import Refused
from zhuqi.core.access.models import Scope
from zhuqi.core.journal.models import Entry
from zhuqi.core.journal.verify import everything
from zhuqi.core.rulebook.checking import Level
from zhuqi.core.rulebook.queries import layer
from zhuqi.core.rulebook.reading import Unreadable
from zhuqi.domain.cases.events import Replied
from zhuqi.domain.cases.life.copying import asked, new
from zhuqi.domain.cases.models import Case, Copy
from zhuqi.domain.cases.queries import lives, named, rebuild, sight
from zhuqi.domain.cases.queries.detail import detail
from zhuqi.domain.cases.rules.moments import Moment
from zhuqi.domain.cases.rules.words import Action, Outcome
from zhuqi.domain.cases.sections.copies import CopyRule
from zhuqi.domain.directory.models import Organisation
from zhuqi.interfaces.web.rulebooks.report import judged

UNITS = {"xn": OTHER, "cl": CITY_LEAD}
"""What the codes of the editions below are called today."""


class Copied(Play):
    """A case whose editions name units."""

    @property
    def terms(self):
        return replace(super().terms, units=UNITS)


def copying(**moments: str) -> Copied:
    """From found on under rules that name units: ``copying(REPLIED="xn cl")``."""
    rows = tuple(CopyRule(moment=Moment[name], units=frozenset(codes.split())) for name, codes in moments.items())
    return Copied(rules=replace(PLAIN, copies=rows))


def sent(case: Play) -> list[tuple[str, int]]:
    return [(copy.moment.name, copy.unit) for copy in case.life.copies]


def test_the_units_get_their_copies_at_the_moment_and_not_before() -> None:
    case = copying(ASSIGNED="xn", REPLIED="xn cl", ENDED="cl").record().submit().screen()
    assert sent(case) == []
    case.assign()
    assert sent(case) == [("ASSIGNED", OTHER)]
    case.accept().reply("05-20 10:00")
    assert sent(case) == [("ASSIGNED", OTHER), ("REPLIED", CITY_LEAD), ("REPLIED", OTHER)]
    case.confirm("05-21 10:00")
    assert sent(case)[3:] == [("ENDED", CITY_LEAD)], "an ended case is copied too"


def test_a_moment_that_comes_again_brings_nobody_a_second_copy() -> None:
    case = copying(REPLIED="xn").record().submit().screen().assign().accept().reply("05-20 10:00")
    case.contest("05-21 10:00").reply("05-22 10:00")
    assert sent(case) == [("REPLIED", OTHER)]


def test_a_code_that_no_unit_has_copies_nobody_and_stops_nothing() -> None:
    case = copying(REPLIED="gone").record().submit().screen().assign().accept().reply("05-20 10:00")
    assert sent(case) == [] and case.life.reply is not None
    event = Replied(staff=None, outcome=Outcome.SOLVED, told_on=TODAY)
    assert asked(case.life, case.life, event, case.terms) == [(Moment.REPLIED, "gone")]


def test_without_rules_nothing_is_copied_and_nothing_new_is_told() -> None:
    case = handling()
    assert case.life.copies == () and new(None, case.life) == []


# through the actions

RULE = ("督核: 否", "督核: 否\n  抄送:\n    - {当: 答复, 给: [mz-office, no-such-unit]}")


@pytest.mark.django_db
def test_a_named_unit_sees_the_case_from_then_on_and_only_looks_at_it(city: City) -> None:
    edition(city, "ng", TODAY, RULE)
    before = handled(city)
    unit, actor = city.org("mz-office"), city.actor("town_handler")
    assert not sight.visible(actor).filter(pk=before.pk).exists()
    case = replied(city)
    assert [*sight.visible(actor)] == [Case.objects.get(pk=case.pk)]
    assert Scope.objects.filter(kind="case", row=case.pk, org=unit).values_list("reason", flat=True).get() == "copied"
    now = Entry.objects.filter(kind="case", subject=case.pk).latest("seq").at
    assert detail(actor, case.pk, now=now).actions == ()
    for action in (Action.STAGE_REPLY, Action.CONFIRM, Action.CONTRIBUTE):
        words = {"text": "看看"}
        with pytest.raises(Refused):
            city.do("town_handler", action, case.pk, now, **words)


@pytest.mark.django_db
def test_the_journal_tells_who_got_it_and_who_did_not_and_the_scopes_are_built_again_from_it(city: City) -> None:
    edition(city, "ng", TODAY, RULE)
    case = replied(city)
    facts = json.loads(Entry.objects.get(kind="case", subject=case.pk, verb="replied").facts)
    assert facts["copies"] == [[city.org("mz-office"), "replied"]] and facts["uncopied"] == ["no-such-unit"]
    others = Entry.objects.filter(kind="case", subject=case.pk).exclude(verb="replied")
    assert not any("copies" in entry.facts for entry in others)
    assert not [*everything()]
    assert (case.pk, city.org("mz-office"), "copied") in rebuild.scopes()


@pytest.mark.django_db
def test_what_was_copied_stays_so_when_a_code_goes_to_another_unit(city: City) -> None:
    edition(city, "ng", TODAY, RULE)
    case = replied(city)
    Organisation.objects.filter(pk=city.org("mz-office")).update(code="mz-former")
    Organisation.objects.filter(pk=city.org("ng-finance")).update(code="mz-office")
    terms = sight.terms_of(lives.load(case))
    told = rebuild.folded(list(Entry.objects.filter(kind="case", subject=case.pk).order_by("seq")), terms)
    assert told is not None and [copy.unit for copy in told.copies] == [city.org("mz-office")]


@pytest.mark.django_db
def test_a_copy_that_the_journal_does_not_tell_of_is_found(city: City) -> None:
    edition(city, "ng", TODAY, RULE)
    case = replied(city)
    Copy.objects.filter(case=case).update(unit=city.org("ng-finance"))
    assert any("copies" in str(finding.sentence) for finding in everything())


@pytest.mark.django_db
def test_codes_that_no_unit_has_are_named_before_an_edition_is_adopted(city: City) -> None:
    text = RULEBOOK.read_text("utf-8")
    doubtful = text.replace(*RULE).replace("no-such-unit", "no-such-unit, ng")
    line = 1 + next(n for n, written in enumerate(doubtful.splitlines()) if "no-such-unit" in written)
    found = [(fault.line, fault.key, str(fault.why)) for fault in named.unknown(doubtful)]
    assert [(where, key) for where, key, _ in found] == [(line, "给"), (line, "给")]
    assert ["“no-such-unit”" in why or "“ng”" in why for _, _, why in found] == [True, True], "an area is no unit"
    assert named.unknown(text) == named.unknown("办理: [") == named.unknown(text.replace("督核: 否", "抄送: 否")) == []


@pytest.mark.django_db
def test_whoever_looks_at_a_text_before_it_is_adopted_is_told(city: City) -> None:
    text = RULEBOOK.read_text("utf-8").replace(*RULE)
    (flag,) = [fault for fault in judged(text).faults if fault.key == "给"]
    assert flag.level is Level.FLAGGED and "no-such-unit" in str(flag.sentence)


# by sort of case


def test_rows_for_some_cases_add_to_what_all_cases_bring() -> None:
    rows = (
        CopyRule(moment=Moment.ASSIGNED, units=frozenset({"xn"})),
        CopyRule(moment=Moment.ASSIGNED, units=frozenset({"xn", "cl"}), grades=frozenset("A")),
        CopyRule(moment=Moment.ASSIGNED, units=frozenset({"cl"}), kinds=frozenset({"land"})),
    )
    for grade, copied in (("A", [("ASSIGNED", OTHER), ("ASSIGNED", CITY_LEAD)]), ("B", [("ASSIGNED", OTHER)])):
        case = Copied(rules=replace(PLAIN, copies=rows)).record().submit().screen(grade=grade).assign()
        assert sorted(sent(case)) == sorted(copied), grade


def test_rows_of_one_moment_for_different_cases_stand_beside_each_other() -> None:
    text = RULEBOOK.read_text("utf-8").replace(
        "督核: 否", "督核: 否\n  抄送: [{当: 交办, 给: xn}, {当: 交办, 级别: A, 给: cl}]"
    )
    read = layer(text).sections["办理"].copies
    assert [(sorted(row.grades), sorted(row.units)) for row in read] == [([], ["xn"]), (["A"], ["cl"])]
    with pytest.raises(Unreadable, match="isn't known here"):
        layer(text.replace("级别: A, 给: cl", "级别: 特急, 给: cl"))
