"""F-001 to F-009 and F-018 to F-026: sections, headings, tables as a whole, what must be told, dates and words."""

from __future__ import annotations

from datetime import date

from tests.making.grids import GridCell

from .base import (
    CONSISTENT,
    broken,
    headed,
    kept,
    labelled,
    lacks_row,
    lacks_table,
    of,
    row,
    says,
    section,
    untold,
    with_rows,
    without,
)

_PERIOD = "本报告数据统计期限为{}。"
_OVERVIEW = CONSISTENT.sections[1]
_NO_YEAR = of(title="澄沅市水务局政府信息公开工作年度报告", preamble="本报告依据国办公开办函〔2019〕60号编制。")
_UNKNOWN = headed(5, "五、不足与下一步打算")
_LOST = "\ufffd"


def _with_more(cells: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
    return (*cells, GridCell("7", number=True)) if _is_new(cells) else cells


def _with_blank(cells: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
    return (*cells, GridCell("")) if _is_new(cells) else cells


def _with_fewer(cells: tuple[GridCell, ...]) -> tuple[GridCell, ...]:
    return (cells[0], *cells[1:3]) if _is_new(cells) else cells


def _is_new(cells: tuple[GridCell, ...]) -> bool:
    return cells[0].text.startswith("一、本年新收")


CASES = (
    broken("F-001", "section 5 is not there", without(5)),
    kept("F-001", "its heading has another known wording", headed(5, "五、存在问题及改进情况")),
    untold("F-001", "a heading that we do not know stands in its place", _UNKNOWN, finds=(("F-001", "uncertain"),)),
    untold("F-001", "its title is numbered as a part of section 4", headed(5, "（四）存在的主要问题及改进情况"), finds=(("F-001", "uncertain"),)),
    broken("F-002", "the numeral 四 stands twice and 六 is lacking", headed(5, "四、存在的主要问题及改进情况"), headed(6, "五、其他需要报告的事项")),
    kept("F-002", "a heading has no numeral", headed(5, "存在的主要问题及改进情况")),
    untold("F-002", "a heading is numbered as a part of another", headed(5, "（五）存在的主要问题及改进情况")),
    broken("F-003", "一、 and 二、 head parts of section 1", says("一、主动公开情况\n按目录公开。\n二、依申请公开情况\n按时答复。")),
    kept("F-003", "（一） and （二） do", says("（一）主动公开情况\n按目录公开。\n（二）依申请公开情况\n按时答复。")),
    untold("F-003", "一、 and 二、 begin whole paragraphs", says("一、主动公开。按目录公开。\n二、依申请公开。按时答复。"), finds=(("F-003", "uncertain"),)),
    broken("F-004", "a section 七 follows", says("七、名词解释", 6)),
    kept("F-004", "an annex has the numeral 七", says("七、附件目录", 6)),
    untold("F-004", "one of the six may be another heading", says("七、名词解释", 6), _UNKNOWN, finds=(("F-001", "uncertain"),)),
    broken("F-005", "the row 行政强制 is not there", lacks_row(2, "行政强制")),
    kept("F-005", "it is, with 0", row("proactive_disclosure.coercive_measures", decisions=0)),
    untold("F-005", "there is no table, which may have been an image", lacks_table(2), finds=(("F-005", "uncertain"),)),
    broken("F-006", "a row of table 3 is not there", lacks_row(3, "3.危及“三安全一稳定”"), also=(("T3-002", "uncertain"),)),
    kept("F-006", "it is, with one that was granted", row("requests.refused.endangers_stability", natural_person=1, total=1), row("requests.granted", natural_person=5, total=6)),
    untold("F-006", "there is no table, which may have been an image", lacks_table(3), finds=(("F-006", "uncertain"),)),
    broken("F-007", "table 4 is not there", lacks_table(4), verdict="uncertain"),
    kept("F-007", "it is, all 0", *(row(f"litigation.{key}", upheld=0, corrected=0, pending=0, total=0) for key in CONSISTENT.litigation)),
    untold("F-007", "its values stand without headers", with_rows(4, lambda cells: cells if cells[0].place else ()), finds=(("F-007", "uncertain"),)),
    broken("F-008", "三类内容事务信息 for 三类内部事务信息", labelled("5.属于三类内部事务信息", "5.属于三类内容事务信息")),
    kept("F-008", "a number and brackets differ", labelled("5.属于三类内部事务信息", "5、属于三类内部事务信息"), labelled("（一）予以公开", "(一)予以公开")),
    untold("F-008", "a character of it was lost", labelled("5.属于三类内部事务信息", f"5.属于三类内{_LOST}事务信息"), finds=(("P-004", "uncertain"),)),
    broken("F-009", "a row has a value too many", with_rows(3, _with_more), also=(("F-006", "uncertain"), ("T3-001", "uncertain"))),
    kept("F-009", "a row has a blank too many", with_rows(3, _with_blank)),
    untold("F-009", "a row lacks values, which may have been lost", with_rows(3, _with_fewer), finds=(("F-006", "uncertain"), ("F-009", "uncertain"), ("T3-001", "uncertain"))),
    broken("F-018", "nothing is said of platforms", section(1, "做好公开工作，完善申请办理制度，加强培训。")),
    kept("F-018", "用好公众号 is a platform", section(1, "做好公开工作，完善申请办理制度，用好公众号，加强培训。")),
    untold("F-018", "whoever copied the report left the text out", section(1, "（正文略）")),
    broken("F-019", "section 5 is 无", section(5, "无。")),
    kept("F-019", "it has ten characters and more", section(5, "栏目更新不及时，将按月检查。")),
    untold("F-019", "whoever copied the report left the text out", section(5, "（略）")),
    broken("F-020", "problems without improvements", section(5, "一是公开内容有待进一步完善。二是业务水平还需提高。")),
    kept("F-020", "已安排专人负责 is an improvement", section(5, "一是部分栏目更新较慢，已安排专人负责。")),
    kept("F-020", "过于简单 and 错漏 are problems", section(5, "一是部分说明的内容过于简单，下一步配图解释；二是个别数据有错漏，今后实行双人核对。")),
    untold("F-020", "neither is told in words that we know", section(5, "本年度公开工作平稳有序顺利。")),
    broken("F-021", "section 6 names no fee", section(6, "无其他需要报告的事项。")),
    kept("F-021", "收取信息处理费的情况：无 is a statement", section(6, "收取信息处理费的情况：无。")),
    untold("F-021", "there is no section 6", without(6), finds=(("F-001", "fail"),)),
    broken("F-022", "the period is of the year before", of(preamble=_PERIOD.format("2022年1月1日至2022年12月31日"))),
    kept("F-022", "the period runs into the year", of(preamble=_PERIOD.format("2022年12月1日至2023年11月30日"))),
    untold("F-022", "the title has no year", of(title="澄沅市水务局政府信息公开工作年度报告", preamble=_PERIOD.format("2022年1月1日至2022年12月31日")), finds=(("F-023", "uncertain"), ("F-025", "fail"))),
    broken("F-023", "an office published on 1 February", of(published_on=date(2024, 2, 1))),
    kept("F-023", "it did on 31 January", of(published_on=date(2024, 1, 31))),
    untold("F-023", "half a year later a page may have been moved", of(published_on=date(2024, 8, 20)), finds=(("F-023", "uncertain"),)),
    broken("F-024", "〔202130号", of(preamble="本报告依据国办公开办函〔202130号编制。")),
    kept("F-024", "〔2021〕30号", of(preamble="本报告依据国办公开办函〔2021〕30号编制。")),
    untold("F-024", "of which year the report is, is not known", _NO_YEAR, finds=(("F-025", "fail"),)),
    broken("F-025", "the title lacks the agency", of(title="2023年政府信息公开工作年度报告")),
    kept("F-025", "信息公开年报 will do as the report's name", of(title="澄沅市水务局2023年信息公开年报")),
    untold("F-025", "a character of the agency was lost", of(title=f"澄沅市水{_LOST}局2023年政府信息公开工作年度报告"), finds=(("P-004", "uncertain"),)),
    broken("F-026", "待补充 is left", says("其余数据待补充。")),
    kept("F-026", "有待补充 is none", says("公开内容有待补充。")),
    untold("F-026", "it stands in the address of a page", says("详见https://www.example.cn/XX,,a")),
)  # fmt: skip
