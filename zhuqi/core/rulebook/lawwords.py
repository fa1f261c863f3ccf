"""The words by which a forbidden function is known: the reviewed table of patterns, and how text is brought into one form
before it is compared. No Django.

In a pattern ``…`` stands for at most 8 characters without a negation or the end of a sentence, ``……`` for at most 20, and
``<企业>`` for a group of words from ``GROUPS``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

TRADITIONAL = str.maketrans(
    "簽檢軌跡約談報導錄傳業罰處責視滿評價認長間線積數獎權個員幹區單電話號碼脫強須應標時級務聯統計產營總經議調過後條種類與開關無請說實對將"
    "從點讚選為於門問題絕違規範圍張頻據圖攝誤訪辦領嚴諾轉離發給達進還復結銷隱顯並併寫證讓輪載裝註冊帳賬戶網沒來頭體濟廠場親見現學習簡減"
    "優勵闆錢額鐘擾靜設內記換舉曝誡勉扣執隊組專補確贊項績獨稱製錶帶謝絕賴動態該遠視頻",
    "签检轨迹约谈报导录传业罚处责视满评价认长间线积数奖权个员干区单电话号码脱强须应标时级务联统计产营总经议调过后条种类与开关无请说实对将"
    "从点赞选为于门问题绝违规范围张频据图摄误访办领严诺转离发给达进还复结销隐显并并写证让轮载装注册账账户网没来头体济厂场亲见现学习简减"
    "优励板钱额钟扰静设内记换举曝诫勉扣执队组专补确赞项绩独称制表带谢绝赖动态该远视频",
)
NOISE = re.compile(
    r"[^\S\n]|[_·•・‧*~^“”\"'‘’「」『』《》〈〉【】\[\](){}<>#@&\\`′、\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
MARKS = re.compile(r"[^\w\n]+|_+")
LOOSE = re.compile(r"(?<=\d),(?=\d{3})|(?<!\d)[.\-‐-―]|[.\-‐-―](?!\d)|(?<=\D)/|/(?=\D)")
SPLIT = re.compile(
    "|".join(
        r"[,;:。.!?|+=/\-\n…]{1,3}".join(word)
        for word in ("打卡", "签到", "签退", "轨迹", "约谈", "积分排名", "在线时长", "安装率", "代填", "代报")
    )
)
"""Words that nobody divides by accident."""


CAPITAL = re.compile("[A-Z]")


def folded(text: str) -> str:
    """Width, case and traditional characters brought into one form."""
    text = unicodedata.normalize("NFKC", text)
    text = text.lower() if CAPITAL.search(text) else text
    if text.isascii() or not FOREIGN.search(text):
        return text
    return ANSWER.sub("复", text.translate(TRADITIONAL))


FOREIGN = re.compile(f"[覆{''.join(map(chr, TRADITIONAL))}]")
ANSWER = re.compile("(?<=[答回批])覆")
"""覆 is 复 in an answer only: 覆盖 is written so everywhere."""


def bare(text: str) -> str:
    """Only the characters that words are made of, and the ends of lines: to look words up in."""
    return MARKS.sub("", folded(text))


@lru_cache(maxsize=4096)
def settled(text: str) -> str:
    """The form that sentences are judged in: folded, without spaces and brackets, with the words somebody divided put together
    again, marks of one kind, and double negations as the demand they are."""
    text = LOOSE.sub("", NOISE.sub("", folded(text)))
    text = SPLIT.sub(lambda found: "".join(c for c in found[0] if c.isalnum()), text)
    text = re.sub(r"[;!?]", "。", text).replace("\n", ",").replace("|", ",")
    text = re.sub(r"不得?(?:少|低|小)于|不(?:得|应|能|可)(?:少|低|小)于", "至少", text)
    text = re.sub(r"不得?(?:超过|高于|多于)|不(?:得|应|能|可)(?:超过|高于|多于)", "至多", text)
    return TWICE.sub("必须", text)


TWICE = re.compile(
    r"(?:不得|不能|不可|不准|不许|不允许|禁止|严禁|不应|不要|杜绝|防止)(?:擅自|随意|无故|私自|自行|出现)?"
    r"(?:取消|停止|停用|关闭|废止|免除|逃避|绕过|跳过|省略|不(?!当|实|必要)|未|漏|缺)"
)

GROUPS = {
    "企": r"(?:企业|公司|厂家|厂商|商户|经营主体|市场主体|工厂)",
    "企业": r"(?:企业|公司|厂家|厂商|商户|经营主体|市场主体|工厂)(?:的?(?:主要)?(?:负责人|法人代表|法定代表人"
    r"|法人|老板|老总|董事长|总经理))?+"
    r"(?!所属|所在|包|挂钩|服务|属地|主管|诉求|问题|反映|办|投诉|满意|评价|需求|部门|意见|困难|事项|联络|联系"
    r"|环境|库|名录|走访|工作|协调|帮扶"
    r"|管理|对接|专员|运行|经营|发展|生产|增长|用工|培育|数量|反馈|反复|多次|的(?:诉求|问题|满意|反映|属地|主管"
    r"|包联|挂钩|评价|部门|困难))",
    "旁": r"(?:(?!服务|助|惠|走访|包|联系|帮|部门|单位|干部|镇|街|局|委|责任|属地|主管|挂钩|反映|诉求|投诉|满意"
    r"|承办)[^不未。,/:|])",
    "法人": r"(?:法定代表人|法人代表|企业法人|(?<!企业)法人(?!单位|库|资格|信息)|董事长|总经理|老板|老总|企业家"
    r"|(?:企业|公司|厂|商户)的?(?:主要)?(?:负责人|一把手|领导))",
    "到场": r"(?:到场|在场|陪同|出席|参加|到会|参会|迎接|接待|等候|亲自|当面|本人签|现场签|露面|作陪)",
    "人": r"(?:个人(?!信息)|干部(?!所在|所属)|专员|包联人|联络员|网格员|职工|工作人员|队员|包企人|党员|科员"
    r"|助企员|店小二|经办人|办事员|员工|每人|人头|人员)",
    "须": r"(?:必[须需传填拍交附]|务必|一律|强制|(?<![无不])须|(?<![无不])需(?!求)"
    r"|(?<![相响对供反适答效回顺])应(?![急用对收付届聘变])"
    r"|(?<![需主重必])要(?![点素闻件])|至少|[:/](?:是|有|true|yes|y|on|启用|开启|全部|必选)(?=[,。]|$))",
    "照片": r"(?:照片|拍照|拍[^不未,。]{0,4}照|(?:工作|现场|门头|会谈|座谈|厂区|实景|车间)照|合照|合影|录像|录音"
    r"|图片|相片|截图|影像|自拍|photos?|视频(?!会"
    r"|连线|通话|走访|方式|调度|对接|远程))",
    "查": r"(?:检查(?!站|组|走访|服务|包联|办|答复|干部|部门|单位|落实|质量|情况|作风|各)|执法(?!部门|机关|单位"
    r"|队伍)|处罚|罚款|责令|查处|立案|查封|扣押"
    r"|整改|隐患(?:排查|整改|清单)|(?:排查|查)…隐患|(?<![调督自检审])查<企>?…(?:安全|消防|环保|违法|用电|许可))",
    "访": r"(?:走访|入企|上门|助企|专班|调度室|服务队|服务组|工作队|包联|包企|服务专员|帮扶|下企业|进企业)"
    r"(?!情况|质量|记录|是否|工作|不实|落实|台账|实效|纪律|作风)",
    "统计": r"(?:统计|报表|企业月报|一套表|直报|产值|营收|营业收入|主营收入|四上|入统|经营数据|投资额|快报)",
    "量": r"(?:走访|入企|上门|拜访|登门|下企业|进企业|跑企业|对接|服务|联系|调研|座谈|登录|登陆|照片|图片|视频"
    r"|拍照|报送|上报|报告|简报|信息|稿件|宣传稿"
    r"|留言|点赞|转发|填报|日志|记录|台账|材料|总结|打卡|签到|日报|周报|月报|收集|征集|visits?|photos?|logins?"
    r"|reports?)(?:企业|信息|问题|诉求|照片|工作)?"
    r"(?:的|总|累计)?(?:次数|数量|频次|频率|条数|篇数|张数|份数|件数|家数|户数|家次|户次|场次|场数|总量|总数"
    r"|量(?!化)|数(?![据字])|多少|人次|天数|count|times)",
    "分": r"(?:得分|计分|加分|记分|积分|评分|赋分|分值|打分|扣分|考核|考评|排名|排行|权重|评优|评先|奖励|奖金"
    r"|绩效|挂钩|[计得加积记扣]?\d+(?:\.\d+)?分(?![钟局])|kpi"
    r"|score|points?)",
    "项": r"(?:已?答复|回复|解释|说明|列入计划|列计划|阶段性|挂账|转办|不予受理|暂缓|已?受理|已?交办|客观原因)",
    "成": r"(?:已?解决率?|办结率?|化解率?|销号率|完成率|办成率|满意率)",
    "默": r"(?:沉默|默认|(?:逾期|超期|超时|到期|期满|限期内)?(?:未|没有?|不)(?:作?评价|评分|评|回复|答复|确认"
    r"|反馈|表态|回应|打分)|无(?:回应|反馈|回复|异议|评价))",
    "线": r"(?:签收|受理|交办|转办|派单|改派|接单|立案|审核通过)",
}


class Kind(Enum):
    """How a pattern is to be taken."""

    WANTS = "forbidden where it is wanted"
    DROPS = "forbidden where it is done without"
    BARE = "forbidden as it stands"


@dataclass(frozen=True)
class Row:
    """One pattern. ``stems``: words of which one must be there at all. ``beside``: what must stand in the same clause or
    above it. ``unless``: what makes it harmless there. ``wide``: both are looked for in the whole sentence. ``mild``: never more
    than flagged. ``weak``: its stems are too common to look for."""

    law: str
    stems: tuple[str, ...]
    words: re.Pattern[str]
    beside: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    kind: Kind = Kind.WANTS
    mild: bool = False
    if_so: Callable[[re.Match[str]], bool] | None = None
    wide: bool = False
    weak: bool = False


def pattern(written: str) -> re.Pattern[str]:
    """A pattern with its gaps and groups of words written out."""
    for _ in range(2):
        written = re.sub("<([\u4e00-\u9fff])+>", lambda found: GROUPS[found[0][1:-1]], written)
    written = written.replace("……", "[^不未禁勿非莫。]{0,20}").replace("…", "[^不未禁勿非莫。]{0,8}")
    return re.compile(written)


def row(
    law: str,
    stems: str,
    words: str,
    beside: str = "",
    unless: str = "",
    kind: Kind = Kind.WANTS,
    *,
    mild: bool = False,
    if_so: Callable[[re.Match[str]], bool] | None = None,
) -> Row:
    """A row as the table writes it."""
    return Row(
        law,
        tuple(stems.split()),
        pattern(words),
        pattern(beside) if beside else None,
        pattern(unless) if unless else None,
        kind,
        mild,
        if_so,
    )


DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九十")} | {"两": 2, "半": 0.5, "零": 0}
DAYS = {"天": 1, "日": 1, "周": 7, "月": 30.5, "季": 91, "年": 365}


def amount(written: str) -> float:
    """A number in figures or, up to ten, in Chinese."""
    return float(written) if written[0].isdigit() else DIGITS[written[0]]


def under_six_months(found: re.Match[str]) -> bool:
    """Whether a span is shorter than six months; a hundred and eighty days are taken for six."""
    return amount(found["n"]) * DAYS[found["unit"][-1]] < 180


def over_4000(found: re.Match[str]) -> bool:
    """Whether more characters are allowed than a special document has."""
    return amount(found["n"]) > 4000


def over_5000(found: re.Match[str]) -> bool:
    """Whether more characters are allowed than any document has."""
    return amount(found["n"]) > 5000
