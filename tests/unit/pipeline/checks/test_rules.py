"""Each rule on figures, structure and our own reading: when it fails, when it is uncertain, when it is silent."""

import msgspec
import pytest

from pipeline.characters import LOST
from pipeline.checks import RULES, check_consistency, rules_version
from pipeline.checks import catalogue as module
from pipeline.document import Document, Span
from pipeline.formats import read_document
from pipeline.outline import Outline
from pipeline.sections import detect_sections
from pipeline.tables import Reading, parse_tables
from pipeline.tables.reading import Disagreement
from tests.making import Cell
from tests.unit.pipeline.made import SMALL, found, read, small, verdicts


def test_a_consistent_report_raises_no_finding() -> None:
    assert read(small()).findings == ()


@pytest.mark.parametrize(
    ("rule", "cells", "verdict"),
    [
        ("T2-001", {"proactive_disclosure.normative_documents.in_force": 1}, "fail"),
        ("T2-001", {"proactive_disclosure.normative_documents.issued": 50,
                    "proactive_disclosure.normative_documents.repealed": None}, "uncertain"),
        ("T3-001", {"requests.carried_over_out.natural_person": 3}, "fail"),
        ("T3-001", {"requests.carried_over_out.natural_person": None}, "uncertain"),
        ("T3-002", {"requests.granted.natural_person": 5}, "fail"),
        ("T3-002", {"requests.granted.natural_person": "/"}, "uncertain"),
        ("T3-003", {"requests.granted.other": 4}, "fail"),
        ("T3-003", {"requests.granted.other": "/"}, "uncertain"),
        ("T3-003", {"requests.granted.other": "/", "requests.granted.natural_person": 60}, "fail"),
        ("T3-004", {"requests.carried_over_out.natural_person": 12}, "fail"),
        ("T3-004", {"requests.carried_over_out.natural_person": 12, "requests.new_received.natural_person": "/"},
         "uncertain"),
        ("T4-001", {"litigation.reconsideration.total": 4}, "fail"),
        ("T4-001", {"litigation.reconsideration.pending": "—"}, "uncertain"),
        ("F-010", {"requests.granted.research": None}, "fail"),
        ("F-011", {"requests.granted.research": "/"}, "fail"),
        ("F-012", {"requests.granted.research": "约3"}, "fail"),
        ("F-013", {"requests.granted.research": -1}, "fail"),
        ("F-014", {"requests.granted.research": "1.5"}, "fail"),
        ("F-015", {"requests.granted.research": "０"}, "fail"),
    ],
)  # fmt: skip
def test_a_rule_tells_what_is_wrong_with_the_figures(rule: str, cells: dict[str, Cell], verdict: str) -> None:
    assert verdict in verdicts(small(cells=cells), rule)
    assert set(verdicts(small(cells=cells), rule)) == {verdict}


def test_a_blank_row_is_not_assessable() -> None:
    cells: dict[str, Cell] = {f"requests.carried_over_in.{column}": None for column in SMALL.requests["granted"]}
    assert [finding.scope.row for finding in found(small(cells=cells), "T3-003")] == []


def test_a_failed_sum_names_its_column_and_both_sides() -> None:
    finding = next(each for each in found(small(cells={"requests.granted.natural_person": 5}), "T3-002"))
    assert (finding.scope.table, finding.scope.column) == ("requests", "natural_person")
    assert (finding.left, finding.right) == (9, 8)
    assert len(finding.operands) == 22


def test_figures_of_one_kind_are_listed_in_one_finding_a_table() -> None:
    cells: dict[str, Cell] = {f"requests.granted.{column}": "/" for column in ("research", "other", "commercial")}
    findings = found(small(cells=cells), "F-011")
    assert [len(finding.operands) for finding in findings] == [3]


def test_a_missing_section_fails_and_an_unknown_heading_in_its_place_is_uncertain() -> None:
    heading = "五、存在的主要问题及改进情况"
    assert verdicts(small().replace(f"{heading}\n", ""), "F-001") == ["fail"]
    assert verdicts(small().replace(heading, "五、不足与下一步打算"), "F-001") == ["uncertain"]


def test_a_repeated_section_is_told_once_however_often_it_stands() -> None:
    again = "六、其他需要报告的事项\n" + "这里又写了一遍需要报告的其他内容,与前面所写的并不相同,而且相当长。\n" * 2
    assert len(found(small(section_6=again[12:]) + again * 5, "F-001")) == 1


@pytest.mark.parametrize(("section", "rule"), [(2, "F-005"), (3, "F-006"), (4, "F-007")])
def test_a_table_of_which_nothing_is_there_may_have_been_lost_on_its_way(section: int, rule: str) -> None:
    lines = small().splitlines(keepends=True)
    start = next(
        i for i, line in enumerate(lines) if line.startswith("一二三四五六"[section - 1] + "、") and "|" not in line
    )
    end = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith("|"))
    assert verdicts("".join([*lines[: start + 1], *lines[end:]]), rule) == ["uncertain"]


def test_a_row_that_is_not_in_its_table_is_told() -> None:
    text = "".join(line for line in small().splitlines(keepends=True) if not line.startswith("| 行政强制"))
    assert verdicts(text, "F-005") == ["fail"]


def test_a_label_that_is_not_the_forms_is_told_with_its_place() -> None:
    text = small().replace("属于三类内部事务信息", "属于三类内容事务信息")
    (finding,) = found(text, "F-008")
    assert [operand.row for operand in finding.operands] == ["refused.internal_affairs"]


