"""The sections of GB/T 4754-2017 (门类) by their names. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.base.words import Sentence, say, term
from zhuqi.domain.directory.rules import section_of

SECTION_NAMES: Mapping[str, str] = {
    "A": term("Farming, forestry, animal husbandry and fishery"),
    "B": term("Mining"),
    "C": term("Manufacturing"),
    "D": term("Electricity, heat, gas and water"),
    "E": term("Construction"),
    "F": term("Wholesale and retail"),
    "G": term("Transport, storage and post"),
    "H": term("Hotels and restaurants"),
    "I": term("Information, software and IT services"),
    "J": term("Finance"),
    "K": term("Real estate"),
    "L": term("Leasing and business services"),
    "M": term("Research and technical services"),
    "N": term("Water works, environment and public facilities"),
    "O": term("Services to residents, repair and others"),
    "P": term("Education"),
    "Q": term("Health and social work"),
    "R": term("Culture, sports and entertainment"),
    "S": term("Public administration and social organisations"),
    "T": term("International organisations"),
}
"""{letter: what the section is called}."""


def section_name(industry: str | None) -> Sentence | None:
    """What the section of a code is called; None where it isn't known."""
    letter = industry if industry in SECTION_NAMES else section_of(industry) if industry else None
    return say(SECTION_NAMES[letter]) if letter else None
