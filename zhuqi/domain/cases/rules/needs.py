"""What each step asks of whoever takes it: the fields of its form, on every door the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zhuqi.base.words import Named, term
from zhuqi.domain.cases.rules.words import ASKS_BY, Action, Channel, Ground, Outcome

LINE, TEXT = 60, 5000
"""Characters that a line and a text hold at most."""


class Shape(Named):
    """What kind of value a field takes."""

    LINE = "line", term("a line")
    TEXT = "text", term("a text")
    DAY = "day", term("a date")
    SPAN = "span", term("a length of time")
    KIND = "kind", term("one of the kinds")
    CATEGORY = "category", term("one of the categories")
    GRADE = "grade", term("one of the classes")
    URGENCY = "urgency", term("one of the urgencies")
    CAUSE = "cause", term("one of the reasons for a suspension")
    REFUSAL = "refusal", term("one of the reasons for not accepting")
    ANSWERS = "answers", term("each question with yes or no")
    CHOICE = "choice", term("one of several")
    UNIT = "unit", term("a unit")
    UNITS = "units", term("units")
    DESK = "desk", term("a dispatch room")
    CASE = "case", term("a case")
    CASES = "cases", term("cases")
    ENTERPRISE = "enterprise", term("an enterprise")
    YES_NO = "yes_no", term("yes or no")
    MONEY = "money", term("an amount in 10,000 yuan")
    COUNT = "count", term("a number")


LABELS: Mapping[Shape, str] = {
    Shape.KIND: "kinds",
    Shape.CATEGORY: "categories",
    Shape.GRADE: "grades",
    Shape.URGENCY: "urgencies",
    Shape.CAUSE: "causes",
    Shape.REFUSAL: "refusals",
}
"""Shapes that take one of the labels of the edition, and what its section calls these."""


@dataclass(frozen=True)
class Field:
    """One field of a step. ``said`` on a text: who reads it, ``outside`` (the enterprise too) or ``inside``."""

    name: str
    label: str
    shape: Shape
    required: bool = True
    hint: str = ""
    choices: tuple[Named, ...] = ()
    outside: bool = False


def _text(name: str, label: str, hint: str = "", *, outside: bool = False, required: bool = True) -> Field:
    return Field(name, label, Shape.TEXT, required, hint, outside=outside)


ON_THE_SPOT = (Outcome.SOLVED, Outcome.ANSWERED)
"""What a need can come to on the spot. Anything else goes to the room."""
REASON = _text("reason", term("Reason"))
CHANNEL = Field("channel", term("Which way"), Shape.CHOICE, choices=ASKS_BY)
SAID = _text("text", term("What the enterprise said"), outside=True, required=False)

STAKE = (
    Field("amount", term("Amount at stake, in 10,000 yuan"), Shape.MONEY, False, term("For instance: 500 or 0.35")),
    Field("firms", term("How many enterprises it concerns"), Shape.COUNT, False),
    Field("signed", term("There is a signed request"), Shape.YES_NO, False),
)
"""What makes a need weigh more."""
CONTACT = (
    Field("contact_name", term("Who told us"), Shape.LINE, False),
    Field("contact_role", term("What they are there"), Shape.LINE, False),
    Field(
        "contact_phone", term("Their telephone"), Shape.LINE, False, term("Shown masked; who looks at it is on record.")
    ),
)
"""Who in the enterprise speaks for a need. Personal data: only what is needed to reach somebody."""

NEEDS: Mapping[Action, tuple[Field, ...]] = {
    Action.RECORD: (
        Field("enterprise_id", term("Enterprise"), Shape.ENTERPRISE),
        Field("title", term("In one line"), Shape.LINE),
        _text(
            "body", term("In its own words"), term("As the enterprise says it: what, where, since when."), outside=True
        ),
        Field("kind", term("Kind"), Shape.KIND),
        Field("category", term("Category"), Shape.CATEGORY, False, term("Where the rules here know some.")),
        Field("channel", term("Which way"), Shape.CHOICE, False, choices=tuple(Channel)),
        Field("found_on", term("Found on"), Shape.DAY, False, term("Today, where nothing is said.")),
        *STAKE,
        *CONTACT,
    ),
    Action.SETTLE: (
        Field("outcome", term("Outcome"), Shape.CHOICE, choices=ON_THE_SPOT),
        _text("text", term("What was done"), term("The enterprise reads this."), outside=True),
    ),
    Action.SUBMIT: (_text("why", term("Why the group can't solve it")),),
    Action.SCREEN: (
        Field("kind", term("Kind"), Shape.KIND),
        Field("grade", term("Class"), Shape.GRADE),
        Field("category", term("Category"), Shape.CATEGORY, False, term("Where the rules here know some.")),
        Field("urgency", term("Urgency"), Shape.URGENCY, False, term("Where the rules here know some.")),
        *STAKE,
        _text("note", term("Note"), required=False),
    ),
    Action.NOT_ACCEPT: (
        Field("cause", term("Which reason"), Shape.REFUSAL, False, term("Those that the rules here accept.")),
        _text("reason", term("Reason"), term("The enterprise reads this."), outside=True),
        _text(
            "instead",
            term("Where to go instead"),
            term("The enterprise reads this. Left empty, what the rules say for this reason."),
            outside=True,
            required=False,
        ),
        Field(
            "told_on",
            term("Told the enterprise on"),
            Shape.DAY,
            False,
            term("Needed where it ends by this; where two must agree, whoever agrees fills it in."),
        ),
    ),
    Action.MERGE: (Field("into_id", term("Into which case"), Shape.CASE), REASON),
    Action.TRANSFER_OUT: (
        _text("reason", term("To whom, and why"), term("The enterprise reads this."), outside=True),
        Field("told_on", term("Told the enterprise on"), Shape.DAY),
    ),
    Action.ASSIGN: (
        Field("lead_id", term("Lead unit"), Shape.UNIT),
        Field("part_ids", term("Part units"), Shape.UNITS, False),
        Field("assist_ids", term("Assisting units"), Shape.UNITS, False),
        _text("note", term("What is expected"), required=False),
    ),
    Action.SEND_DOWN: (Field("desk_id", term("Dispatch room below"), Shape.DESK), _text("why", term("Reason"))),
    Action.ESCALATE: (
        _text("why", term("Why a higher level must take it")),
        Field("assist_ids", term("Own units that assist"), Shape.UNITS, False),
    ),
    Action.RECALL: (REASON,),
    Action.ACCEPT: (),
    Action.HAND_BACK: (
        Field("ground", term("Why it isn't ours"), Shape.CHOICE, False, choices=tuple(Ground)),
        REASON,
        _text("proposal", term("Whose it is instead")),
    ),
    Action.RULE: (Field("upheld", term("The return is right"), Shape.YES_NO), REASON),
    Action.ASK_EXTENSION: (
        Field("amount", term("How much more"), Shape.SPAN, hint=term("For instance: 2 工作日")),
        REASON,
    ),
    Action.EXTEND: (_text("reason", term("Reason"), term("The enterprise reads this."), outside=True),),
    Action.ASK_SUSPENSION: (
        Field("cause", term("Which reason"), Shape.CAUSE, False, term("Those that the rules here accept.")),
        REASON,
        Field("until", term("Look again on"), Shape.DAY),
    ),
    Action.SUSPEND: (_text("reason", term("Reason"), term("The enterprise reads this."), outside=True),),
    Action.RESUME: (_text("note", term("Note"), required=False),),
    Action.ASK_ESCALATION: (REASON,),
    Action.ASK_SIGNING: (
        Field("outcome", term("Outcome"), Shape.CHOICE, choices=tuple(Outcome)),
        _text(
            "draft", term("Answer to the enterprise"), term("The enterprise reads it only when it is signed and sent.")
        ),
        Field("next_on", term("Next date of the plan"), Shape.DAY, False, term("Needed for a plan.")),
        Field("recheck_on", term("Look again on"), Shape.DAY, False, term("Needed where conditions are explained.")),
    ),
    Action.SIGN: (_text("note", term("Note"), required=False),),
    Action.TAKE_BACK: (_text("note", term("Note"), required=False),),
    Action.REFUSE: (REASON,),
    Action.CONTACT: (
        CHANNEL,
        _text(
            "text",
            term("What was said"),
            term("The enterprise reads this. Tell it who is responsible and how to reach them."),
            outside=True,
        ),
    ),
    Action.OPINE: (_text("text", term("How it is to be handled"), term("Who does what, by when.")),),
    Action.STAGE_REPLY: (
        _text("text", term("How it stands"), term("The enterprise reads this."), outside=True),
        Field("next_on", term("Next word on"), Shape.DAY, False),
    ),
    Action.CONTRIBUTE: (_text("text", term("Your share")),),
    Action.REPLY: (
        Field("outcome", term("Outcome"), Shape.CHOICE, choices=tuple(Outcome)),
        _text("text", term("Answer to the enterprise"), term("The enterprise reads this."), outside=True),
        Field(
            "told_on", term("Told the enterprise on"), Shape.DAY, False, term("Needed where conditions are explained.")
        ),
        Field("next_on", term("Next date of the plan"), Shape.DAY, False, term("Needed for a plan.")),
        Field("recheck_on", term("Look again on"), Shape.DAY, False, term("Needed where conditions are explained.")),
    ),
    Action.CHECK: (
        Field(
            "answers", term("The questions of the check"), Shape.ANSWERS, False, term("Where the rules here ask some.")
        ),
        Field(
            "passed",
            term("The reply holds"),
            Shape.YES_NO,
            False,
            term("Where the rules here ask questions, all yes means that it holds."),
        ),
        _text("note", term("What was found")),
    ),
    Action.ASK: (CHANNEL, Field("arrived_on", term("The question reached it on"), Shape.DAY, False)),
    Action.CONFIRM: (SAID,),
    Action.CONTEST: (_text("text", term("What isn't right yet"), outside=True),),
    Action.WITHDRAW: (
        _text(
            "text",
            term("Why"),
            term("The enterprise needs no reason; anybody else writes down its words."),
            outside=True,
            required=False,
        ),
    ),
    Action.END: (REASON,),
    Action.REOPEN: (_text("text", term("What came up again"), outside=True),),
    Action.RESTATE: (*STAKE, REASON),
    Action.INSTRUCT: (
        Field("leader", term("Which leader"), Shape.LINE),
        Field("on", term("Instructed on"), Shape.DAY),
        Field("number", term("Number of the paper"), Shape.LINE, False),
        _text("text", term("What it says"), required=False),
    ),
    Action.CLASSIFY: (
        Field("grade", term("Class"), Shape.GRADE, False, term("As the room gave it, where nothing is said.")),
        _text("note", term("Why"), term("Needed where the class changes."), required=False),
    ),
    Action.SET_UP: (
        Field("lead_id", term("Who leads it"), Shape.UNIT),
        Field("member_ids", term("Its members"), Shape.UNITS),
        _text("note", term("What is expected"), required=False),
    ),
    Action.MEET: (_text("text", term("What was agreed")),),
    Action.STAND_DOWN: (REASON,),
    Action.JOIN: (
        Field("with_ids", term("Together with"), Shape.CASES),
        _text("note", term("Why they are one matter"), required=False),
    ),
    Action.TAKE_OUT: (REASON,),
}
