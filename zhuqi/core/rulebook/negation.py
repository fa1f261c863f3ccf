"""Whether a text wants what it names or forbids it: negation as offices write it. Works on text that ``lawwords.settled`` has
brought into one form. No Django."""

from __future__ import annotations

import re

NOT = (
    r"不(?!仅|但|光|只|断|定期|同|少于|低于|超|及时|配合|论|管|足|满|限|到位|达|合格|实|力|良|落实|服|愿|准确|全"
    r"|符|规范|清)|未(?!来)|没|无(?!论|故|法|锡|事不扰|人机)"
    r"|禁|杜绝|防止|避免|严防|取消|停止|叫停|停用|废止|废除|摒弃|反对|拒绝|关闭|隐藏|撤销|撤下|去掉|移除|下线"
    r"|省略|整治|清理|纠正|克服|切忌|勿|免(?!费|税|申|访|打扰|扰)|并非|莫"
)
BEFORE = re.compile(NOT)
FORBIDS = re.compile(
    r"不(?:得|能|可|许|准|应|要|宜|再|以|将|把|对|向|必|用|需|允许)|禁|杜绝|防止|避免|严防|取消|停止|叫停|停用|废"
    r"|摒弃|反对|整治|清理|纠正|克服|切忌|勿|无[需须]|并非|莫"
)
"""These deny the whole of what follows; any other before a 的 only says what kind of thing is meant (未报送的企业)."""
TURNS = re.compile(
    r"(?<!要求)(?<!强制)(?<!规定)(?<!强迫)(?<!硬性)(?<!变相)(?:必须|务必|一律|至少|但|而是|而(?!且)|改为|改用|却"
    r"|仍|才能|方可)"
)
"""After these a sentence says what is wanted, whatever it denied before."""
LISTS = re.compile(r"以下|下列|要求|强制|[以用将把搞]|设置|开展|采取|任何|变相|各类|等|名义|通过|:$")
"""A denial with one of these goes on over commas."""
WANTED = re.compile(
    r"^(?:并|且|同时|另|还|再)*(?:必须|务必|一律(?!不|禁|取消)|应|须|要(?!求)|需|每|凡|由|以(?!及)|改|而|但|却|仍|按)"
)
"""A clause that begins so says what is wanted."""
AFTER = re.compile(
    r"(?:取消|停止|停用)(?![^,]{0,4}(?:资格|评优|奖|绩效|等次))|禁止(?!代|补|他人|迟|早|使用旧|弄虚|造假|作假)"
    r"|严禁(?!代|补|弄虚|造假|作假|虚)|叫停|废止"
    r"|废除|整治|清理|纠正|杜绝|自愿"
    r"|可选|选填|非必|不是必|(?:[不无]|毋)[需须必用]|不(?:再)?(?:强制|要求|纳入|作为|计入|列入|参与|公布|公开"
    r"|采集|收集|统计|考核|排名|计分|加分|得分|作要求|搞|设"
    r"|看|视为|算|应有|存在)"
    r"|不(?:得|应|可|许|准|能|予|宜)(?:再)?(?:作为|纳入|用于|用作|要求|强制|计入|列入|开展|实行|搞|设置?|公布"
    r"|公开|使用|采用|收集|采集|出现|有|以|与|挂钩|计分"
    r"|排名|参与|视|算|成为|影响|加分)"
    r"|不与[^,]{0,8}挂钩|免除|[均都]不|可不|可以不|不影响|已不|除外|与[^,]{0,6}无关|不可取"
)
GOES_ON = re.compile(r"^(?:一律|[均都]|全部|全面|坚决|予以|应予|要坚决|等)")
GIVEN_UP = re.compile(
    r"^(?:功能|环节|程序|一律|均|都|全部|可以?|也|[:/])*(?:取消|停止|停用|关闭|隐藏|省略|免|不(?:设|要|显示|公开"
    r"|启用|保留|提供|做|搞|再|强制|要求)"
    r"|[不无][需用必](?:要)?(?=$|[,即])|可不|自愿|可选|选填|否$|无$)"
)
"""What is needed is given up: right after its name."""
LACKS = re.compile(r"(?:未|没有?|不|漏|缺|无)[^,。:的得]{0,6}$")
PENALTY = re.compile(
    r"扣|不计(?!较)|不算|不予|视[为同](?!自愿)|无效|通报|追责|问责|退回|不得(?:计|参|评|结|办|报|认)|约谈|批评"
    r"|取消(?:评|资|奖)|罚|不认|一票否决|黄灯|红灯|亮灯"
)
PARDON = re.compile(
    r"不(?:得|应|予|再)?(?:扣|视为|追责|问责|通报|处罚|影响|罚)|照常|亦可|也可|均可|仍可|不得(?:因此|以此|扣|通报)"
)
PUNISHED = re.compile(r"扣分|处罚|追责|问责|减分|红牌|黄牌|亮灯|否决|批评|通报情形|取消资格")
BAN = re.compile(
    r"(?:^|/)(?:(?:严格|坚决|一律)?(?:禁止|严禁|不得|不准|禁用|不考核|不计分|不纳入|不搞|不要求|不排名|不设|取消"
    r"|停止|无需|杜绝)(?!/)*[^/:]*"
    r"|负面清单[^/:]*|[^/:]{0,4}禁令|[^/:]{0,4}红线|[^/:]*禁止(?:事项|行为|内容|清单)|[^/:]{0,2}十不准"
    r"|[一二三四五六七八九十\d]+(?:个)?(?:不|严禁|不准|不得)[^/:]*)[/:]"
)
DENIED_VALUE = re.compile(
    r"(?:一律|均|暂|已|全部)*(?:否|无|不|没有|没|不要|不需要?|[无不][需须必用]|不设|不允许|不可以?|不得|不适用|关"
    r"|关闭|停用|取消|禁止|严禁|禁用|自愿|可选|选填|不要求"
    r"|不强制|不记?计?分|不纳入"
    r"|不考核|不排名|不作要求|非必填|不采集|不收集|不显示|不公开|false|no|off|none|null|n|0|0次|0分)(?:上传|提供"
    r"|填写|考核|采集|收集|即可)?"
)
DENIED_START = re.compile(
    r"(?:一律|均)?(?:不(?!仅|但|限|超|[少低]于)|禁|严禁|无[需须]|免(?!费)|取消|停止|停用|已停|已取消)"
)


