"""How a rulebook writes the words of liaison."""

from __future__ import annotations

from collections.abc import Mapping

from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.rules.bonds import Form, OpenCases
from zhuqi.domain.liaison.rules.duties import Duty

FORMS: Mapping[str, Form] = {
    "一对一": Form.ONE_TO_ONE,
    "责任链": Form.CHAIN,
    "一带三包": Form.CHAIN,
    "叠加": Form.OVERLAY,
    "多人共联": Form.SEVERAL,
}
DUTIES: Mapping[str, Duty] = {
    "带队": Duty.LEADS_TEAM,
    "包队": Duty.HOLDS_TEAM,
    "包组": Duty.HOLDS_GROUP,
    "包企": Duty.HOLDS_ENTERPRISES,
}
RANKS: Mapping[str, Rank] = {
    "区级领导": Rank.DISTRICT_LEADER,
    "县级领导": Rank.DISTRICT_LEADER,
    "正处级": Rank.DIVISION,
    "副处级": Rank.DEPUTY_DIVISION,
    "科级": Rank.SECTION,
    "科员": Rank.STAFF,
    "一般干部": Rank.STAFF,
}
OPEN_CASES: Mapping[str, OpenCases] = {"随人移交": OpenCases.MOVE, "留原承办": OpenCases.STAY}
