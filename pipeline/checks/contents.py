"""Whether sections 1 and 5 speak of what they are for (F-018, F-019, F-020); only what is surely not there is told."""

import re
from collections.abc import Iterator

from pipeline.characters import folded, letters
from pipeline.form import FORM_2019
from pipeline.messages import Message
from pipeline.outline import FoundSection

from .base import Facts, Finding, Rule, Scope, rule

_MOST_CHARACTERS = 50_000  # the longest real section 1 has some 20,000
_LEAST_LETTERS = 10
_SHORT = 200  # characters in which that many letters stand, but for very blank texts
# Whoever copied the report left its text out, and says so.
_LEFT_OUT = re.compile(r"[(（]\s?(?:正文|文字|内容)?\s?略\s?[)）]")

# What must be told of, and every word that may tell of it: where none of them stands, the thing is surely not told.
_TOPICS: tuple[tuple[Message, re.Pattern[str]], ...] = (
    (Message("主动公开", "proactive disclosure"), re.compile(r"公开|发布|公布|公示")),
    (Message("依申请公开", "disclosure on request"), re.compile(r"申请|索取|索要")),
    (
        Message("政府信息管理", "management of information"),
        re.compile(r"管理|审[核查签批定]|把关|保密|更新|维护|清理|规范|目录|台账|归档|档案|制度|机制|流程|属性|公开指南|三审|签字|签批|把控|校对|校核|定密|脱密|涉密"),
    ),
    (
        Message("平台建设", "platforms"),
        re.compile(r"平台|网[站页址]|公众号|微信|微博|抖音|媒体|[示告开报]栏|专栏|栏目|渠道|查阅|大厅|窗口|专区|客户端|APP|门户|广播|上网"),
    ),
    (
        Message("监督保障", "supervision and support"),
        re.compile(
            r"监督|保障|培训|学习|考[核评]|评[议估价]|检查|督[查导促办]|领导|组织|责任|追究|问责|通报|整改|专人|专职|重视|投诉|举报|队伍|经费|监测"
        ),
    ),
)  # fmt: skip
# Of the government of a county or more also, by article 50.
_OF_GOVERNMENTS: tuple[tuple[Message, re.Pattern[str]], ...] = (
    (Message("工作考核", "assessment"), re.compile(r"考[核评]|绩效|测评|评估|督[查导]|目标管理")),
    (Message("社会评议", "evaluation by the public"), re.compile(r"评[议价估]|测评|满意|问卷|监督员|意见|建议")),
    (Message("责任追究", "accountability"), re.compile(r"追[究责]|问责|约谈|通报|处分|责任")),
)
_GOVERNMENTS = frozenset({"province", "city", "county"})

_PROBLEM = re.compile(
    r"问题|不[足够高强深全多细快畅严齐]|不(?:及时|完善|规范|平衡|均衡|充分|到位|明显|健全|熟悉|丰富|清晰|准确|紧密|统一|主动|全面|深入)"
    r"|欠缺|欠佳|薄弱|有待|差距|短板|滞后|困难|缺[乏少]|弱项|不能|未能|没有|较[少弱低慢]|偏[少弱低慢多长]|单一|尚未|仍需|还需|需要?(?:进一步|加强|提高|完善)|弱|难"
    r"|过于|过[少多长短高低慢简]|错[漏误别]|遗漏|疏[漏忽]|漏[报填登发]|随意|笼统|模糊|混乱|脱节|老化|陈旧|粗[糙略放]|简单|迟[缓滞]|延迟|拖[延沓]"
)
_NONE = re.compile(r"(?:无|没有|未发现|不存在|未存在)[^。;；]{0,12}问题|问题[:：]?\s*无")
_IMPROVES = re.compile(
    r"改进|整改|下一?步|今后|将[^。]|拟|计划|打算|措施|对策|完善|提[高升]|加[强大快]|强化|优化|健全|推[进动]|继续|规范|拓[展宽]|深化|落实|建立|丰富"
    r"|组织|开展|培训|制定|明确|确保|改|由.{1,12}负责|指派|安排|补[齐充]|印发|编写|做好|细化|严格|统一|创新|创建|增[加设强]|督促|创办|学习|改善"
)
_SURELY_IMPROVES = re.compile(
    r"下一?步|今后|以后|加以解决|克服|将[^来近]|拟|计划|打算|改进(?:措施|情况|方向|办法)|整改|针对|为此|已"
)
# A clause that says what is still to be wished names a problem, whatever verb it uses.
_WISHED = re.compile(
    r"有待|还需|仍需|尚需|亟[待需]|不[够足及到]|不完善|不规范|不健全|不统一|不丰富|欠|缺|未能|没有|滞后|薄弱|较"
)
_CLAUSE_END = re.compile(r"[,，。;；:：!！\n]")


