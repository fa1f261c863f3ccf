"""The laws of the land as the product keeps them: what must not exist (N) and what must (M). No Django."""

from __future__ import annotations

from dataclasses import dataclass

from zhuqi.base.words import Sentence, say

APPS = "国办函〔2026〕12号《政务移动互联网应用程序规范化管理办法》"
RELIEF = "整治形式主义为基层减负若干规定 (2024)"
CHECKS = "国办发〔2024〕54号"
OWN = "助企产品规则"


@dataclass(frozen=True)
class Law:
    """A law of the land as the product keeps it. ``source`` is the document; ``own`` where it is the "
    "product's own rule."""

    code: str
    name: str
    source: str
    sentence: Sentence

    @property
    def own(self) -> bool:
        """Whether no document was found that says so in so many words."""
        return self.source == OWN


def _law(code: str, name: str, source: str, sentence: Sentence) -> tuple[str, Law]:
    return code, Law(code, name, source, sentence)


LAWS: dict[str, Law] = dict(
    (
        _law(
            "N1",
            "不打卡不排名",
            f"{APPS}；{RELIEF}",
            say(
                "No check-in, no time spent online, no points or ranking of people, no quota of log-ins. "
                "Score what units achieve."
            ),
        ),
        _law(
            "N2",
            "不强制留痕",
            f"{APPS}；{RELIEF}",
            say("Nobody is made to upload a photo, video, place or track. A photo is optional."),
        ),
        _law(
            "N3",
            "不强制安装",
            f"{APPS}；{RELIEF}",
            say(
                "Nobody is made to install or to log in, and installation isn't counted. An enterprise "
                "confirms without an account."
            ),
        ),
        _law(
            "N4",
            "不以数量计分",
            f"{APPS}；{RELIEF}",
            say("The number of visits, log-ins, photos or reports earns nothing. Score what came of them."),
        ),
        _law(
            "N5",
            "一事一报",
            RELIEF,
            say("The same fact is asked once. What is held already is shown, not asked again."),
        ),
        _law(
            "N6",
            "督查不对企业",
            "政府督查工作条例 第五条",
            say("Supervision, talks and notices address departments and lower governments, never an enterprise."),
        ),
        _law(
            "N7",
            "走访不是检查",
            CHECKS,
            say("A coordinating body doesn't inspect. A visit serves: it has no findings, penalties or rectification."),
        ),
        _law(
            "N8",
            "不代填统计",
            "统计法",
            say("Officials neither fill in nor change an enterprise's statistical return. They may remind."),
        ),
        _law(
            "N9",
            "无事不扰",
            CHECKS,
            say("No visit requires the legal representative, and an enterprise may decline without a reason."),
        ),
        _law("M1", "接触有上限", OWN, say("Every enterprise has a cap and an interval for contacts across all units.")),
        _law("M2", "问过即算服务", OWN, say("A visit duty is met too by having asked where nothing was needed.")),
        _law(
            "M3", "入企有记录", CHECKS, say("Every entry into an enterprise is on record, and the enterprise sees it.")
        ),
        _law(
            "M4",
            "投诉有入口",
            APPS,
            say("A complaint and suggestion entry stands on every page, and the filing number has its field."),
        ),
        _law(
            "M5",
            "沉默不是满意",
            OWN,
            say("The enterprise confirms. Silence is never satisfaction, and a rate prints what it is of."),
        ),
        _law(
            "M6",
            "评价不给被评者",
            OWN,
            say("Ratings of the reply and of the result are two, and go to the supervising unit, not to the rated."),
        ),
        _law(
            "M7",
            "结果不混算",
            OWN,
            say("Answered, solved, explained, planned, not accepted and suspended are never added up into one rate."),
        ),
        _law(
            "M8",
            "承诺从提交起算",
            OWN,
            say("What the enterprise was promised runs from its submission, whatever is passed on inside."),
        ),
        _law(
            "M9",
            "个人信息最少",
            "个人信息保护法",
            say("Phones and names are masked; showing and exporting them is journaled; keeping them has an end."),
        ),
        _law(
            "M10",
            "三员分立",
            "网络安全等级保护三级；网络安全法",
            say(
                "Three administrators, never one person; locks and second factors stay on; the journal is "
                "kept six months at least."
            ),
        ),
        _law("M11", "文件有长度", RELIEF, say("A special document has at most 4,000 characters, a general one 5,000.")),
        _law("M12", "无件不排名", OWN, say("A unit without cases isn't ranked, and small numbers aren't ranked.")),
    )
)
