"""A page says of a report what was found, whose it is, and which cells show it; our doubts stand apart."""

import msgspec
import pytest

from intake.reporting import Page, describe_report
from intake.reporting.model import Cell, Grid, Issues
from intake.reporting.words import EN, ZH
from pipeline.errors import FileEmpty
from pipeline.report import File, Report, failed_report
from tests.unit.pipeline.made import read, small

from .pages import one_error


def issues(page: Page, key: str) -> Issues:
    (found,) = [part for part in page.parts if isinstance(part, Issues) and part.key == key]
    return found


def cell(page: Page, table: str, row: str, column: str) -> Cell:
    (grid,) = [part for part in page.parts if isinstance(part, Grid) and part.key == table]
    (found,) = [each for each in grid.rows if row in each.label]
    return found.cells[grid.columns.index(column)]


def test_what_one_error_breaks_is_one_issue_with_its_consequences() -> None:
    page = describe_report(one_error(), "zh")
    first = issues(page, "agency").issues[0]
    assert (first.number, first.weight, first.lead.name) == (1, "error", "T3-001[自然人]")
    assert [line.name for line in first.consequences] == ["T3-002[自然人]", "T3-003[总计]"]
    assert "由 8 改为 9" in first.advice
    assert [(count.label, count.text) for count in page.counts[:2]] == [("错误", "1 处（3 条）"), ("警告", "2 处")]


def test_the_equation_names_each_figure_with_its_value() -> None:
    lead = issues(describe_report(one_error(), "zh"), "agency").issues[0].lead
    assert [side.total for side in lead.sides] == ["11", "10"]
    assert lead.sides[0].terms == (("本年新收政府信息公开申请数量", "9"), ("上年结转政府信息公开申请数量", "2"))
    assert lead.sides[1].terms == (("总计", "8"), ("结转下年度继续办理", "2"))


def test_a_cell_tells_whether_it_takes_part_is_probably_wrong_or_unknown() -> None:
    page = describe_report(one_error(), "zh")
    wrong = cell(page, "requests", "（七）总计", "自然人")
    assert (wrong.text, wrong.state, wrong.numbers, wrong.note) == ("8", "wrong", (1,), "→ 9")
    part = cell(page, "requests", "新收", "自然人")
    assert (part.text, part.state, part.weight, part.numbers) == ("9", "part", "error", (1,))
    blank, sign = (cell(page, "requests", "（一）予以公开", column) for column in ("其他", "科研机构"))
    assert (blank.text, blank.state, sign.text, sign.state) == ("空", "unknown", "/", "unknown")
    assert cell(page, "requests", "新收", "其他") == Cell("0", "zero")
    assert cell(page, "requests", "新收", "商业企业") == Cell("1")
    assert cell(page, "proactive_disclosure", "规章", "本年处理决定数量") == Cell("", "absent")


def test_the_numbers_in_the_cells_are_those_of_the_issues() -> None:
    page = describe_report(one_error(), "zh")
    numbers = {issue.number for part in page.parts if isinstance(part, Issues) for issue in part.issues}
    marks = {
        number
        for part in page.parts
        if isinstance(part, Grid)
        for row in part.rows
        for each in row.cells
        for number in each.numbers
    }
    assert numbers == set(range(1, len(numbers) + 1))
    assert marks
    assert marks <= numbers


def test_what_we_cannot_tell_is_not_told_as_the_agency_s() -> None:
    page = describe_report(one_error(), "zh")
    theirs, ours = issues(page, "agency"), issues(page, "own")
    assert {issue.weight for issue in ours.issues} == {"doubt"}
    assert "doubt" not in {issue.weight for issue in theirs.issues}
    assert "不能据此认定机关有误" in ours.note
    assert "未知数据 2 个（空白 1、以符号代替 1）" in ours.note
    assert page.counts[3].number == sum(issue.findings for issue in ours.issues) > 0


def test_a_finding_on_our_own_reading_is_a_doubt_though_it_fails_for_sure() -> None:
    report = one_error()
    own = msgspec.structs.replace(report.findings[0], rule="P-001", group=None, hint=None)
    page = describe_report(msgspec.structs.replace(report, findings=(own,)), "zh")
    assert [count.number for count in page.counts] == [0, 0, 0, 1]
    assert page.verdict == ZH.clean


@pytest.mark.parametrize(("lang", "words"), [("zh", ZH), ("en", EN)])
def test_a_clean_report_has_its_tables_and_nothing_else(lang: str, words: object) -> None:
    report = msgspec.structs.replace(read(small()), findings=())
    page = describe_report(report, lang)
    assert page.verdict == getattr(words, "clean")  # noqa: B009 - the type of the two is one
    assert [part.key for part in page.parts] == ["proactive_disclosure", "requests", "litigation"]
    assert [count.number for count in page.counts] == [0, 0, 0, 0]


def test_in_english_labels_and_facts_are_english() -> None:
    page = describe_report(one_error(), "en")
    assert ("Kind", "department") in page.facts
    assert cell(page, "requests", "state secret", "natural person") == Cell("0", "zero")
    assert issues(page, "agency").issues[0].lead.name == "T3-001[natural person]"


def test_a_file_that_could_not_be_read_says_why_and_what_to_do() -> None:
    page = describe_report(failed_report(File("空.txt", "ab" * 32, 0), FileEmpty(), "normalize"), "zh")
    assert page.verdict.startswith("未能读取（[file.empty]）")
    assert (page.title, page.parts, page.counts) == ("空.txt", (), ())


def test_a_report_that_waits_says_so() -> None:
    page = describe_report(Report(File("a.txt", "ab" * 32, 3)), "en")
    assert page.verdict == EN.waiting


def test_a_stored_finding_of_a_rule_that_is_gone_is_still_shown() -> None:
    report = one_error()
    gone = msgspec.structs.replace(report.findings[0], rule="Z-999")
    page = describe_report(msgspec.structs.replace(report, findings=(gone,)), "zh")
    assert issues(page, "agency").issues[0].lead.rule == "Z-999"


def test_a_sentence_without_end_is_cut() -> None:
    report = one_error()
    endless = msgspec.structs.replace(report.findings[0], quote="长" * 100_000)
    page = describe_report(msgspec.structs.replace(report, findings=(endless,)), "zh")
    assert issues(page, "agency").issues[0].lead.quote == "长" * 400 + "…"


def test_where_several_corrections_would_do_no_cell_is_named_the_wrong_one() -> None:
    report = read(small(cells={"litigation.reconsideration.total": 4}))
    page = describe_report(report, "zh")
    assert "以下任一处更正" in issues(page, "agency").issues[0].advice
    total = cell(page, "litigation", "行政复议", "总计")
    assert (total.text, total.state, total.numbers, total.note) == ("4", "part", (1,), "")