@rule(
    "F-018",
    version=2,
    severity="warning",
    source="official",
    basis="国办公开办函〔2021〕30号;《政府信息公开条例》第五十条",
    zh="总体情况写明主动公开、依申请公开、政府信息管理、平台建设、监督保障,政府还写明考核、评议、追责",
    en="section 1 tells of disclosure, requests, management, platforms and supervision; a government's also of assessment, "
    "evaluation and accountability",
)
def overview_is_complete(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-018; a thing is lacking where no word stands that could tell of it. The form of 2019 asks for other things."""
    section = _once(facts, 1)
    if section is None or facts.reading.form == FORM_2019.key or _is_left_out(facts, section):
        return
    words = _words(facts, section)
    if not re.search(r"\w", words):
        yield rule.finding(
            Scope(),
            Message(
                "第一部分没有读到文字;请核对是否为图片或未填写", "section 1 has no text; check whether it is an image"
            ),
            verdict="uncertain",
            about="overview",
        )
        return
    governs = facts.outline.level in _GOVERNMENTS and facts.agency_is_certain
    topics = (*_TOPICS, *_OF_GOVERNMENTS) if governs else _TOPICS
    lacking = [name for name, told in topics if not told.search(words) and not told.search(letters(words))]
    if lacking:
        zh, en = "、".join(name.zh for name in lacking), ", ".join(name.en for name in lacking)
        yield rule.finding(
            Scope(),
            Message(
                f"第一部分未提及:{zh};请核对是否漏写",
                f"section 1 does not tell of: {en}; check whether it was left out",
            ),
            about=zh,
        )


@rule(
    "F-019",
    severity="error",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="第五部分写明存在的主要问题及改进情况",
    en="section 5 is not empty",
)
def problems_are_written(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-019: empty, 无, or under 10 characters; nothing at all may have been lost on its way where more is lacking."""
    section = _once(facts, 5)
    if section is None or _is_left_out(facts, section):
        return
    words = letters(_words(facts, section)[:_SHORT])
    if len(words) >= _LEAST_LETTERS:
        return
    lost = not words and (_is_cut_off(facts) or not any(table.rows_seen for table in facts.reading.tables))
    yield rule.finding(
        Scope(),
        Message(
            f"第五部分只有“{words}”,不足 {_LEAST_LETTERS} 字;请写明主要问题和改进情况"
            if words
            else "第五部分没有内容;请写明主要问题和改进情况",
            f'section 5 has only "{words}", under {_LEAST_LETTERS} characters; name problems and improvements'
            if words
            else "section 5 is empty; name problems and improvements",
        ),
        verdict="uncertain" if lost else "fail",
        about=words,
    )


@rule(
    "F-020",
    version=3,
    severity="warning",
    source="official",
    basis="国办公开办函〔2021〕30号",
    zh="第五部分既写问题,也写改进",
    en="section 5 names problems and improvements",
)
def problems_have_improvements(facts: Facts, rule: Rule) -> Iterator[Finding]:
    """F-020; a clause that says what is still to be wished (有待完善) is a problem and no improvement."""
    section = _once(facts, 5)
    if section is None or _is_left_out(facts, section):
        return
    text = _body(facts, section)
    if len(letters(text[:_SHORT])) < _LEAST_LETTERS or _NONE.search(text):
        return
    problems, improves = _problems_and_improvements(text)
    if problems != improves:  # the words above are in simplified characters
        problems, improves = _problems_and_improvements("\n".join(folded(line) for line in text.split("\n")))
    if problems == improves:
        return
    yield rule.finding(
        Scope(),
        Message("第五部分只写了问题,未见改进情况;请补充改进措施", "section 5 names problems only; add the improvements")
        if problems
        else Message(
            "第五部分只写了改进,未见存在的问题;请补充问题", "section 5 names improvements only; add the problems"
        ),
        about="improvements" if problems else "problems",
    )


def _once(facts: Facts, number: int) -> FoundSection | None:
    """The section, if it stands but once: of two its text may stand in the other."""
    again = any(section.number == number for section in facts.outline.repeated)
    return None if again else facts.outline.section(number)


def _is_cut_off(facts: Facts) -> bool:
    """Whether the file ends with section 5, or holds no prose at all."""
    overview = facts.outline.section(1)
    has_prose = overview is not None and re.search(r"\w", _body(facts, overview)) is not None
    return facts.outline.section(6) is None or not has_prose


def _is_left_out(facts: Facts, section: FoundSection) -> bool:
    return _LEFT_OUT.search(_body(facts, section)) is not None


def _problems_and_improvements(text: str) -> tuple[bool, bool]:
    """Whether a text names a problem, and whether it names an improvement."""
    clauses = [re.sub(r"\s", "", clause) for clause in _CLAUSE_END.split(text)]
    improves = _SURELY_IMPROVES.search(text) is not None or any(
        _IMPROVES.search(clause) and not _WISHED.search(clause) for clause in clauses
    )
    return _PROBLEM.search(text) is not None, improves


def _body(facts: Facts, section: FoundSection) -> str:
    return facts.document.text[section.body : min(section.end, section.body + _MOST_CHARACTERS)]


def _words(facts: Facts, section: FoundSection) -> str:
    """A section's text without its white space: a line may end inside a word."""
    return re.sub(r"\s", "", _body(facts, section))