def switched_off(value: str) -> bool:
    """Whether a value says no: ``否``, ``自愿``, ``不得作为条件``."""
    return bool(DENIED_VALUE.fullmatch(value) or DENIED_START.match(value))


def banned(head: str) -> bool:
    """Whether what stands under these keys is a list of what may not be done."""
    return bool(BAN.search(head)) and not PUNISHED.search(head)


def denied(text: str, found: re.Match[str], head: int, *, needed: bool = False) -> bool:
    """Whether what was found in a sentence is denied there; the first ``head`` characters are the keys above it.
    ``needed``: it is something that must be, so that only what gives it up counts."""
    first = text.rfind(",", head, max(found.start(), head)) + 1 or head
    before = text[first : max(found.start() + found[0].startswith("的"), first)]
    after = _after(text, found.end())
    if _demanded(text[:head], before, text[found.end() :]):
        return False
    if needed:
        return _denies(before) or bool(GIVEN_UP.match(text[found.end() :]))
    return _denies(before) or _denied_from_afar(text[head:first]) or bool(AFTER.search(after))


def _after(text: str, at: int) -> str:
    """What follows in the clause, and the next one where it speaks of the same."""
    clause, _, rest = text[at:].partition(",")
    return f"{clause},{rest.partition(',')[0]}" if GOES_ON.match(rest) else clause


def _denies(before: str) -> bool:
    """Whether the words before deny what follows: there is a negation, and no turn behind it."""
    negations = list(BEFORE.finditer(before))
    if not negations:
        return False
    last = negations[-1]
    behind = before[last.end() :]
    of_a_noun = "的" in behind and not FORBIDS.match(before, last.start())
    return not of_a_noun and not TURNS.search(behind)


def _denied_from_afar(before: str) -> bool:
    """Whether a clause further up denies, and goes on to here."""
    clauses = before.split(",")[:-1]
    for n in range(len(clauses) - 1, -1, -1):
        if _denies(clauses[n]) and LISTS.search(clauses[n]):
            return not any(WANTED.match(clause) for clause in clauses[n + 1 :])
    return False


def _demanded(head: str, before: str, rest: str) -> bool:
    """Whether doing without is punished: ``未打卡的扣 2 分``."""
    lacks = LACKS.search(before[-12:])
    if lacks is None:
        return False
    if PUNISHED.search(head + before.rpartition(":")[0]):
        return True
    near = rest[:30]
    conditional = lacks[0].startswith(("未", "没", "漏", "缺")) or re.match(
        r"[^,]{0,10}?(?:的|者|则|即|就|不|扣|视)", near
    )
    return bool(conditional and PENALTY.search(near) and not PARDON.search(near))
