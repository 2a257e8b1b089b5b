"""One small consistent report by us, and how the tests of one part change one thing in it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pipeline.checks import Finding
from pipeline.report import Report
from pipeline.stages import read_report
from tests.making import Cell, Layout, Truth, litigation_table, proactive_table, render, requests_table

# New 10, carried in 2, answered 10, carried out 2.
SMALL = Truth(
    agency="青箬市水务局",
    year=2023,
    title="青箬市水务局2023年政府信息公开工作年度报告",
    proactive=proactive_table((0, 0, 0), (3, 1, 40), licences=98, penalties=103),
    requests=requests_table(
        {"new_received": [9, 1], "carried_over_in": [2], "granted": [6, 1], "not_processed.petition": [3]}
    ),
    litigation=litigation_table(reconsideration=(2, 0, 0, 1)),
    sections={
        1: "全年围绕群众关心的事项做好公开工作,完善申请办理制度,维护网站栏目,加强培训。",
        2: "",
        3: "",
        4: "",
        5: "存在的主要问题:部分栏目更新不及时。改进情况:加强业务培训,按月检查栏目。",
        6: "本年度未收取信息处理费。",
    },
)


def made(
    *,
    agency: str = SMALL.agency,
    title: str = SMALL.title,
    year: int = SMALL.year,
    preamble: str = "",
    sections: Mapping[int, str] | None = None,
    published_on: date | None = None,
    cells: Mapping[str, Cell] | None = None,
) -> str:
    """The small report as text with other things in it; `sections` are those that differ."""
    truth = replace(
        SMALL.with_cells(cells or {}),
        agency=agency,
        title=title,
        year=year,
        preamble=preamble,
        sections={**SMALL.sections, **(sections or {})},
        published_on=published_on,
    )
    return render(truth, "pipes").decode()


def small(
    section_1: str | None = None,
    section_6: str | None = None,
    *,
    cells: dict[str, Cell] | None = None,
    layout: Layout = "pipes",
    others: dict[int, str] | None = None,
) -> str:
    """The small report as text, with other prose or other cells; `others` is prose of further sections."""
    sections = {**SMALL.sections, **(others or {})}
    sections[1] = sections[1] if section_1 is None else section_1
    sections[6] = sections[6] if section_6 is None else section_6
    return render(replace(SMALL.with_cells(cells or {}), sections=sections), layout).decode()


def read(text: str) -> Report:
    return read_report(text.encode(), "made")


def found(text: str, rule: str) -> list[Finding]:
    report = read(text)
    assert report.error is None, report.error
    return [finding for finding in report.findings if finding.rule == rule]


def verdicts(text: str, rule: str) -> list[str]:
    return [finding.verdict for finding in found(text, rule)]


def figure(report: Report, place: str) -> object:
    table, rest = place.split(".", 1)
    row, column = rest.rsplit(".", 1)
    return report.tables[table][row][column]