def test_too_few_values_are_uncertain_and_too_many_fail() -> None:
    row = "申请数量 | 9 | 1 | 0 | 0 | 0 | 0 | 10 |"
    assert verdicts(small(layout="pipes_open").replace(row, "申请数量 | 10 | 10 |"), "F-009") == ["uncertain"]
    assert verdicts(small(layout="pipes_open").replace(row, f"{row} 7 |"), "F-009") == ["fail"]


STATED = "未收取信息处理费。|2023年度收取信息处理费0元。|收取信息处理费的情况:无。|全年收取政府信息公开信息处理费3940元。|未产生政府信息公开信息处理费|对25件申请收取了信息处理费2950元|零收费|依申请公开信息未收费。|全年收费金额:0.00万元|政府信息公开均为免费提供"
UNSTATED = "无|无其他需要报告的事项。|严格执行《政府信息公开信息处理费管理办法》。|根据国务院办公厅关于印发《政府信息公开信息处理费管理办法》的通知要求,做好信息处理费管理工作。|严格落实信息处理费收取标准,无其他需要报告的事项。|按照信息处理费管理办法(国办函〔2020〕109号)规定执行|严格执行信息处理费管理办法(自2021年1月1日起施行)|不断规范信息处理费收取行为|本年度无其他需要报告的事项,严格执行收费管理规定"


@pytest.mark.parametrize("words", STATED.split("|"))
def test_any_wording_of_fees_collected_or_not_is_a_statement(words: str) -> None:
    assert found(small(section_6=words), "F-021") == []


@pytest.mark.parametrize("words", UNSTATED.split("|"))
def test_naming_the_fee_rules_is_no_statement(words: str) -> None:
    assert verdicts(small(section_6=words), "F-021") == ["fail"]


@pytest.mark.parametrize(
    ("title", "lacks"),
    [
        (SMALL.title, None),
        ("2023年政府信息公开工作年度报告", "机关名称"),
        ("青箬市水务局政府信息公开年报", "年度"),
        ("", "没有标题"),
    ],
)
def test_a_title_names_agency_and_year(title: str, lacks: str | None) -> None:
    findings = found(small().replace(SMALL.title, title), "F-025")
    assert [lacks in finding.message.zh for finding in findings if lacks] == ([True] if lacks else [])
    assert bool(findings) == bool(lacks)


def test_a_figure_that_does_not_re_read_from_its_place_is_our_fault() -> None:
    document = read_document(small().encode())
    outline = detect_sections(document)
    reading = parse_tables(document, outline)
    moved = msgspec.structs.replace(document, text=document.text.replace("| 40 |", "| 41 |"))
    rules = [(each.rule, each.left, each.right) for each in check_consistency(moved, outline, reading)]
    assert rules == [("P-001", 40, 41)]


def test_the_catalogue_is_in_order_and_each_rule_speaks_both_languages() -> None:
    assert [rule.id for rule in RULES] == sorted({rule.id for rule in RULES})
    assert all(rule.title.zh and rule.title.en and rule.version >= 1 for rule in RULES)


def test_the_rules_version_changes_with_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    before = rules_version()
    assert before == rules_version()
    changed = (msgspec.structs.replace(RULES[0], version=RULES[0].version + 1), *RULES[1:])
    monkeypatch.setattr(module, "RULES", changed)
    assert rules_version() != before


def test_a_rule_that_raises_does_not_spoil_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[object]:
        raise KeyError("a bug")

    text = small(cells={"requests.granted.natural_person": 5})
    rules = tuple(msgspec.structs.replace(each, check=broken) if each.id == "T3-001" else each for each in RULES)
    monkeypatch.setattr(module, "RULES", rules)
    by_rule = {finding.rule: finding for finding in read(text).findings}
    assert by_rule["T3-001"].verdict == "uncertain"
    assert "KeyError" in by_rule["T3-001"].message.en
    assert by_rule["T3-002"].verdict == "fail"


def test_a_list_of_findings_that_was_cut_says_so() -> None:
    findings = found(small("共发布信息48条,其中政务动态17条、机构类4条。" * 200), "X-016")
    assert len(findings) == module.MOST_FINDINGS + 1
    assert "只列出" in findings[-1].message.zh


def checked(document: Document, outline: Outline, reading: Reading, rule: str) -> list[tuple[str, str | None]]:
    return [(each.verdict, each.quote) for each in check_consistency(document, outline, reading) if each.rule == rule]


def test_two_readings_that_differ_leave_a_figure_uncertain_and_blame_nobody() -> None:
    document = read_document(small().encode())
    outline = detect_sections(document)
    reading = parse_tables(document, outline)
    assert checked(document, outline, reading, "P-003") == []
    at = Span(document.text.index("| 40 |") + 2, document.text.index("| 40 |") + 4)
    differs = (Disagreement("normative_documents", "in_force", "40", "4", at),)
    first, *others = reading.tables
    doubted = msgspec.structs.replace(reading, tables=(msgspec.structs.replace(first, disagreements=differs), *others))
    assert checked(document, outline, doubted, "P-003") == [("uncertain", "40")]


def test_characters_that_could_not_be_decoded_leave_the_encoding_uncertain() -> None:
    document = read_document(small().encode())
    outline = detect_sections(document)
    reading = parse_tables(document, outline)
    assert checked(document, outline, reading, "P-004") == []
    lost = msgspec.structs.replace(document, text=document.text.replace("培训", f"培{LOST}"))
    ((verdict, quote),) = checked(lost, outline, reading, "P-004")
    assert verdict == "uncertain"
    assert LOST in (quote or "")
