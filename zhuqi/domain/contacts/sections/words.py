"""How a rulebook writes the words of visits, and which words the laws of the land forbid there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from zhuqi.domain.contacts.rules.words import ContactHow, Counted, Head, Purpose
from zhuqi.domain.directory.rules import Rank
from zhuqi.domain.liaison.rules.duties import Duty
from zhuqi.domain.liaison.sections.words import RANKS

PURPOSES: Mapping[str, Purpose] = {
    "服务走访": Purpose.SERVICE,
    "问题会商": Purpose.PROBLEM,
    "政策宣讲": Purpose.POLICY,
    "联合服务": Purpose.JOINT,
}
HOWS: Mapping[str, ContactHow] = {
    "上门": ContactHow.ON_SITE,
    "走访": ContactHow.ON_SITE,
    "现场": ContactHow.ON_SITE,
    "远程": ContactHow.REMOTE,
    "电话": ContactHow.REMOTE,
    "视频": ContactHow.REMOTE,
    "线上": ContactHow.REMOTE,
    "参会": ContactHow.MEETING,
    "会议": ContactHow.MEETING,
    "座谈": ContactHow.MEETING,
    "询问无需": ContactHow.ASKED,
}
COUNTED: Mapping[str, Counted] = {"每家": Counted.PER_FIRM, "合计": Counted.TOTAL, "家数": Counted.FIRMS}
HEADS: Mapping[str, Head] = {
    "确有必要时": Head.IF_NEEDED,
    "必要时": Head.IF_NEEDED,
    "非必要不邀请": Head.IF_NEEDED,
    "不邀请": Head.NEVER,
}
ROLES: Mapping[str, Duty | Rank] = {
    "带队领导": Duty.LEADS_TEAM,
    "带队": Duty.LEADS_TEAM,
    "包队干部": Duty.HOLDS_TEAM,
    "包队": Duty.HOLDS_TEAM,
    "包组干部": Duty.HOLDS_GROUP,
    "包组": Duty.HOLDS_GROUP,
    "包企干部": Duty.HOLDS_ENTERPRISES,
    "包企": Duty.HOLDS_ENTERPRISES,
    **RANKS,
}
INSPECTION = re.compile("检查|执法|督查|督导|巡查|稽查|抽查|核查|处罚|整改|排查|监管")
PRESENCE = re.compile("必须|必需|应当|务必|一律|须|要求|到场|在场|陪同|参加|出席|接待")
