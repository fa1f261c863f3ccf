"""Who can be addressed by a ladder: places in the administration, reached through their unit."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.base.words import Named, term


class Party(Named):
    """A place in the administration, seen from a case or a lamp."""

    UNIT = "unit", term("the unit that handles it")
    CO_UNITS = "co_units", term("the co-handling units")
    HEAD = "head", term("the deputy in charge of the unit")
    CHIEF = "chief", term("the head of the unit")
    FINDER = "finder", term("the unit that found it")
    DESK = "desk", term("the dispatch room")
    SUPERVISION = "supervision", term("the supervision office")
    LEADER = "leader", term("the leader in charge")
    TOP_LEADER = "top_leader", term("the first leader")
    ALL_UNITS = "all_units", term("all units")
    ENTERPRISE = "enterprise", term("the enterprise")


PARTIES: Mapping[Party, tuple[str, ...]] = {
    Party.UNIT: ("承办单位", "主办单位", "责任单位"),
    Party.CO_UNITS: ("协办单位", "分办单位"),
    Party.HEAD: ("分管负责人", "单位分管负责人"),
    Party.CHIEF: ("主要负责人", "单位主要负责人"),
    Party.FINDER: ("发现单位", "包联单位"),
    Party.DESK: ("调度室", "助企办", "办公室"),
    Party.SUPERVISION: ("督查机构", "督查室"),
    Party.LEADER: ("分管领导",),
    Party.TOP_LEADER: ("主要领导",),
    Party.ALL_UNITS: ("各单位", "全体单位"),
    Party.ENTERPRISE: ("企业",),
}
"""How each is written; the first form is the one written."""
PARTY_OF: Mapping[str, Party] = {form: party for party, forms in PARTIES.items() for form in forms}
ANSWERABLE = frozenset({Party.UNIT, Party.CO_UNITS, Party.HEAD, Party.CHIEF, Party.FINDER, Party.ALL_UNITS})
"""Who answers for work, and so can be urged, supervised and talked to: units, and officials through their unit."""
LAW = "N6"
"""Supervision, talks and notices address units, never an enterprise."""
