"""What is typed into a form is taken as a typed value or refused with one sentence a field."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict

from zhuqi.base.errors import Invalid, Stale
from zhuqi.base.worktime.spans import Span, Unit
from zhuqi.domain.cases.rules.needs import LABELS, NEEDS, Shape
from zhuqi.domain.cases.rules.steps import TAKEN
from zhuqi.domain.cases.rules.words import Action, Outcome
from zhuqi.interfaces.web import forms
from zhuqi.interfaces.web.cases import acting
from zhuqi.interfaces.web.forms import Choice, Field, Kind

UNITS = (Choice("4", "甲"), Choice("7", "乙"))
GOOD: list[tuple[Field, str, Any]] = [
    (Field("x", "X"), "x=+a+", "a"),
    (Field("x", "X", Kind.SECRET), "x=+a+", " a "),
    (Field("x", "X", Kind.LONG_TEXT), "x=a%0D%0Ab", "a\nb"),
    (Field("x", "X", Kind.DAY), "x=2019-06-04", dt.date(2019, 6, 4)),
    (Field("x", "X", Kind.INTEGER), "x=-3", -3),
    (Field("x", "X", Kind.SPAN), "x=2+工作日", Span(2, Unit.WORKING_DAY)),
    (Field("x", "X", Kind.TICK), "x=1", True),
    (Field("x", "X", Kind.TICK), "", False),
    (Field("x", "X", Kind.YES_NO, choices=(forms.YES, forms.NO)), "x=no", False),
    (Field("x", "X", Kind.UNIT, choices=UNITS), "x=7", 7),
    (Field("x", "X", Kind.UNITS, choices=UNITS), "x=7&x=4&x=7", (7, 4)),
    (Field("x", "X", Kind.UNITS, required=False, choices=UNITS), "", ()),
    (Field("x", "X", Kind.DAY, required=False), "x=", None),
    (Field("x", "X", required=False), "", ""),
]
BAD = [
    (Field("x", "X"), "x=++"),
    (Field("x", "X"), "x=a%00b"),
    (Field("x", "X"), "x=a%0Ab"),
    (Field("x", "X", most=3), "x=abcd"),
    (Field("x", "X", Kind.DAY), "x=2019-02-30"),
    (Field("x", "X", Kind.INTEGER), "x=３"),
    *((Field("x", "X", Kind.INTEGER), f"x={odd}") for odd in ("--5", "-", "²", "1_0", "9" * 16)),
    (Field("x", "X", Kind.INTEGER, least=1), "x=0"),
    (Field("x", "X", Kind.DAY), "x=0001-01-01"),
    (Field("x", "X", Kind.DAY), "x=9999-12-31"),
    (Field("x", "X", Kind.SPAN), "x=soon"),
    (Field("x", "X", Kind.YES_NO, choices=(forms.YES, forms.NO)), ""),
    (Field("x", "X", Kind.UNIT, choices=UNITS), "x=5"),
    (Field("x", "X", Kind.UNITS, choices=UNITS), "x=4&x=5"),
    (Field("x", "X", Kind.CHOICE, choices=forms.choices_of(Outcome)), "x=done"),
]


@pytest.mark.parametrize(("field", "typed", "value"), GOOD)
def test_what_is_typed_becomes_a_value(field: Field, typed: str, value: Any) -> None:
    assert forms.read([field], QueryDict(typed)) == {"x": value}


@pytest.mark.parametrize(("field", "typed"), BAD)
def test_what_cant_be_taken_is_refused_with_a_sentence(field: Field, typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        forms.read([field], QueryDict(typed))
    assert str(caught.value.fields["x"]).endswith(".")


def test_all_faults_come_at_once_and_what_was_typed_stays() -> None:
    fields = [Field("a", "A"), Field("b", "B", Kind.DAY), Field("c", "C")]
    typed = QueryDict("b=soon&c=kept")
    with pytest.raises(Invalid) as caught:
        forms.read(fields, typed)
    assert set(caught.value.fields) == {"a", "b"}
    shown = forms.again(fields, typed, caught.value.fields)
    assert [(one.value, bool(one.error)) for one in shown] == [("", True), ("soon", True), ("kept", False)]


def test_a_password_is_never_shown_again() -> None:
    assert forms.again([Field("p", "P", Kind.SECRET)], QueryDict("p=secret"), {})[0].value == ""


def test_every_action_has_a_form() -> None:
    for action in TAKEN:
        known = {shape: [Choice("a", "甲")] for shape in LABELS}
        made = acting.fields(action, known)
        assert [field.name for field in made] == [
            need.name for need in NEEDS[action] if need.shape is not Shape.ANSWERS
        ]


def test_labels_that_the_edition_does_not_know_are_not_asked_for() -> None:
    named = [field.name for field in acting.fields(Action.SCREEN, {Shape.KIND: [Choice("a", "甲")]})]
    assert named == ["kind", "grade", "amount", "firms", "signed", "note"]


def test_an_actions_values_are_those_it_takes() -> None:
    values = {"outcome": "solved", "text": "接好了", "told_on": None, "next_on": None, "recheck_on": None}
    assert acting.typed(Action.REPLY, values) == {"outcome": Outcome.SOLVED, "text": "接好了"}


@pytest.mark.parametrize("kind", [Kind.DAY, Kind.INTEGER, Kind.SPAN])
def test_what_is_much_too_long_for_its_kind_isnt_even_looked_at(kind: Kind) -> None:
    with pytest.raises(Invalid) as caught:
        forms.read([Field("x", "X", kind)], QueryDict("x=" + "1" * (forms.SHORT + 1)))
    assert caught.value.fields["x"].facts == {"n": forms.SHORT + 1, "most": forms.SHORT}


@pytest.mark.parametrize("typed", ["", "x", "-1", "²", "３", "1.0", "9" * 10, "1%00", "1%0A"])
def test_a_form_that_doesnt_say_what_its_sender_saw_is_stale(typed: str) -> None:
    with pytest.raises(Stale):
        forms.seen(QueryDict(f"seen={typed}"))
    with pytest.raises(Stale):
        forms.seen(QueryDict())
    assert forms.seen(QueryDict("seen=007")) == 7


@pytest.mark.parametrize("typed", ["a%00b", "a%0Ab", "a%7Fb", "a%C2%85b", "a%20b", "a%E2%80%AEb"])
def test_a_forms_key_holds_no_sign_that_a_database_refuses(typed: str) -> None:
    assert forms.key(QueryDict(f"key={typed}")) == "ab"
    assert forms.key(QueryDict(f"key={'k' * 50}")) == "k" * 40
    assert forms.key(QueryDict()) == ""
