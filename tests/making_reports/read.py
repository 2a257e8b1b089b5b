"""Reads a prose file of `tests/corpus/reports`: a head of a few lines, then the sections' own words.

In the head a line is a name and what it says: `机关 澄沅市教育局`, `新收 3 1` (up to six applicants), `复议 1 0 0 2` (upheld,
corrected, other, pending); a row that is not named is 0, and what was not answered is carried over. `改` sets one cell,
`发现` names the rules that must fail, with `?` those that must be uncertain. Below `---` stand the preamble and, each after
a line `【1】`, the sections.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tests.making import Truth, litigation_table, proactive_table, requests_table
from tests.making.blocks import Line, blocks_of_truth
from tests.making.drawings import DRAWINGS
from tests.making.marks import unmarked

_ROWS = {
    "新收": "new_received",
    "上年结转": "carried_over_in",
    "予以公开": "granted",
    "部分公开": "partially_granted",
    "国家秘密": "refused.state_secret",
    "禁止公开": "refused.prohibited_by_law",
    "三安全": "refused.endangers_stability",
    "第三方": "refused.third_party_rights",
    "内部事务": "refused.internal_affairs",
    "过程性": "refused.process_information",
    "执法案卷": "refused.enforcement_file",
    "行政查询": "refused.administrative_query",
    "不掌握": "unavailable.not_held",
    "另行制作": "unavailable.not_ready_made",
    "补正不明": "unavailable.unclear_after_correction",
    "信访类": "not_processed.petition",
    "重复申请": "not_processed.repeated",
    "出版物": "not_processed.publication",
    "反复申请": "not_processed.excessive",
    "重新出具": "not_processed.confirmation",
    "逾期不补正": "other.overdue_correction",
    "逾期不缴费": "other.overdue_fee",
    "其他": "other.other",
}
_DISPUTES = {
    "复议": "reconsideration",
    "直接起诉": "litigation_direct",
    "复议后起诉": "litigation_after_reconsideration",
}
_DECISIONS = {"许可": "licences", "处罚": "penalties", "强制": "coercive_measures"}
_DEFAULTS = {
    5: "存在的问题：部分栏目更新不够及时，解读形式较为单一。改进措施：明确专人按月核对栏目，制作图解和短视频。",
    6: "本年度本机关未收取政府信息公开信息处理费。",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One report: its text, and the rules it must break as (rule, verdict), sorted."""

    name: str
    text: str
    findings: tuple[tuple[str, str], ...]


def told_in(name: str, source: str) -> Told:
    """The report of one prose file."""
    head, _, body = source.partition("\n---\n")
    told: dict[str, str] = {}
    cells: dict[str, int | Decimal | str | None] = {}
    for line in head.splitlines():
        key, _, rest = line.partition(" ")
        if key == "改":
            place, _, value = rest.partition(" ")
            cells[place] = int(value) if value.lstrip("-").isdigit() else value or None
        elif key:
            told[key] = rest
    truth = _truth(told, _sections(body)).with_cells(cells)
    findings = sorted(
        (rule.rstrip("?"), "uncertain" if rule.endswith("?") else "fail") for rule in told.get("发现", "").split()
    )
    return Told(name, _printed(truth, told.get("版式", "pipes_closed")), tuple(findings))


def _truth(told: dict[str, str], sections: dict[int, str]) -> Truth:
    agency, year = told["机关"], int(told.get("年度", "2023"))
    counts = {key: [int(each) for each in told[key].split()] for key in told if key in _ROWS or key in _DISPUTES}
    triples = {key: [int(each) for each in told.get(key, "0 0 0").split()] for key in ("规章", "规范性文件")}
    truth = Truth(
        agency=agency,
        year=year,
        title=told.get("标题", f"{agency}{year}年政府信息公开工作年度报告"),
        proactive=proactive_table(
            (triples["规章"][0], triples["规章"][1], triples["规章"][2]),
            (triples["规范性文件"][0], triples["规范性文件"][1], triples["规范性文件"][2]),
            fees=Decimal(told.get("收费", "0")),
            **{key: int(told.get(word, "0")) for word, key in _DECISIONS.items()},
        ),
        requests=requests_table({row: counts[word] for word, row in _ROWS.items() if word in counts}),
        litigation=litigation_table(
            **{
                block: (counts[word][0], counts[word][1], counts[word][2], counts[word][3])
                for word, block in _DISPUTES.items()
                if word in counts
            }
        ),
        sections={1: sections[1], 2: "", 3: "", 4: "", **_DEFAULTS, **{n: sections[n] for n in sections if n}},
        published_on=date.fromisoformat(told["发布"]) if "发布" in told else None,
        preamble=sections[0].strip(),
    )
    gone = {int(number) for number in told.get("缺", "").split()}
    return replace(truth, sections={number: words for number, words in truth.sections.items() if number not in gone})


def _sections(body: str) -> dict[int, str]:
    """Section → its words; 0 is what stands before the first."""
    found, at = {0: ""}, 0
    for line in body.splitlines():
        if len(line) == 3 and line[0] == "【" and line[2] == "】":
            at = int(line[1])
            found[at] = ""
        else:
            found[at] += line + "\n"
    return {number: words.strip() for number, words in found.items()}


def _printed(truth: Truth, layout: str) -> str:
    draw, gap = DRAWINGS[layout]
    parts = (
        block.text if isinstance(block, Line) else draw(random.Random(1), block.grid)
        for block in blocks_of_truth(truth)
    )
    return unmarked(gap.join(part for part in parts if part) + "\n")
