"""How a case comes to count as done by the rules here, for the reader of its page."""

from __future__ import annotations

from collections.abc import Iterable

from zhuqi.base.words import Sentence, say
from zhuqi.domain.cases.rules.tally import ENDING
from zhuqi.domain.cases.rules.traits import Traits
from zhuqi.domain.cases.rules.words import Tick
from zhuqi.domain.cases.sections.ending import GateRule
from zhuqi.interfaces.web.cases.page import Seen


def _gate(gate: GateRule, traits: Traits) -> Iterable[Sentence]:
    """Of the check of such a case: whether there is one, by whom, what is asked, how many are checked; which outcomes count."""
    share_of, counted = gate.share_of(traits), gate.counted_of(traits)
    if gate.on:
        yield say("Before the enterprise is asked, somebody who didn't handle it checks the reply.")
        if gate.by_of(traits):
            yield say("It is checked by: {callers}.", callers=list(gate.by_of(traits)))
        if share_of < 1:
            share = f"{float(share_of * 100):g}%"
            yield say("Of the replies {share} are checked, drawn so that nobody chooses.", share=share)
        if gate.questions:
            yield say("The checker answers: {questions}.", questions=list(gate.questions.values()))
    if counted != frozenset(ENDING):
        yield say("Only these count as done: {outcomes}.", outcomes=[one for one in ENDING if one in counted])


def ending(seen: Seen) -> tuple[str, ...]:
    """How it comes to count as done, for the reader."""
    rules = seen.rules
    lines = [say("It is struck off when the enterprise agrees. If it doesn't, it is done again.")]
    lines += _gate(rules.gate, seen.life.traits)
    silence = rules.span(Tick.SILENCE)
    if silence is not None:
        lines.append(
            say(
                "No answer within {span} of a question that arrived ends it as unconfirmed, counted apart.",
                span=silence,
            )
        )
    if rules.asked_again.times:
        lines.append(say("Further askings before that: {n}.", n=rules.asked_again.times))
        if rules.asked_again.gap is not None:
            lines.append(say("Between one asking and the next lie at least {span}.", span=rules.asked_again.gap))
    return tuple(seen.words(line) for line in lines)
